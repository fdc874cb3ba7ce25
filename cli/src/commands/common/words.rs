//! Words and colours of outcomes, teams, kinds and rarities.

use halo_infinite::refdata::{LifecycleMode, Outcome, Team};

use crate::show::Paint;

/// The colour of an outcome.
pub fn outcome_paint(outcome: Outcome) -> Paint {
    match outcome {
        Outcome::Win => Paint::Good,
        Outcome::Loss => Paint::Bad,
        _ => Paint::Plain,
    }
}

/// The colour of a team.
pub fn team_paint(team: Team) -> Paint {
    match team {
        Team::Eagle => Paint::Blue,
        Team::Cobra => Paint::Red,
        _ => Paint::Plain,
    }
}

/// The kind of a match, as `--type` has it.
pub fn kind_name(mode: LifecycleMode) -> String {
    match mode {
        LifecycleMode::Matchmade => "matchmaking".into(),
        LifecycleMode::Custom => "custom".into(),
        LifecycleMode::CustomLan => "local".into(),
        other => other.to_string(),
    }
}

/// The playlist of a match, or the kind of a match without one.
pub fn place_name(playlist: Option<&str>, kind: &str) -> String {
    match (playlist, kind) {
        (Some(playlist), _) => playlist.to_owned(),
        (None, "custom") => "custom game".into(),
        (None, "local") => "local game".into(),
        (None, kind) => kind.to_owned(),
    }
}

/// The colour of a rarity of items.
pub fn quality_paint(quality: Option<&str>) -> Paint {
    match quality {
        Some("Legendary") => Paint::Notice,
        Some("Epic") => Paint::Magenta,
        Some("Rare") => Paint::Cyan,
        _ => Paint::Plain,
    }
}

/// The words of a name of the services, in lower case: `armor helmet` for `ArmorHelmet`, `BTB` as it is.
pub fn words(name: &str) -> String {
    let mut words = String::new();
    let mut before = None::<char>;
    for letter in name.chars() {
        let starts_word = letter.is_uppercase() && before.is_some_and(char::is_lowercase);
        if starts_word {
            words.push(' ');
        }
        words.push(letter);
        before = Some(letter);
    }
    let is_acronym = |word: &str| word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
    let words = words.split_whitespace().map(|word| match is_acronym(word) {
        true => word.to_owned(),
        false => word.to_lowercase(),
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_of_the_services_become_words() {
        for (name, text) in [
            ("ArmorHelmet", "armor helmet"),
            ("BTB", "BTB"),
            ("PveBots", "pve bots"),
            ("AiColor", "ai color"),
            ("", ""),
        ] {
            assert_eq!(words(name), text);
        }
    }
}
