//! The client's way to the service.

use crate::pipeline::Pipeline;
use crate::request::{Request, xuid};
use crate::types::{ArgumentError, Endpoint, Player, Service};

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

pub(super) fn xuid_segment(
    player: impl TryInto<Player, Error: Into<ArgumentError>>,
) -> Result<String, ArgumentError> {
    xuid("player", player).map(|xuid| xuid.to_string())
}
