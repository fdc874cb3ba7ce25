//! The guides: indexes of the files. The real ones describe the game's binary format; the sandbox serves JSON, and so
//! its guides describe JSON without compression.

use super::content::{Content, tag};
use super::{academy, images, messages, multiplayer, playlists, specs};
use crate::world::catalog::{challenges, events, seasons};
use crate::world::rewards::CURRENCIES;
use crate::world::wardrobe;
use serde_json::{Value, json};

/// The guide of the files below a root, in lower case. `find` returns a file by its lower-case path.
pub(super) fn guide(root: &str, find: impl Fn(&str) -> Option<Content>) -> Option<Value> {
    let files: Vec<Value> = match root {
        "images" => pictures(find),
        "multiplayer" => {
            let paths = playlists::paths().chain(academy::PATHS.map(str::to_owned));
            files(root, paths.chain(multiplayer::PATHS.map(str::to_owned)), find)
        }
        "news" => files(root, [messages::NEWS.to_owned()].into_iter(), find),
        "progression" => files(root, progression(), find),
        "specs" => files(root, specs::PATHS.map(str::to_owned).into_iter(), find),
        "titleauthorization" => Vec::new(),
        _ => return None,
    };
    Some(json!({
        "Accept": "application/json",
        "AcceptEncoding": "identity",
        "AcceptLanguage": "en-US",
        "Files": files,
    }))
}

/// The files with these paths, which may be in any case and may repeat, in the order of the paths.
fn files(
    root: &str,
    paths: impl Iterator<Item = String>,
    find: impl Fn(&str) -> Option<Content>,
) -> Vec<Value> {
    let mut paths: Vec<String> = paths.map(|path| path.to_lowercase()).collect();
    paths.sort_unstable();
    paths.dedup();
    let entry = |path: String| {
        let content = find(&path)?;
        Some(file(root, &path, &content.tag(&path), content.len()))
    };
    paths.into_iter().filter_map(entry).collect()
}

/// The pictures. Those of a group have one length, so only the first of each is made.
fn pictures(find: impl Fn(&str) -> Option<Content>) -> Vec<Value> {
    let mut entries = Vec::new();
    for group in images::groups() {
        let first = group.first().map(|path| path.to_lowercase());
        let Some(content) = first.and_then(|path| find(&path)) else {
            continue;
        };
        let length = content.len();
        entries.extend(group.into_iter().map(|path| (path.to_lowercase(), length)));
    }
    entries.sort_unstable();
    entries.dedup();
    entries
        .into_iter()
        .map(|(path, length)| file("images", &path, &tag(&path), length))
        .collect()
}

fn progression() -> impl Iterator<Item = String> {
    let calendars = [
        "Csr/Calendars/CsrSeasonCalendar.json",
        "Calendars/Seasons/SeasonCalendar.json",
        "RewardTracks/CareerRanks/careerRank1.json",
    ];
    let seasons = seasons::ALL
        .iter()
        .flat_map(|season| [season.metadata, season.track]);
    let events = events::ALL.iter().map(|event| event.track);
    let named = calendars
        .into_iter()
        .chain(seasons)
        .chain(events)
        .chain(CURRENCIES);
    let decks = [challenges::WEEKLY_DECK, challenges::DAILY_DECK].map(challenges::deck_path);
    named
        .map(str::to_owned)
        .chain(seasons::CSR.iter().map(|season| seasons::csr_path(season.name)))
        .chain(decks)
        .chain(challenges::challenge_paths())
        .chain(wardrobe::files())
}

fn file(root: &str, path: &str, tag: &str, length: usize) -> Value {
    json!({
        "Uri": {
            "AuthorityId": "gamecms",
            "Path": format!("/hi/{root}/file/{path}"),
            "QueryString": "",
            "RetryPolicyId": "",
            "TopicName": "",
            "AcknowledgementTypeId": 0,
            "AuthenticationLifetimeExtensionSupported": false,
            "ClearanceAware": true,
        },
        "ETag": tag,
        "ContentLength": length,
        "Usage": if root == "news" { 4 } else { 1 },
    })
}
