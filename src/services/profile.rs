//! Xbox profiles: gamertags, XUIDs, gamer pictures.
//!
//! The service lives on `profile.svc.halowaypoint.com`. None of its calls needs clearance.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let gamertag = sandbox.world().home().gamertag();
//! let profile = client.profile();
//! let user = profile.user_by_gamertag(gamertag).send()?;
//! assert_eq!(profile.user_by_id(user.xuid).send()?.gamertag, user.gamertag);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::batch::{Batch, in_order, xuid};
use crate::call::Call;
use crate::client::Client;
use crate::environment::Service;
use crate::error::ArgumentError;
use crate::models::profile::User;
use crate::player::Player;
use crate::request::Request;

/// How many users the service answers for at a time; it refuses one more.
pub const MAX_USERS: usize = 100;

/// The calls of the profile service.
#[derive(Debug, Clone, Copy)]
pub struct Profile<'c> {
    client: &'c Client,
}

impl<'c> Profile<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self { client }
    }

    fn user(self, method: &'static str, user: Result<String, ArgumentError>) -> Request<User> {
        let call = user.map(|user| Call::get(Service::Profile, method, ["users", user.as_str()]));
        Request::new(self.client, call)
    }

    /// The player whom the Spartan token belongs to.
    pub fn current_user(self) -> Request<User> {
        self.user("current_user", Ok("me".into()))
    }

    /// The player with this gamertag; case and blanks do not matter to the service.
    pub fn user_by_gamertag(self, gamertag: impl Into<Player>) -> Request<User> {
        let player = gamertag.into();
        let user = player.segment().and_then(|_| match player.gamertag() {
            Some(gamertag) => Ok(format!("gt({gamertag})")),
            None => Err(ArgumentError::new(
                "gamertag",
                format!("`{player}` is an XUID: user_by_id(…) takes it"),
            )),
        });
        self.user("user_by_gamertag", user)
    }

    /// The player with this XUID.
    pub fn user_by_id(self, player: impl Into<Player>) -> Request<User> {
        self.user("user_by_id", xuid(&player.into()).map(|xuid| xuid.to_string()))
    }

    /// The players with these XUIDs, in the order of the list, however long it is: every
    /// [`MAX_USERS`] of them take a call. The service refuses a list with an XUID that nobody has.
    pub fn users_by_id<P: Into<Player>>(self, players: impl IntoIterator<Item = P>) -> Batch<Vec<User>> {
        Batch::new(
            self.client,
            players,
            MAX_USERS,
            |xuids| {
                let mut call = Call::get(Service::Profile, "users_by_id", ["users"]);
                let digits: Vec<_> = xuids.iter().map(|xuid| xuid.get().to_string()).collect();
                call.set_query("xuids", digits.join(","));
                Ok(call)
            },
            |pages, xuids| {
                in_order(pages.into_iter().flatten().collect(), xuids, |user| {
                    Some(user.xuid)
                })
            },
        )
    }
}
