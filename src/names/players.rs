//! Gamertags and XUIDs of players.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::names::Names;
use super::subject::{Key, Subject};
use super::table::{Entry, Value};
use crate::error::Error;
use crate::models::profile::User;
use crate::request::Request;
use crate::types::{ArgumentError, Player, Xuid, argument};

#[cfg(feature = "cache")]
const GAMERTAG_AGE: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// XUIDs by gamertag.
#[derive(Default)]
pub(super) struct Gamertags(Mutex<HashMap<String, Xuid>>);

impl Gamertags {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Xuid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn xuid(&self, player: &Player) -> Option<Xuid> {
        player
            .xuid()
            .or_else(|| self.lock().get(&folded(player.gamertag()?)).copied())
    }

    fn insert(&self, gamertag: &str, xuid: Xuid) {
        self.lock().insert(folded(gamertag), xuid);
    }
}

/// A gamertag as the profile service compares it: without case and blanks, and without the `#` of its suffix.
fn folded(gamertag: &str) -> String {
    let letters = gamertag
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '#');
    letters.flat_map(char::to_lowercase).collect()
}

/// Fetches the gamertags of one request's players.
pub(super) fn resolve(names: &Names, wanted: &[(Key, Subject)]) {
    let xuids = wanted.iter().filter_map(|(_, subject)| match subject {
        Subject::Player(xuid) => Some(*xuid),
        _ => None,
    });
    let users = names.client().profile().users_by_id(xuids);
    #[cfg(feature = "cache")]
    let users = match names.gamertag_age() {
        Some(age) => users.max_age(age),
        None => users,
    };
    let Some(users) = names.settle_errors(wanted, users.send_with_missing()) else {
        return;
    };
    for user in users.found {
        names.know_user(user.xuid, &user.gamertag);
    }
    for xuid in users.missing {
        let key = Subject::Player(xuid).key(None);
        names.table().set(key, Entry::Missing(None));
    }
}

impl Names {
    /// The XUID of a player, by gamertag. A player whose name is known takes no request.
    ///
    /// # Errors
    ///
    /// Those of [`Request::send`], such as status 404 for an unknown gamertag.
    pub fn xuid(&self, player: impl TryInto<Player, Error: Into<ArgumentError>>) -> Result<Xuid, Error> {
        let player: Player = argument("player", player)?;
        match self.gamertags().xuid(&player) {
            Some(xuid) => Ok(xuid),
            None => Ok(self.know(&player, &self.user_request(&player).send()?)),
        }
    }

    /// The XUIDs of several players, in their order. Unknown gamertags are requested in parallel, each once.
    pub fn xuids<P: TryInto<Player, Error: Into<ArgumentError>>>(
        &self,
        players: impl IntoIterator<Item = P>,
    ) -> Vec<Result<Xuid, Error>> {
        let players = players
            .into_iter()
            .map(|player| argument::<Player>("player", player));
        let players: Vec<_> = players.collect();
        let mut seen = HashSet::new();
        let unknown = players.iter().flatten().filter(|player| {
            let gamertag = player.gamertag().unwrap_or_default();
            self.gamertags().xuid(player).is_none() && seen.insert(folded(gamertag))
        });
        let unknown: Vec<&Player> = unknown.collect();
        let mut failed = HashMap::new();
        for fetched in self
            .client()
            .fetch(unknown.iter().map(|player| self.user_request(player)))
        {
            match (unknown.get(fetched.index), fetched.result) {
                (Some(player), Ok(user)) => {
                    self.know(player, &user);
                }
                (Some(player), Err(error)) => {
                    failed.insert(folded(&player.to_string()), error);
                }
                (None, _) => {}
            }
        }
        let outcome = |player: Result<Player, ArgumentError>| {
            let player = player?;
            match failed.get(&folded(&player.to_string())) {
                Some(error) => Err(error.clone()),
                None => self.xuid(player),
            }
        };
        players.into_iter().map(outcome).collect()
    }

    fn user_request(&self, player: &Player) -> Request<User> {
        let request = self.client().profile().user_by_gamertag(player);
        #[cfg(feature = "cache")]
        if let Some(age) = self.gamertag_age() {
            return request.max_age(age);
        }
        request
    }

    /// The maximum age of cached gamertags; `None` if any age will do, since the client is offline.
    #[cfg(feature = "cache")]
    fn gamertag_age(&self) -> Option<std::time::Duration> {
        (!self.client().is_offline()).then_some(GAMERTAG_AGE)
    }

    /// Adds a user under the requested gamertag too, which the service may spell otherwise.
    fn know(&self, player: &Player, user: &User) -> Xuid {
        self.know_user(user.xuid, &user.gamertag);
        self.gamertags()
            .insert(player.gamertag().unwrap_or_default(), user.xuid);
        user.xuid
    }

    /// Adds a player whose gamertag is known.
    pub(super) fn know_user(&self, xuid: Xuid, gamertag: &str) {
        let key = Subject::Player(xuid).key(None);
        self.table().set(key, Entry::Known(Value::Plain(gamertag.into())));
        self.gamertags().insert(gamertag, xuid);
    }
}
