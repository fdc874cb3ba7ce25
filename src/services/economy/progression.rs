//! Career ranks and operations of players.

use super::service::{Economy, MAX_PLAYERS, about, get, xuid_segment};
use crate::http::segment;
use crate::models::economy::{CareerRanks, PlayerCareerRank, PlayerOperationPasses};
use crate::request::{Batch, Request, in_order};
use crate::types::{ArgumentError, CacheRule, Endpoint, Player, endpoints};

/// The only career track so far.
const CAREER: &str = "careerrank1";

endpoints! {
    CAREER_RANKS = get("career_ranks", "/hi/careerranks/{track_id}").cached(CacheRule::OnRequest);
    PLAYER_CAREER_RANK = get(
        "player_career_rank",
        "/hi/players/{player}/rewardtracks/careerranks/{track_id}",
    ).cached(CacheRule::OnRequest);
    // The service refuses other players' operations.
    PLAYER_OPERATIONS = get("player_operations", "/hi/players/{player}/rewardtracks/operations");
}

impl Economy<'_> {
    /// The progress of any players in the career: a whole scoreboard in one request.
    ///
    /// Every player may see the others' careers here. The results are in the order of the list, which is split into
    /// requests of [`MAX_PLAYERS`]. The response is that of the public client Grunt.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let xuids: Vec<u64> = sandbox.world().people()[..8].iter().map(|person| person.xuid()).collect();
    /// let track = client.gamecms_hacs().career_reward_track().send()?;
    /// let careers = client.economy().career_ranks(xuids).send()?;
    /// for (player, career) in careers.results() {
    ///     let rank = career.rank(&track).map(|rank| rank.name("en-US"));
    ///     println!("{player}: {}", rank.unwrap_or_default());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn career_ranks<P: TryInto<Player, Error: Into<ArgumentError>>>(
        self,
        players: impl IntoIterator<Item = P>,
    ) -> Batch<CareerRanks> {
        Batch::new(
            players,
            MAX_PLAYERS,
            |xuids| {
                let request = Request::new(self.pipeline, &CAREER_RANKS, [Ok(CAREER.into())]);
                about(request, xuids)
            },
            |pages, xuids| CareerRanks {
                reward_tracks: in_order(
                    pages.into_iter().flat_map(|page| page.reward_tracks).collect(),
                    xuids,
                    |player| player.id.xuid(),
                ),
            },
        )
    }

    /// A player's progress in the career. The service refuses other players' careers with 403: of those,
    /// [`career_ranks`](Self::career_ranks) returns the ranks.
    pub fn player_career_rank(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<PlayerCareerRank> {
        let arguments = [xuid_segment(player), Ok(CAREER.into())];
        Request::new(self.pipeline, &PLAYER_CAREER_RANK, arguments)
    }

    /// A player's progress in the operations. The service refuses other players' operations with 403.
    pub fn player_operations(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<PlayerOperationPasses> {
        self.of_player(&PLAYER_OPERATIONS, player)
    }
}

impl Request<PlayerCareerRank> {
    /// Selects another career track. Defaults to `careerrank1`, the only one so far.
    pub fn track(self, track_id: &str) -> Self {
        on_track(self, track_id)
    }
}

impl Batch<CareerRanks> {
    /// Selects another career track. Defaults to `careerrank1`, the only one so far.
    pub fn track(self, track_id: &str) -> Self {
        self.change(|request| on_track(request, track_id))
    }
}

/// The track is the last argument of both paths.
fn on_track<T>(request: Request<T>, track_id: &str) -> Request<T> {
    request.change(|request| {
        request.path.pop();
        request.path.push(segment("track_id", track_id)?);
        Ok(())
    })
}
