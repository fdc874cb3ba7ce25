//! Progress of players: the career, operations, events, rewards.

use super::service::{Economy, MAX_PLAYERS, about, get, xuid_segment};
use crate::http::segment;
use crate::models::economy::{
    AwardedRewards, CareerRanks, PlayerCareerRank, PlayerOperationPasses, PlayerRewardTrack,
};
use crate::request::{Batch, Request, in_order};
use crate::types::{ArgumentError, CacheRule, Endpoint, Player, endpoints};

/// The only career track so far.
const CAREER: &str = "careerrank1";

endpoints! {
    CAREER_RANKS = get("career_ranks", "/hi/careerranks/{track_id}").cached(CacheRule::OnRequest);
    // The service refuses other players' progress, so nothing below is cached.
    PLAYER_CAREER_RANK = get(
        "player_career_rank",
        "/hi/players/{player}/rewardtracks/careerranks/{track_id}",
    );
    PLAYER_OPERATIONS = get("player_operations", "/hi/players/{player}/rewardtracks/operations");
    REWARD_TRACK = get("reward_track", "/hi/players/{player}/rewardtracks/{kind}s/{track_id}");
    AWARDED_REWARDS = get("awarded_rewards", "/hi/players/{player}/rewards/{reward_id}");
}

/// A kind of reward track.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TrackKind {
    /// An operation pass or a battle pass.
    Operation,
    /// An event.
    Event,
    /// The career.
    CareerRank,
}

impl TrackKind {
    /// The name in paths. The service appends an `s`.
    const fn name(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Event => "event",
            Self::CareerRank => "careerrank",
        }
    }
}

impl Economy<'_> {
    /// The progress of any players in the career: a whole scoreboard in one request.
    ///
    /// Every player may see the others' careers here. The results are in the order of the list, which is split into
    /// requests of [`MAX_PLAYERS`]. The public client Grunt captured the response in 2023.
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

    /// A player's progress on a reward track, by the name of its file, such as `battlepass-lonewolves.json`. The path
    /// of the file serves too: its folders are left out. The service refuses other players' progress with 403.
    ///
    /// [`player_operations`](Self::player_operations) returns all operations at once; this returns events as well. The
    /// game's catalogue has this endpoint. Its response is the progress of the player, as for the career, which has the
    /// same path; the only published sample, that of the public client Grunt, is the file of a track. For the ranks and
    /// their rewards, read that file with
    /// [`operation_reward_track`](crate::services::gamecms_hacs::GamecmsHacs::operation_reward_track).
    pub fn reward_track(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        kind: TrackKind,
        track: &str,
    ) -> Request<PlayerRewardTrack> {
        let name = track.rsplit('/').next().unwrap_or_default();
        let arguments = [
            xuid_segment(player),
            Ok(kind.name().into()),
            segment("track", name),
        ];
        Request::new(self.pipeline, &REWARD_TRACK, arguments)
    }

    /// The payment of a reward: XP, ranks, items and currency. [`MatchProgression::reward_id`] is that of a match. The
    /// service refuses other players' rewards with 403.
    ///
    /// The response was captured in 2022.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// let game = client.stats().match_history(me).count(1).send()?.results[0].match_id;
    /// let progression = client.stats().match_progression(me, game).send()?;
    /// if let Some(reward_id) = &progression.reward_id {
    ///     let reward = client.economy().awarded_rewards(me, reward_id).send()?;
    ///     println!("{} XP for the operation", reward.operation_xp());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [`MatchProgression::reward_id`]: crate::models::stats::MatchProgression::reward_id
    pub fn awarded_rewards(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        reward_id: &str,
    ) -> Request<AwardedRewards> {
        self.of_player_and(&AWARDED_REWARDS, player, "reward_id", reward_id)
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
        request.path.push(segment("track", track_id)?);
        Ok(())
    })
}
