//! The configuration file, which people write.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use halo_infinite::auth::AzureApp;
use serde::Deserialize;

use super::paths::Paths;
use super::{client_id, settings};
use crate::failure::Failure;

/// The settings of the configuration file. Options and variables come before them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The profile without `--profile`.
    pub profile: Option<String>,
    /// As `--language`.
    pub language: Option<String>,
    /// As `--rate`.
    pub rate: Option<f64>,
    /// As `--cache`.
    pub cache: Option<PathBuf>,
    /// As `--proxy`.
    pub proxy: Option<String>,
    /// As `--tls`.
    #[cfg(feature = "platform-verifier")]
    pub tls: Option<crate::globals::Certificates>,
    /// The ID of the app registration, for profiles that have none of their own.
    pub client_id: Option<String>,
    /// The address that an app registration with a secret redirects to.
    pub redirect_uri: Option<String>,
}

impl Config {
    /// The names of the settings.
    pub const SETTINGS: &[&str] = &[
        "profile",
        "language",
        "rate",
        "cache",
        "proxy",
        #[cfg(feature = "platform-verifier")]
        "tls",
        "client_id",
        "redirect_uri",
    ];

    /// Reads and checks the file. A missing file has no settings, unless the player has named it.
    pub fn read(paths: &Paths) -> Result<Self, Failure> {
        let path = &paths.config;
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound && !paths.config_is_named => {
                return Ok(Self::default());
            }
            Err(error) => {
                return Err(Failure::new(
                    format!("{} cannot be read: {error}", path.display()),
                    "make it readable, or name another file in HALO_CONFIG",
                ));
            }
        };
        let mut config = Self::parse(path, &text)?;
        let wrong = |setting, problem| Failure::Usage(format!("{}: {setting}: {problem}", path.display()));
        if let Some(rate) = config.rate {
            settings::check_rate(rate).map_err(|problem| wrong("rate", problem))?;
        }
        if let Some(tag) = &config.language {
            config.language = Some(settings::language(tag).map_err(|problem| wrong("language", problem))?);
        }
        if let Some(id) = &config.client_id {
            config.client_id = Some(client_id::parse(id).map_err(|problem| wrong("client_id", problem))?);
        }
        if let Some(uri) = &config.redirect_uri {
            // Any ID will do: only the address is checked.
            let app = AzureApp::public("any")?.redirect_uri(uri);
            app.map_err(|error| wrong("redirect_uri", error.problem))?;
        }
        if let Some(name) = &config.profile {
            settings::check_profile(name).map_err(|problem| wrong("profile", problem))?;
        }
        Ok(config)
    }

    fn parse(path: &Path, text: &str) -> Result<Self, Failure> {
        toml::from_str(text).map_err(|error| {
            // The error's whole text would quote the line, and a proxy can hold a password.
            let line = error.span().map(|span| {
                let before = text.get(..span.start).unwrap_or_default();
                before.matches('\n').count() + 1
            });
            let place = line.map(|line| format!(", line {line}")).unwrap_or_default();
            Failure::Usage(format!("{}{place}: {}", path.display(), error.message()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &Path, is_named: bool) -> Result<Config, Failure> {
        Config::read(&Paths {
            has_own_home: true,
            config: path.to_owned(),
            config_is_named: is_named,
            profiles: PathBuf::new(),
            cache: PathBuf::new(),
        })
    }

    #[test]
    fn a_mistake_names_its_line_and_quotes_no_value() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, "rate = 2\nprxy = \"http://me:hunter2@host\"\n").unwrap();
        let words = read(&path, false).unwrap_err().to_string();
        assert!(
            words.contains("line 2") && words.contains("unknown field `prxy`"),
            "{words}"
        );
        assert!(!words.contains("hunter2"), "{words}");
    }

    /// The example of the README has every setting.
    #[test]
    fn the_readme_describes_every_setting() {
        let readme = include_str!("../../README.md");
        let example = readme.split("```toml\n").nth(1).unwrap();
        let example = example.split("```").next().unwrap();
        let config: Config = toml::from_str(example).unwrap();
        let shown = format!("{config:?}");
        assert!(!shown.contains("None"), "{shown}");
        let names = example.lines().filter_map(|line| line.split_once(" = "));
        assert!(names.map(|(name, _)| name).eq(Config::SETTINGS.iter().copied()));
        assert!(
            Config::SETTINGS.iter().all(|name| shown.contains(name)),
            "{shown}"
        );
    }

    #[test]
    fn a_missing_file_has_no_settings_unless_it_is_named() {
        let path = Path::new("/nowhere/config.toml");
        assert!(read(path, false).unwrap().rate.is_none());
        let words = read(path, true).unwrap_err().to_string();
        assert!(words.contains("/nowhere/config.toml cannot be read"), "{words}");
    }

    #[test]
    fn values_are_checked_as_those_of_the_options() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        for (text, words) in [
            ("rate = 0.0", "rate: 0 is not a rate"),
            ("language = \"zz-!!\"", "language: `zz-!!` is not a language tag"),
            ("client_id = \"zz\"", "client_id: this is not an ID"),
            ("redirect_uri = \"zz\"", "redirect_uri: "),
            ("profile = \"a/b\"", "profile: `a/b` is not the name of a profile"),
        ] {
            fs::write(&path, text).unwrap();
            let failure = read(&path, false).unwrap_err();
            assert!(matches!(failure, Failure::Usage(_)));
            assert!(failure.to_string().contains(words), "{failure}");
        }
        fs::write(&path, "language = \"de\"").unwrap();
        assert_eq!(read(&path, false).unwrap().language.unwrap(), "de-DE");
    }
}
