//! The folders of the program.

use std::env;
use std::path::PathBuf;

use directories::ProjectDirs;

use crate::failure::Failure;

/// The folders of the program, in the places that the platform has for them; all in `HALO_HOME` if it is set.
#[derive(Debug, Clone)]
pub struct Paths {
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
        let variable = |name| {
            env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        let mut paths = match variable("HALO_HOME") {
            Some(home) => Self {
                config: home.join("config.toml"),
                config_is_named: false,
                profiles: home.join("profiles"),
                cache: home.join("cache"),
            },
            None => {
                let folders = ProjectDirs::from("", "", "halo").ok_or_else(|| {
                    Failure::new(
                        "this user has no home folder",
                        "set HALO_HOME to a folder of your own",
                    )
                })?;
                Self {
                    config: folders.config_dir().join("config.toml"),
                    config_is_named: false,
                    profiles: folders.data_local_dir().join("profiles"),
                    cache: folders.cache_dir().join("responses"),
                }
            }
        };
        if let Some(config) = variable("HALO_CONFIG") {
            paths.config = config;
            paths.config_is_named = true;
        }
        Ok(paths)
    }
}
