//! Tokens in a file.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::encryption::{DecryptionError, decrypt, encrypt};
use super::store_key::StoreKey;
use super::token_store::{LockedStore, TokenStore, limits};
use crate::auth::app::AzureApp;
use crate::auth::tokens::TokenSet;
use crate::error::StoreError;
use crate::fs::{
    Access, NotOurs, beside, folder_of, follow_own_links, is_unwritable, make_private, open_to_lock,
    open_to_read, private_folder, remove_if_exists, replace, set_aside,
};
use crate::http::CallContext;

/// The longest file, for some thousands of players. A longer one is no token store.
const MAX_LENGTH: u64 = 64 << 20;
/// The version of the content's format. The version 2 is an encrypted file's.
const VERSION: u32 = 1;

/// Saves tokens in a file whose content only its owner can read.
///
/// | system | protection of the tokens |
/// |---|---|
/// | Unix, macOS | Only the owner can read and write the file: its permissions are `0600`, those of new folders `0700`. The content is plain text: a copy of the file is as good as a password. |
/// | Windows | The content is encrypted for the user of Windows by its Data Protection API. Other users cannot decrypt it, nor can another computer. The folder decides who can read, replace or delete the file itself; in the folders of the user's profile, only that user and administrators can. |
///
/// Neither protects the tokens from other programs of the same user, nor from an administrator. On Windows, a file
/// that an earlier version of this crate saved in plain text is read as before; the next save encrypts it. An
/// encrypted file of another user or computer is left alone, and reported as [`StoreError::Encrypted`].
///
/// Each save replaces the whole file and syncs it to the disk before it returns: after a crash, the file
/// has either its old or its new content. Processes share the file through a lock on a second file beside
/// it, `….lock`. A file that is not a token store is renamed, and never overwritten.
///
/// The path may be a symbolic link of this user to the file. Any other link, folder, pipe or file of another
/// user in the place of these files is left alone and reported as [`StoreError::NotOurs`]. If nothing can be
/// written, for example because the disk is read-only or full, saved tokens can still be loaded.
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

#[derive(Clone, Serialize, Deserialize)]
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
    /// The system does not decrypt it.
    Encrypted(io::Error),
    /// The problem.
    Damaged(String),
}

impl From<DecryptionError> for Unreadable {
    fn from(error: DecryptionError) -> Self {
        match error {
            DecryptionError::Damaged => Self::Damaged("its encrypted content is not Base64".into()),
            DecryptionError::Refused(cause) => Self::Encrypted(cause),
        }
    }
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
        match NotOurs::cause_of(&cause) {
            Some(NotOurs { path, problem }) => StoreError::NotOurs {
                path: path.clone(),
                problem: (*problem).into(),
            },
            None => StoreError::io(&self.path, cause),
        }
    }

    /// The file's content; `None` if it does not exist.
    fn read_bytes(&self) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
        let Some(file) = open_to_read(&self.path)? else {
            return Ok(None);
        };
        // If this fails, the tokens can still be read.
        if let Err(error) = make_private(&file) {
            log::warn!(
                "the token store {} cannot be protected: {error}",
                self.path.display()
            );
        }
        // With its capacity from the start, the buffer leaves no copy of the tokens behind.
        let length = file.metadata()?.len().min(MAX_LENGTH + 1);
        let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1));
        file.take(MAX_LENGTH + 1).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    fn read(&self) -> Result<Content, StoreError> {
        let Some(bytes) = self.read_bytes().map_err(|error| self.io_error(error))? else {
            return Ok(Content::default());
        };
        let content = match bytes.len() as u64 {
            ..=MAX_LENGTH => decrypt(bytes)
                .map_err(Unreadable::from)
                .and_then(|content| Content::parse(&content)),
            _ => Err(Unreadable::Damaged("it is longer than 64 MiB".into())),
        };
        content.map_err(|unreadable| match unreadable {
            Unreadable::Newer(version) => StoreError::Newer {
                path: self.path.clone(),
                version,
            },
            Unreadable::Encrypted(cause) => StoreError::Encrypted {
                path: self.path.clone(),
                cause: Arc::new(cause),
            },
            // It is renamed, so that it is not overwritten.
            Unreadable::Damaged(problem) => match set_aside(&self.path, ".damaged", &[]) {
                Ok(moved_to) => StoreError::Damaged {
                    path: self.path.clone(),
                    moved_to,
                    problem,
                },
                Err(error) => self.io_error(error),
            },
        })
    }

    /// The file in which a save is prepared. It always has the same name, so that the next process finds
    /// and removes the tokens that a killed process left in it.
    fn temporary(&self) -> PathBuf {
        beside(&self.path, ".new")
    }

    fn write(&self, content: &Content) -> Result<(), StoreError> {
        let bytes = serde_json::to_vec(content).map_err(|error| self.io_error(error.into()))?;
        let bytes = encrypt(Zeroizing::new(bytes)).map_err(|error| self.io_error(error))?;
        let temporary = self.temporary();
        // Since this process holds the lock, an existing file or link is a leftover.
        remove_if_exists(&temporary)
            .and_then(|()| replace(&self.path, &temporary, &bytes, Access::Private))
            .map_err(|error| self.io_error(error))
    }
}

