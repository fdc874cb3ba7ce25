//! One of several things, by its name or by a part of it.

use std::fmt::Display;

use super::Context;
use crate::failure::Failure;
use crate::show::printable;

/// Candidates that an error lists.
const LISTED: usize = 20;

/// The only thing with this name or ID, else the only one whose name contains these words. Each thing is its ID, beside
/// its name.
pub fn choose<T: Display>(noun: &str, text: &str, all: Vec<(T, String)>) -> Result<(T, String), Failure> {
    let wanted = fold(text);
    let is_same = |(id, name): &(T, String)| fold(name) == wanted || fold(&id.to_string()) == wanted;
    let (same, others): (Vec<_>, Vec<_>) = all.into_iter().partition(is_same);
    let (similar, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|(_, name)| fits(name, text));
    let mut candidates = if same.is_empty() { similar } else { same };
    if candidates.len() > 1 {
        return Err(Failure::new(
            format!("`{text}` fits {} {noun}s", candidates.len()),
            format!("choose {}", list(&candidates)),
        ));
    }
    candidates.pop().ok_or_else(|| {
        Failure::new(
            format!("there is no {noun} `{text}`"),
            match others.is_empty() {
                true => "check its spelling, or give its ID".to_owned(),
                false => format!("choose {}", list(&others)),
            },
        )
    })
}

impl Context {
    /// As [`choose`], among names that were fetched. One that could not be fetched may be the wanted one, so that is the
    /// failure then.
    pub fn choose_named<T: Display>(
        &self,
        noun: &str,
        text: &str,
        all: Vec<(T, String)>,
    ) -> Result<(T, String), Failure> {
        let has_candidates = all.iter().any(|(_, name)| fits(name, text));
        choose(noun, text, all).map_err(|failure| match self.names_error() {
            Some((error, _)) if !has_candidates => error.into(),
            _ => failure,
        })
    }
}

/// Whether a name contains these words, in any case and order: `slayer ranked` fits `Ranked:Slayer`.
pub fn fits(name: &str, text: &str) -> bool {
    let name = fold(name);
    fold(text).split(' ').all(|word| name.contains(word))
}

/// The words of a name, in lower case, with single blanks between them: `ranked slayer` for `Ranked:Slayer`.
pub(super) fn fold(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

/// Candidates in an error. Those that share their name have their IDs too.
fn list<T: Display>(candidates: &[(T, String)]) -> String {
    let is_shared = |name: &String| candidates.iter().filter(|(_, other)| other == name).count() > 1;
    let mut texts: Vec<String> = candidates
        .iter()
        .take(LISTED)
        .map(|(id, name)| match is_shared(name) {
            true => format!("{} ({id})", printable(name)),
            false => printable(name),
        })
        .collect();
    texts.sort();
    match candidates.len().saturating_sub(LISTED) {
        0 => texts.join(", "),
        more => format!("{}, or one of {more} more", texts.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<(u32, String)> {
        ["Ranked Arena", "Ranked Slayer", "Quick Play", "Fiesta", "Fiesta"]
            .into_iter()
            .zip(1001..)
            .map(|(name, id)| (id, name.to_owned()))
            .collect()
    }

    #[test]
    fn a_part_of_a_name_suffices_if_it_fits_one_alone() {
        for (text, name) in [
            ("ranked arena", "Ranked Arena"),
            ("RANKED:ARENA", "Ranked Arena"),
            ("arena", "Ranked Arena"),
            ("slayer rank", "Ranked Slayer"),
            (" quick", "Quick Play"),
            ("1005", "Fiesta"),
        ] {
            assert_eq!(choose("playlist", text, all()).unwrap().1, name, "{text}");
        }
        assert_eq!(choose("playlist", "1005", all()).unwrap().0, 1005);
        // A whole name counts before a part of another.
        let mut modes = all();
        modes.push((1006, "Slayer".to_owned()));
        assert_eq!(choose("mode", "slayer", modes).unwrap().0, 1006);
        assert!(fits("Ranked:CTF", "ctf") && fits("Étoile", "éTO") && !fits("Bazaar", "bazar"));
    }

    #[test]
    fn an_error_lists_the_candidates() {
        for (text, message) in [
            (
                "ranked",
                "`ranked` fits 2 playlists: choose Ranked Arena, Ranked Slayer",
            ),
            (
                "fiesta",
                "`fiesta` fits 2 playlists: choose Fiesta (1004), Fiesta (1005)",
            ),
        ] {
            let error = choose("playlist", text, all()).unwrap_err().to_string();
            assert_eq!(error, message);
        }
        let error = choose("playlist", "slayr", all()).unwrap_err().to_string();
        assert!(
            error.starts_with("there is no playlist `slayr`: choose Fiesta ("),
            "{error}"
        );
        let error = choose::<u32>("map", "nowhere", Vec::new())
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "there is no map `nowhere`: check its spelling, or give its ID"
        );
    }

    #[test]
    fn a_name_cannot_move_the_cursor() {
        let evil = (9, "Arena\u{1b}[2J\n".to_owned());
        let error = choose("map", "nowhere", vec![evil]).unwrap_err().to_string();
        assert!(!error.contains(['\u{1b}', '\n']), "{error:?}");
    }

    #[test]
    fn a_long_list_is_cut() {
        let many: Vec<_> = (0..25)
            .map(|number| (number, format!("Arena {number}")))
            .collect();
        let error = choose("map", "arena", many).unwrap_err().to_string();
        assert!(error.ends_with(", or one of 5 more"), "{error}");
    }
}
