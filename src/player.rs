//! Players: every way in which people write one, and how matches write them.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::error::ArgumentError;
use crate::refdata;

/// An Xbox user ID: the number that names a player for good, whatever their gamertag.
///
/// People write it as `xuid(2533274855333605)`, as its 16 digits or as a number; all are parsed,
/// with blanks around them and any case of `xuid`. Its `Display` is the form that the Halo API
/// uses in paths, `xuid(2533274855333605)`; its JSON is the digits as text.
///
/// ```
/// use halo_infinite::Xuid;
///
/// let xuid: Xuid = " XUID(2533274855333605) ".parse()?;
/// assert_eq!(xuid, Xuid::new(2533274855333605)?);
/// assert_eq!(xuid.to_string(), "xuid(2533274855333605)");
/// # Ok::<(), halo_infinite::ArgumentError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Xuid(u64);

impl Xuid {
    /// The XUID of this number.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] unless it has 16 digits.
    pub fn new(number: u64) -> Result<Self, ArgumentError> {
        if (1_000_000_000_000_000..10_000_000_000_000_000).contains(&number) {
            Ok(Self(number))
        } else {
            Err(invalid(format!(
                "an XUID has 16 digits, {number} has {}",
                number.to_string().len()
            )))
        }
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

fn invalid(problem: String) -> ArgumentError {
    ArgumentError::new("player", problem)
}

/// What stands between the parentheses of `word(…)`, with any case and blanks.
fn wrapped<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    if !head.eq_ignore_ascii_case(word) {
        return None;
    }
    let inner = text
        .get(word.len()..)?
        .trim_start()
        .strip_prefix('(')?
        .strip_suffix(')')?;
    Some(inner.trim())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl FromStr for Xuid {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        let text = text.trim();
        let digits = wrapped(text, "xuid").unwrap_or(text);
        if !is_digits(digits) {
            return Err(invalid(format!(
                "`{}` is not an XUID: write xuid(…) or 16 digits",
                text.escape_debug()
            )));
        }
        match digits.parse() {
            Ok(number) if digits.len() == 16 => Self::new(number),
            _ => Err(invalid(format!(
                "an XUID has 16 digits, {digits} has {}",
                digits.len()
            ))),
        }
    }
}

impl TryFrom<u64> for Xuid {
    type Error = ArgumentError;

    fn try_from(number: u64) -> Result<Self, ArgumentError> {
        Self::new(number)
    }
}

impl From<Xuid> for u64 {
    fn from(xuid: Xuid) -> u64 {
        xuid.0
    }
}

impl fmt::Display for Xuid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "xuid({})", self.0)
    }
}

impl Serialize for Xuid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Accepts any number, in digits or as `xuid(…)`: a payload is not refused for its length.
impl<'de> Deserialize<'de> for Xuid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct XuidVisitor;

        impl Visitor<'_> for XuidVisitor {
            type Value = Xuid;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an XUID")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Xuid, E> {
                let digits = wrapped(text, "xuid").unwrap_or(text);
                match digits.parse() {
                    Ok(number) if is_digits(digits) => Ok(Xuid(number)),
                    _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
                }
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Xuid, E> {
                Ok(Xuid(number))
            }
        }

        deserializer.deserialize_any(XuidVisitor)
    }
}

/// A player, as an argument of a call: an XUID or a gamertag.
///
/// Calls take `impl Into<Player>`, so anything that people have at hand will do: a gamertag,
/// `xuid(…)`, 16 digits, a number, an [`Xuid`]. What cannot be a player (nothing at all, digits
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
        let text = text.trim();
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

/// A bot of the game, by the number of its ID `bid(3.0)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BotId(u32);

impl BotId {
    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The bot's name, such as `343 Ellis`; `None` for a bot that this version does not know.
    pub fn name(self) -> Option<&'static str> {
        refdata::bot_name(self.0)
    }
}

impl From<u32> for BotId {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

impl fmt::Display for BotId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "bid({}.0)", self.0)
    }
}

/// A participant of a match: a person or a bot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PlayerId {
    /// A person, `xuid(…)` on the wire.
    Xuid(Xuid),
    /// A bot, `bid(…)` on the wire.
    Bot(BotId),
    /// A participant that this version cannot tell, as written.
    Unknown(Box<str>),
}

impl PlayerId {
    /// The XUID, for a person.
    pub fn xuid(&self) -> Option<Xuid> {
        match self {
            Self::Xuid(xuid) => Some(*xuid),
            _ => None,
        }
    }

    /// The bot, for a bot.
    pub fn bot(&self) -> Option<BotId> {
        match self {
            Self::Bot(bot) => Some(*bot),
            _ => None,
        }
    }
}

/// Reads the exact form of the wire only, so that any other is written back as it came.
impl From<&str> for PlayerId {
    fn from(text: &str) -> Self {
        let inner = |prefix: &str, suffix: &str| text.strip_prefix(prefix)?.strip_suffix(suffix);
        let canonical = |digits: &&str| is_digits(digits) && (!digits.starts_with('0') || digits.len() == 1);
        if let Some(Ok(number)) = inner("xuid(", ")").filter(canonical).map(str::parse) {
            return Self::Xuid(Xuid(number));
        }
        if let Some(Ok(number)) = inner("bid(", ".0)").filter(canonical).map(str::parse) {
            return Self::Bot(BotId(number));
        }
        Self::Unknown(text.into())
    }
}

impl fmt::Display for PlayerId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Xuid(xuid) => xuid.fmt(formatter),
            Self::Bot(bot) => bot.fmt(formatter),
            Self::Unknown(text) => formatter.write_str(text),
        }
    }
}

impl Serialize for PlayerId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PlayerId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PlayerIdVisitor;

        impl Visitor<'_> for PlayerIdVisitor {
            type Value = PlayerId;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a player ID such as xuid(…) or bid(…)")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<PlayerId, E> {
                Ok(text.into())
            }
        }

        deserializer.deserialize_str(PlayerIdVisitor)
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

    #[test]
    fn participants_are_written_back_as_they_came() {
        for text in [
            "xuid(2533274855333605)",
            "bid(3.0)",
            "bid(0.0)",
            "bid(3.1)",
            "bid(03.0)",
            "xuid(007)",
            "XUID(2533274855333605)",
            "aid(7)",
            "",
            "xuid(99999999999999999999)",
        ] {
            assert_eq!(PlayerId::from(text).to_string(), text);
        }
        assert_eq!(
            PlayerId::from("bid(3.0)").bot().and_then(BotId::name),
            Some("343 Ellis")
        );
        assert_eq!(
            PlayerId::from("xuid(2533274855333605)").xuid(),
            Some(Xuid(2533274855333605))
        );
    }
}
