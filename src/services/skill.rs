//! Competitive skill: ranks before and after a match, ranks in a playlist.
//!
//! Host: `skill.svc.halowaypoint.com`. All requests carry the clearance. Bots and custom games have no
//! skill.
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

use serde::Deserialize;

use super::arguments::guid;
use crate::models::skill::{MatchSkill, PlaylistCsr};
use crate::pipeline::Pipeline;
use crate::request::{Batch, Request, in_order};
use crate::types::{ArgumentError, CacheRule, Endpoint, Guid, Player, Query, Season, Service, Xuid};
use crate::types::{argument, endpoints};

/// Maximum number of players in one request. The service refuses more in a request for ranks.
pub const MAX_PLAYERS: usize = 30;

const fn get(name: &'static str, path: &'static str) -> Endpoint {
    Endpoint::get(Service::Skill, name, path).with_clearance()
}

endpoints! {
    // The ranks of a match are final soon after it: until then some players have another result code.
    MATCH_SKILL = get("match_skill", "/hi/matches/{match_id}/skill")
        .cached(CacheRule::Forever).once(has_all_results).late();
    PLAYLIST_CSR = get("playlist_csr", "/hi/playlist/{playlist_id}/csrs").cached(CacheRule::OnRequest);
}

fn has_all_results(query: &Query, body: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Skill {
        value: Vec<Entry>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Entry {
        result_code: i64,
    }
    let players = query.iter().filter(|(name, _)| *name == "players").count();
    serde_json::from_slice::<Skill>(body).is_ok_and(|skill| {
        skill.value.len() == players && skill.value.iter().all(|entry| entry.result_code == 0)
    })
}

/// The endpoints of the skill service.
#[derive(Clone, Copy)]
pub struct Skill<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> Skill<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    /// A request about players, whose path takes one GUID.
    fn about<T>(
        self,
        endpoint: &'static Endpoint,
        id: &Result<String, ArgumentError>,
        xuids: &[Xuid],
    ) -> Request<T> {
        Request::new(self.pipeline, endpoint, [id.clone()]).change(|request| {
            xuids.iter().for_each(|xuid| request.add_query("players", xuid));
            Ok(())
        })
    }

    /// The skill of players in a match: their ranks before and after, and their expected performance.
    ///
    /// The results are in the order of the list. A player who was not in the match has a result code that
    /// says so. A list of any length is split into requests of [`MAX_PLAYERS`].
    pub fn match_skill<P: TryInto<Player, Error: Into<ArgumentError>>>(
        self,
        match_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
        players: impl IntoIterator<Item = P>,
    ) -> Batch<MatchSkill> {
        let id = guid("match_id", match_id);
        Batch::new(
            players,
            MAX_PLAYERS,
            |xuids| self.about(&MATCH_SKILL, &id, xuids),
            |pages, xuids| MatchSkill {
                value: in_order(
                    pages.into_iter().flat_map(|page| page.value).collect(),
                    xuids,
                    |player| player.id.xuid(),
                ),
            },
        )
    }

    /// The ranks of players in a playlist, by its asset GUID: current, best of the season, best of all time.
    ///
    /// The results are in the order of the list, which is split into requests of [`MAX_PLAYERS`].
    /// [`season`](Batch::<PlaylistCsr>::season) selects another season than the current one.
    pub fn playlist_csr<P: TryInto<Player, Error: Into<ArgumentError>>>(
        self,
        playlist_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
        players: impl IntoIterator<Item = P>,
    ) -> Batch<PlaylistCsr> {
        let id = guid("playlist_id", playlist_id);
        Batch::new(
            players,
            MAX_PLAYERS,
            |xuids| self.about(&PLAYLIST_CSR, &id, xuids),
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

impl Batch<PlaylistCsr> {
    /// Selects a CSR season: `CsrSeason9-1` or the path of its file. A season of older payloads, such as
    /// `Seasons/Season7.json`, is no CSR season and an error.
    pub fn season(self, season: impl TryInto<Season, Error: Into<ArgumentError>>) -> Self {
        let name =
            argument::<Season>("season", season).and_then(|season| season.csr_name().map(str::to_owned));
        self.change(|request| {
            request.change(|request| {
                request.set_query("season", name.clone()?);
                Ok(())
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skill_is_final_once_every_player_has_a_result() {
        let query = ["xuid(1)", "xuid(2)"].map(|xuid| ("players".into(), xuid.to_owned()));
        let is_final = |codes: &[i32]| {
            let entries = codes
                .iter()
                .map(|code| serde_json::json!({ "ResultCode": code, "Result": null }));
            let body = serde_json::json!({ "Value": entries.collect::<Vec<_>>() });
            has_all_results(&query, body.to_string().as_bytes())
        };
        assert!(is_final(&[0, 0]));
        assert!(!is_final(&[0, 3]) && !is_final(&[0]) && !is_final(&[]));
    }
}
