//! Presence, and the servers of matches.
//!
//! Host: `lobby-hi.svc.halowaypoint.com`. No endpoint needs the clearance.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let players: Vec<u64> = sandbox.world().people().iter().map(|person| person.xuid()).collect();
//! let presence = client.lobby().presence(players).send()?;
//! for player in &presence.results {
//!     let state = match player.fireteam() {
//!         None => "is not in the game".to_owned(),
//!         Some(_) if player.is_in_match() => "is in a match".to_owned(),
//!         Some(fireteam) => format!("is in a fireteam of {}", fireteam.player_count),
//!     };
//!     println!("{} {state}", player.id);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::time::Duration;

use serde::Serialize;

use super::arguments::guid;
use crate::models::lobby::{JoinHandle, Presence, QosServer};
use crate::pipeline::Pipeline;
use crate::request::{Batch, Request, in_order, xuid};
use crate::types::{ArgumentError, CacheRule, Endpoint, Guid, Player, Service, Xuid, endpoints};

/// Number of players in one request for presence. The limit of the service is not known.
pub const MAX_PLAYERS: usize = 30;

endpoints! {
    PRESENCE = Endpoint::post(Service::Lobby, "presence", "/hi/presence").read_only().idempotent();
    QOS_SERVERS = Endpoint::get(Service::Lobby, "qos_servers", "/titles/hi/qosservers")
        .cached(CacheRule::For(Duration::from_secs(24 * 3600)));
    // Anybody with the handle can join the lobby.
    THIRD_PARTY_JOIN_HANDLE = Endpoint::get(
        Service::Lobby,
        "third_party_join_handle",
        "/hi/lobbies/{lobby_id}/players/{player}/thirdPartyJoinHandle",
    )
    .returns_secret();
}

/// The body of a request for presence.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PresenceRequest {
    xuids: Vec<u64>,
}

/// The endpoints of the lobby service.
#[derive(Clone, Copy)]
pub struct Lobby<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> Lobby<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    /// Whether players are in the game, in which fireteam and in which match.
    ///
    /// The results are in the order of the list. A list of any length is split into requests of [`MAX_PLAYERS`].
    /// [`Presence::of`] looks a player up. The request is a POST that changes nothing, so it needs no permission to
    /// write, and is retried like a GET.
    ///
    /// The endpoint is in the game's catalogue, and the response about a player in the menus was captured. The match,
    /// and the result of a player who is not in the game, are those that the public client
    /// `davidhouweling/halo-infinite-api` reads.
    pub fn presence<P: TryInto<Player, Error: Into<ArgumentError>>>(
        self,
        players: impl IntoIterator<Item = P>,
    ) -> Batch<Presence> {
        Batch::new(
            players,
            MAX_PLAYERS,
            |xuids| {
                let xuids = xuids.iter().copied().map(Xuid::get).collect();
                Request::new(self.pipeline, &PRESENCE, []).json(&PresenceRequest { xuids })
            },
            |pages, xuids| Presence {
                results: in_order(
                    pages.into_iter().flat_map(|page| page.results).collect(),
                    xuids,
                    |player| player.id.xuid(),
                ),
            },
        )
    }

    /// The regions in which matches run, each with a server for measuring the connection to it. Captured.
    pub fn qos_servers(self) -> Request<Vec<QosServer>> {
        Request::new(self.pipeline, &QOS_SERVERS, [])
    }

    /// A handle with which friends can join a player's lobby from Discord. `query("audience", …)` and
    /// `query("platform", …)` select others than `Friends` and `Discord`, the only known values.
    ///
    /// The endpoint is for the player's own lobby. The public client Grunt, which documents a response, reports that
    /// the service seems to accept only tokens that the game itself got, and to refuse those of other apps. Responses
    /// are not recorded.
    pub fn third_party_join_handle(
        self,
        lobby_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<JoinHandle> {
        let player = xuid("player", player).map(|xuid| xuid.to_string());
        let arguments = [guid("lobby_id", lobby_id), player];
        Request::new(self.pipeline, &THIRD_PARTY_JOIN_HANDLE, arguments)
            .query("audience", "Friends")
            .query("platform", "Discord")
    }
}
