//! Tokens in a file.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::auth::app::AzureApp;
use crate::auth::store::{LockedStore, StoreKey, TokenStore};
use crate::auth::tokens::TokenSet;
use crate::error::StoreError;
use crate::fs::{
    Access, beside, folder_of, make_private, private_file, private_folder, remove_if_exists, replace,
};

/// The format that this version writes.
const VERSION: u32 = 1;

/// Keeps tokens in a file that only its owner can read.
///
/// The file is replaced as a whole and brought to the disk before a save returns: after a crash it
/// has either its old or its new content. Processes that share it take turns by a lock on a second
/// file beside it, `….lock`. What cannot be read as a token store is set aside under another name,
/// never overwritten.
#[derive(Debug)]
pub struct FileStore {
    path: PathBuf,
    /// Locks of the operating system are for processes; threads take turns by this.
    turn: Mutex<()>,
}

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Content {
    version: u32,
    /// In the order in which they were saved.
    players: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    /// What [`StoreKey`] shows.
    key: String,
    tokens: TokenSet,
}

/// Why a file's content cannot be used.
#[derive(Debug)]
pub(crate) enum Unreadable {
    Newer(u32),
    Damaged(String),
}

impl Content {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Unreadable> {
        let error = match serde_json::from_slice::<Self>(bytes) {
            Ok(content) if content.version == VERSION => return Ok(content),
            Ok(Self { version: 0, .. }) => return Err(Unreadable::Damaged("there is no format 0".into())),
            Ok(content) => return Err(Unreadable::Newer(content.version)),
            Err(error) => error,
        };
        // A later format may hold anything, but it says that it is one.
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
    /// A store in this file. The file, and folders that are missing, are made when tokens are first
    /// saved.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            turn: Mutex::new(()),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn io(&self, cause: io::Error) -> StoreError {
        StoreError::Io {
            path: self.path.clone(),
            cause: Arc::new(cause),
        }
    }

    /// The store of the file that a symbolic link leads to, so that the link stays, and those who go
    /// through it and those who do not hold the same lock.
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
            Err(error) => return Err(self.io(error)),
        };
        Content::parse(&bytes).map_err(|unreadable| match unreadable {
            Unreadable::Newer(version) => StoreError::Newer {
                path: self.path.clone(),
                version,
            },
            Unreadable::Damaged(problem) => self.set_aside(problem),
        })
    }

    /// Moves a damaged file out of the way, to a name that is not taken.
    fn set_aside(&self, problem: String) -> StoreError {
        let free = (1_u32..)
            .map(|number| beside(&self.path, &format!(".damaged-{number}")))
            .find(|path| !path.exists());
        let moved_to = free.unwrap_or_else(|| beside(&self.path, ".damaged"));
        if let Err(error) = fs::rename(&self.path, &moved_to) {
            return self.io(error);
        }
        StoreError::Damaged {
            path: self.path.clone(),
            moved_to,
            problem,
        }
    }

    /// Where a save is prepared: under one name, so that what a process that was killed has left there
    /// is found, tokens and all.
    fn temporary(&self) -> PathBuf {
        beside(&self.path, ".new")
    }

    fn write(&self, content: &Content) -> Result<(), StoreError> {
        let bytes = serde_json::to_vec(content).map_err(|error| self.io(error.into()))?;
        let bytes = Zeroizing::new(bytes);
        let temporary = self.temporary();
        // An existing file, perhaps a link, is not this process's: it holds the lock.
        remove_if_exists(&temporary)
            .and_then(|()| replace(&self.path, &temporary, &bytes, Access::Private))
            .map_err(|error| self.io(error))
    }
}

impl TokenStore for FileStore {
    fn lock(&self) -> Result<Box<dyn LockedStore + '_>, StoreError> {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let in_words = |error| self.io(error);
        private_folder(folder_of(&self.path)).map_err(in_words)?;
        let store = Self::new(self.resolved());
        let mut options = OpenOptions::new();
        let lock = private_file(
            &beside(&store.path, ".lock"),
            options.create(true).truncate(false),
        )
        .map_err(in_words)?;
        loop {
            match lock.lock() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                done => break done.map_err(in_words)?,
            }
        }
        // A store that can be read but not written still gives its tokens.
        for done in [remove_if_exists(&store.temporary()), make_private(&store.path)] {
            if let Err(error) = done {
                log::warn!(
                    "the token store {} cannot be tidied: {error}",
                    store.path.display()
                );
            }
        }
        Ok(Box::new(Locked {
            content: store.read()?,
            store,
            _lock: lock,
            _turn: turn,
        }))
    }
}

/// The file's content, while the lock is held: closing the lock's file gives it back.
struct Locked<'a> {
    store: FileStore,
    content: Content,
    _lock: File,
    _turn: MutexGuard<'a, ()>,
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
