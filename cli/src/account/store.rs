//! The place of a profile's tokens.

use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use halo_infinite::auth::{
    AzureApp, CallContext, FileStore, LockedStore, SignInStep, StoreKey, TokenSet, TokenStore,
};
use halo_infinite::error::StoreError;
use halo_infinite::{CancelToken, Error, Xuid};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// The kind of place for tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum StoreKind {
    /// A file that only this user can read
    #[default]
    File,
    /// The keyring of the platform
    #[cfg(feature = "keyring")]
    Keyring,
}

impl fmt::Display for StoreKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::File => "file",
            #[cfg(feature = "keyring")]
            Self::Keyring => "keyring",
        })
    }
}

/// The longest wait for another program's lock.
const PATIENCE: Duration = Duration::from_secs(10);

/// The place of a profile's tokens.
pub enum Store {
    /// A private file, and its path.
    File(FileStore, PathBuf),
    /// The platform's keyring.
    #[cfg(feature = "keyring")]
    Keyring(halo_infinite::auth::KeyringStore),
}

impl Store {
    /// The store in a file.
    pub fn in_file(path: PathBuf) -> Self {
        Self::File(FileStore::new(&path), path)
    }

    /// The store in the keyring, under this name.
    #[cfg(feature = "keyring")]
    pub fn in_keyring(name: String) -> Self {
        Self::Keyring(halo_infinite::auth::KeyringStore::new(name))
    }

    /// Whether nothing was ever stored here. A look at a file's store creates its folder, and a profile that was never
    /// used gets none. Nobody knows that of a keyring without a look.
    pub fn is_new(&self) -> bool {
        match self {
            Self::File(_, path) => !path.parent().is_some_and(Path::exists),
            #[cfg(feature = "keyring")]
            Self::Keyring(_) => false,
        }
    }

    /// The players of these app registrations. Fails if the tokens cannot be read: the keyring is locked, or the file is
    /// another user's.
    pub fn keys(&self, apps: &[AzureApp], cancel: &CancelToken) -> Result<Vec<StoreKey>, Failure> {
        if self.is_new() {
            return Ok(Vec::new());
        }
        self.past_damage(|| self.with_lock(cancel, |locked| all_keys(locked, apps)))
    }

    /// The tokens of a player; `None` if nobody is signed in. Nothing is renewed.
    pub fn tokens(
        &self,
        app: &AzureApp,
        player: Option<Xuid>,
        cancel: &CancelToken,
    ) -> Result<Option<TokenSet>, Failure> {
        if self.is_new() {
            return Ok(None);
        }
        self.with_lock(cancel, |locked| {
            let key = match player {
                Some(_) => Some(StoreKey::new(app, player)),
                None => locked.keys(app)?.into_iter().next(),
            };
            key.map_or(Ok(None), |key| locked.load(&key))
        })
    }

    /// Removes the tokens of these app registrations, but not those of the players to keep.
    pub fn remove_others(
        &self,
        apps: &[AzureApp],
        keep: &[StoreKey],
        cancel: &CancelToken,
    ) -> Result<(), Failure> {
        if self.is_new() {
            return Ok(());
        }
        self.past_damage(|| self.with_lock(cancel, |locked| remove(locked, apps, keep).map(drop)))
    }

    /// Removes all tokens. Returns whether there were any. A keyring cannot list them: there, those of these app
    /// registrations are removed.
    pub fn clear(&self, apps: &[AzureApp], cancel: &CancelToken) -> Result<bool, Failure> {
        if self.is_new() {
            return Ok(false);
        }
        self.past_damage(|| self.clear_undamaged(apps, cancel))
    }

    fn clear_undamaged(&self, apps: &[AzureApp], cancel: &CancelToken) -> Result<bool, Failure> {
        self.with_lock(cancel, |locked| {
            let mut had_any = remove(locked, apps, &[])?;
            // The file may also hold tokens of an earlier app registration, and damaged ones hold tokens too.
            #[cfg_attr(not(feature = "keyring"), expect(irrefutable_let_patterns))]
            if let Self::File(_, path) = self {
                let damaged = damaged_files(path).map_err(|error| StoreError::io(path, error))?;
                for path in damaged.iter().chain([path]) {
                    match fs::remove_file(path) {
                        Ok(()) => had_any = true,
                        Err(error) if error.kind() == ErrorKind::NotFound => {}
                        Err(error) => return Err(StoreError::io(path, error)),
                    }
                }
            }
            Ok(had_any)
        })
    }

    /// Acts again if the file was damaged: it is moved aside then, and the store is empty.
    fn past_damage<T>(&self, act: impl Fn() -> Result<T, Failure>) -> Result<T, Failure> {
        let is_damage = |error: &Error| match error {
            Error::Store(error) => matches!(**error, StoreError::Damaged { .. }),
            _ => false,
        };
        match act() {
            Err(Failure::Sdk(error)) if is_damage(&error) => act(),
            result => result,
        }
    }

    fn with_lock<T>(
        &self,
        cancel: &CancelToken,
        act: impl FnOnce(&mut dyn LockedStore) -> Result<T, StoreError>,
    ) -> Result<T, Failure> {
        let wait = CallContext::new(SignInStep::SpartanToken.endpoint(), PATIENCE, cancel);
        let acted = self.lock(&wait).and_then(|mut locked| act(&mut *locked));
        acted.map_err(|error| Error::Store(Box::new(error)).into())
    }
}

/// The players of these app registrations.
fn all_keys(locked: &dyn LockedStore, apps: &[AzureApp]) -> Result<Vec<StoreKey>, StoreError> {
    let mut keys = Vec::new();
    for app in apps {
        keys.extend(locked.keys(app)?);
    }
    Ok(keys)
}

/// Removes the tokens of these app registrations, but not those to keep. Returns whether there were any.
fn remove(locked: &mut dyn LockedStore, apps: &[AzureApp], keep: &[StoreKey]) -> Result<bool, StoreError> {
    let mut keys = all_keys(locked, apps)?;
    keys.retain(|key| !keep.contains(key));
    for key in &keys {
        locked.remove(key)?;
    }
    Ok(!keys.is_empty())
}

/// The files to which a store has moved a damaged one.
fn damaged_files(path: &Path) -> io::Result<Vec<PathBuf>> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Ok(Vec::new());
    };
    let prefix = format!("{}.damaged-", name.to_string_lossy());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

impl TokenStore for Store {
    fn lock(&self, wait: &CallContext) -> Result<Box<dyn LockedStore + '_>, StoreError> {
        match self {
            Self::File(store, _) => store.lock(wait),
            #[cfg(feature = "keyring")]
            Self::Keyring(store) => store.lock(wait),
        }
    }
}
