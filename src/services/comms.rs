//! The notifications of Halo Waypoint, and the player of the token.
//!
//! Host: `comms.svc.halowaypoint.com`. No endpoint needs the clearance. All data is that of the signed-in player.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! let me = client.comms().me().send()?;
//! let newest = client.comms().notifications().limit(5).send()?;
//! let is_new = |date| date > me.notifications_read_date;
//! let new = newest.iter().filter(|notification| is_new(notification.created_date));
//! println!("{} of the newest notifications have not been read", new.count());
//! # assert_eq!((me.xuid.get(), newest.len()), (sandbox.world().home().xuid(), 5));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::models::comms::{CommsUser, Notification};
use crate::pipeline::Pipeline;
use crate::request::Request;
use crate::types::{ArgumentError, Endpoint, Service, endpoints};

const DEFAULT_LIMIT: u32 = 20;

const fn get(name: &'static str, path: &'static str) -> Endpoint {
    Endpoint::get(Service::Comms, name, path)
}

endpoints! {
    ME = get("me", "/users/me");
    // Notifications can hold codes to redeem.
    NOTIFICATIONS = get("notifications", "/users/me/notifications").returns_secret();
}

/// The endpoints of the communications service.
#[derive(Clone, Copy)]
pub struct Comms<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> Comms<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    /// The XUID of the signed-in player, and the time at which they last read their notifications. The fields are
    /// those that the public client `halo-infinite-api` reads.
    pub fn me(self) -> Request<CommsUser> {
        Request::new(self.pipeline, &ME, [])
    }

    /// The notifications of the signed-in player: by default the first 20.
    /// [`offset`](Request::<Vec<Notification>>::offset) and [`limit`](Request::<Vec<Notification>>::limit) select others.
    ///
    /// Endpoint and fields are those of the public client Grunt. Responses are not recorded, because they can hold
    /// codes to redeem.
    pub fn notifications(self) -> Request<Vec<Notification>> {
        let request: Request<Vec<Notification>> = Request::new(self.pipeline, &NOTIFICATIONS, []);
        request.offset(0).limit(DEFAULT_LIMIT)
    }
}

impl Request<Vec<Notification>> {
    /// Number of notifications to skip. Defaults to 0.
    pub fn offset(self, offset: u32) -> Self {
        self.query("offset", offset)
    }

    /// Maximum number of notifications: at least 1. Defaults to 20. The limit of the service is not known.
    pub fn limit(self, limit: u32) -> Self {
        self.change(|request| {
            if limit == 0 {
                return Err(ArgumentError::new("limit", "request at least 1 notification"));
            }
            request.set_query("limit", limit);
            Ok(())
        })
    }
}
