//! The game's own catalogue of its web API.
//!
//! Host: `settings.svc.halowaypoint.com`. The sign-in gets its Spartan token and the clearance there too: see
//! [`auth`](crate::auth).
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! let settings = client.settings().api_settings().send()?;
//! let endpoint = &settings.endpoints["Stats_GetMatchStats"];
//! println!("{} on {}", endpoint.path, endpoint.authority_id);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::time::Duration;

use crate::models::settings::ApiSettings;
use crate::pipeline::Pipeline;
use crate::request::Request;
use crate::types::{CacheRule, Endpoint, Service, endpoints};

endpoints! {
    // The catalogue changes with the game's updates.
    API_SETTINGS = Endpoint::get(
        Service::Settings,
        "api_settings",
        "/settings/hipc/e2a0a7c6-6efe-42af-9283-c2ab73250c48",
    )
    .without_token()
    .cached(CacheRule::For(Duration::from_secs(24 * 3600)));
}

/// The endpoints of the settings service.
#[derive(Clone, Copy)]
pub struct Settings<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> Settings<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    /// The catalogue that the game itself uses: hosts, endpoints and retry policies. It needs no token.
    pub fn api_settings(self) -> Request<ApiSettings> {
        Request::new(self.pipeline, &API_SETTINGS, [])
    }
}
