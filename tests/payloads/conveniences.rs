//! The methods of the models on real payloads.
//!
//! See `captures.rs` for their place.

use halo_infinite::Xuid;
use halo_infinite::models::discovery_ugc::{Asset, Film, Manifest, MapModePair, Playlist};
use halo_infinite::models::economy::{
    AwardedRewards, CurrencyBalances, PlayerCareerRank, PlayerCustomization, PlayerInventory,
    PlayerOperationPasses, PlayersCustomization, Storefront, currency,
};
use halo_infinite::models::gamecms_hacs::{
    CareerRewardTrack, CsrSeasonCalendar, Guide, InventoryCatalog, MedalMetadata, MedalSize,
    OperationRewardTrack, SeasonCalendar,
};
use halo_infinite::models::skill::{MatchSkill, PlaylistCsr};
use halo_infinite::models::stats::{CoreStats, MatchStats, PlayerStats};
use halo_infinite::payload::decode;
use halo_infinite::refdata::{AssetKind, MedalNameId, Tier};
use halo_infinite::types::Season;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::support::captures::payloads;

/// All payloads of a model.
fn all<T: DeserializeOwned>(model: &str) -> Vec<T> {
    let payloads = payloads().into_iter().filter(|payload| payload.model == model);
    payloads
        .map(|payload| decode(&payload.bytes).unwrap_or_else(|error| panic!("{}: {error}", payload.file)))
        .collect()
}

/// The first payload of a model, where there is one.
fn payload<T: DeserializeOwned>(model: &str) -> Option<T> {
    let payload = payloads().into_iter().find(|payload| payload.model == model)?;
    Some(decode(&payload.bytes).unwrap_or_else(|error| panic!("{}: {error}", payload.file)))
}

#[test]
fn every_medal_has_a_name_a_kind_and_an_image_on_each_sheet() {
    let Some(metadata) = payload::<MedalMetadata>("MedalMetadata") else {
        return;
    };
    for medal in &metadata.medals {
        assert_eq!(metadata.medal(medal.name_id), Some(medal));
        let difficulty = medal.difficulty_index.unwrap().display_name().to_lowercase();
        assert_eq!(metadata.difficulty(medal), Some(difficulty.as_str()));
        let kind = medal.type_index.unwrap().display_name().to_lowercase();
        assert_eq!(metadata.kind(medal), Some(kind.as_str()));
        for size in [MedalSize::Small, MedalSize::Medium, MedalSize::ExtraLarge] {
            let sprite = metadata.sprite(medal, size).unwrap();
            assert!(sprite.x < 16 * sprite.width && sprite.x % sprite.width == 0);
        }
    }
    let medal = metadata.medal(MedalNameId::DoubleKill).unwrap();
    assert_eq!(medal.name.in_language("fr-FR"), "Double frag");
}

#[test]
fn each_file_of_a_guide_is_found_by_its_relative_path() {
    let Some(guide) = payload::<Guide>("Guide") else {
        return;
    };
    for file in &guide.files {
        let path = file.relative_path().unwrap();
        assert!(!path.starts_with('/') && guide.file(path) == Some(file), "{path}");
    }
    assert!(!guide.files.is_empty() && guide.changes_since(&guide).is_empty());
}

#[test]
fn seasons_follow_each_other() {
    let time = "2023-12-24T18:00:00Z".parse().unwrap();
    if let Some(calendar) = payload::<CsrSeasonCalendar>("CsrSeasonCalendar") {
        let season = calendar.season_at(time).unwrap();
        assert_eq!(Season::try_from(season), Season::try_from("CsrSeason5-1"));
        assert!(calendar.in_order().map(|season| *season.start_date).is_sorted());
    }
    if let Some(calendar) = payload::<SeasonCalendar>("SeasonCalendar") {
        let season = calendar.season_at(time).unwrap();
        assert_eq!(
            season.season_metadata.as_deref(),
            Some("Seasons/Season5-Op3.json")
        );
        assert!(
            calendar
                .events_in_order()
                .map(|event| *event.start_date)
                .is_sorted()
        );
        assert!(
            calendar
                .events_at("2021-10-01T00:00:00Z".parse().unwrap())
                .count()
                > 0
        );
    }
}

#[test]
fn the_career_ends_with_hero() {
    let Some(track) = payload::<CareerRewardTrack>("CareerRewardTrack") else {
        return;
    };
    let hero = track.last_rank().unwrap();
    assert_eq!((hero.rank, hero.name("en-US").as_str()), (272, "Hero"));
    assert_eq!(track.total_xp_to(272), Some(9_319_350));
    assert_eq!(track.xp_to_next(1), Some(100));
    assert_eq!(track.rank(268).unwrap().name("en-US"), "Brigadier General Onyx 3");

    let mut player = payload::<PlayerCareerRank>("PlayerCareerRank").unwrap();
    player.current_progress.rank = 270;
    player.current_progress.partial_progress = 125_000;
    assert_eq!(player.rank(&track).unwrap().name("en-US"), "General Onyx 3");
    assert_eq!(player.progress(&track), Some(0.5));
    assert_eq!(player.total_xp(&track), Some(9_319_350 - 125_000));
}

