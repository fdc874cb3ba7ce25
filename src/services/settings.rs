//! The game's own catalogue of its web API, feature flags, and clearances.
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
//!
//! let flight = client.settings().clearance().send()?.flight_configuration_id;
//! let flags = client.settings().feature_flags(&flight).send()?;
//! println!("Discord: {:?}", flags.is_enabled("DiscordEnabled"));
//! # assert_eq!(flags.is_enabled("discordenabled"), Some(true));
//! # assert_eq!(flags.is_enabled("ShowMirroredOptionsPracticeMenu"), Some(false));
//! # assert_eq!(flags.is_enabled("Unknown"), None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::time::Duration;

use crate::auth::{ACTIVE_CLEARANCE, CLEARANCE, PLAYER_CLEARANCE};
use crate::models::auth::Clearance;
use crate::models::settings::{ApiSettings, FeatureFlags};
use crate::pipeline::Pipeline;
use crate::request::{Request, xuid};
use crate::types::{ArgumentError, CacheRule, Endpoint, Player, Secret, Service, endpoints};

endpoints! {
    // The catalogue changes with the game's updates.
    API_SETTINGS = Endpoint::get(
        Service::Settings,
        "api_settings",
        "/settings/hipc/e2a0a7c6-6efe-42af-9283-c2ab73250c48",
    )
    .without_token()
    .cached(CacheRule::For(Duration::from_secs(24 * 3600)));
    FEATURE_FLAGS = Endpoint::get(Service::Settings, "feature_flags", "/featureflags/hi")
        .with_clearance()
        .cached(CacheRule::OnRequest);
}

/// The endpoints that the sign-in has too.
pub(crate) const CLEARANCES: &[&Endpoint] = &[&CLEARANCE, &PLAYER_CLEARANCE, &ACTIVE_CLEARANCE];

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

    /// The features that are switched on or off in a flight, such as the one of a [`clearance`](Self::clearance).
    /// Captured.
    ///
    /// The flight is a part of the URL, which [`Request::http`] shows. No `Debug` output shows it.
    pub fn feature_flags(self, flight: &Secret) -> Request<FeatureFlags> {
        Request::new(self.pipeline, &FEATURE_FLAGS, []).change(|request| {
            request.set_secret_query("flight", flight);
            Ok(())
        })
    }

    /// The clearance of retail players, which requests carry in the header `343-clearance`. A signed-in client has one
    /// already: this is for programs that manage their tokens themselves. Captured.
    ///
    /// `query("build", …)` and `query("release", …)` select those of a version of the game, such as
    /// `222249.22.06.08.1730-0` and `1.13`. Responses are not recorded.
    pub fn clearance(self) -> Request<Clearance> {
        Request::new(self.pipeline, &CLEARANCE, [])
    }

    /// The clearance of a player. The sign-in falls back to it if the one of all retail players is not available.
    /// Captured.
    ///
    /// `query("build", …)` and `query("release", …)` select a version of the game, as for
    /// [`clearance`](Self::clearance). Responses are not recorded.
    pub fn player_clearance(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<Clearance> {
        let xuid = xuid("player", player).map(|xuid| xuid.to_string());
        Request::new(self.pipeline, &PLAYER_CLEARANCE, [xuid])
    }

    /// The clearance of a release of the game, such as `1.13`. It needs no token, and is the last fallback of the
    /// sign-in. The public client Grunt documents the response. Responses are not recorded.
    pub fn active_clearance(self, release: &str) -> Request<Clearance> {
        Request::new(self.pipeline, &ACTIVE_CLEARANCE, []).query("release", release)
    }
}
