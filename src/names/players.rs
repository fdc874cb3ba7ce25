//! Gamertags and XUIDs of players.

use std::collections::{HashMap, HashSet};

use super::gamertags::folded;
use super::source::Source;
use super::subject::{Key, Subject};
use super::table::Entry;
use crate::error::Error;
use crate::models::profile::User;
use crate::request::Request;
use crate::types::{ArgumentError, Player, Xuid};

#[cfg(feature = "cache")]
const GAMERTAG_AGE: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// Fetches the gamertags of one request's players.
#[inline]
pub(super) fn resolve(source: &Source, wanted: &[(Key, Subject)]) {
    let xuids = wanted.iter().filter_map(|(_, subject)| subject.xuid());
    let users = source.client().profile().users_by_id(xuids);
    #[cfg(feature = "cache")]
    let users = match gamertag_age(source) {
        Some(age) => users.max_age(age),
        None => users,
    };
    let Some(users) = source.settle_errors(wanted, users.send_with_missing()) else {
        return;
    };
    for user in users.found {
        source.know_user(user.xuid, &user.gamertag);
    }
    for xuid in users.missing {
        let key = Subject::Player(xuid).key(None);
        source.table().set(key, Entry::Missing(None));
    }
}

/// The XUID of a player.
#[inline]
pub(super) fn xuid(source: &Source, player: &Player) -> Result<Xuid, Error> {
    match source.gamertags().xuid(player) {
        Some(xuid) => Ok(xuid),
        None => Ok(know(source, player, &request(source, player).send()?)),
    }
}

/// The XUIDs of players. Unknown gamertags are requested in parallel.
#[inline]
pub(super) fn xuids(
    source: &Source,
    players: Vec<Result<Player, ArgumentError>>,
) -> Vec<Result<Xuid, Error>> {
    let mut seen = HashSet::new();
    let unknown = players.iter().flatten().filter(|player| {
        let gamertag = player.gamertag().unwrap_or_default();
        source.gamertags().xuid(player).is_none() && seen.insert(folded(gamertag))
    });
    let unknown: Vec<&Player> = unknown.collect();
    let mut failed = HashMap::new();
    let requests = unknown.iter().map(|player| request(source, player));
    for fetched in source.client().fetch(requests) {
        match (unknown.get(fetched.index), fetched.result) {
            (Some(player), Ok(user)) => {
                know(source, player, &user);
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
            None => xuid(source, &player),
        }
    };
    players.into_iter().map(outcome).collect()
}

fn request(source: &Source, player: &Player) -> Request<User> {
    let request = source.client().profile().user_by_gamertag(player);
    #[cfg(feature = "cache")]
    if let Some(age) = gamertag_age(source) {
        return request.max_age(age);
    }
    request
}

/// The maximum age of cached gamertags; `None` if any age will do, since the client is offline.
#[cfg(feature = "cache")]
fn gamertag_age(source: &Source) -> Option<std::time::Duration> {
    (!source.client().is_offline()).then_some(GAMERTAG_AGE)
}

/// Adds a user under the requested gamertag too, which the service may spell otherwise.
fn know(source: &Source, player: &Player, user: &User) -> Xuid {
    source.know_user(user.xuid, &user.gamertag);
    source
        .gamertags()
        .insert(player.gamertag().unwrap_or_default(), user.xuid);
    user.xuid
}
