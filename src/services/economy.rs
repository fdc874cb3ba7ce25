//! Customization, career rank, operations.
//!
//! Host: `economy.svc.halowaypoint.com`. All requests carry the clearance. The service takes XUIDs, not
//! gamertags.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let me = sandbox.world().home().xuid();
//! let rank = client.economy().player_career_rank(me).send()?;
//! println!("career rank {}", rank.current_progress.rank);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::http::segment;
use crate::models::economy::{PlayerCareerRank, PlayerCustomization, PlayerOperationPasses};
use crate::pipeline::Pipeline;
use crate::request::{Request, xuid};
use crate::types::{ArgumentError, CacheRule, Endpoint, Player, Service, endpoints};

/// The visible part of a player's customization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CustomizationView {
    /// The part that every player may see.
    Public,
    /// All of it, for the signed-in player only.
    Private,
}

const fn get(name: &'static str, path: &'static str) -> Endpoint {
    Endpoint::get(Service::Economy, name, path).with_clearance()
}

endpoints! {
    PLAYER_CUSTOMIZATION = get("player_customization", "/hi/players/{player}/customization")
        .cached(CacheRule::OnRequest);
    PLAYER_CAREER_RANK = get(
        "player_career_rank",
        "/hi/players/{player}/rewardtracks/careerranks/{track_id}",
    ).cached(CacheRule::OnRequest);
    // The service refuses other players' operations.
    PLAYER_OPERATIONS = get("player_operations", "/hi/players/{player}/rewardtracks/operations");
}

/// The endpoints of the economy service.
#[derive(Clone, Copy)]
pub struct Economy<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> Economy<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    /// The appearance of a player's Spartan, weapons, vehicles and AI; by default the public part.
    pub fn player_customization(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<PlayerCustomization> {
        let request = Request::new(self.pipeline, &PLAYER_CUSTOMIZATION, [xuid_segment(player)]);
        request.view(CustomizationView::Public)
    }

    /// A player's progress in the career. The service refuses other players' careers with 403.
    pub fn player_career_rank(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<PlayerCareerRank> {
        let arguments = [xuid_segment(player), Ok("careerrank1".into())];
        Request::new(self.pipeline, &PLAYER_CAREER_RANK, arguments)
    }

    /// A player's progress in the operations. The service refuses other players' operations with 403.
    pub fn player_operations(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<PlayerOperationPasses> {
        Request::new(self.pipeline, &PLAYER_OPERATIONS, [xuid_segment(player)])
    }
}

fn xuid_segment(player: impl TryInto<Player, Error: Into<ArgumentError>>) -> Result<String, ArgumentError> {
    xuid("player", player).map(|xuid| xuid.to_string())
}

impl Request<PlayerCustomization> {
    /// Selects the visible part of the customization.
    pub fn view(self, view: CustomizationView) -> Self {
        self.change(|request| {
            let (view, cache_rule) = match view {
                CustomizationView::Public => ("public", CacheRule::OnRequest),
                CustomizationView::Private => ("private", CacheRule::Never),
            };
            request.set_query("view", view);
            request.cache_rule = cache_rule;
            Ok(())
        })
    }
}

impl Request<PlayerCareerRank> {
    /// Selects another career track. Defaults to `careerrank1`, the only one so far.
    pub fn track(self, track_id: &str) -> Self {
        self.change(|request| {
            request.path.pop();
            request.path.push(segment("track_id", track_id)?);
            Ok(())
        })
    }
}
