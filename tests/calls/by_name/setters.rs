//! Each setter by name is the typed setter.

use std::collections::BTreeSet;

use halo_infinite::refdata::{AssetKind, GameVariantCategory, GameplayInteraction, XboxProfileSetting};
use halo_infinite::request::Batch;
use halo_infinite::services::by_name::named_endpoints;
use halo_infinite::services::discovery_ugc::{SearchOrder, SearchSort};
use halo_infinite::services::economy::CustomizationView;
use halo_infinite::services::stats::MatchType;
use halo_infinite::services::wpcontent::ArticleOrder;
use halo_infinite::{Client, Request};
use serde_json::{Value, json};

use crate::requests::recorder::Recorder;

const ME: &str = "xuid(2533274855333605)";
const ID: &str = "cb914b9e-f206-11ed-9d5c-0022480b4cf5";
const TIME: &str = "2026-01-31T20:00:00Z";

/// A setter of an endpoint: the arguments with it, and the typed request.
pub struct Case {
    pub endpoint: &'static str,
    pub setter: &'static str,
    pub arguments: Value,
    send: Box<dyn Fn()>,
}

fn case<T: 'static>(name: &'static str, mut arguments: Value, value: Value, request: Request<T>) -> Case {
    let (endpoint, setter) = name.rsplit_once('.').unwrap();
    arguments[setter] = value;
    // Nothing arrives: the recorder responds with 404.
    let send = Box::new(move || drop(request.response()));
    Case {
        endpoint,
        setter,
        arguments,
        send,
    }
}

fn batch<T: 'static>(name: &'static str, arguments: Value, value: Value, batch: Batch<T>) -> Case {
    case(name, arguments, value, batch.requests().unwrap()[0].clone())
}

/// One value for each setter of each endpoint.
pub fn cases(client: &Client) -> Vec<Case> {
    let mut cases = discovery(client);
    cases.extend(stats_and_skill(client));
    cases.extend(authoring(client));
    cases.extend(websites(client));
    cases.extend(people(client));
    cases
}

