//! The setters of discovery_ugc.

use halo_infinite::Client;
use halo_infinite::refdata::AssetKind;
use halo_infinite::services::discovery_ugc::{SearchOrder, SearchSort};
use serde_json::json;

use super::setters::{Case, case};

const ME: &str = "xuid(2533274855333605)";
const ID: &str = "cb914b9e-f206-11ed-9d5c-0022480b4cf5";
const TIME: &str = "2026-01-31T20:00:00Z";

pub fn cases(client: &Client) -> Vec<Case> {
    let ugc = client.discovery_ugc();
    let (none, id, french) = (|| json!({}), || json!({ "id": ID }), || json!("fr-FR"));
    let search = || ugc.search_assets();
    let time = Some(TIME.parse().unwrap());
    vec![
        case(
            "discovery_ugc.map.language",
            id(),
            french(),
            ugc.map(ID).language("fr-FR"),
        ),
        case(
            "discovery_ugc.ugc_game_variant.language",
            id(),
            french(),
            ugc.ugc_game_variant(ID).language("fr-FR"),
        ),
        case(
            "discovery_ugc.map_mode_pair.language",
            id(),
            french(),
            ugc.map_mode_pair(ID).language("fr-FR"),
        ),
        case(
            "discovery_ugc.playlist.language",
            id(),
            french(),
            ugc.playlist(ID).language("fr-FR"),
        ),
        case(
            "discovery_ugc.engine_game_variant.language",
            id(),
            french(),
            ugc.engine_game_variant(ID).language("fr-FR"),
        ),
        case(
            "discovery_ugc.prefab.language",
            id(),
            french(),
            ugc.prefab(ID).language("fr-FR"),
        ),
        case(
            "discovery_ugc.project.language",
            id(),
            french(),
            ugc.project(ID).language("fr-FR"),
        ),
        case(
            "discovery_ugc.custom_game_manifest.language",
            none(),
            french(),
            ugc.custom_game_manifest().language("fr-FR"),
        ),
        case(
            "discovery_ugc.forge_templates.language",
            none(),
            french(),
            ugc.forge_templates().language("fr-FR"),
        ),
        case(
            "discovery_ugc.forge_mode_categories.language",
            none(),
            french(),
            ugc.forge_mode_categories().language("fr-FR"),
        ),
        case(
            "discovery_ugc.community_tab.language",
            none(),
            french(),
            ugc.community_tab().language("fr-FR"),
        ),
        case(
            "discovery_ugc.recommended.language",
            none(),
            french(),
            ugc.recommended().language("fr-FR"),
        ),
        case(
            "discovery_ugc.manifest.language",
            id(),
            french(),
            ugc.manifest(ID).language("fr-FR"),
        ),
        case(
            "discovery_ugc.manifest_by_build.language",
            json!({ "build_number": "6.1" }),
            french(),
            ugc.manifest_by_build("6.1").language("fr-FR"),
        ),
        case(
            "discovery_ugc.manifest_by_branch.language",
            json!({ "branch_name": "HIRC" }),
            french(),
            ugc.manifest_by_branch("HIRC").language("fr-FR"),
        ),
        case(
            "discovery_ugc.manifest_by_build_guid.language",
            json!({ "build_guid": ID }),
            french(),
            ugc.manifest_by_build_guid(ID).language("fr-FR"),
        ),
        case(
            "discovery_ugc.search_assets.start",
            none(),
            json!(3),
            search().start(3),
        ),
        case(
            "discovery_ugc.search_assets.count",
            none(),
            json!(7),
            search().count(7),
        ),
        case(
            "discovery_ugc.search_assets.sort",
            none(),
            json!({ "sort": "plays_recent", "order": "descending" }),
            search().sort(SearchSort::PlaysRecent, SearchOrder::Descending),
        ),
        case(
            "discovery_ugc.search_assets.kind",
            none(),
            json!("ugc game variant"),
            search().kind(AssetKind::UgcGameVariant),
        ),
        case(
            "discovery_ugc.search_assets.term",
            none(),
            json!("é & 1"),
            search().term("é & 1"),
        ),
        case(
            "discovery_ugc.search_assets.tags",
            none(),
            json!(["a", "b"]),
            search().tags(["a", "b"]),
        ),
        case(
            "discovery_ugc.search_assets.author",
            none(),
            json!(2_533_274_855_333_605_u64),
            search().author(ME),
        ),
        case(
            "discovery_ugc.search_assets.include_times",
            none(),
            json!(true),
            search().include_times(true),
        ),
        case(
            "discovery_ugc.search_assets.average_rating_min",
            none(),
            json!(3.5),
            search().average_rating_min(3.5),
        ),
        case(
            "discovery_ugc.search_assets.created",
            none(),
            json!({ "from": TIME, "to": TIME }),
            search().created(time, time),
        ),
        case(
            "discovery_ugc.search_assets.modified",
            none(),
            json!({ "to": TIME }),
            search().modified(None, time),
        ),
        case(
            "discovery_ugc.search_assets.published",
            none(),
            json!({ "from": TIME, "to": null }),
            search().published(time, None),
        ),
    ]
}
