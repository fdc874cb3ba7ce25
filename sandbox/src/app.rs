//! What all the services share.

use crate::answer::Answers;
use crate::captures::Captures;
use crate::request_log::RequestLog;
use crate::tokens::Tokens;
use crate::world::World;
use crate::world::rng::Rng;
use std::sync::Arc;

/// The state behind every route.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) world: World,
    pub(crate) tokens: Tokens,
    pub(crate) log: RequestLog,
    pub(crate) answers: Answers,
    /// The folder that answers instead of the world.
    pub(crate) captures: Option<Captures>,
    /// XSTS answers tell neither XUID nor gamertag.
    pub(crate) anonymous_xsts: bool,
}

pub(crate) type Shared = Arc<App>;

impl App {
    /// The id of the registered app that may sign in.
    pub(crate) fn client_id(&self) -> String {
        Rng::for_subject(self.world.seed(), "client id")
            .uuid()
            .to_string()
    }

    pub(crate) fn client_secret(&self) -> String {
        let mut rng = Rng::for_subject(self.world.seed(), "client secret");
        format!("sandbox~{:016x}{:016x}", rng.next(), rng.next())
    }

    /// The clearance of the title's retail flight.
    pub(crate) fn clearance(&self) -> String {
        Rng::for_subject(self.world.seed(), "clearance")
            .uuid()
            .to_string()
    }
}
