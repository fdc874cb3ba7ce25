//! The names that are known, missing or being fetched.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::subject::{Key, Subject};
use crate::error::Error;
use crate::models::common::TranslatedText;
use crate::models::gamecms_hacs::CareerRank;

/// A name that could not be resolved, and the reason.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Missing {
    /// The thing without a name. An asset is without its version.
    pub subject: Subject,
    /// The error of the request; `None` if the service responded without the name, such as for a player who
    /// closed the account.
    pub error: Option<Error>,
}

/// A known name.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// In the language of the request, or of a player.
    Plain(Arc<str>),
    /// In all languages.
    Translated(Arc<TranslatedText>),
    CareerRank(Arc<CareerRank>),
}

impl Value {
    /// The name; `None` if it is empty.
    pub fn text(&self, language: &str) -> Option<Arc<str>> {
        let text = match self {
            Self::Plain(text) => Arc::clone(text),
            Self::Translated(text) => text.in_language(language).into(),
            Self::CareerRank(rank) => rank.name(language).into(),
        };
        (!text.trim().is_empty()).then_some(text)
    }
}

#[derive(Debug, Clone)]
pub(super) enum Entry {
    /// A thread fetches the name.
    Pending,
    Known(Value),
    Missing(Option<Error>),
}

/// The outcome of a response, which has the name or not.
impl From<Option<Value>> for Entry {
    fn from(value: Option<Value>) -> Self {
        value.map_or(Self::Missing(None), Self::Known)
    }
}

/// All names. Threads fetch only the names that they have claimed, and wait for those that others have claimed.
#[derive(Debug, Default)]
pub(super) struct Table {
    entries: Mutex<HashMap<Key, Entry>>,
    changed: Condvar,
}

impl Table {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Entry>> {
        // A thread that panics leaves the map whole.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn get(&self, key: &Key) -> Option<Entry> {
        self.lock().get(key).cloned()
    }

    pub fn set(&self, key: Key, entry: Entry) {
        self.lock().insert(key, entry);
        self.changed.notify_all();
    }

    /// Adds a name that came along with another, unless the name is known.
    pub fn learn(&self, key: Key, value: Value) {
        let mut entries = self.lock();
        if !matches!(entries.get(&key), Some(Entry::Known(_))) {
            entries.insert(key, Entry::Known(value));
            self.changed.notify_all();
        }
    }

    /// Claims those of these keys that nobody has fetched or claimed.
    pub fn claim(&self, wanted: impl IntoIterator<Item = (Key, Subject)>) -> Claim<'_> {
        let mut entries = self.lock();
        let mut claimed = Vec::new();
        for (key, subject) in wanted {
            if !entries.contains_key(&key) {
                entries.insert(key.clone(), Entry::Pending);
                claimed.push((key, subject));
            }
        }
        Claim { table: self, claimed }
    }

    /// Waits until no other thread fetches one of these names. That thread's requests end by their deadlines or
    /// its cancel token, and the end of its claim wakes this thread up.
    pub fn wait_for<'a>(&self, keys: impl IntoIterator<Item = &'a Key>) {
        let mut entries = self.lock();
        for key in keys {
            while matches!(entries.get(key), Some(Entry::Pending)) {
                entries = self.changed.wait(entries).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    pub fn missing(&self) -> Vec<Missing> {
        let entries = self.lock();
        let missing = entries.iter().filter_map(|(key, entry)| match entry {
            Entry::Missing(error) => Some(Missing {
                subject: key.subject.clone(),
                error: error.clone(),
            }),
            _ => None,
        });
        missing.collect()
    }

    pub fn forget_missing(&self) {
        self.lock().retain(|_, entry| !matches!(entry, Entry::Missing(_)));
    }
}

/// Names that this thread fetches. At its end, those without an outcome are free again.
pub(super) struct Claim<'t> {
    table: &'t Table,
    pub claimed: Vec<(Key, Subject)>,
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let mut entries = self.table.lock();
        for (key, _) in &self.claimed {
            if matches!(entries.get(key), Some(Entry::Pending)) {
                entries.remove(key);
            }
        }
        self.table.changed.notify_all();
    }
}