#[test]
fn passes_are_sorted_by_progress() {
    let Some(passes) = payload::<PlayerOperationPasses>("PlayerOperationPasses") else {
        return;
    };
    let track = payload::<OperationRewardTrack>("OperationRewardTrack").unwrap();
    let active = passes.active().unwrap();
    assert_eq!(active.progress(&track), Some(0.25));
    assert_eq!(passes.in_progress().collect::<Vec<_>>(), [active]);
    assert_eq!((passes.completed().count(), passes.not_started().count()), (1, 1));
    let rewards = track.rank(6).and_then(|rank| rank.free_rewards.as_ref());
    assert!(!rewards.unwrap().is_empty());
}

#[test]
fn customizations_have_cores_and_themes_in_use() {
    let own = payload::<PlayerCustomization>("PlayerCustomization").into_iter();
    let lobby = payload::<PlayersCustomization>("PlayersCustomization").into_iter();
    let others = lobby.flat_map(|lobby| lobby.player_customizations);
    for customization in own.chain(others.filter_map(|entry| entry.result)) {
        let worn = customization.worn_items();
        let armor = customization.equipped_armor().unwrap();
        let theme = armor.equipped_theme().unwrap();
        assert!(worn.contains(&armor.core_path.as_deref().unwrap()));
        assert!(worn.contains(&theme.helmet_path.as_deref().unwrap()));
        assert!(customization.equipped_ai().unwrap().equipped_theme().is_some());
        let rifle = customization.equipped_weapon("WeaponAR").unwrap();
        assert!(rifle.equipped_theme().is_some());
        assert!(worn.len() > 20 && worn.iter().all(|path| path.ends_with(".json")));
    }
}

#[test]
fn property_and_stores_are_read() {
    if let (Some(inventory), Some(catalog)) = (
        payload::<PlayerInventory>("PlayerInventory"),
        payload::<InventoryCatalog>("InventoryCatalog"),
    ) {
        assert!(catalog.ownable_counts().all(|(_, count)| count.is_some()));
        let kinds = inventory.completion(&catalog);
        let colors = kinds.iter().find(|kind| kind.item_type == "AiColor").unwrap();
        assert_eq!(colors.owned, inventory.items().count());
        assert!(colors.share().unwrap() < 1.0);
    }
    if let Some(balances) = payload::<CurrencyBalances>("CurrencyBalances") {
        assert!(balances.balance(currency::CREDITS).is_some());
        assert_eq!(balances.balance("gold"), None);
    }
    if let Some(reward) = payload::<AwardedRewards>("AwardedRewards") {
        let track = reward.updated_tracks().next().unwrap();
        assert_eq!(track.earned_xp(), reward.operation_xp());
        assert_eq!(track.ranks_gained(), Some(1));
        assert_eq!(reward.received(currency::CHALLENGE_SWAPS), 1);
    }
    for payload in payloads()
        .into_iter()
        .filter(|payload| payload.model == "Storefront")
    {
        let store: Storefront = decode(&payload.bytes).unwrap();
        let currencies = [currency::CREDITS, currency::XP_BOOSTS, currency::XP_GRANTS];
        for offering in store.offerings() {
            let prices = currencies.iter().filter_map(|name| offering.price(name));
            assert_eq!(prices.count(), 1, "{}", offering.offering_id);
        }
    }
}

#[test]
fn skill_is_compared() {
    let Some(skill) = payload::<MatchSkill>("MatchSkill") else {
        return;
    };
    let xuid = Xuid::new(2535445291321133).unwrap();
    let result = skill.result(xuid).unwrap();
    assert_eq!(result.csr_change(), Some(2));
    assert_eq!(result.rank_after().unwrap().to_string(), "Onyx 1532");
    assert!(result.kills().unwrap().difference() < 0.0 && result.deaths().unwrap().difference() < 0.0);
    assert!(*result.expected_at(&Tier::Bronze).unwrap().kills < 4.0);

    let csr = payload::<PlaylistCsr>("PlaylistCsr").unwrap();
    let csr = csr.result(xuid).unwrap();
    assert!(!csr.current.rank().is_ranked());
    assert_eq!(csr.all_time_max.as_ref().unwrap().rank().to_string(), "Onyx 1549");
}

