//! What a player wears and has earned: customization, career rank, operations.
//!
//! The service lives on `economy.svc.halowaypoint.com`; its calls carry clearance. It takes XUIDs,
//! not gamertags.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let me = sandbox.world().home().xuid();
//! let rank = client.economy().player_career_rank(me).send()?;
//! println!("career rank {}", rank.current_progress.rank);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::batch::xuid;
use crate::call::Call;
use crate::call::segment;
use crate::client::Client;
use crate::environment::Service;
use crate::models::economy::{PlayerCareerRank, PlayerCustomization, PlayerOperationPasses};
use crate::player::Player;
use crate::request::Request;

/// How much of a player's customization is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CustomizationView {
    /// What everybody may see.
    Public,
    /// All of it; only the player whom the Spartan token belongs to may.
    Private,
}

/// The calls of the economy service.
#[derive(Debug, Clone, Copy)]
pub struct Economy<'c> {
    client: &'c Client,
}

impl<'c> Economy<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self { client }
    }

    fn player_call<T>(self, method: &'static str, player: &Player, rest: &[&str]) -> Request<T> {
        let call = xuid(player).map(|xuid| {
            let xuid = xuid.to_string();
            let path = ["hi", "players", xuid.as_str()]
                .into_iter()
                .chain(rest.iter().copied());
            Call::get(Service::Economy, method, path).with_clearance()
        });
        Request::new(self.client, call)
    }

    /// What a player's Spartan, weapons, vehicles and AI look like; by default what everybody may see.
    pub fn player_customization(self, player: impl Into<Player>) -> Request<PlayerCustomization> {
        self.player_call("player_customization", &player.into(), &["customization"])
            .view(CustomizationView::Public)
    }

    /// How far a player's career is.
    pub fn player_career_rank(self, player: impl Into<Player>) -> Request<PlayerCareerRank> {
        let path = ["rewardtracks", "careerranks", "careerrank1"];
        self.player_call("player_career_rank", &player.into(), &path)
    }

    /// How far a player is in the operations. Others than the player's own are refused with 403.
    pub fn player_operations(self, player: impl Into<Player>) -> Request<PlayerOperationPasses> {
        self.player_call(
            "player_operations",
            &player.into(),
            &["rewardtracks", "operations"],
        )
    }
}

impl Request<PlayerCustomization> {
    /// Shows more or less of the customization.
    pub fn view(self, view: CustomizationView) -> Self {
        self.query(
            "view",
            match view {
                CustomizationView::Public => "public",
                CustomizationView::Private => "private",
            },
        )
    }
}

impl Request<PlayerCareerRank> {
    /// Asks for another career track than `careerrank1`, the only one so far.
    pub fn track(self, track_id: &str) -> Self {
        self.change(|call| {
            call.path.pop();
            call.path.push(segment("track_id", track_id)?);
            Ok(())
        })
    }
}
