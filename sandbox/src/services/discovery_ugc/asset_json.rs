//! The JSON of assets.

use crate::services::asset_files::stored;
use crate::wire::timestamp::envelope;
use crate::world::catalog::AssetKind;
use crate::world::ugc::manifests::build_guid;
use crate::world::ugc::texts::Language;
use crate::world::ugc::{Author, Details, Key, Library, Ugc};
use serde_json::{Map, Value, json};

/// Formats assets in one language.
pub(super) struct AssetJson<'a> {
    ugc_assets: &'a Library,
    language: Language,
}

impl<'a> AssetJson<'a> {
    pub(super) fn new(ugc_assets: &'a Library, language: Language) -> Self {
        Self { ugc_assets, language }
    }

    /// A complete asset, with the fields of its kind.
    pub(super) fn complete(&self, asset: &Ugc) -> Value {
        let mut json = Map::new();
        let mut put = |field: &str, value: Value| json.insert(field.to_owned(), value);
        put("CustomData", custom_data(asset));
        put("Tags", json!(asset.tags));
        match &asset.details {
            Details::Map { prefabs, .. } => {
                put("PrefabLinks", self.links(prefabs));
            }
            Details::UgcGameVariant { engine } => {
                put("EngineGameVariantLink", self.link_to(engine));
            }
            Details::MapModePair { map, mode } => {
                put("MapLink", self.link_to(map));
                put("UgcGameVariantLink", self.link_to(mode));
            }
            Details::Playlist { entries, .. } => {
                put("RotationEntries", self.rotation(entries));
            }
            Details::Project { maps, modes } => {
                put("MapLinks", self.links(maps));
                put("PlaylistLinks", json!([]));
                put("PrefabLinks", json!([]));
                put("UgcGameVariantLinks", self.links(modes));
                put("MapModePairLinks", json!([]));
            }
            Details::Manifest {
                maps, modes, engines, ..
            } => {
                put("MapLinks", self.links(maps));
                put("UgcGameVariantLinks", self.links(modes));
                put("PlaylistLinks", json!([]));
                put("EngineGameVariantLinks", self.links(engines));
            }
            Details::EngineGameVariant { .. } | Details::Film | Details::Prefab => {}
        }
        json.extend(self.common(asset));
        Value::Object(json)
    }

    fn links(&self, keys: &[Key]) -> Value {
        keys.iter().map(|key| self.link_to(key)).collect()
    }

    /// `null` if the asset does not exist.
    fn link_to(&self, (kind, id): &Key) -> Value {
        let asset = self.ugc_assets.get(*kind, *id);
        asset.map_or(Value::Null, |asset| Value::Object(self.common(asset)))
    }

    fn rotation(&self, entries: &[(Key, i64)]) -> Value {
        let entry = |((kind, id), weight): &(Key, i64)| {
            let asset = self.ugc_assets.get(*kind, *id)?;
            let mut json = Map::new();
            json.insert("Metadata".to_owned(), json!({ "Weight": *weight as f64 }));
            json.extend(self.common(asset));
            Some(Value::Object(json))
        };
        entries.iter().filter_map(entry).collect()
    }

    /// The fields of all assets. Links have only these.
    fn common(&self, asset: &Ugc) -> Map<String, Value> {
        let studio = asset.author == Author::Studio;
        let contributors = if studio {
            Vec::new()
        } else {
            vec![asset.author.id()]
        };
        let inspection = match (asset.author, asset.kind) {
            (Author::Player(_), _) => 5,
            (Author::Studio, AssetKind::Map | AssetKind::EngineGameVariant) => 50,
            (Author::Studio, _) => 0,
        };
        let usage = &asset.usage;
        let fields = [
            ("AssetId", json!(asset.id.to_string())),
            ("VersionId", json!(asset.version.to_string())),
            ("PublicName", json!(asset.name_in(self.language))),
            ("Description", json!(asset.description_in(self.language))),
            ("Files", files(asset)),
            ("Contributors", json!(contributors)),
            ("AssetHome", json!(if studio { 1 } else { 2 })),
            (
                "AssetStats",
                json!({
                    "PlaysRecent": usage.plays_recent,
                    "PlaysAllTime": usage.plays_all_time,
                    "Favorites": usage.favorites,
                    "Likes": usage.likes,
                    "Bookmarks": usage.bookmarks,
                    "ParentAssetCount": usage.parents,
                    "AverageRating": usage.stars(),
                    "NumberOfRatings": usage.ratings,
                }),
            ),
            ("InspectionResult", json!(inspection)),
            ("CloneBehavior", json!(0)),
            ("Order", json!(0)),
            ("PublishedDate", published(asset)),
            ("DisplayOwnerOverride", json!("")),
        ];
        fields
            .map(|(field, value)| (field.to_owned(), value))
            .into_iter()
            .collect()
    }
}

/// Manifests are not published.
fn published(asset: &Ugc) -> Value {
    match asset.kind {
        AssetKind::Manifest => Value::Null,
        _ => envelope(asset.published),
    }
}

fn files(asset: &Ugc) -> Value {
    // Manifests have no files: all these fields are empty.
    match asset.kind {
        AssetKind::Manifest => stored("", json!(asset.files)),
        _ => stored(&asset.path(), json!(asset.files)),
    }
}

pub(in crate::services) fn custom_data(asset: &Ugc) -> Value {
    match &asset.details {
        Details::Map { level, .. } => json!({
            "NumOfObjectsOnMap": asset.objects,
            "TagLevelId": level,
            "IsBaked": true,
            "HasNodeGraph": asset.scripted,
        }),
        Details::UgcGameVariant { .. } => json!({ "KeyValues": {}, "HasNodeGraph": asset.scripted }),
        Details::EngineGameVariant { category } => json!({
            "SubsetData": { "StatBucketGameType": category, "EngineName": "", "VariantName": "" },
            "LocalizedData": {},
        }),
        Details::Prefab => json!({ "Parts": asset.objects, "HasNodeGraph": asset.scripted }),
        Details::Film | Details::MapModePair { .. } | Details::Project { .. } => json!({}),
        Details::Manifest { branch, build, .. } => json!({
            "BranchName": branch,
            "BuildNumber": build,
            "Kind": 1,
            "ContentVersion": "",
            "BuildGuid": build_guid(build).to_string(),
            "Visibility": 0,
        }),
        Details::Playlist {
            ranked,
            entries,
            teams,
            team_size,
        } => {
            let entry = |((_, id), weight): &(Key, i64)| {
                json!({
                    "MapModePairAssetId": id.to_string(),
                    "Metadata": { "Weight": *weight as f64 },
                })
            };
            json!({
                "PlaylistEntries": entries.iter().map(entry).collect::<Value>(),
                "Strategy": 0,
                "MinTeams": teams,
                "MinTeamSize": team_size,
                "MaxTeams": teams,
                "MaxTeamSize": team_size,
                "MaxTeamImbalance": 0,
                "MaxSplitscreenPlayersAllowed": 4,
                "AllowFriendJoinInProgress": false,
                // Nobody replaces the leavers of ranked matches.
                "AllowMatchmakingJoinInProgress": !ranked,
                "AllowBotJoinInProgress": !ranked,
                "ExitExperienceDurationSec": 30,
                "FireteamLeaderKickAllowed": false,
                "DisableMidgameChat": false,
                "AllowedDeviceInputs": [0],
                "BotDifficulty": 0,
                "MinFireteamSize": 1,
                "MaxFireteamSize": team_size,
            })
        }
    }
}
