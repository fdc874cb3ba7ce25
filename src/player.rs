//! Players: every way in which people write one, and how matches write them.

mod participant;
mod xuid;

pub use participant::{BotId, PlayerId};
pub use xuid::Xuid;

use std::fmt;
use std::str::FromStr;

use crate::error::ArgumentError;
use xuid::{bare, invalid, is_digits, wrapped};

/// A player, as an argument of a call: an XUID or a gamertag.
///
/// Calls take `impl Into<Player>`, so anything that people have at hand will do: a gamertag,
/// `xuid(…)`, 16 digits, a number, an [`Xuid`], with blanks or quotes around it. What cannot be a player (nothing at all, digits
/// that are not 16) is refused when the request is sent, before anything goes out; parse a text to
/// find out earlier.
///
/// ```
/// use halo_infinite::Player;
///
/// assert_eq!(Player::from("MyGamertag").to_string(), "MyGamertag");
/// assert_eq!(Player::from(2533274855333605_u64), Player::from("xuid(2533274855333605)"));
/// assert!("253327485533360".parse::<Player>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Player(Writing);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Writing {
    Xuid(Xuid),
    Gamertag(Box<str>),
    /// The problem with what was given.
    Invalid(Box<str>),
}

impl Player {
    /// The XUID, where the player was given by it.
    pub fn xuid(&self) -> Option<Xuid> {
        match self.0 {
            Writing::Xuid(xuid) => Some(xuid),
            _ => None,
        }
    }

    /// The gamertag, where the player was given by it.
    pub fn gamertag(&self) -> Option<&str> {
        match &self.0 {
            Writing::Gamertag(gamertag) => Some(gamertag),
            _ => None,
        }
    }

    /// What stands for the player in a path, not yet percent-encoded: `xuid(…)` or the gamertag.
    pub(crate) fn segment(&self) -> Result<String, ArgumentError> {
        match &self.0 {
            Writing::Xuid(xuid) => Ok(xuid.to_string()),
            Writing::Gamertag(gamertag) => Ok(gamertag.to_string()),
            Writing::Invalid(problem) => Err(invalid(problem.to_string())),
        }
    }

    fn read(text: &str) -> Result<Writing, ArgumentError> {
        const LONGEST: usize = 64;
        let text = bare(text);
        if wrapped(text, "xuid").is_some() || is_digits(text) {
            return text.parse().map(Writing::Xuid);
        }
        if text.is_empty() {
            return Err(invalid("the gamertag is empty".into()));
        }
        if text.chars().any(char::is_control) {
            return Err(invalid(format!(
                "the gamertag `{}` holds control characters",
                text.escape_debug()
            )));
        }
        if text.chars().count() > LONGEST {
            return Err(invalid(format!(
                "the gamertag has more than {LONGEST} characters"
            )));
        }
        Ok(Writing::Gamertag(text.into()))
    }
}

impl FromStr for Player {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        Self::read(text).map(Self)
    }
}

impl From<&str> for Player {
    fn from(text: &str) -> Self {
        Self(Self::read(text).unwrap_or_else(|error| Writing::Invalid(error.problem.into())))
    }
}

impl From<&String> for Player {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Player {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<Xuid> for Player {
    fn from(xuid: Xuid) -> Self {
        Self(Writing::Xuid(xuid))
    }
}

impl From<&Xuid> for Player {
    fn from(xuid: &Xuid) -> Self {
        (*xuid).into()
    }
}

impl From<u64> for Player {
    fn from(number: u64) -> Self {
        Self(match Xuid::new(number) {
            Ok(xuid) => Writing::Xuid(xuid),
            Err(error) => Writing::Invalid(error.problem.into()),
        })
    }
}

impl From<&u64> for Player {
    fn from(number: &u64) -> Self {
        (*number).into()
    }
}

impl From<&Player> for Player {
    fn from(player: &Player) -> Self {
        player.clone()
    }
}

/// Shows `xuid(…)` or the gamertag; for what is no player, the problem.
impl fmt::Display for Player {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Writing::Xuid(xuid) => xuid.fmt(formatter),
            Writing::Gamertag(text) | Writing::Invalid(text) => formatter.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_player_is_understood() {
        let xuid = Player::from(Xuid(2533274855333605));
        for text in [
            "xuid(2533274855333605)",
            "XUID(2533274855333605)",
            " Xuid ( 2533274855333605 ) ",
            "2533274855333605",
            "\t2533274855333605\n",
            "\"2533274855333605\"",
            " 'xuid(2533274855333605)' ",
        ] {
            assert_eq!(Player::from(text), xuid, "{text:?}");
            assert_eq!(text.parse::<Xuid>().ok(), xuid.xuid(), "{text:?}");
        }
        for text in [
            "MyGamertag",
            " Test Tag#1234 ",
            "日本語タグ",
            "xuid",
            "xuidian",
            "é",
        ] {
            assert_eq!(Player::from(text).gamertag(), Some(text.trim()), "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_a_player_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "empty"),
            ("  ", "empty"),
            ("253327485533360", "16 digits, 253327485533360 has 15"),
            ("25332748553336055", "has 17"),
            ("0000000000000001", "has 1"),
            ("xuid(253)", "has 3"),
            ("xuid()", "not an XUID"),
            ("xuid(25332748553336o5)", "not an XUID"),
            ("99999999999999999999999999", "has 26"),
            ("bad\r\ntag", "control characters"),
        ] {
            let error = text.parse::<Player>().unwrap_err().to_string();
            assert!(
                error.starts_with("player: ") && error.contains(reason),
                "{text:?}: {error}"
            );
            assert!(Player::from(text).segment().is_err(), "{text:?}");
        }
        assert!(Player::from(253_327_485_533_360_u64).segment().is_err());
        assert!("x".repeat(65).parse::<Player>().is_err());
    }
}