#[test]
fn assets_have_images_and_links_have_kinds() {
    let Some(pair) = payload::<MapModePair>("MapModePair") else {
        return;
    };
    let map = pair.map_link.as_ref().unwrap();
    assert_eq!(map.reference().asset_kind, AssetKind::Map);
    assert_eq!(
        map.thumbnail_url().unwrap(),
        format!("{}images/thumbnail.png", map.files.prefix)
    );
    assert_eq!(
        (pair.thumbnail_url(), pair.kind()),
        (None, AssetKind::MapModePair)
    );

    let manifest = payload::<Manifest>("Manifest").unwrap();
    assert_eq!(manifest.files.url("anything"), None);
    for (links, kind) in [
        (&manifest.map_links, AssetKind::Map),
        (&manifest.ugc_game_variant_links, AssetKind::UgcGameVariant),
        (&manifest.engine_game_variant_links, AssetKind::EngineGameVariant),
    ] {
        assert!(links.iter().flatten().all(|link| link.kind() == kind));
    }

    let playlist = payload::<Playlist>("Playlist").unwrap();
    let sum: f64 = playlist.chances().map(|(_, chance)| chance).sum();
    assert!((sum - 1.0).abs() < 1e-9);
}

#[test]
fn films_have_one_chunk_of_highlight_events() {
    let Some(film) = payload::<Film>("Film") else {
        return;
    };
    let events = film.highlight_events().unwrap();
    let url = film.chunk_url(events);
    assert!(
        url.starts_with("https://") && url.ends_with(&format!("/filmChunk{}", events.index)),
        "{url}"
    );
    assert!(!url.trim_start_matches("https://").contains("//"), "{url}");
}

#[test]
fn the_statistics_of_the_teams_of_a_player_add_up() {
    let matches: Vec<MatchStats> = all("MatchStats");
    let players = matches.iter().flat_map(|game| &game.players);
    let players: Vec<_> = players
        .filter(|player| !player.player_team_stats.is_empty())
        .collect();
    let Some(first) = players.first() else { return };
    let mut empty = first.player_team_stats[0].clone();
    empty.stats.core_stats = nothing(&empty.stats.core_stats);
    for player in &players {
        // A team on which the player did nothing changes nothing.
        let mut changed = PlayerStats::clone(player);
        changed.player_team_stats.push(empty.clone());
        let (total, of_one) = (
            changed.total_core_stats().unwrap(),
            player.total_core_stats().unwrap(),
        );
        // Numbers that no match has are added without overflow.
        for team in &mut changed.player_team_stats {
            team.stats.core_stats.spawns = Some(i32::MAX.into());
        }
        let lives = changed.total_core_stats().unwrap().spawns;
        assert_eq!(
            lives,
            Some(i64::from(i32::MAX) * changed.player_team_stats.len() as i64)
        );
        let mut expected = of_one.clone();
        // Both are means of rounded values.
        let life = |stats: &CoreStats| stats.average_life_duration.as_secs();
        assert_eq!(life(&total), life(&expected), "{}", player.player_id);
        expected.average_life_duration = total.average_life_duration;
        assert_eq!(total, expected, "{}", player.player_id);
    }
    for game in &matches {
        for team in &game.teams {
            // As if one player had done what all have done for the team.
            let mut all = PlayerStats::clone(&game.players[0]);
            let stints = game.players.iter().flat_map(|player| &player.player_team_stats);
            all.player_team_stats = stints
                .filter(|stint| stint.team_id == team.team_id)
                .cloned()
                .collect();
            if all.player_team_stats.is_empty() {
                continue;
            }
            let (total, team) = (all.total_core_stats().unwrap(), &team.stats.core_stats);
            let sums = |stats: &CoreStats| (stats.kills, stats.deaths, stats.shots_fired, stats.damage_dealt);
            assert_eq!(sums(&total), sums(team), "{}", game.match_id);
            assert_eq!(total.max_killing_spree, team.max_killing_spree);
            assert_eq!(total.accuracy, team.accuracy);
            let medals = |stats: &CoreStats| -> std::collections::BTreeMap<_, _> {
                stats
                    .medals
                    .iter()
                    .map(|medal| (medal.name_id, medal.count))
                    .collect()
            };
            assert_eq!(medals(&total), medals(team), "{}", game.match_id);
        }
    }
}

/// The statistics of a player who did nothing.
fn nothing(stats: &CoreStats) -> CoreStats {
    let mut json = serde_json::to_value(stats).unwrap();
    for (_, value) in json.as_object_mut().unwrap() {
        *value = match value {
            Value::Array(_) => json!([]),
            Value::String(_) => json!("PT0S"),
            Value::Number(number) if number.is_f64() => json!(0.0),
            _ => json!(0),
        };
    }
    serde_json::from_value(json).unwrap()
}
