//! Profiles: one for each account.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use halo_infinite::Xuid;
use halo_infinite::auth::{AuthenticatedPlayer, AzureApp};
use serde::{Deserialize, Serialize};

use super::config::Config;
use super::paths::Paths;
use super::store::{Store, StoreKind};
use super::variables::variable;
use super::{client_id, settings};
use crate::failure::Failure;
use crate::fs::{check_writable, replace};

/// An account: its app registration, the place of its tokens, and its player.
#[derive(Debug)]
pub struct Profile {
    /// The name.
    pub name: String,
    folder: PathBuf,
    /// Whether the folder is in that of `HALO_HOME`.
    #[cfg_attr(not(feature = "keyring"), expect(dead_code))]
    is_in_own_home: bool,
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
/// The variable with the ID of the app registration that commands use.
const CLIENT_ID: &str = "HALO_CLIENT_ID";

impl Profile {
    /// The name of the profile without another name.
    pub const DEFAULT: &str = "main";

    /// Opens a profile, which need not exist yet.
    pub fn open(paths: &Paths, name: Option<&str>) -> Result<Self, Failure> {
        let name = name.unwrap_or(Self::DEFAULT);
        settings::check_profile(name).map_err(Failure::Usage)?;
        let folder = paths.profiles.join(name);
        let record = read(&folder.join(FILE))?;
        Ok(Self {
            name: name.to_owned(),
            folder,
            is_in_own_home: paths.has_own_home,
            record,
        })
    }

    /// A profile that was never saved, and has no files.
    pub fn unsaved(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            folder: PathBuf::new(),
            is_in_own_home: false,
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
        self.store_of(self.record.store)
    }

    /// The place that the profile has for tokens of this kind.
    pub fn store_of(&self, kind: StoreKind) -> Store {
        match kind {
            StoreKind::File => Store::in_file(self.folder.join("tokens.json")),
            #[cfg(feature = "keyring")]
            StoreKind::Keyring => Store::in_keyring(self.keyring_name()),
        }
    }

    /// The name of the profile's entries in the keyring. All folders that `HALO_HOME` names share the keyring of the
    /// user, so the name has the folder too.
    #[cfg(feature = "keyring")]
    fn keyring_name(&self) -> String {
        match self.is_in_own_home {
            false => format!("halo {}", self.name),
            true => {
                let folder = fs::canonicalize(&self.folder).or_else(|_| std::path::absolute(&self.folder));
                let folder = folder.as_deref().unwrap_or(&self.folder);
                format!("halo {} in {}", self.name, folder.display())
            }
        }
    }

    /// The app registration: that of the environment, of the profile, of the configuration file, or of the profile
    /// `main`. `None` if no place names one.
    pub fn app(&self, config: &Config) -> Result<Option<AzureApp>, Failure> {
        let id = self.client_id(id_of_variable()?, config)?;
        id.map(|id| app_with(id, config)).transpose()
    }

    /// The app registrations that the profile's tokens can belong to: the one of its sign-in, and the one that commands
    /// use now, which a variable can name.
    pub fn apps_of_tokens(&self, config: &Config) -> Result<Vec<AzureApp>, Failure> {
        let ids = self.ids_of_tokens(id_of_variable()?, config)?;
        ids.into_iter().map(|id| Ok(AzureApp::public(id)?)).collect()
    }

    fn ids_of_tokens(&self, variable: Option<String>, config: &Config) -> Result<Vec<String>, Failure> {
        let own = self.record.client_id.clone();
        let used = self.client_id(variable, config)?;
        let mut ids: Vec<String> = own.into_iter().chain(used).collect();
        ids.dedup();
        Ok(ids)
    }

    fn client_id(&self, variable: Option<String>, config: &Config) -> Result<Option<String>, Failure> {
        let id = variable
            .or_else(|| self.record.client_id.clone())
            .or_else(|| config.client_id.clone());
        match id {
            None if self.name != Self::DEFAULT => {
                Ok(read(&self.folder.with_file_name(Self::DEFAULT).join(FILE))?.client_id)
            }
            id => Ok(id),
        }
    }

    /// Fails if the profile's files cannot be written. Creates no folder.
    pub fn check_writable(&self) -> Result<(), Failure> {
        check_writable(&self.folder).map_err(|error| Failure::output(self.folder.display(), error))
    }

    /// Whether the profile has a player.
    pub fn has_player(&self) -> bool {
        self.record.xuid.is_some() || self.record.gamertag.is_some()
    }

    /// Remembers the app registration of a sign-in, and the place of its tokens.
    pub fn remember_app(&mut self, app: &AzureApp, store: StoreKind) -> Result<(), Failure> {
        self.record.client_id = Some(app.client_id().to_owned());
        self.record.store = store;
        self.save()
    }

    /// Remembers a sign-in and its player. Nothing of an earlier player is left, even if Xbox Live names nobody.
    pub fn remember(
        &mut self,
        app: &AzureApp,
        store: StoreKind,
        player: &AuthenticatedPlayer,
    ) -> Result<(), Failure> {
        self.record.xuid = player.xuid;
        self.record.gamertag.clone_from(&player.gamertag);
        self.remember_app(app, store)
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
            replace(&path, text.as_bytes())
        };
        write().map_err(|error| Failure::output(path.display(), error))
    }
}

/// The ID of the app registration that `HALO_CLIENT_ID` names.
fn id_of_variable() -> Result<Option<String>, Failure> {
    let parse = |text: String| client_id::parse(&text);
    let id = variable(CLIENT_ID)?.map(parse).transpose();
    id.map_err(|problem| Failure::Usage(format!("{CLIENT_ID}: {problem}")))
}

/// The secret of the app registration, for one that has a secret.
pub fn client_secret() -> Result<Option<String>, Failure> {
    variable("HALO_CLIENT_SECRET")
}

/// The app registration with this ID.
pub fn app_with(id: String, config: &Config) -> Result<AzureApp, Failure> {
    let app = match client_secret()? {
        Some(secret) => AzureApp::new(id, secret)?,
        None => AzureApp::public(id)?,
    };
    Ok(match &config.redirect_uri {
        Some(uri) => app.redirect_uri(uri)?,
        None => app,
    })
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
            has_own_home: true,
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

    /// `halo logout` looks for tokens of both: a keyring lists only those of one.
    #[test]
    fn the_tokens_of_a_profile_stay_its_own_with_the_variable() {
        let home = tempfile::tempdir().unwrap();
        let mut profile = Profile::open(&paths(home.path()), None).unwrap();
        let config = Config {
            client_id: Some("of the file".into()),
            ..Config::default()
        };
        let ids = |profile: &Profile, variable: Option<&str>| {
            profile
                .ids_of_tokens(variable.map(str::to_owned), &config)
                .unwrap()
        };
        assert_eq!(ids(&profile, None), ["of the file"]);
        profile.record.client_id = Some("own".into());
        assert_eq!(ids(&profile, None), ["own"]);
        assert_eq!(ids(&profile, Some("another")), ["own", "another"]);
    }

    #[cfg(feature = "keyring")]
    #[test]
    fn profiles_of_two_homes_share_no_entry_of_the_keyring() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let name = |home: &Path, has_own_home| {
            let paths = Paths {
                has_own_home,
                ..paths(home)
            };
            Profile::open(&paths, None).unwrap().keyring_name()
        };
        assert_ne!(name(one.path(), true), name(two.path(), true));
        assert_eq!(name(one.path(), true), name(one.path(), true));
        assert_eq!(name(one.path(), false), "halo main");
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
