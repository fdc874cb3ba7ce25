//! The service, and the parts that its endpoints share.

use crate::http::segment;
use crate::pipeline::Pipeline;
use crate::request::{Request, xuid};
use crate::types::{ArgumentError, Endpoint, Player, Service, Xuid};

/// Maximum number of players in one request. The bot HaloFunTime found that the service refuses more.
pub const MAX_PLAYERS: usize = 30;

/// The endpoints of the economy service.
#[derive(Clone, Copy)]
pub struct Economy<'c> {
    pub(super) pipeline: &'c Pipeline,
}

impl<'c> Economy<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    pub(super) fn of_player<T>(
        self,
        endpoint: &'static Endpoint,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<T> {
        Request::new(self.pipeline, endpoint, [xuid_segment(player)])
    }

    /// A request about a thing of a player, whose path takes both.
    pub(super) fn of_player_and<T>(
        self,
        endpoint: &'static Endpoint,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
        name: &'static str,
        thing: &str,
    ) -> Request<T> {
        Request::new(
            self.pipeline,
            endpoint,
            [xuid_segment(player), segment(name, thing)],
        )
    }
}

pub(super) const fn get(name: &'static str, path: &'static str) -> Endpoint {
    Endpoint::get(Service::Economy, name, path).with_clearance()
}

/// Makes a request one about these players.
pub(super) fn about<T>(request: Request<T>, xuids: &[Xuid]) -> Request<T> {
    let players: Vec<_> = xuids.iter().map(Xuid::to_string).collect();
    request.query("players", players.join(","))
}

pub(super) fn xuid_segment(
    player: impl TryInto<Player, Error: Into<ArgumentError>>,
) -> Result<String, ArgumentError> {
    xuid("player", player).map(|xuid| xuid.to_string())
}
