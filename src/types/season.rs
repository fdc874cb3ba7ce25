//! Seasons.

use std::fmt;
use std::str::FromStr;

use super::argument::{ArgumentError, from_text};

/// A season as an argument.
///
/// The API identifies a season by the path of its file: `Csr/Seasons/CsrSeason9-1.json`, in older payloads
/// `Seasons/Season7.json`. Methods take `impl TryInto<Season>`: that path, which match statistics and
/// service records contain, or the bare name, `CsrSeason9-1`. [`send`](crate::Request::send) reports any
/// other text, before anything is sent.
///
/// ```
/// use halo_infinite::types::Season;
///
/// let season: Season = "CsrSeason9-1".parse()?;
/// assert_eq!(season.path(), "Csr/Seasons/CsrSeason9-1.json");
/// # Ok::<(), halo_infinite::error::ArgumentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Season(Box<str>);

impl Season {
    /// The path of the season's file.
    pub fn path(&self) -> &str {
        &self.0
    }

    /// The name of a CSR season, without folder and extension, as the skill service expects it:
    /// `CsrSeason9-1`.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] for a season of older payloads, which does not name a CSR season.
    pub fn csr_name(&self) -> Result<&str, ArgumentError> {
        let name = self
            .0
            .strip_prefix("Csr/Seasons/")
            .and_then(|name| name.strip_suffix(".json"));
        name.ok_or_else(|| {
            ArgumentError::new(
                "season",
                format!(
                    "`{self}` is not a CSR season such as CsrSeason9-1: the CSR season calendar lists them"
                ),
            )
        })
    }
}

fn parse(text: &str) -> Option<String> {
    let text = text.trim();
    let (folder, name) = match text.strip_suffix(".json") {
        Some(path) => {
            let (folder, name) = path.rsplit_once('/')?;
            (folder, name)
        }
        None if text.starts_with("CsrSeason") => ("Csr/Seasons", text),
        None if text.starts_with("Season") => ("Seasons", text),
        None => return None,
    };
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    (matches!(folder, "Csr/Seasons" | "Seasons") && is_word(name)).then(|| format!("{folder}/{name}.json"))
}

impl FromStr for Season {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        parse(text).map(|path| Self(path.into())).ok_or_else(|| {
            ArgumentError::new(
                "season",
                format!(
                    "`{}` is not a season such as Csr/Seasons/CsrSeason9-1.json, Seasons/Season7.json or CsrSeason9-1",
                    text.escape_debug()
                ),
            )
        })
    }
}

from_text!(Season);

impl From<&Season> for Season {
    fn from(season: &Season) -> Self {
        season.clone()
    }
}

/// Shows the path of the season's file.
impl fmt::Display for Season {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_names_are_parsed() {
        for (text, path) in [
            ("Csr/Seasons/CsrSeason9-1.json", "Csr/Seasons/CsrSeason9-1.json"),
            (" CsrSeason9-1 ", "Csr/Seasons/CsrSeason9-1.json"),
            (
                "Seasons/Season-Winter-Break-22.json",
                "Seasons/Season-Winter-Break-22.json",
            ),
            ("Season7", "Seasons/Season7.json"),
        ] {
            assert_eq!(text.parse::<Season>().unwrap().path(), path);
        }
        let season = |text: &str| text.parse::<Season>().unwrap();
        assert_eq!(season("CsrSeason9-1").csr_name().unwrap(), "CsrSeason9-1");
        assert!(season("Season7").csr_name().is_err());
        for text in [
            "",
            "9",
            "season 5",
            "Season 5",
            "CsrSeason../x",
            "../CsrSeason9-1.json",
            "Csr/Seasons/.json",
            "a.json",
        ] {
            let error = text.parse::<Season>().unwrap_err().to_string();
            assert!(
                error.starts_with("season: ") && error.contains("not a season"),
                "{text}: {error}"
            );
        }
    }
}
