//! The JSON of assets.

use super::owned::Owned;
use super::version_json::patched;
use crate::app::App;
use crate::wire::timestamp::envelope;
use crate::world::ugc::Ugc;
use serde_json::{Map, Value, json};

/// An asset.
pub(super) fn asset(asset: &Ugc) -> Value {
    let owner = asset.author.id();
    let usage = &asset.usage;
    let unset = json!({ "ISO8601Date": "" });
    json!({
        "AssetId": asset.id.to_string(),
        "Kind": asset.kind as i64,
        "OriginalOwner": owner,
        "Admin": owner,
        "LastModifiedDateUtc": envelope(asset.modified),
        "CreatedDateUtc": envelope(asset.created),
        "InternalName": asset.name,
        "Description": "",
        "HardDeleteTimeUtc": null,
        "Permissions": [{
            "CanonicalToken": owner,
            "AuthoringRole": 6,
            "GrantedBy": "the_guardians",
            "GrantedOnDateUtc": envelope(asset.created),
        }],
        "AssetStats": {
            "Favorites": usage.favorites,
            "FilmBookmarks": 0,
            "Likes": usage.likes,
            "Ratings": {
                "AverageRating": usage.stars(),
                "TotalCount": usage.ratings,
                "Ratings": [],
            },
            "ParentAssetCount": usage.parents,
            "LastModifiedDateUtc": if usage.ratings == 0 { unset } else { envelope(asset.modified) },
            "IgnoreReports": false,
        },
        "AssetHome": 2,
        "IsCurrentlyBeingEdited": false,
    })
}

/// An asset on a page of a player's assets, with the name of its latest version.
pub(super) fn listed(app: &App, owned: &Owned, times: bool) -> Value {
    let latest = owned.asset.versions().last().map(|version| version.id);
    let latest = latest.unwrap_or(owned.asset.version);
    let mut json = Map::new();
    json.insert("Images".to_owned(), json!([]));
    json.insert("LatestVersionId".to_owned(), json!(latest.to_string()));
    json.insert("PublicName".to_owned(), json!(patched(app, owned, latest).name));
    if let Value::Object(fields) = asset(&owned.asset) {
        json.extend(fields);
    }
    if !times {
        json.insert("LastModifiedDateUtc".to_owned(), Value::Null);
        json.insert("CreatedDateUtc".to_owned(), Value::Null);
    }
    Value::Object(json)
}
