//! The JSON of versions.

use super::owned::Owned;
use crate::app::App;
use crate::services::asset_files::stored;
use crate::services::discovery_ugc::{asset_json, film};
use crate::wire::timestamp::envelope;
use crate::world::ugc::Ugc;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// An asset with the texts of one of its versions.
pub(super) fn patched(app: &App, owned: &Owned, version: Uuid) -> Ugc {
    let asset = &owned.asset;
    // At the start all versions have the same texts.
    let first = app.world.ugc_assets().get(asset.kind, asset.id);
    let mut asset = first.unwrap_or(asset).clone();
    if let Some(patch) = app.content.patch_of(version) {
        patch.apply(&mut asset);
    }
    asset
}

/// A version; `None` if it does not exist.
pub(super) fn version(app: &App, owned: &Owned, id: Uuid) -> Option<Value> {
    let versions = owned.asset.versions();
    let index = versions.iter().position(|version| version.id == id)?;
    let version = versions.get(index)?;
    let previous = index.checked_sub(1).and_then(|index| versions.get(index));
    let asset = patched(app, owned, id);
    let changed = app.content.patch_of(id).map(|patch| patch.modified);
    let recording = owned.plan.and_then(|plan| Some((plan, app.world.film(plan)?)));
    let (custom_data, files) = match &recording {
        Some((plan, recording)) => (film::custom_data(plan, recording), film::files(recording)),
        None => (
            asset_json::custom_data(&asset),
            stored(&asset.path_of(id), json!(asset.files)),
        ),
    };
    Some(json!({
        "CustomData": custom_data,
        "AssetVersionFiles": files,
        "Links": links(&asset),
        "AssetId": asset.id.to_string(),
        "AssetVersionId": id.to_string(),
        "PublicName": asset.name,
        "Description": asset.description,
        "CreatedDate": envelope(version.created),
        "LastModifiedDate": envelope(changed.unwrap_or(version.created)),
        "VersionNumber": version.number,
        "Note": version.note,
        "AssetState": 1,
        "Tags": asset.tags,
        "Contributors": [],
        "AssetHome": 2,
        "ExemptFromAutoDelete": false,
        "InspectionResult": 0,
        "CloneBehavior": 0,
        "Player": asset.author.id(),
        "StringCulture": "",
        "PreviousAssetVersionId": previous.map(|previous| previous.id.to_string()),
    }))
}

/// A version as lists have it.
pub(super) fn without_files(mut version: Value) -> Value {
    version["AssetVersionFiles"] = stored("", json!([]));
    version
}

/// The assets to which an asset refers, by kind.
fn links(asset: &Ugc) -> Value {
    let mut links = Map::new();
    for (kind, id) in asset.references() {
        let link = json!({ "TargetAssetId": id.to_string(), "TargetAssetVersionId": null, "Order": 0 });
        let of_kind = links.entry(format!("{kind:?}")).or_insert_with(|| json!([]));
        if let Value::Array(of_kind) = of_kind {
            of_kind.push(link);
        }
    }
    Value::Object(links)
}