fn discovery(client: &Client) -> Vec<Case> {
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

fn stats_and_skill(client: &Client) -> Vec<Case> {
    let me = || json!({ "player": ME });
    let in_season = || json!({ "player": ME, "season": "CsrSeason9-1" });
    let history = || client.stats().match_history(ME);
    let record = || client.stats().service_record(ME);
    let economy = client.economy();
    vec![
        case("stats.match_history.start", me(), json!(3), history().start(3)),
        case("stats.match_history.count", me(), json!(7), history().count(7)),
        case(
            "stats.match_history.match_type",
            me(),
            json!("custom"),
            history().match_type(MatchType::Custom),
        ),
        case(
            "stats.service_record.match_type",
            me(),
            json!("LOCAL"),
            record().match_type(MatchType::Local),
        ),
        case(
            "stats.service_record.season",
            me(),
            json!("CsrSeason9-1"),
            record().season("CsrSeason9-1"),
        ),
        case(
            "stats.service_record.category",
            me(),
            json!(6),
            record().category(GameVariantCategory::from(6)),
        ),
        case(
            "stats.service_record.ranked",
            json!({ "player": ME, "category": "multiplayer ctf" }),
            json!(false),
            record()
                .category(GameVariantCategory::MultiplayerCtf)
                .ranked(false),
        ),
        case(
            "stats.service_record.playlist",
            in_season(),
            json!(ID),
            record().season("CsrSeason9-1").playlist(ID),
        ),
        case(
            "stats.service_record.interaction",
            in_season(),
            json!("pvp"),
            record()
                .season("CsrSeason9-1")
                .interaction(GameplayInteraction::Pvp),
        ),
        batch(
            "skill.playlist_csr.season",
            json!({ "playlist_id": ID, "players": [ME] }),
            json!("CsrSeason9-1"),
            client.skill().playlist_csr(ID, [ME]).season("CsrSeason9-1"),
        ),
        case(
            "economy.player_customization.view",
            me(),
            json!("private"),
            economy.player_customization(ME).view(CustomizationView::Private),
        ),
        batch(
            "economy.career_ranks.track",
            json!({ "players": [ME] }),
            json!("other"),
            economy.career_ranks([ME]).track("other"),
        ),
        case(
            "economy.player_career_rank.track",
            me(),
            json!("other"),
            economy.player_career_rank(ME).track("other"),
        ),
    ]
}

fn authoring(client: &Client) -> Vec<Case> {
    let ugc = client.authoring_ugc();
    let me = || json!({ "player": ME });
    let (versions, map) = (
        || ugc.versions(AssetKind::Map, ID),
        || json!({ "kind": "map", "asset_id": ID }),
    );
    let assets = || ugc.player_assets(ME);
    let (maps, of_maps) = (
        || ugc.favorites_of(ME, AssetKind::Map),
        || json!({ "player": ME, "kind": "map" }),
    );
    vec![
        case(
            "authoring_ugc.versions.start",
            map(),
            json!(3),
            versions().start(3),
        ),
        case(
            "authoring_ugc.versions.count",
            map(),
            json!(7),
            versions().count(7),
        ),
        case(
            "authoring_ugc.player_assets.sort",
            me(),
            json!({ "sort": "name", "order": "ascending" }),
            assets().sort(SearchSort::Name, SearchOrder::Ascending),
        ),
        case(
            "authoring_ugc.player_assets.include_times",
            me(),
            json!(true),
            assets().include_times(true),
        ),
        case(
            "authoring_ugc.player_assets.keywords",
            me(),
            json!(["a", "b"]),
            assets().keywords(["a", "b"]),
        ),
        case(
            "authoring_ugc.player_assets.kind",
            me(),
            json!("prefab"),
            assets().kind(AssetKind::Prefab),
        ),
        case(
            "authoring_ugc.player_assets.start",
            me(),
            json!(3),
            assets().start(3),
        ),
        case(
            "authoring_ugc.player_assets.count",
            me(),
            json!(7),
            assets().count(7),
        ),
        case(
            "authoring_ugc.favorites.start",
            me(),
            json!(3),
            ugc.favorites(ME).start(3),
        ),
        case(
            "authoring_ugc.favorites.count",
            me(),
            json!(7),
            ugc.favorites(ME).count(7),
        ),
        case(
            "authoring_ugc.favorites_of.start",
            of_maps(),
            json!(3),
            maps().start(3),
        ),
        case(
            "authoring_ugc.favorites_of.count",
            of_maps(),
            json!(7),
            maps().count(7),
        ),
    ]
}

fn websites(client: &Client) -> Vec<Case> {
    let none = || json!({});
    let (waypoint, notifications) = (client.wpcontent(), || client.comms().notifications());
    let articles = || waypoint.articles();
    vec![
        case(
            "comms.notifications.offset",
            none(),
            json!(3),
            notifications().offset(3),
        ),
        case(
            "comms.notifications.limit",
            none(),
            json!(7),
            notifications().limit(7),
        ),
        case(
            "waypoint.leaderboard.page",
            json!({ "season": "CsrSeason13-1", "playlist_id": ID }),
            json!(2),
            client.waypoint().leaderboard("CsrSeason13-1", ID).page(2),
        ),
        case(
            "wpcontent.articles.offset",
            none(),
            json!(3),
            articles().offset(3),
        ),
        case("wpcontent.articles.count", none(), json!(7), articles().count(7)),
        case(
            "wpcontent.articles.order",
            none(),
            json!("oldest-first"),
            articles().order(ArticleOrder::OldestFirst),
        ),
        case(
            "wpcontent.articles.categories",
            none(),
            json!([4, 5]),
            articles().categories([4, 5]),
        ),
        case(
            "wpcontent.articles.language",
            none(),
            json!("fr"),
            articles().language("fr"),
        ),
        case(
            "wpcontent.article_categories.language",
            none(),
            json!("fr"),
            waypoint.article_categories().language("fr"),
        ),
        case(
            "wpcontent.article_category.language",
            json!({ "id": 4 }),
            json!("fr"),
            waypoint.article_category(4).language("fr"),
        ),
        case(
            "wpcontent.service_award.language",
            json!({ "slug": "a" }),
            json!("fr"),
            waypoint.service_award("a").language("fr"),
        ),
    ]
}

fn people(client: &Client) -> Vec<Case> {
    let xbox = client.xbox_live();
    let (none, french) = (|| json!({}), || json!("fr-FR"));
    let other = XboxProfileSetting::Unknown("Other".into());
    let (settings, typed) = (
        || json!(["gamertag", "Other"]),
        [XboxProfileSetting::Gamertag, other],
    );
    vec![
        case(
            "peoplehub.friends.language",
            none(),
            french(),
            xbox.friends().language("fr-FR"),
        ),
        case(
            "peoplehub.friends.count",
            none(),
            json!(7),
            xbox.friends().count(7),
        ),
        case(
            "peoplehub.followed_by.language",
            json!({ "player": ME }),
            french(),
            xbox.followed_by(ME).language("fr-FR"),
        ),
        case(
            "peoplehub.followed_by.count",
            json!({ "player": ME }),
            json!(7),
            xbox.followed_by(ME).count(7),
        ),
        case(
            "peoplehub.recent_players.language",
            none(),
            french(),
            xbox.recent_players().language("fr-FR"),
        ),
        case(
            "peoplehub.recent_players.count",
            none(),
            json!(7),
            xbox.recent_players().count(7),
        ),
        case(
            "peoplehub.search.language",
            json!({ "text": "a" }),
            french(),
            xbox.search("a").language("fr-FR"),
        ),
        case(
            "peoplehub.search.count",
            json!({ "text": "a" }),
            json!(7),
            xbox.search("a").count(7),
        ),
        batch(
            "xbox_profile.profiles_by_id.settings",
            json!({ "players": [ME] }),
            settings(),
            xbox.profiles_by_id([ME]).settings(&typed),
        ),
        case(
            "xbox_profile.profile_by_gamertag.settings",
            json!({ "gamertag": "Name" }),
            settings(),
            xbox.profile_by_gamertag("Name").settings(&typed),
        ),
        case(
            "xbox_profile.current_profile.settings",
            none(),
            settings(),
            xbox.current_profile().settings(&typed),
        ),
    ]
}

#[test]
fn every_setter_by_name_sends_the_same_as_the_typed_one() {
    let recorder = Recorder::default();
    let client = recorder.client();
    let mut tested = BTreeSet::new();
    for case in cases(&client) {
        let name = format!("{}.{}", case.endpoint, case.setter);
        let arguments = &case.arguments;
        (case.send)();
        let typed = recorder.taken();
        assert_eq!(typed.len(), 1, "{name}");
        let request = client
            .by_name(case.endpoint, arguments)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        drop(request.send());
        assert_eq!(recorder.taken(), typed, "{name}");

        // The setter has an effect, so the equality above means something; `null` has none.
        let mut without = arguments.clone();
        without.as_object_mut().unwrap().remove(case.setter);
        drop(client.by_name(case.endpoint, &without).unwrap().send());
        let unset = recorder.taken();
        assert_ne!(unset, typed, "{name}");
        without[case.setter] = Value::Null;
        drop(client.by_name(case.endpoint, &without).unwrap().send());
        assert_eq!(recorder.taken(), unset, "{name}");
        assert!(tested.insert(name.clone()), "{name} is there twice");
    }
    let known = named_endpoints().flat_map(|named| {
        let setters = named.setters().iter();
        setters.map(move |setter| format!("{}.{}", named.endpoint(), setter.name))
    });
    assert_eq!(tested, known.collect::<BTreeSet<_>>());
}
