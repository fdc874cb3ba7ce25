//! The names in files of the game: medals, career ranks, seasons, items, operations, challenges.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::outage::Outage;
use super::source::Source;
use super::subject::{Key, Subject, stem};
use super::table::{Entry, Value};
use crate::models::common::TranslatedText;
use crate::models::gamecms_hacs::SeasonCalendar;
use crate::request::Request;

/// A progression file with a name. Operations and seasons have a `Name`, challenges a `Title`, items a title in
/// their common data.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NamedFile {
    name: Option<TranslatedText>,
    title: Option<TranslatedText>,
    common_data: Option<NamedItem>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NamedItem {
    title: Option<TranslatedText>,
}

impl NamedFile {
    fn text(self) -> Option<TranslatedText> {
        let item = self.common_data.and_then(|data| data.title);
        self.name.or(self.title).or(item)
    }
}

/// Medals, which are all in one file.
#[inline]
pub(super) fn resolve_medals(source: &Source, wanted: &[(Key, Subject)]) {
    let fetch = || source.client().gamecms_hacs().medal_metadata().send();
    let Some(file) = source.settle_errors(wanted, source.shelves().medals.get(fetch)) else {
        return;
    };
    for (key, subject) in wanted {
        let medal = match subject {
            Subject::Medal(id) => file.medal(*id),
            _ => None,
        };
        let name = medal.map(|medal| Value::Translated(Arc::new(medal.name.clone())));
        source.table().set(key.clone(), name.into());
    }
}

/// Career ranks, which are all in one file.
#[inline]
pub(super) fn resolve_career_ranks(source: &Source, wanted: &[(Key, Subject)]) {
    let fetch = || source.client().gamecms_hacs().career_reward_track().send();
    let Some(file) = source.settle_errors(wanted, source.shelves().career.get(fetch)) else {
        return;
    };
    for (key, subject) in wanted {
        let rank = match subject {
            Subject::CareerRank(number) => file.rank(*number),
            _ => None,
        };
        let name = rank.map(|rank| Value::CareerRank(Arc::new(rank.clone())));
        source.table().set(key.clone(), name.into());
    }
}

/// Seasons: the calendar has the path of the file with the name. CSR seasons of one year share the season's name.
#[inline]
pub(super) fn resolve_seasons(source: &Source, wanted: &[(Key, Subject)]) {
    let is_csr = |(_, path): &(Key, Box<str>)| is_csr(path);
    let (csr, mut files): (Vec<_>, Vec<_>) = wanted.iter().filter_map(path_of).partition(is_csr);
    if !csr.is_empty() {
        let fetch = || source.client().gamecms_hacs().season_calendar().send();
        let calendar = source.shelves().seasons.get(fetch);
        for (key, path) in csr {
            match &calendar {
                Err(error) => source.table().set(key, Entry::Missing(Some(error.clone()))),
                Ok(calendar) => match metadata_path(calendar, &path) {
                    Some(path) => files.push((key, path.into())),
                    None => source.table().set(key, Entry::Missing(None)),
                },
            }
        }
    }
    fetch(source, &files);
}

/// Files with a name.
#[inline]
pub(super) fn resolve_files(source: &Source, wanted: &[(Key, Subject)]) {
    let files: Vec<_> = wanted.iter().filter_map(path_of).collect();
    fetch(source, &files);
}

fn path_of((key, subject): &(Key, Subject)) -> Option<(Key, Box<str>)> {
    match subject {
        Subject::Season(path) | Subject::File(path) => Some((key.clone(), path.clone())),
        _ => None,
    }
}

/// Fetches each file once, and sets the names of its keys.
#[inline]
fn fetch(source: &Source, files: &[(Key, Box<str>)]) {
    let mut by_path: BTreeMap<&str, Vec<&Key>> = BTreeMap::new();
    for (key, path) in files {
        by_path.entry(path).or_default().push(key);
    }
    let request = |path: &str| -> Request<NamedFile> {
        source.client().gamecms_hacs().progression_file(path).of_model()
    };
    let files: Vec<_> = by_path.into_iter().collect();
    let mut outage = Outage::default();
    for fetched in source.client().fetch(files.iter().map(|(path, _)| request(path))) {
        let Some((_, keys)) = files.get(fetched.index) else {
            continue;
        };
        let end = outage.ends_with(&fetched.result);
        let entry = match fetched.result.map(NamedFile::text) {
            Ok(Some(text)) => Entry::Known(Value::Translated(Arc::new(text))),
            Ok(None) => Entry::Missing(None),
            Err(error) => Entry::Missing(Some(error)),
        };
        for key in keys {
            source.table().set((*key).clone(), entry.clone());
        }
        if let Some(error) = end {
            source.give_up(files.iter().flat_map(|(_, keys)| keys.iter().copied()), &error);
            break;
        }
    }
}

fn is_csr(path: &str) -> bool {
    path.get(..4)
        .is_some_and(|folder| folder.eq_ignore_ascii_case("csr/"))
}

/// The path of the season's own file. The calendar lists one CSR season for each season; the others of the season
/// have the same first number, such as `CsrSeason5-1` and `CsrSeason5-2`.
fn metadata_path<'c>(calendar: &'c SeasonCalendar, csr_path: &str) -> Option<&'c str> {
    let find = |is_it: &dyn Fn(&str) -> bool| {
        let mut seasons = calendar.in_order();
        seasons.find(|season| season.csr_season_file_path.as_deref().is_some_and(is_it))
    };
    let number = |path: &str| stem(path).split('-').next().map(str::to_ascii_lowercase);
    let season = find(&|path| path.eq_ignore_ascii_case(csr_path))
        .or_else(|| find(&|path| number(path) == number(csr_path)));
    season?.season_metadata.as_deref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csr_seasons_have_the_name_of_their_season() {
        let season = |csr: &str, file: &str, start: &str| {
            format!(
                r#"{{"CsrSeasonFilePath": "Csr/Seasons/{csr}.json", "SeasonMetadata": "Seasons/{file}.json",
                    "StartDate": {{"ISO8601Date": "{start}T17:00:00Z"}}}}"#
            )
        };
        let json = format!(
            r#"{{"Seasons": [{}]}}"#,
            [
                season("CsrSeason5-1", "Season5-Op2", "2023-11-14"),
                season("CsrSeason5-1", "Season5-Op1", "2023-10-17"),
                season("CsrSeason1-2", "Season1", "2021-06-20"),
            ]
            .join(",")
        );
        let calendar: SeasonCalendar = serde_json::from_str(&json).unwrap();
        for (csr, file) in [
            ("CsrSeason5-1", Some("Seasons/Season5-Op1.json")),
            ("csrseason5-3", Some("Seasons/Season5-Op1.json")),
            ("CsrSeason1-1", Some("Seasons/Season1.json")),
            ("CsrSeason15-1", None),
            ("", None),
        ] {
            let path = format!("Csr/Seasons/{csr}.json");
            assert_eq!(metadata_path(&calendar, &path), file, "{csr}");
        }
    }
}
