//! The folders of the program.

use std::path::PathBuf;

use directories::ProjectDirs;

use super::variables::variable_os;
use crate::failure::Failure;

/// The folders of the program, in the places that the platform has for them; all in `HALO_HOME` if it is set.
#[derive(Debug, Clone)]
pub struct Paths {
    /// Whether `HALO_HOME` names a folder for everything.
    pub has_own_home: bool,
    /// The file that people write.
    pub config: PathBuf,
    /// Whether `HALO_CONFIG` names that file, which must exist then.
    pub config_is_named: bool,
    /// What the program remembers: a folder for each profile.
    pub profiles: PathBuf,
    /// Cached responses.
    pub cache: PathBuf,
}

impl Paths {
    /// The folders of this user. Nothing is created yet.
    pub fn new() -> Result<Self, Failure> {
        let folder = |name| variable_os(name).map(PathBuf::from);
        let mut paths = match folder("HALO_HOME") {
            Some(home) => Self {
                has_own_home: true,
                config: home.join("config.toml"),
                config_is_named: false,
                profiles: home.join("profiles"),
                cache: home.join("cache"),
            },
            None => {
                // Without HOME, a home folder could be looked up, but it may be that of another user.
                let has_home = !cfg!(unix) || folder("HOME").is_some();
                let folders = has_home.then(|| ProjectDirs::from("", "", "halo")).flatten();
                let folders = folders.ok_or_else(|| {
                    Failure::new(
                        "this user has no home folder",
                        "set HOME, or set HALO_HOME to a folder of your own",
                    )
                })?;
                Self {
                    has_own_home: false,
                    config: folders.config_dir().join("config.toml"),
                    config_is_named: false,
                    profiles: folders.data_local_dir().join("profiles"),
                    cache: folders.cache_dir().join("responses"),
                }
            }
        };
        if let Some(config) = folder("HALO_CONFIG") {
            paths.config = config;
            paths.config_is_named = true;
        }
        Ok(paths)
    }
}
