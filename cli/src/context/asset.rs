//! Playlists, maps and modes on the command line: by name, by part of it, or by GUID.

use std::time::Duration;

use halo_infinite::models::discovery_ugc::AssetSearchResult;
use halo_infinite::names::Subject;
use halo_infinite::refdata::AssetKind;
use halo_infinite::services::discovery_ugc::{SearchOrder, SearchSort};
use halo_infinite::services::gamecms_hacs::GuideKind;
use halo_infinite::types::{AssetId, Guid, playlists};

use super::Context;
use crate::failure::Failure;
use crate::show::printable;

/// An asset that the command line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The ID: of the current version if the command line gave a name.
    pub id: AssetId,
    /// The name, in the chosen language.
    pub name: String,
}

/// The list of playlists changes with the weekly updates of the game.
const LIST_AGE: Duration = Duration::from_secs(3600);
/// Results of a search that may be meant by a name.
const SEARCHED: u32 = 50;
/// Candidates that an error lists.
const LISTED: usize = 20;

impl Context {
    /// The playlist with this name, with a name that contains these words, or with this GUID. Of several with the same
    /// name, a well-known one.
    pub fn playlist(&self, text: &str) -> Result<Named, Failure> {
        if let Ok(guid) = text.parse::<Guid>() {
            return self.named_playlist(guid);
        }
        // Names of well-known playlists need no request, if no two playlists share them.
        let mut well_known = playlists::ALL.iter().filter(|(_, name)| fold(name) == fold(text));
        if let (Some((guid, _)), None) = (well_known.next(), well_known.next()) {
            return self.named_playlist(*guid);
        }
        let names = self.names()?;
        let ids: Vec<AssetId> = self.playlists()?.into_iter().map(AssetId::current).collect();
        let subjects: Vec<Subject> = ids.iter().copied().map(Subject::Playlist).collect();
        let progress = self.out.progress("names of the playlists", None);
        names.prepare(subjects.as_slice());
        drop(progress);
        let known = ids.into_iter().filter_map(|id| {
            let name = names.playlist(id);
            (!name.is_placeholder()).then(|| Named {
                id,
                name: name.to_string(),
            })
        });
        let known: Vec<Named> = known.collect();
        let same = |id: AssetId| {
            known
                .iter()
                .find(|named| named.id == id && fold(&named.name) == fold(text))
        };
        let mut well_known = playlists::ALL.iter().map(|(guid, _)| AssetId::current(*guid));
        match well_known.find_map(same) {
            Some(named) => Ok(named.clone()),
            None => choose("playlist", text, known),
        }
    }

    /// The playlists that matchmaking has a configuration of.
    pub fn playlists(&self) -> Result<Vec<Guid>, Failure> {
        let guide = self.client()?.gamecms_hacs().guide(GuideKind::Multiplayer);
        let guide = guide.max_age(LIST_AGE).send()?;
        let paths = guide.files.iter().filter_map(|file| file.relative_path());
        let ids = paths.filter_map(|path| {
            let (folder, file) = path.rsplit_once('/')?;
            let is_playlist = folder.eq_ignore_ascii_case("playlists/assets");
            let (id, _) = file.rsplit_once('.').filter(|_| is_playlist)?;
            id.parse().ok()
        });
        Ok(ids.collect())
    }

    /// The map with this name, with a name that contains these words, or with this GUID.
    pub fn map(&self, text: &str) -> Result<Named, Failure> {
        self.searched(AssetKind::Map, "map", text)
    }

    /// The mode with this name, such as `Ranked:Slayer`, with a name that contains these words, or with this GUID.
    pub fn mode(&self, text: &str) -> Result<Named, Failure> {
        self.searched(AssetKind::UgcGameVariant, "mode", text)
    }

    /// The map, mode or prefab with this name. Of several with the same name, that of the studio.
    pub fn searched(&self, kind: AssetKind, noun: &'static str, text: &str) -> Result<Named, Failure> {
        if let Ok(guid) = text.parse::<Guid>() {
            let id = AssetId::current(guid);
            let names = self.names()?;
            let name = match kind {
                AssetKind::Map => names.map(id).to_string(),
                AssetKind::UgcGameVariant => names.mode(id).to_string(),
                _ => guid.to_string(),
            };
            return Ok(Named { id, name });
        }
        let search = self
            .client()?
            .discovery_ugc()
            .search_assets()
            .kind(kind)
            .term(text);
        let search = search.sort(SearchSort::PlaysAllTime, SearchOrder::Descending);
        let found = search.count(SEARCHED).send()?.results;
        let same: Vec<_> = found
            .iter()
            .filter(|found| fold(&found.name) == fold(text))
            .collect();
        let mut studios = same.iter().filter(|found| is_of_studio(found));
        if let (Some(studios), None) = (studios.next(), studios.next()) {
            return Ok(named(studios));
        }
        choose(noun, text, found.iter().map(named).collect())
    }

