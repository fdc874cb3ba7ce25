//! A plug-in for Bevy: new matches of a player, and the player's rank on request, as messages.
//!
//! A system must not wait, so all requests are made by two threads of their own: that of a watch and that of a worker.
//! They are not tasks of Bevy's `IoTaskPool`: its few threads are for code that awaits, and a call that blocks would
//! stop the loading of assets, or on one thread the whole game.

use std::sync::Mutex;

use bevy_app::{App, First, Last, Plugin};
use bevy_ecs::prelude::*;
use halo_infinite::types::{Csr, playlists};
use halo_infinite::watch::{NewMatch, Watch, WatchReceiver};
use halo_infinite::worker::{Ticket, Worker};
use halo_infinite::{Client, Xuid};

/// A watched player has finished a match.
#[derive(Message)]
pub struct MatchEnded(pub NewMatch);

/// Asks for the rank of a player.
#[derive(Message)]
pub struct GetRank(pub Xuid);

/// The rank of a player, in Ranked Arena.
#[derive(Message)]
pub struct Rank(pub Xuid, pub Csr);

/// A request has failed. The watch goes on.
#[derive(Message)]
pub struct HaloError(pub String);

/// The watch has ended, because its client was cancelled.
#[derive(Message)]
pub struct WatchEnded;

/// The threads, and the requests under way. When the app drops it, both threads end, within 100 ms.
#[derive(Resource)]
struct Halo {
    worker: Worker,
    watch: WatchReceiver,
    ranks: Vec<(Xuid, Ticket<Csr>)>,
}

/// The plug-in. `new` starts the threads, because `build` cannot report errors.
pub struct HaloPlugin(Mutex<Option<Halo>>);

impl HaloPlugin {
    /// `client` sends the ranks' requests. `watch` is from `Client::watch`.
    pub fn new(client: &Client, watch: Watch) -> Result<Self, Box<dyn std::error::Error>> {
        let halo = Halo {
            worker: client.worker().start()?,
            watch: watch.channel(16)?,
            ranks: Vec::new(),
        };
        Ok(Self(Mutex::new(Some(halo))))
    }
}

impl Plugin for HaloPlugin {
    fn build(&self, app: &mut App) {
        let halo = self.0.lock().ok().and_then(|mut halo| halo.take());
        app.insert_resource(halo.expect("a plug-in is built once"))
            .add_message::<MatchEnded>()
            .add_message::<GetRank>()
            .add_message::<Rank>()
            .add_message::<HaloError>()
            .add_message::<WatchEnded>()
            .add_systems(First, (receive_matches, receive_ranks))
            .add_systems(Last, ask);
    }
}

fn receive_matches(
    mut halo: ResMut<Halo>,
    mut matches: MessageWriter<MatchEnded>,
    mut errors: MessageWriter<HaloError>,
    mut ended: MessageWriter<WatchEnded>,
) {
    while let Some(event) = halo.watch.try_recv() {
        match event {
            Ok(new) => drop(matches.write(MatchEnded(new))),
            Err(error) => drop(errors.write(HaloError(error.to_string()))),
        }
    }
    if halo.watch.is_over() {
        ended.write(WatchEnded);
    }
}

fn receive_ranks(
    mut halo: ResMut<Halo>,
    mut ranks: MessageWriter<Rank>,
    mut errors: MessageWriter<HaloError>,
) {
    halo.ranks.retain(|(player, ticket)| {
        match ticket.try_recv() {
            None => return true,
            Some(Ok(rank)) => drop(ranks.write(Rank(*player, rank))),
            Some(Err(error)) => drop(errors.write(HaloError(error.to_string()))),
        }
        false
    });
}

fn ask(mut halo: ResMut<Halo>, mut questions: MessageReader<GetRank>, mut errors: MessageWriter<HaloError>) {
    for &GetRank(player) in questions.read() {
        // Neither `run` nor `submit`, which takes a single request, waits: if the queue is full, that is an error.
        let ticket = halo.worker.run(move |client| {
            let csr = client
                .skill()
                .playlist_csr(playlists::RANKED_ARENA, [player])
                .send()?;
            Ok(csr
                .result(player)
                .map_or(Csr::UNRANKED, |result| result.current.rank()))
        });
        match ticket {
            Ok(ticket) => halo.ranks.push((player, ticket)),
            Err(error) => drop(errors.write(HaloError(error.to_string()))),
        }
    }
}
