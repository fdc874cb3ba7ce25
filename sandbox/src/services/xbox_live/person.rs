//! A person's names and numbers on Xbox Live.

use crate::rng::Rng;
use crate::services::profile::picture;
use crate::world::Person;

/// The profile of a person.
pub(super) struct Profile<'a> {
    pub(super) gamertag: &'a str,
    pub(super) modern: &'a str,
    /// The number behind the modern gamertag; empty if it has none.
    pub(super) suffix: &'a str,
    pub(super) picture: String,
    pub(super) gamerscore: i64,
    pub(super) tier: &'static str,
    pub(super) tenure: i64,
    pub(super) reputation: &'static str,
    pub(super) bio: &'static str,
    pub(super) location: &'static str,
    pub(super) is_online: bool,
    pub(super) followers: i64,
}

impl<'a> Profile<'a> {
    pub(super) fn of(person: &'a Person) -> Self {
        let mut rng = Rng::for_subject(person.xuid(), "xbox profile");
        let (modern, suffix) = modern_gamertag(person.gamertag());
        Self {
            gamertag: person.gamertag(),
            modern,
            suffix,
            picture: picture(person),
            gamerscore: rng.between(40, 24_000) * 5,
            tier: rng.pick(&["Gold", "Silver"]),
            tenure: rng.between(0, 20),
            reputation: rng.pick(&["GoodPlayer", "GoodPlayer", "GoodPlayer", "NeedsImprovement"]),
            bio: rng.pick(&["", "", "Zeta Halo local", "Always up for Fiesta"]),
            location: rng.pick(&["", "", "Bandit Woods", "New Mombasa"]),
            is_online: rng.chance(30),
            followers: rng.between(0, 400),
        }
    }

    pub(super) fn unique(&self) -> String {
        match self.suffix {
            "" => self.modern.to_owned(),
            suffix => format!("{}#{suffix}", self.modern),
        }
    }
}

/// A modern gamertag ends with four digits that Xbox Live chose; the name before them has no blank at its end.
fn modern_gamertag(gamertag: &str) -> (&str, &str) {
    let name = gamertag.trim_end_matches(|letter: char| letter.is_ascii_digit());
    match gamertag.strip_prefix(name) {
        Some(suffix) if suffix.len() == 4 && !name.ends_with(' ') => (name, suffix),
        _ => (gamertag, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::modern_gamertag;

    #[test]
    fn four_digits_behind_a_name_are_a_suffix() {
        assert_eq!(modern_gamertag("xLuna4821"), ("xLuna", "4821"));
        assert_eq!(modern_gamertag("BXR 2004"), ("BXR 2004", ""));
        assert_eq!(modern_gamertag("CTF Carlos77"), ("CTF Carlos77", ""));
        assert_eq!(modern_gamertag("Noble Fjord"), ("Noble Fjord", ""));
    }
}
