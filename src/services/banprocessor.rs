//! Bans.
//!
//! Host: `banprocessor.svc.halowaypoint.com`. No endpoint needs the clearance.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let players: Vec<u64> = sandbox.world().people().iter().map(|person| person.xuid()).collect();
//! let summary = client.banprocessor().ban_summary(players).send()?;
//! for player in &summary.results {
//!     for ban in player.bans() {
//!         println!("{} is banned until {:?}", player.id, ban.enforce_until_utc);
//!     }
//! }
//! # assert!(summary.results.iter().any(|player| !player.bans().is_empty()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::models::banprocessor::BanSummary;
use crate::pipeline::Pipeline;
use crate::request::{Batch, Request, in_order};
use crate::types::{ArgumentError, CacheRule, Endpoint, Player, Service, Xuid, endpoints};

/// Number of players in one request. The limit of the service is not known.
pub const MAX_PLAYERS: usize = 30;

endpoints! {
    BAN_SUMMARY = Endpoint::get(Service::Banprocessor, "ban_summary", "/hi/bansummary")
        .cached(CacheRule::OnRequest);
}

/// The endpoints of the ban processor.
#[derive(Clone, Copy)]
pub struct Banprocessor<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> Banprocessor<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    /// The bans of players that are in effect. Everybody may ask for everybody's bans.
    ///
    /// The results are in the order of the list. A list of any length is split into requests of [`MAX_PLAYERS`].
    /// [`bans_of`](BanSummary::bans_of) and [`is_banned`](BanSummary::is_banned) look a player up.
    /// [`Ban::message_path`](crate::models::banprocessor::Ban::message_path) is the path of the message that the game
    /// shows.
    ///
    /// The endpoint is in the game's catalogue, and a response without bans was captured. The fields of a ban are those
    /// that the public clients `halo-infinite-api` and `halo_api` read.
    pub fn ban_summary<P: TryInto<Player, Error: Into<ArgumentError>>>(
        self,
        players: impl IntoIterator<Item = P>,
    ) -> Batch<BanSummary> {
        Batch::new(
            players,
            MAX_PLAYERS,
            |xuids| {
                let targets: Vec<_> = xuids.iter().map(Xuid::to_string).collect();
                Request::new(self.pipeline, &BAN_SUMMARY, [])
                    .query("auth", "st")
                    .query("targets", targets.join(","))
            },
            merge,
        )
    }
}

fn merge(mut pages: Vec<BanSummary>, xuids: &[Xuid]) -> BanSummary {
    // The links are those of one request.
    let links = match pages.as_mut_slice() {
        [only] => only.links.take(),
        _ => None,
    };
    let results = pages.into_iter().flat_map(|page| page.results).collect();
    BanSummary {
        results: in_order(results, xuids, |player| player.id.xuid()),
        links,
    }
}
