//! The files of seasons and of CSR seasons, and their pictures.

use super::calendars;
use super::texts::text;
use crate::wire::png;
use crate::wire::timestamp::in_words;
use crate::world::catalog::seasons::{self, Season};
use serde_json::{Value, json};

/// The backgrounds and logos that all seasons share, with the fields that name them.
const SHARED: [(&str, &str); 7] = [
    ("SummaryBackgroundPath", "summary_background"),
    ("ChallengesBackgroundPath", "challenges_background"),
    ("BattlePassLogoImage", "battlepass_logo"),
    ("RitualLogoImage", "ritual_logo"),
    ("StorefrontBackgroundImage", "storefront_background"),
    (
        "BattlePassSeasonUpsellBackgroundImage",
        "season_upsell_background",
    ),
    ("ProgressionBackgroundImage", "progression_background"),
];

/// The file of a season, by its lower-case path. Matches name the file of their time differently.
pub(super) fn season(path: &str) -> Option<Value> {
    let season = seasons::ALL
        .iter()
        .find(|season| season.metadata.eq_ignore_ascii_case(path))
        .or_else(|| {
            let named = seasons::CSR.iter().find(|csr| csr.id.eq_ignore_ascii_case(path));
            named.map(|csr| seasons::at(csr.since))
        })?;
    let [logo, season_logo, card] = own_pictures(season);
    let [
        summary,
        challenges,
        pass_logo,
        event_logo,
        store,
        upsell,
        progression,
    ] = SHARED.map(|(_, name)| shared_picture(name));
    Some(json!({
        "DateRange": text(&period(season)),
        "Name": text(season.operation),
        "Logo": logo,
        "Number": number(season),
        "Description": text("New maps, new modes and a new operation."),
        "SummaryBackgroundPath": summary,
        "ChallengesBackgroundPath": challenges,
        "BattlePassLogoImage": pass_logo,
        "SeasonLogoImage": season_logo,
        "RitualLogoImage": event_logo,
        "StorefrontBackgroundImage": store,
        "CardBackgroundImage": card,
        "NarrativeBlurb": text("The Spartans of the sandbox train for their next battle."),
        "BattlePassSeasonUpsellBackgroundImage": upsell,
        "ProgressionBackgroundImage": progression,
    }))
}

/// The number of a season: that of its CSR season, `CsrSeason5-1`.
fn number(season: &Season) -> i64 {
    let digits = season.csr.trim_start_matches("CsrSeason");
    let first = digits.split('-').next().unwrap_or_default();
    first.parse().unwrap_or_default()
}

/// The first and the last day: "May 03, 2022 - November 08, 2022".
fn period(season: &Season) -> String {
    format!("{} - {}", in_words(season.since), in_words(seasons::end(season)))
}

/// The file of a CSR season, by its lower-case path. No capture shows one. The npm package `halo-infinite-api` reads
/// it as a calendar.
pub(super) fn csr_season(path: &str) -> Option<Value> {
    let season = seasons::CSR
        .iter()
        .find(|csr| seasons::csr_path(csr.name).eq_ignore_ascii_case(path))?;
    Some(json!({ "Seasons": [calendars::csr_entry(season)] }))
}

fn shared_picture(name: &str) -> String {
    format!("progression/ScreenBackgrounds/{name}.png")
}

fn own_pictures(season: &Season) -> [String; 3] {
    let file = season.metadata.rsplit('/').next().unwrap_or_default();
    let name = file.trim_end_matches(".json");
    [
        format!("progression/RewardTracks/Season_Switcher_{name}.png"),
        format!("seasons/insignia_{name}_512.png"),
        format!("progression/Switcher/Season_Switcher_{name}.png"),
    ]
}

/// The paths of all pictures.
pub(super) fn pictures() -> impl Iterator<Item = String> {
    let shared = SHARED.map(|(_, name)| shared_picture(name));
    shared
        .into_iter()
        .chain(seasons::ALL.iter().flat_map(own_pictures))
}

/// Whether a picture, by its lower-case path, is a logo and not a wide background.
pub(super) fn is_logo(path: &str) -> bool {
    path.starts_with("seasons/")
}

/// A picture of a season, by its lower-case path.
pub(super) fn picture(path: &str) -> Option<Vec<u8>> {
    let index = pictures().position(|picture| picture.eq_ignore_ascii_case(path))?;
    Some(if is_logo(path) {
        png::plain(512, 512, index)
    } else {
        png::plain(960, 540, index)
    })
}
