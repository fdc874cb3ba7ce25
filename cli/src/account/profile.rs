//! Profiles: one for each account.

use std::env;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use halo_infinite::Xuid;
use halo_infinite::auth::{AuthenticatedPlayer, AzureApp};
use serde::{Deserialize, Serialize};

use super::config::Config;
use super::files::replace_file;
use super::paths::Paths;
use super::store::{Store, StoreKind};
use crate::failure::Failure;

/// An account: its app registration, the place of its tokens, and its player.
#[derive(Debug)]
pub struct Profile {
    /// The name.
    pub name: String,
    folder: PathBuf,
    /// What the program remembers.
    pub record: ProfileRecord,
}

/// What the program remembers of a profile. No token is here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileRecord {
    /// The ID of the app registration.
    pub client_id: Option<String>,
    /// The place of the tokens.
    #[serde(default)]
    pub store: StoreKind,
    /// The player.
    pub xuid: Option<Xuid>,
    /// The player's gamertag at the last sign-in.
    pub gamertag: Option<String>,
}

/// The file of a profile, in its folder.
const FILE: &str = "profile.toml";

impl Profile {
    /// The name of the profile without another name.
    pub const DEFAULT: &str = "main";

    /// Opens a profile, which need not exist yet.
    pub fn open(paths: &Paths, name: Option<&str>) -> Result<Self, Failure> {
        let name = name.unwrap_or(Self::DEFAULT);
        Self::check_name(name)?;
        let folder = paths.profiles.join(name);
        let record = read(&folder.join(FILE))?;
        Ok(Self {
            name: name.to_owned(),
            folder,
            record,
        })
    }

    /// Fails if no profile can have this name.
    pub fn check_name(name: &str) -> Result<(), Failure> {
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
        match !name.is_empty() && name.chars().all(is_plain) {
            true => Ok(()),
            false => Err(Failure::Usage(format!(
                "the profile `{name}` cannot be: a name has letters, digits, `-` and `_`"
            ))),
        }
    }

    /// A profile that was never saved, and has no files.
    pub fn unsaved(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            folder: PathBuf::new(),
            record: ProfileRecord::default(),
        }
    }

    /// The names of all profiles.
    pub fn names(paths: &Paths) -> Result<Vec<String>, Failure> {
        let entries = match fs::read_dir(&paths.profiles) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unreadable(&paths.profiles, &error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&paths.profiles, &error))?;
            if entry.path().join(FILE).exists() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    /// The folder of the profile's files.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The place of the profile's tokens.
    pub fn store(&self) -> Store {
        Store::new(self.record.store, &self.folder, &self.name)
    }

    /// The app registration: that of the environment, of the profile, of the configuration file, or of the profile
    /// `main`. `None` if no place names one.
    pub fn app(&self, config: &Config) -> Result<Option<AzureApp>, Failure> {
        let id = variable("HALO_CLIENT_ID")
            .or_else(|| self.record.client_id.clone())
            .or_else(|| config.client_id.clone());
        let id = match id {
            None if self.name != Self::DEFAULT => {
                read(&self.folder.with_file_name(Self::DEFAULT).join(FILE))?.client_id
            }
            id => id,
        };
        id.map(|id| app_with(id, config)).transpose()
    }

    /// Fails if the profile's folder cannot be written.
    pub fn check_folder(&self) -> Result<(), Failure> {
        let path = self.folder.join(format!("check.{}", std::process::id()));
        let write = || -> io::Result<()> {
            fs::create_dir_all(&self.folder)?;
            fs::write(&path, "")?;
            fs::remove_file(&path)
        };
        write().map_err(|error| Failure::output(self.folder.display(), error))
    }

    /// Remembers the player of a sign-in.
    pub fn remember(&mut self, player: &AuthenticatedPlayer) -> Result<(), Failure> {
        self.record.xuid = player.xuid.or(self.record.xuid);
        self.record.gamertag = player.gamertag.clone().or_else(|| self.record.gamertag.take());
        self.save()
    }

    /// Forgets the player, but not the app registration.
    pub fn forget_player(&mut self) -> Result<(), Failure> {
        self.record.xuid = None;
        self.record.gamertag = None;
        self.save()
    }

    /// Saves what the program remembers.
    pub fn save(&self) -> Result<(), Failure> {
        let path = self.folder.join(FILE);
        let write = || -> io::Result<()> {
            fs::create_dir_all(&self.folder)?;
            let text = toml::to_string(&self.record).map_err(io::Error::other)?;
            replace_file(&path, &text)
        };
        write().map_err(|error| Failure::output(path.display(), error))
    }
}

/// The secret of the app registration, for one that has a secret.
pub fn client_secret() -> Option<String> {
    variable("HALO_CLIENT_SECRET")
}

/// The app registration with this ID.
pub fn app_with(id: String, config: &Config) -> Result<AzureApp, Failure> {
    let app = match client_secret() {
        Some(secret) => AzureApp::new(id, secret)?,
        None => AzureApp::public(id)?,
    };
    Ok(match &config.redirect_uri {
        Some(uri) => app.redirect_uri(uri)?,
        None => app,
    })
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn read(path: &Path) -> Result<ProfileRecord, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(ProfileRecord::default()),
        Err(error) => return Err(unreadable(path, &error)),
    };
    toml::from_str(&text).map_err(|error| {
        Failure::new(
            format!("{} is damaged: {}", path.display(), error.message()),
            "delete it, and run `halo login`",
        )
    })
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        format!("{} cannot be read: {error}", path.display()),
        "make it readable, or set HALO_HOME to another folder",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(home: &Path) -> Paths {
        Paths {
            config: home.join("config.toml"),
            config_is_named: false,
            profiles: home.join("profiles"),
            cache: home.join("cache"),
        }
    }

    #[test]
    fn a_profile_comes_back_as_it_was_saved() {
        let home = tempfile::tempdir().unwrap();
        let paths = paths(home.path());
        let mut profile = Profile::open(&paths, Some("smurf")).unwrap();
        assert_eq!(profile.record, ProfileRecord::default());
        profile.record.client_id = Some("id".into());
        profile.record.xuid = Some("2533274800000001".parse().unwrap());
        profile.save().unwrap();
        let again = Profile::open(&paths, Some("smurf")).unwrap();
        assert_eq!(again.record, profile.record);
        assert_eq!(Profile::names(&paths).unwrap(), ["smurf"]);
    }

    #[test]
    fn a_name_cannot_leave_the_folder() {
        let home = tempfile::tempdir().unwrap();
        for name in ["", "..", "a/b", "a\\b", "ü"] {
            assert!(
                matches!(
                    Profile::open(&paths(home.path()), Some(name)),
                    Err(Failure::Usage(_))
                ),
                "{name}"
            );
        }
    }
}
