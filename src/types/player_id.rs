//! Participants of matches: human players and bots.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::xuid::{Xuid, is_digits};
use crate::decode::one_form;
use crate::refdata::bot_name;

/// A bot, by the number in its ID: 3 in `bid(3.0)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BotId(u32);

impl BotId {
    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The bot's name, such as `343 Ellis`; `None` for a bot that this version does not know.
    pub fn name(self) -> Option<&'static str> {
        bot_name(self.0)
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

/// A participant of a match: a human player or a bot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PlayerId {
    /// A human player, `xuid(…)` in JSON.
    Xuid(Xuid),
    /// A bot, `bid(…)` in JSON.
    Bot(BotId),
    /// A participant in a notation that this version does not know, unchanged.
    Unknown(Box<str>),
}

impl PlayerId {
    /// The XUID, also of a player in another notation, such as the digits alone; `None` unless this is a human player.
    pub fn xuid(&self) -> Option<Xuid> {
        match self {
            Self::Xuid(xuid) => Some(*xuid),
            Self::Unknown(text) => text.parse().ok(),
            Self::Bot(_) => None,
        }
    }

    /// The bot's ID; `None` unless this is a bot.
    pub fn bot(&self) -> Option<BotId> {
        match self {
            Self::Bot(bot) => Some(*bot),
            _ => None,
        }
    }
}

/// Any text but the exact notation of the API becomes [`PlayerId::Unknown`], so that it round-trips.
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

impl From<Xuid> for PlayerId {
    fn from(xuid: Xuid) -> Self {
        Self::Xuid(xuid)
    }
}

impl From<BotId> for PlayerId {
    fn from(bot: BotId) -> Self {
        Self::Bot(bot)
    }
}

impl From<&PlayerId> for PlayerId {
    fn from(id: &PlayerId) -> Self {
        id.clone()
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

one_form!(PlayerId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn participants_round_trip() {
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
        for text in [
            "xuid(2533274855333605)",
            "2533274855333605",
            "XUID(2533274855333605)",
        ] {
            assert_eq!(
                PlayerId::from(text).xuid(),
                Some(Xuid(2533274855333605)),
                "{text}"
            );
        }
        for text in ["bid(3.0)", "aid(7)", "xuid(007)", ""] {
            assert_eq!(PlayerId::from(text).xuid(), None, "{text}");
        }
    }
}
