//! The client that names come from, and the names that are known.

use std::sync::Arc;

use super::gamertags::Gamertags;
use super::shelf::Shelves;
use super::subject::{Key, Subject};
use super::table::{Entry, Table, Value};
use crate::client::Client;
use crate::error::Error;
use crate::types::Xuid;

/// The client that names come from, the names that are known, and the language. Clones share the names.
#[derive(Clone)]
pub(super) struct Source {
    shared: Arc<Shared>,
    /// `None` for English.
    language: Option<Arc<str>>,
}

struct Shared {
    client: Client,
    table: Table,
    shelves: Shelves,
    gamertags: Gamertags,
}

impl Source {
    pub fn new(client: &Client) -> Self {
        Self {
            shared: Arc::new(Shared {
                client: client.clone(),
                table: Table::default(),
                shelves: Shelves::default(),
                gamertags: Gamertags::default(),
            }),
            language: None,
        }
    }

    /// The same names in another language; `None` is English.
    pub fn in_language(&self, language: Option<&str>) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            language: language.map(Into::into),
        }
    }

    pub fn client(&self) -> &Client {
        &self.shared.client
    }

    pub fn table(&self) -> &Table {
        &self.shared.table
    }

    pub fn shelves(&self) -> &Shelves {
        &self.shared.shelves
    }

    pub fn gamertags(&self) -> &Gamertags {
        &self.shared.gamertags
    }

    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    pub fn key(&self, subject: &Subject) -> Key {
        subject.key(self.language.as_ref())
    }

    /// Adds a player whose gamertag is known.
    pub fn know_user(&self, xuid: Xuid, gamertag: &str) {
        let key = Subject::Player(xuid).key(None);
        self.table().set(key, Entry::Known(Value::Plain(gamertag.into())));
        self.gamertags().insert(gamertag, xuid);
    }

    /// Ends the requests for those of these names that are not known yet.
    pub fn give_up<'k>(&self, keys: impl Iterator<Item = &'k Key>, error: &Error) {
        for key in keys {
            if matches!(self.table().get(key), Some(Entry::Pending)) {
                self.table().set(key.clone(), Entry::Missing(Some(error.clone())));
            }
        }
    }

    /// The value of a result. An error becomes the reason why all these names are missing.
    pub fn settle_errors<T>(&self, wanted: &[(Key, Subject)], result: Result<T, Error>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                for (key, _) in wanted {
                    self.table().set(key.clone(), Entry::Missing(Some(error.clone())));
                }
                None
            }
        }
    }
}
