//! Players.

use std::fmt;
use std::str::FromStr;

use super::argument::{ArgumentError, from_text};
use super::xuid::{Xuid, invalid, is_digits, unquoted, wrapped};

/// A player as an argument: an XUID or a gamertag.
///
/// Methods take `impl TryInto<Player>`: a gamertag, `xuid(…)`, 16 digits, a number or an [`Xuid`], with
/// blanks or quotes around it. [`send`](crate::Request::send) reports a text that cannot be a player,
/// before anything is sent.
///
/// A modern gamertag is a name of up to 12 characters, `#` and the digits that distinguish players of the same
/// name. The services know it without the `#`, and so does this type: `Intern#0123` is `Intern0123`. A `#` at
/// any other place is an error, because no gamertag contains one.
///
/// ```
/// use halo_infinite::Player;
///
/// assert_eq!(Player::try_from("MyGamertag")?.gamertag(), Some("MyGamertag"));
/// assert_eq!(Player::try_from("Intern#0123")?.gamertag(), Some("Intern0123"));
/// assert_eq!(Player::try_from(2533274855333605_u64)?, Player::try_from("xuid(2533274855333605)")?);
/// assert!("253327485533360".parse::<Player>().is_err());
/// # Ok::<(), halo_infinite::error::ArgumentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Player(Name);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Name {
    Xuid(Xuid),
    Gamertag(Box<str>),
}

impl Player {
    /// The XUID; `None` for a gamertag.
    pub fn xuid(&self) -> Option<Xuid> {
        match self.0 {
            Name::Xuid(xuid) => Some(xuid),
            Name::Gamertag(_) => None,
        }
    }

    /// The gamertag as the services know it, without `#`; `None` for an XUID.
    pub fn gamertag(&self) -> Option<&str> {
        match &self.0 {
            Name::Xuid(_) => None,
            Name::Gamertag(gamertag) => Some(gamertag),
        }
    }
}

impl FromStr for Player {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        const MAX_LENGTH: usize = 64;
        let text = unquoted(text);
        if wrapped(text, "xuid").is_some() || is_digits(text) {
            return text.parse().map(Name::Xuid).map(Self);
        }
        if text.is_empty() {
            return Err(invalid("the gamertag is empty".into()));
        }
        if text.chars().any(char::is_control) {
            return Err(invalid(format!(
                "the gamertag `{}` contains control characters",
                text.escape_debug()
            )));
        }
        if text.chars().count() > MAX_LENGTH {
            return Err(invalid(format!(
                "the gamertag has more than {MAX_LENGTH} characters"
            )));
        }
        without_number_sign(text).map(Name::Gamertag).map(Self)
    }
}

/// The gamertag as the services know it: `Intern0123` for the modern gamertag `Intern#0123`.
fn without_number_sign(gamertag: &str) -> Result<Box<str>, ArgumentError> {
    let Some((name, number)) = gamertag.split_once('#') else {
        return Ok(gamertag.into());
    };
    let (name, number) = (name.trim_end(), number.trim_start());
    if name.is_empty() || is_digits(name) || !is_digits(number) {
        return Err(invalid(format!(
            "`{gamertag}` is not a gamertag: `#` only stands between a name and its number, as in `Intern#0123`"
        )));
    }
    Ok(format!("{name}{number}").into())
}

from_text!(Player);

impl From<Xuid> for Player {
    fn from(xuid: Xuid) -> Self {
        Self(Name::Xuid(xuid))
    }
}

impl From<&Xuid> for Player {
    fn from(xuid: &Xuid) -> Self {
        (*xuid).into()
    }
}

impl TryFrom<u64> for Player {
    type Error = ArgumentError;

    fn try_from(number: u64) -> Result<Self, ArgumentError> {
        Xuid::new(number).map(Self::from)
    }
}

impl TryFrom<&u64> for Player {
    type Error = ArgumentError;

    fn try_from(number: &u64) -> Result<Self, ArgumentError> {
        (*number).try_into()
    }
}

impl From<&Player> for Player {
    fn from(player: &Player) -> Self {
        player.clone()
    }
}

/// Shows `xuid(…)` or the gamertag, as in paths.
impl fmt::Display for Player {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Name::Xuid(xuid) => xuid.fmt(formatter),
            Name::Gamertag(gamertag) => formatter.write_str(gamertag),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_is_parsed() {
        let xuid = Player::from(Xuid::new(2533274855333605).unwrap());
        for text in [
            "xuid(2533274855333605)",
            "XUID(2533274855333605)",
            " Xuid ( 2533274855333605 ) ",
            "2533274855333605",
            "\t2533274855333605\n",
            "\"2533274855333605\"",
            " 'xuid(2533274855333605)' ",
        ] {
            assert_eq!(text.parse::<Player>().unwrap(), xuid, "{text:?}");
            assert_eq!(text.parse::<Xuid>().ok(), xuid.xuid(), "{text:?}");
        }
        for text in [
            "MyGamertag",
            " Test Tag1234 ",
            "日本語タグ",
            "xuid",
            "xuidian",
            "é",
        ] {
            assert_eq!(
                text.parse::<Player>().unwrap().gamertag(),
                Some(text.trim()),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_modern_gamertag_loses_its_number_sign() {
        for (text, gamertag) in [
            ("Intern#0123", "Intern0123"),
            ("  Intern#0123\t", "Intern0123"),
            ("\"Intern#0123\"", "Intern0123"),
            ("Intern # 0123", "Intern0123"),
            ("My Gamertag#1", "My Gamertag1"),
            ("月影スナイパー#48210", "月影スナイパー48210"),
            ("xuid#123", "xuid123"),
            ("7th Column#117", "7th Column117"),
        ] {
            let player = text.parse::<Player>().unwrap();
            assert_eq!(player.gamertag(), Some(gamertag), "{text:?}");
            assert_eq!(player, gamertag.parse().unwrap());
            assert_eq!(player.to_string(), gamertag);
        }
        for text in [
            "#",
            "#0123",
            "Intern#",
            "Intern##0123",
            "Intern#01#23",
            "Intern#0123a",
            "Intern#Halo",
            "Intern#12 34",
            "Intern#١٢٣",
            "25332748553#33605",
        ] {
            let error = text.parse::<Player>().unwrap_err().to_string();
            assert!(
                error.starts_with("player: ") && error.contains("between a name and its number"),
                "{text:?}: {error}"
            );
        }
    }

    #[test]
    fn a_text_that_cannot_be_a_player_is_an_error_with_the_reason() {
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
        }
        assert!(Player::try_from(253_327_485_533_360_u64).is_err());
        assert!("x".repeat(65).parse::<Player>().is_err());
    }
}
