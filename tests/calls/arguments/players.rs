//! All spellings of a player are equal, and an invalid player is an error with a reason.

use halo_infinite::{Player, Xuid};

use halo_infinite::types::{BotId, PlayerId};
use proptest::prelude::*;

use crate::support::properties::config;

fn xuid() -> impl Strategy<Value = u64> {
    1_000_000_000_000_000_u64..10_000_000_000_000_000
}

/// White space of any kind, as in pasted text.
fn blanks() -> impl Strategy<Value = String> {
    "[ \t\r\n\u{a0}\u{3000}]{0,3}"
}

/// The letters of `xuid` in any case.
fn word() -> impl Strategy<Value = String> {
    "[xX][uU][iI][dD]"
}

/// Texts that resemble a player.
fn almost() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ xXuUiIdD()0-9\"'é\0\n]{0,24}",
        "xuid\\([0-9]{0,20}\\)",
        "bid\\([0-9]{0,12}\\.[0-9]?\\)",
        "[0-9]{1,30}",
        "[\"' ]{0,4}[a-z]{0,3}[\"' ]{0,4}",
        "\\PC{60,70}",
        "[a-z0-9 #'\"]{0,8}#[ 0-9a]{0,6}",
    ]
}

/// The text without the blanks and the pairs of quotes around it.
fn without_quotes(text: &str) -> &str {
    let text = text.trim();
    let inner = |quote| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).map_or(text, without_quotes)
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn every_way_of_writing_an_xuid_means_the_same(
        number in xuid(), word in word(), blanks in prop::collection::vec(blanks(), 6), quote in "[\"']?",
    ) {
        let [a, b, c, d, e, f] = &blanks[..] else { unreachable!() };
        let expected = Xuid::new(number).unwrap();
        prop_assert_eq!(expected.get(), number);
        for text in [
            number.to_string(),
            format!("{a}{number}{b}"),
            format!("{a}{word}{b}({c}{number}{d}){e}"),
            format!("{a}{quote}{b}{word}({c}{number}{d}){e}{quote}{f}"),
            format!("{a}{quote}{number}{quote}{f}"),
        ] {
            prop_assert_eq!(text.parse::<Xuid>(), Ok(expected), "{:?}", text);
            prop_assert_eq!(text.parse::<Player>(), Ok(expected.into()), "{:?}", text);
            prop_assert_eq!(Player::try_from(&text).unwrap().xuid(), Some(expected));
            prop_assert!(Player::try_from(text).unwrap().gamertag().is_none());
        }
        prop_assert_eq!(Player::try_from(number), Ok(Player::from(expected)));
        prop_assert_eq!(expected.to_string().parse::<Xuid>(), Ok(expected));
        prop_assert_eq!(PlayerId::from(expected.to_string().as_str()), PlayerId::Xuid(expected));
        let json = serde_json::to_string(&expected).unwrap();
        prop_assert_eq!(&json, &format!("\"{number}\""));
        prop_assert_eq!(serde_json::from_str::<Xuid>(&json).unwrap(), expected);
        prop_assert_eq!(serde_json::from_str::<Xuid>(&number.to_string()).unwrap(), expected);
    }

    #[test]
    fn a_text_is_a_player_that_round_trips_or_an_error_with_a_reason(text in almost()) {
        match text.parse::<Player>() {
            Ok(player) => {
                prop_assert!(player.xuid().is_some() != player.gamertag().is_some());
                prop_assert_eq!(Player::try_from(&text), Ok(player.clone()));
                // The player round-trips.
                prop_assert_eq!(player.to_string().parse::<Player>(), Ok(player.clone()));
                prop_assert_eq!(player.xuid(), text.parse::<Xuid>().ok());
                if let Some(gamertag) = player.gamertag() {
                    prop_assert!(!gamertag.contains('#'));
                    // The services ignore blanks in gamertags.
                    let letters = |text: &str| text.replace('#', "").replace(char::is_whitespace, "");
                    prop_assert!(letters(&text).contains(&letters(gamertag)));
                    prop_assert!((1..=64).contains(&gamertag.chars().count()));
                    prop_assert!(!gamertag.chars().any(char::is_control));
                    prop_assert!(!gamertag.bytes().all(|byte| byte.is_ascii_digit()));
                }
            }
            Err(error) => {
                let plain = without_quotes(&text);
                let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                let reason = if plain.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("xuid")) && plain.ends_with(')') {
                    "XUID"
                } else if digits(plain) {
                    "an XUID has 16 digits"
                } else if plain.is_empty() {
                    "the gamertag is empty"
                } else if text.trim().chars().any(char::is_control) {
                    "control characters"
                } else if text.chars().count() > 64 {
                    // The text, or the text without the blanks and quotes around it.
                    if error.to_string().contains('#') { "between" } else { "more than 64 characters" }
                } else {
                    "between a name and its number"
                };
                prop_assert!(error.to_string().starts_with("player: "));
                prop_assert!(error.to_string().contains(reason), "{} for {:?}", error, text);
                prop_assert!(!error.to_string().contains(|letter: char| letter.is_control()));
                prop_assert_eq!(Player::try_from(text.as_str()), Err(error));
            }
        }
    }

    #[test]
    fn sixteen_digits_are_an_xuid_and_any_other_number_is_not(text in "[1-9][0-9]{15}", other: u64) {
        let player = Player::try_from(&text).unwrap();
        prop_assert_eq!(player.xuid(), Xuid::new(text.parse().unwrap()).ok());
        prop_assert!(player.xuid().is_some());
        prop_assert_eq!(Xuid::new(other).is_ok(), other.to_string().len() == 16);
        let player = Player::try_from(other).ok();
        prop_assert_eq!(player.and_then(|player| player.xuid()), other.to_string().parse::<Xuid>().ok());
    }

    #[test]
    fn participants_round_trip(text in almost(), number: u32) {
        let id = PlayerId::from(text.as_str());
        prop_assert_eq!(id.to_string(), text.clone());
        let json = serde_json::to_string(&id).unwrap();
        prop_assert_eq!(serde_json::from_str::<PlayerId>(&json).unwrap(), id);
        prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        let bot = BotId::from(number);
        prop_assert_eq!(PlayerId::from(bot.to_string().as_str()).bot(), Some(bot));
        prop_assert_eq!(bot.get(), number);
    }

    #[test]
    fn an_xuid_in_a_payload_is_any_number(text in almost(), number: u64) {
        let json = serde_json::to_string(&text).unwrap();
        if let Ok(xuid) = serde_json::from_str::<Xuid>(&json) {
            prop_assert_eq!(serde_json::from_str::<Xuid>(&serde_json::to_string(&xuid).unwrap()).unwrap(), xuid);
        }
        prop_assert_eq!(serde_json::from_str::<Xuid>(&number.to_string()).unwrap().get(), number);
    }
}
