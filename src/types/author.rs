//! Authors of user-generated content.

use std::fmt;
use std::str::FromStr;

use super::argument::{ArgumentError, from_text};
use super::player::Player;
use super::player_id::PlayerId;
use super::xuid::{Xuid, invalid, is_digits, unquoted, wrapped};

/// The author of an asset as an argument of the search: a player, or an account of the studio.
///
/// Methods take `impl TryInto<Author>`: the forms of a [`Player`] except gamertags, and the forms `aaid(…)` and
/// `atui(…)` of accounts. The author of a search result can be passed on:
///
/// ```
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// let ugc = client.discovery_ugc();
/// let page = ugc.search_assets().count(1).send()?;
/// if let Some(author) = &page.results[0].original_author {
///     let more = ugc.search_assets().author(author).send()?;
///     println!("{} assets by {author}", more.estimated_total.unwrap_or_default());
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Author(Name);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Name {
    Xuid(Xuid),
    Account { form: &'static str, id: Box<str> },
}

/// The forms of accounts other than those of players.
const ACCOUNTS: [&str; 2] = ["aaid", "atui"];

impl Author {
    /// The XUID; `None` for an account of the studio.
    pub fn xuid(&self) -> Option<Xuid> {
        match self.0 {
            Name::Xuid(xuid) => Some(xuid),
            Name::Account { .. } => None,
        }
    }
}

impl FromStr for Author {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        let text = unquoted(text);
        if wrapped(text, "xuid").is_some() || is_digits(text) {
            return text.parse().map(Name::Xuid).map(Self);
        }
        let account = ACCOUNTS
            .iter()
            .find_map(|form| Some((*form, wrapped(text, form)?)));
        if let Some((form, id)) = account {
            let is_id = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-';
            if id.is_empty() || !id.bytes().all(is_id) {
                return Err(invalid(format!("`{}` has no ID", text.escape_debug())));
            }
            let id = id.to_ascii_lowercase().into();
            return Ok(Self(Name::Account { form, id }));
        }
        text.parse::<Player>()?.try_into()
    }
}

from_text!(Author);

impl From<Xuid> for Author {
    fn from(xuid: Xuid) -> Self {
        Self(Name::Xuid(xuid))
    }
}

impl From<&Xuid> for Author {
    fn from(xuid: &Xuid) -> Self {
        (*xuid).into()
    }
}

impl TryFrom<u64> for Author {
    type Error = ArgumentError;

    fn try_from(number: u64) -> Result<Self, ArgumentError> {
        Xuid::new(number).map(Self::from)
    }
}

impl TryFrom<&u64> for Author {
    type Error = ArgumentError;

    fn try_from(number: &u64) -> Result<Self, ArgumentError> {
        (*number).try_into()
    }
}

impl TryFrom<Player> for Author {
    type Error = ArgumentError;

    fn try_from(player: Player) -> Result<Self, ArgumentError> {
        player.xuid().map(Self::from).ok_or_else(|| {
            invalid(format!(
                "`{player}` is a gamertag, but an XUID is needed: profile().user_by_gamertag(…) finds it"
            ))
        })
    }
}

impl TryFrom<&Player> for Author {
    type Error = ArgumentError;

    fn try_from(player: &Player) -> Result<Self, ArgumentError> {
        player.clone().try_into()
    }
}

impl TryFrom<&PlayerId> for Author {
    type Error = ArgumentError;

    fn try_from(id: &PlayerId) -> Result<Self, ArgumentError> {
        id.to_string().parse()
    }
}

impl From<&Author> for Author {
    fn from(author: &Author) -> Self {
        author.clone()
    }
}

/// Shows the form that the search takes: `xuid(…)`, `aaid(…)` or `atui(…)`.
impl fmt::Display for Author {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Name::Xuid(xuid) => xuid.fmt(formatter),
            Name::Account { form, id } => write!(formatter, "{form}({id})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_parsed() {
        for (text, author) in [
            ("xuid(2533274855333605)", "xuid(2533274855333605)"),
            (" 2533274855333605 ", "xuid(2533274855333605)"),
            (
                "aaid(5C7909E9-3620-4920-8abf-f18cfb4333b6)",
                "aaid(5c7909e9-3620-4920-8abf-f18cfb4333b6)",
            ),
            ("\"AAID( 5c79 )\"", "aaid(5c79)"),
            ("atui(123)", "atui(123)"),
        ] {
            assert_eq!(text.parse::<Author>().unwrap().to_string(), author, "{text}");
            let id = PlayerId::from(author);
            assert_eq!(Author::try_from(&id).unwrap().to_string(), author);
        }
        let xuid = Xuid::new(2533274855333605).unwrap();
        assert_eq!(Author::try_from(xuid.get()).unwrap().xuid(), Some(xuid));
        assert_eq!("aaid(1)".parse::<Author>().unwrap().xuid(), None);
    }

    #[test]
    fn other_texts_are_errors_with_the_reason() {
        for (text, reason) in [
            ("", "empty"),
            ("Test Tag", "is a gamertag"),
            ("bid(3.0)", "is a gamertag"),
            ("253", "16 digits"),
            ("aaid()", "has no ID"),
            ("aaid(a&b)", "has no ID"),
            ("atui(é)", "has no ID"),
        ] {
            let error = text.parse::<Author>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text:?}: {error}");
        }
        assert!(Author::try_from(7_u64).is_err());
    }
}