impl TokenStore for FileStore {
    fn lock(&self, wait: &CallContext) -> Result<Box<dyn LockedStore + '_>, StoreError> {
        let io_error = |cause| self.io_error(cause);
        let busy = || StoreError::busy(self.path.display().to_string());
        let thread_lock = limits(wait).lock(&self.lock).ok_or_else(busy)?;
        // A save then does not replace a link, and the link and its target share one lock.
        let store = Self::new(follow_own_links(&self.path).map_err(io_error)?);
        private_folder(folder_of(&store.path)).map_err(io_error)?;
        let file_lock = match open_to_lock(&beside(&store.path, ".lock")) {
            Err(cause) if is_unwritable(&cause) => {
                // A save replaces the file as a whole, so it can be read without a lock.
                log::warn!(
                    "the token store {} can only be read: {cause}",
                    store.path.display()
                );
                Err(Arc::new(cause))
            }
            file => Ok(file.map_err(io_error)?),
        };
        if let Ok(file) = &file_lock {
            let locked = limits(wait).lock_file(file).map_err(io_error)?;
            locked.ok_or_else(busy)?;
            // If this fails, the tokens can still be read: the failure is only logged.
            for result in [make_private(file), remove_if_exists(&store.temporary())] {
                if let Err(error) = result {
                    log::warn!(
                        "the token store {} cannot be cleaned up and protected: {error}",
                        store.path.display()
                    );
                }
            }
        }
        Ok(Box::new(Locked {
            content: store.read()?,
            store,
            file_lock,
            _thread_lock: thread_lock,
        }))
    }
}

/// The file's content while the locks are held. Closing the lock file releases its lock.
struct Locked<'a> {
    store: FileStore,
    content: Content,
    /// The lock, or the reason why it cannot be held: nothing is saved then.
    file_lock: Result<File, Arc<io::Error>>,
    _thread_lock: MutexGuard<'a, ()>,
}

impl Locked<'_> {
    /// Saves the players after a change. If that fails, this and the file have the old ones.
    fn change(&mut self, change: impl FnOnce(&mut Vec<Entry>)) -> Result<(), StoreError> {
        if let Err(cause) = &self.file_lock {
            return Err(StoreError::Io {
                path: self.store.path.clone(),
                cause: Arc::clone(cause),
            });
        }
        let mut players = self.content.players.clone();
        change(&mut players);
        let content = Content {
            version: VERSION,
            players,
        };
        self.store.write(&content)?;
        self.content = content;
        Ok(())
    }
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
        let entry = Entry {
            key: key.to_string(),
            tokens: tokens.clone(),
        };
        self.change(|players| {
            players.retain(|other| other.key != entry.key);
            players.push(entry);
        })
    }

    fn remove(&mut self, key: &StoreKey) -> Result<(), StoreError> {
        let key = key.to_string();
        match self.content.players.iter().any(|entry| entry.key == key) {
            true => self.change(|players| players.retain(|entry| entry.key != key)),
            false => Ok(()),
        }
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
