//! The client's way to the service.

use crate::pipeline::Pipeline;
use crate::request::{Request, xuid};
use crate::types::{ArgumentError, Endpoint, Player, Service, Xuid};

/// Maximum number of players in one request. The public client HaloFunTime found that the service refuses more.
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
