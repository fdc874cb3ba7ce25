//! The gamertags of players.

use super::names::Names;
use super::subject::{Key, Subject};
use super::table::{Entry, Value};
use crate::types::Xuid;

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
    /// Adds a player whose gamertag is known.
    pub(super) fn know_user(&self, xuid: Xuid, gamertag: &str) {
        let key = Subject::Player(xuid).key(None);
        let value = Value::Plain(gamertag.into());
        self.table().set(key, Entry::Known(value));
        self.know_gamertag(gamertag, xuid);
    }
}
