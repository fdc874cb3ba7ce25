//! Tokens in a file.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::store_key::StoreKey;
use super::token_store::{LockedStore, TokenStore};
use crate::auth::app::AzureApp;
use crate::auth::tokens::TokenSet;
use crate::error::StoreError;
use crate::fs::{
    Access, beside, folder_of, make_private, private_file, private_folder, remove_if_exists, replace,
};

/// The version of the file's format.
const VERSION: u32 = 1;

/// Saves tokens in a file that only its owner can read.
///
/// Each save replaces the whole file and syncs it to the disk before it returns: after a crash, the file
/// has either its old or its new content. Processes share the file through a lock on a second file beside
/// it, `….lock`. A file that is not a token store is renamed, and never overwritten.
#[derive(Debug)]
pub struct FileStore {
    path: PathBuf,
    /// Locks the store among threads. The file lock of the operating system works among processes.
    lock: Mutex<()>,
}

/// The content of the file.
#[derive(Default, Serialize, Deserialize)]
pub(in crate::auth) struct Content {
    version: u32,
    /// The players in the order of saving.
    players: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    /// The [`StoreKey`] as text.
    key: String,
    tokens: TokenSet,
}

/// The reason why a file cannot be read as a token store.
#[derive(Debug)]
pub(in crate::auth) enum Unreadable {
    /// The version of a later format.
    Newer(u32),
    /// The problem.
    Damaged(String),
}

impl Content {
    pub(in crate::auth) fn parse(bytes: &[u8]) -> Result<Self, Unreadable> {
        let error = match serde_json::from_slice::<Self>(bytes) {
            Ok(content) if content.version == VERSION => return Ok(content),
            Ok(Self { version: 0, .. }) => return Err(Unreadable::Damaged("the version is 0".into())),
            Ok(content) => return Err(Unreadable::Newer(content.version)),
            Err(error) => error,
        };
        // A later format can have any other fields, but it has a version.
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        match serde_json::from_slice::<Version>(bytes) {
            Ok(Version { version }) if version > VERSION => Err(Unreadable::Newer(version)),
            _ => Err(Unreadable::Damaged(format!(
                "line {}, column {}",
                error.line(),
                error.column()
            ))),
        }
    }
}

impl FileStore {
    /// A store in this file. The file is created when tokens are first saved; missing folders when the store
    /// is first used.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            lock: Mutex::new(()),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn io_error(&self, cause: io::Error) -> StoreError {
        StoreError::Io {
            path: self.path.clone(),
            cause: Arc::new(cause),
        }
    }

    /// The path without symbolic links. A save then does not replace a link, and the link and its target
    /// share one lock.
    fn resolved(&self) -> PathBuf {
        match fs::symlink_metadata(&self.path) {
            Ok(metadata) if metadata.is_symlink() => {
                fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone())
            }
            _ => self.path.clone(),
        }
    }

    fn read(&self) -> Result<Content, StoreError> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Content::default()),
            Err(error) => return Err(self.io_error(error)),
        };
        Content::parse(&bytes).map_err(|unreadable| match unreadable {
            Unreadable::Newer(version) => StoreError::Newer {
                path: self.path.clone(),
                version,
            },
            Unreadable::Damaged(problem) => self.rename_damaged(problem),
        })
    }

    /// Renames a damaged file to an unused name, so that it is not overwritten.
    fn rename_damaged(&self, problem: String) -> StoreError {
        let unused = (1_u32..)
            .map(|number| beside(&self.path, &format!(".damaged-{number}")))
            .find(|path| !path.exists());
        let moved_to = unused.unwrap_or_else(|| beside(&self.path, ".damaged"));
        if let Err(error) = fs::rename(&self.path, &moved_to) {
            return self.io_error(error);
        }
        StoreError::Damaged {
            path: self.path.clone(),
            moved_to,
            problem,
        }
    }

    /// The file in which a save is prepared. It always has the same name, so that the next process finds
    /// and removes the tokens that a killed process left in it.
    fn temporary(&self) -> PathBuf {
        beside(&self.path, ".new")
    }

    fn write(&self, content: &Content) -> Result<(), StoreError> {
        let bytes = serde_json::to_vec(content).map_err(|error| self.io_error(error.into()))?;
        let bytes = Zeroizing::new(bytes);
        let temporary = self.temporary();
        // Since this process holds the lock, an existing file or link is a leftover.
        remove_if_exists(&temporary)
            .and_then(|()| replace(&self.path, &temporary, &bytes, Access::Private))
            .map_err(|error| self.io_error(error))
    }
}

impl TokenStore for FileStore {
    fn lock(&self) -> Result<Box<dyn LockedStore + '_>, StoreError> {
        let thread_lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        let io_error = |cause| self.io_error(cause);
        private_folder(folder_of(&self.path)).map_err(io_error)?;
        let store = Self::new(self.resolved());
        let mut options = OpenOptions::new();
        let file_lock = private_file(
            &beside(&store.path, ".lock"),
            options.create(true).truncate(false),
        )
        .map_err(io_error)?;
        loop {
            match file_lock.lock() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result.map_err(io_error)?,
            }
        }
        // If this fails, the tokens can still be read: the failure is only logged.
        for result in [remove_if_exists(&store.temporary()), make_private(&store.path)] {
            if let Err(error) = result {
                log::warn!(
                    "the token store {} cannot be cleaned up and protected: {error}",
                    store.path.display()
                );
            }
        }
        Ok(Box::new(Locked {
            content: store.read()?,
            store,
            _file_lock: file_lock,
            _thread_lock: thread_lock,
        }))
    }
}

/// The file's content while the locks are held. Closing the lock file releases its lock.
struct Locked<'a> {
    store: FileStore,
    content: Content,
    _file_lock: File,
    _thread_lock: MutexGuard<'a, ()>,
}

impl LockedStore for Locked<'_> {
    fn load(&self, key: &StoreKey) -> Result<Option<TokenSet>, StoreError> {
        let key = key.to_string();
        Ok(self
            .content
            .players
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| entry.tokens.clone()))
    }

    fn save(&mut self, key: &StoreKey, tokens: &TokenSet) -> Result<(), StoreError> {
        let key = key.to_string();
        self.content.version = VERSION;
        self.content.players.retain(|entry| entry.key != key);
        self.content.players.push(Entry {
            key,
            tokens: tokens.clone(),
        });
        self.store.write(&self.content)
    }

    fn remove(&mut self, key: &StoreKey) -> Result<(), StoreError> {
        let key = key.to_string();
        self.content.version = VERSION;
        self.content.players.retain(|entry| entry.key != key);
        self.store.write(&self.content)
    }

    fn keys(&self, app: &AzureApp) -> Result<Vec<StoreKey>, StoreError> {
        let keys = self.content.players.iter().rev().filter_map(|entry| {
            let (client_id, player) = entry.key.rsplit_once('/')?;
            let is_app = client_id == app.client_id();
            is_app.then(|| StoreKey {
                client_id: client_id.into(),
                player: player.into(),
            })
        });
        Ok(keys.collect())
    }
}
