//! The setters of the other services.

use halo_infinite::Client;
use halo_infinite::refdata::{AssetKind, GameVariantCategory, GameplayInteraction, XboxProfileSetting};
use halo_infinite::services::discovery_ugc::{SearchOrder, SearchSort};
use halo_infinite::services::economy::CustomizationView;
use halo_infinite::services::stats::MatchType;
use halo_infinite::services::wpcontent::ArticleOrder;
use serde_json::json;

use super::setters::{Case, batch, case};

const ME: &str = "xuid(2533274855333605)";
const ID: &str = "cb914b9e-f206-11ed-9d5c-0022480b4cf5";

pub fn cases(client: &Client) -> Vec<Case> {
    let mut cases = stats_and_skill(client);
    cases.extend(authoring(client));
    cases.extend(websites(client));
    cases.extend(people(client));
    cases
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
