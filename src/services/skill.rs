//! Competitive skill: the ranks before and after a match, the ranks in a playlist.
//!
//! The service lives on `skill.svc.halowaypoint.com`; its calls carry clearance. Bots and custom
//! games have no skill.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let me = sandbox.world().home().xuid();
//! use halo_infinite::services::stats::MatchType;
//!
//! let history = client.stats().match_history(me).match_type(MatchType::Matchmade).count(1).send()?;
//! let skill = client.skill().match_skill(history.results[0].match_id, [me]).send()?;
//! for player in &skill.value {
//!     println!("{}: {:?}", player.id, player.result_code);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::batch::{Batch, in_order};
use crate::call::Call;
use crate::client::Client;
use crate::environment::Service;
use crate::guid::Guid;
use crate::models::skill::{MatchSkill, PlaylistCsr};
use crate::player::{Player, Xuid};
use crate::season::Season;

/// How many players a call asks for: it keeps the URL below 2,000 characters.
pub const MAX_PLAYERS: usize = 50;

/// The calls of the skill service.
#[derive(Debug, Clone, Copy)]
pub struct Skill<'c> {
    client: &'c Client,
}

impl<'c> Skill<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self { client }
    }

    /// The skill of players in a match: their ranks before and after, what was expected of them.
    ///
    /// The answers are in the order of the list. Whoever was not in the match has a result code
    /// that says so.
    pub fn match_skill<P: Into<Player>>(
        self,
        match_id: impl Into<Guid>,
        players: impl IntoIterator<Item = P>,
    ) -> Batch<MatchSkill> {
        let match_id = match_id.into().get("match_id");
        Batch::new(
            self.client,
            players,
            MAX_PLAYERS,
            |xuids| {
                let match_id = match_id.clone()?.to_string();
                Ok(call("match_skill", ["hi", "matches", &match_id, "skill"], xuids))
            },
            |pages, xuids| MatchSkill {
                value: in_order(
                    pages.into_iter().flat_map(|page| page.value).collect(),
                    xuids,
                    |player| player.id.xuid(),
                ),
            },
        )
    }

    /// The ranks of players in a playlist, by its asset GUID: now, the season's best, the best ever.
    ///
    /// The answers are in the order of the list. [`season`](Batch::<PlaylistCsr>::season) chooses
    /// another season than the present one.
    pub fn playlist_csr<P: Into<Player>>(
        self,
        playlist_id: impl Into<Guid>,
        players: impl IntoIterator<Item = P>,
    ) -> Batch<PlaylistCsr> {
        let playlist_id = playlist_id.into().get("playlist_id");
        Batch::new(
            self.client,
            players,
            MAX_PLAYERS,
            |xuids| {
                let playlist_id = playlist_id.clone()?.to_string();
                Ok(call(
                    "playlist_csr",
                    ["hi", "playlist", &playlist_id, "csrs"],
                    xuids,
                ))
            },
            |pages, xuids| PlaylistCsr {
                value: in_order(
                    pages.into_iter().flat_map(|page| page.value).collect(),
                    xuids,
                    |player| player.id.xuid(),
                ),
            },
        )
    }
}

fn call(method: &'static str, path: [&str; 4], xuids: &[Xuid]) -> Call {
    let mut call = Call::get(Service::Skill, method, path).with_clearance();
    for xuid in xuids {
        call.add_query("players", xuid);
    }
    call
}

impl Batch<PlaylistCsr> {
    /// Asks for the ranks of a CSR season: `CsrSeason9-1` or the path of its file.
    pub fn season(self, season: impl Into<Season>) -> Self {
        let season = season.into();
        self.change(|request| {
            request.change(|call| {
                let name = season.csr_name()?;
                call.set_query("season", name);
                Ok(())
            })
        })
    }
}
