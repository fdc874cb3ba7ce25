//! Xbox profiles: gamertags, XUIDs, gamer pictures; and service awards.
//!
//! Host: `profile.svc.halowaypoint.com`. No endpoint needs the clearance.
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

use std::collections::HashSet;

use crate::error::Error;
use crate::models::profile::{ServiceAwardSnapshot, User};
use crate::pipeline::Pipeline;
use crate::request::{Batch, Request, in_order, xuid};
use crate::types::{ArgumentError, CacheRule, Endpoint, Player, Service, Xuid, argument, endpoints};

/// Maximum number of users in one request. The service refuses more.
pub const MAX_USERS: usize = 100;

const fn get(name: &'static str, path: &'static str) -> Endpoint {
    Endpoint::get(Service::Profile, name, path)
}

endpoints! {
    CURRENT_USER = get("current_user", "/users/me");
    // A gamertag can pass to another player.
    USER_BY_GAMERTAG = get("user_by_gamertag", "/users/gt({gamertag})").cached(CacheRule::OnRequest);
    USER_BY_ID = get("user_by_id", "/users/{xuid}").cached(CacheRule::OnRequest);
    USERS_BY_ID = get("users_by_id", "/users").cached(CacheRule::OnRequest);
    SERVICE_AWARDS = get("service_awards", "/users/me/service-awards");
}

/// The endpoints of the profile service.
#[derive(Clone, Copy)]
pub struct Profile<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> Profile<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    /// The signed-in player.
    pub fn current_user(self) -> Request<User> {
        Request::new(self.pipeline, &CURRENT_USER, [])
    }

    /// The player with this gamertag, such as `Intern#0123` or `Intern0123`. The service ignores case and blanks.
    pub fn user_by_gamertag(
        self,
        gamertag: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<User> {
        let gamertag = argument::<Player>("gamertag", gamertag).and_then(|player| match player.gamertag() {
            Some(gamertag) => Ok(gamertag.to_owned()),
            None => Err(ArgumentError::new(
                "gamertag",
                format!("`{player}` is an XUID: user_by_id(…) takes it"),
            )),
        });
        Request::new(self.pipeline, &USER_BY_GAMERTAG, [gamertag])
    }

    /// The player with this XUID.
    pub fn user_by_id(self, player: impl TryInto<Player, Error: Into<ArgumentError>>) -> Request<User> {
        let xuid = xuid("player", player).map(|xuid| xuid.to_string());
        Request::new(self.pipeline, &USER_BY_ID, [xuid])
    }

    /// The players with these XUIDs, in the order of the list. A list of any length is split into requests
    /// of [`MAX_USERS`].
    ///
    /// The service refuses a list with an XUID that it does not know, such as that of a closed account. Such a
    /// list is halved until the others are found. [`send`](Batch::send) leaves the unknown players out;
    /// [`send_with_missing`](Batch::send_with_missing) lists them too.
    pub fn users_by_id<P: TryInto<Player, Error: Into<ArgumentError>>>(
        self,
        players: impl IntoIterator<Item = P>,
    ) -> Batch<Vec<User>> {
        Batch::new(
            players,
            MAX_USERS,
            |xuids| about(Request::new(self.pipeline, &USERS_BY_ID, []), xuids),
            |pages, xuids| {
                in_order(pages.into_iter().flatten().collect(), xuids, |user| {
                    Some(user.xuid)
                })
            },
        )
        .without_unknown_players(about)
    }

    /// The service awards of the signed-in player, for achievements in all Halo games, and the Halo gamerscore.
    /// [`service_award`](super::wpcontent::Wpcontent::service_award) has the name and the picture of an award.
    ///
    /// Endpoint and fields are those of a response that the public client Grunt documents.
    pub fn service_awards(self) -> Request<ServiceAwardSnapshot> {
        Request::new(self.pipeline, &SERVICE_AWARDS, [])
    }
}

/// Makes a request for users one for these users.
fn about(request: Request<Vec<User>>, xuids: &[Xuid]) -> Request<Vec<User>> {
    let digits: Vec<_> = xuids.iter().map(|xuid| xuid.get().to_string()).collect();
    request.query("xuids", digits.join(","))
}

/// The users of a list, and the players of the list whom the service does not know.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FoundUsers {
    /// The users, in the order of the list.
    pub found: Vec<User>,
    /// The players whom the service does not know, such as those who closed their account. In the order of the
    /// list, each once.
    pub missing: Vec<Xuid>,
}

impl Batch<Vec<User>> {
    /// As [`send`](Self::send), with the players whom the service does not know.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// let users = client.profile().users_by_id([me, 2533274999999999]).send_with_missing()?;
    /// assert_eq!((users.found.len(), users.missing.len()), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    #[inline]
    pub fn send_with_missing(&self) -> Result<FoundUsers, Error> {
        let found = self.send()?;
        let mut seen: HashSet<Xuid> = found.iter().map(|user| user.xuid).collect();
        let missing = self.xuids().iter().copied().filter(|xuid| seen.insert(*xuid));
        Ok(FoundUsers {
            missing: missing.collect(),
            found,
        })
    }
}