    fn named_playlist(&self, guid: Guid) -> Result<Named, Failure> {
        let id = AssetId::current(guid);
        Ok(Named {
            id,
            name: self.names()?.playlist(id).to_string(),
        })
    }
}

/// Whether the author is an account of the studio, and no player.
fn is_of_studio(found: &AssetSearchResult) -> bool {
    let author = found.original_author.as_ref();
    author.is_some_and(|author| author.xuid().is_none())
}

fn named(found: &AssetSearchResult) -> Named {
    Named {
        id: AssetId::current(found.asset_id.into()),
        name: found.name.clone(),
    }
}

/// The only asset with this name, else the only one whose name contains these words.
fn choose(noun: &str, text: &str, all: Vec<Named>) -> Result<Named, Failure> {
    let wanted = fold(text);
    let words: Vec<&str> = wanted.split(' ').collect();
    let (same, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|named| fold(&named.name) == wanted);
    let (similar, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|named| {
        let name = fold(&named.name);
        words.iter().all(|word| name.contains(word))
    });
    let candidates = if same.is_empty() { similar } else { same };
    match candidates.as_slice() {
        [only] => Ok(only.clone()),
        [] if others.is_empty() => Err(Failure::new(
            format!("there is no {noun} `{text}`"),
            "check its spelling, or give its GUID",
        )),
        [] => Err(Failure::new(
            format!("there is no {noun} `{text}`"),
            format!("choose {}", list(&others)),
        )),
        several => Err(Failure::new(
            format!("`{text}` fits {} {noun}s", several.len()),
            format!("choose {}", list(several)),
        )),
    }
}

/// Candidates in an error. Those that share their name have their GUIDs too.
fn list(candidates: &[Named]) -> String {
    let is_shared = |named: &Named| candidates.iter().filter(|other| other.name == named.name).count() > 1;
    let mut texts: Vec<String> = candidates
        .iter()
        .take(LISTED)
        .map(|named| match is_shared(named) {
            true => format!("{} ({})", printable(&named.name), named.id.asset()),
            false => printable(&named.name),
        })
        .collect();
    texts.sort();
    match candidates.len().saturating_sub(LISTED) {
        0 => texts.join(", "),
        more => format!("{}, or one of {more} more", texts.join(", ")),
    }
}

/// The words of a name, in lower case, with single blanks between them: `ranked slayer` for `Ranked:Slayer`.
fn fold(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Named> {
        ["Ranked Arena", "Ranked Slayer", "Quick Play", "Fiesta", "Fiesta"]
            .into_iter()
            .zip(1..)
            .map(|(name, number)| Named {
                id: AssetId::current(Guid::from_u128(number)),
                name: name.to_owned(),
            })
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
        ] {
            assert_eq!(choose("playlist", text, all()).unwrap().name, name, "{text}");
        }
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
                "`fiesta` fits 2 playlists: choose Fiesta (00000000-0000-0000-0000-000000000004), \
                 Fiesta (00000000-0000-0000-0000-000000000005)",
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
        let error = choose("map", "nowhere", Vec::new()).unwrap_err().to_string();
        assert_eq!(
            error,
            "there is no map `nowhere`: check its spelling, or give its GUID"
        );
    }

    #[test]
    fn a_name_cannot_move_the_cursor() {
        let evil = Named {
            id: AssetId::current(Guid::from_u128(9)),
            name: "Arena\u{1b}[2J\n".to_owned(),
        };
        let error = choose("map", "nowhere", vec![evil]).unwrap_err().to_string();
        assert!(!error.contains(['\u{1b}', '\n']), "{error:?}");
    }

    #[test]
    fn a_long_list_is_cut() {
        let many: Vec<Named> = (0..25_u128)
            .map(|number| Named {
                id: AssetId::current(Guid::from_u128(number)),
                name: format!("Arena {number}"),
            })
            .collect();
        let error = choose("map", "arena", many).unwrap_err().to_string();
        assert!(error.ends_with(", or one of 5 more"), "{error}");
    }
}
