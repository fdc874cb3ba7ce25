//! The names of maps, modes, playlists and map-mode pairs.

use serde::Deserialize;
use uuid::Uuid;

use super::outage::Outage;
use super::source::Source;
use super::subject::{Key, Subject};
use super::table::{Entry, Value};
use crate::request::Request;
use crate::services::discovery_ugc::Localized;
use crate::types::AssetId;

/// The name of an asset, and the assets whose names come along with it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NamedAsset {
    public_name: String,
    rotation_entries: Option<Vec<NamedLink>>,
    map_link: Option<NamedLink>,
    ugc_game_variant_link: Option<NamedLink>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NamedLink {
    asset_id: Uuid,
    public_name: String,
}

/// Fetches the names of these assets. Pairs come last, since playlists name the pairs of their rotation.
#[inline]
pub(super) fn resolve(source: &Source, wanted: &[(Key, Subject)]) {
    let is_pair = |(_, subject): &&(Key, Subject)| matches!(subject, Subject::MapModePair(_));
    let (pairs, others): (Vec<_>, Vec<_>) = wanted.iter().partition(is_pair);
    for group in [others, pairs] {
        let group = group
            .into_iter()
            .filter(|(key, _)| matches!(source.table().get(key), Some(Entry::Pending)))
            .cloned()
            .collect();
        let gone = fetch(source, group);
        // A version may be deleted while the asset lives on.
        let current = gone.into_iter().map(|(key, _)| {
            let subject = key.subject.clone();
            (key, subject)
        });
        fetch(source, current.collect());
    }
}

/// Fetches the names of these assets. Returns those whose version the service does not have.
#[inline]
fn fetch(source: &Source, wanted: Vec<(Key, Subject)>) -> Vec<(Key, Subject)> {
    let requests: Vec<_> = wanted
        .into_iter()
        .filter_map(|(key, subject)| Some((request(source, &subject)?, key, subject)))
        .collect();
    let mut gone = Vec::new();
    let mut outage = Outage::default();
    for fetched in source
        .client()
        .fetch(requests.iter().map(|(request, ..)| request))
    {
        let Some((_, key, subject)) = requests.get(fetched.index) else {
            continue;
        };
        let end = outage.ends_with(&fetched.result);
        match fetched.result {
            Ok(asset) => {
                learn_links(source, &asset);
                let value = Value::Plain(asset.public_name.into());
                source.table().set(key.clone(), Entry::Known(value));
            }
            Err(error) if error.status() == Some(404) && has_version(subject) => {
                gone.push((key.clone(), subject.clone()));
            }
            Err(error) => source.table().set(key.clone(), Entry::Missing(Some(error))),
        }
        if let Some(error) = end {
            source.give_up(requests.iter().map(|(_, key, _)| key), &error);
            break;
        }
    }
    gone
}

fn has_version(subject: &Subject) -> bool {
    subject.asset().is_some_and(|id| id.version().is_some())
}

fn request(source: &Source, subject: &Subject) -> Option<Request<NamedAsset>> {
    let ugc = source.client().discovery_ugc();
    Some(match subject {
        Subject::Map(id) => localized(source, ugc.map(id)),
        Subject::Mode(id) => localized(source, ugc.ugc_game_variant(id)),
        Subject::MapModePair(id) => localized(source, ugc.map_mode_pair(id)),
        Subject::Playlist(id) => localized(source, ugc.playlist(id)),
        _ => return None,
    })
}

fn localized<T: Localized>(source: &Source, request: Request<T>) -> Request<NamedAsset> {
    let request = match source.language() {
        Some(tag) => request.language(tag),
        None => request,
    };
    request.of_model()
}

/// Learns the names of linked assets, in English: whether the service translates links is not known.
fn learn_links(source: &Source, asset: &NamedAsset) {
    if source.language().is_some() {
        return;
    }
    let learn = |link: &NamedLink, subject: fn(AssetId) -> Subject| {
        let key = subject(AssetId::from(link.asset_id)).key(None);
        let name = link.public_name.as_str();
        source.table().learn(key, Value::Plain(name.into()));
    };
    for entry in asset.rotation_entries.iter().flatten() {
        learn(entry, Subject::MapModePair);
    }
    if let Some(map) = &asset.map_link {
        learn(map, Subject::Map);
    }
    if let Some(mode) = &asset.ugc_game_variant_link {
        learn(mode, Subject::Mode);
    }
}
