//! Seasons as arguments of calls.

use std::fmt;
use std::str::FromStr;

use crate::error::ArgumentError;

/// A season as an argument of a call.
///
/// The API names a season by its file: `Csr/Seasons/CsrSeason9-1.json`, in older payloads
/// `Seasons/Season7.json`. Calls take `impl Into<Season>`: that path as statistics and service
/// records have it, or the bare name, `CsrSeason9-1`. Anything else is refused when the request is
/// sent, before anything goes out; parse a text to find out earlier.
///
/// ```
/// use halo_infinite::Season;
///
/// let season: Season = "CsrSeason9-1".parse()?;
/// assert_eq!(season.to_string(), "Csr/Seasons/CsrSeason9-1.json");
/// # Ok::<(), halo_infinite::ArgumentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Season(Result<Box<str>, Box<str>>);

impl Season {
    /// The path of the season's file.
    pub(crate) fn path(&self) -> Result<&str, ArgumentError> {
        self.0.as_deref().map_err(|text| {
            ArgumentError::new(
                "season",
                format!(
                    "`{}` is not a season such as Csr/Seasons/CsrSeason9-1.json, Seasons/Season7.json or CsrSeason9-1",
                    text.escape_debug()
                ),
            )
        })
    }

    /// The name of a CSR season, without folder and ending, as the skill service wants it.
    pub(crate) fn csr_name(&self) -> Result<&str, ArgumentError> {
        let path = self.path()?;
        let name = path
            .strip_prefix("Csr/Seasons/")
            .and_then(|name| name.strip_suffix(".json"));
        name.ok_or_else(|| {
            ArgumentError::new(
                "season",
                format!(
                    "`{path}` is not a CSR season: the CSR season calendar lists those, such as CsrSeason9-1"
                ),
            )
        })
    }
}

fn read(text: &str) -> Option<String> {
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

impl From<&str> for Season {
    fn from(text: &str) -> Self {
        Self(read(text).map(Into::into).ok_or_else(|| text.into()))
    }
}

impl From<&String> for Season {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Season {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl FromStr for Season {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        let season = Self::from(text);
        season.path()?;
        Ok(season)
    }
}

/// Shows the path of the season's file.
impl fmt::Display for Season {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(text) | Err(text) => formatter.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_names_are_seasons_and_nothing_else_is() {
        for (text, path) in [
            ("Csr/Seasons/CsrSeason9-1.json", "Csr/Seasons/CsrSeason9-1.json"),
            (" CsrSeason9-1 ", "Csr/Seasons/CsrSeason9-1.json"),
            (
                "Seasons/Season-Winter-Break-22.json",
                "Seasons/Season-Winter-Break-22.json",
            ),
            ("Season7", "Seasons/Season7.json"),
        ] {
            assert_eq!(text.parse::<Season>().unwrap().path().unwrap(), path);
        }
        assert_eq!(Season::from("CsrSeason9-1").csr_name().unwrap(), "CsrSeason9-1");
        assert!(Season::from("Season7").csr_name().is_err());
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
