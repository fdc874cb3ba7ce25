//! Every path that a payload has leads to a file, and the SDK reads it.

use crate::common::*;
use halo_infinite::Client;
use halo_infinite::models::gamecms_hacs::{OperationRewardTrack, RankRewards};
use halo_infinite::services::economy::CustomizationView;
use halo_infinite_sandbox::Sandbox;
use std::collections::BTreeSet;

/// Checks items and all items that they name, with their pictures.
fn assert_items(client: &Client, paths: impl IntoIterator<Item = String>) {
    let cms = client.gamecms_hacs();
    let mut waiting: Vec<String> = paths.into_iter().collect();
    let mut known = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        if !known.insert(path.clone()) {
            continue;
        }
        let response = cms
            .item(&path)
            .response()
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(response.drift().expect("an item"), Vec::<String>::new(), "{path}");
        let item = response.model().expect("an item");
        assert!(path.contains(&item.common_data.id), "{path}");
        assert!(item.title("en-US").is_some(), "{path}");
        let image = item.image_path().unwrap_or_else(|| panic!("{path}"));
        let image = cms.image(image).send().expect("a picture");
        assert_eq!(image.content_type.as_deref(), Some("image/png"));
        assert_eq!(
            item.full_image_path().is_some(),
            path.contains("/BackdropImages/")
        );
        let parents = item.common_data.parent_paths.unwrap_or_default();
        waiting.extend(parents.into_iter().map(|parent| parent.path));
        let configurations = item.available_configurations.unwrap_or_default();
        waiting.extend(
            configurations
                .into_iter()
                .filter_map(|colors| colors.configuration_path),
        );
    }
    assert!(!known.is_empty());
}

#[test]
fn everything_worn_is_an_item() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let client = sandbox.client().expect("a client");
    let economy = client.economy();
    let mut worn = BTreeSet::new();
    for person in sandbox.world().people() {
        let public = economy.player_customization(person.xuid());
        worn.extend(all_ending(
            &public.response().expect("a customization").json().expect("JSON"),
            &[".json"],
        ));
    }
    let private = economy
        .player_customization(sandbox.world().home().xuid())
        .view(CustomizationView::Private);
    worn.extend(all_ending(
        &private.response().expect("a customization").json().expect("JSON"),
        &[".json"],
    ));
    assert!(worn.len() > 40);
    assert_items(&client, worn);
}

#[test]
fn every_reward_of_every_track_has_a_file() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let client = sandbox.client().expect("a client");
    let cms = client.gamecms_hacs();
    let calendar = cms.season_calendar().send().expect("a calendar");
    let operations = calendar.seasons.iter().map(|season| {
        let path = season.operation_track_path.as_deref().expect("a track");
        cms.operation_reward_track(path)
    });
    let events = calendar.events_in_order().map(|event| {
        let path = event.reward_track_path.as_deref().expect("a track");
        cms.event_reward_track(path)
    });
    let mut items = BTreeSet::new();
    let mut currencies = BTreeSet::new();
    for request in operations.chain(events) {
        let response = request.response().expect("a track");
        assert_eq!(response.drift().expect("a track"), Vec::<String>::new());
        let track: OperationRewardTrack = response.model().expect("a track");
        for rewards in rewards(&track) {
            let inventory = rewards.inventory_rewards.iter().flatten();
            for reward in inventory {
                let item = cms.item(&reward.inventory_item_path).send().expect("an item");
                assert_eq!(item.common_data.type_, reward.type_);
                items.insert(reward.inventory_item_path.clone());
            }
            let currency = rewards.currency_rewards.iter().flatten();
            currencies.extend(currency.map(|reward| reward.currency_path.clone()));
        }
    }
    assert_items(&client, items);
    let metadata = cms.metadata().send().expect("the metadata");
    assert!(!currencies.is_empty());
    for path in currencies {
        cms.progression_file(&path).send().expect("a currency");
        let currency = metadata.currency(&path).expect("a currency");
        assert!(currency.name("en-US").is_some());
    }
    let images = metadata.currencies.iter().map(|currency| &currency.image).chain(
        metadata
            .manufacturers
            .iter()
            .map(|maker| &maker.manufacturer_logo_image),
    );
    for image in images {
        let image = cms.image(image.as_deref().expect("a path")).send();
        assert_eq!(
            image.expect("a picture").content_type.as_deref(),
            Some("image/png")
        );
    }
}

fn rewards(track: &OperationRewardTrack) -> impl Iterator<Item = &RankRewards> {
    let ranks = track.ranks.iter().flatten();
    ranks.flat_map(|rank| [&rank.free_rewards, &rank.paid_rewards].into_iter().flatten())
}

#[test]
fn every_challenge_of_every_deck_and_match_has_a_file() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let client = sandbox.client().expect("a client");
    let (cms, stats) = (client.gamecms_hacs(), client.stats());
    let me = sandbox.world().home();
    let mut challenges = BTreeSet::new();
    let decks = stats
        .challenge_decks(me.xuid())
        .send()
        .expect("decks")
        .assigned_decks;
    assert!(!decks.is_empty());
    for deck in decks {
        let definition = cms.challenge_deck(&deck.path).response().expect("a deck");
        assert_eq!(definition.drift().expect("a deck"), Vec::<String>::new());
        let capstone = definition.model().expect("a deck").capstone_challenge_path;
        challenges.extend(capstone.filter(|path| !path.is_empty()));
        let lists = [
            deck.active_challenges,
            deck.upcoming_challenges,
            deck.completed_challenges,
        ];
        challenges.extend(lists.into_iter().flatten().map(|challenge| challenge.path));
    }
    for id in sandbox.world().match_ids(me).into_iter().take(40) {
        let progression = stats
            .match_progression(me.xuid(), id)
            .send()
            .expect("a progression");
        let states = progression.challenge_progress_state;
        challenges.extend(states.into_iter().map(|challenge| challenge.path));
    }
    assert!(challenges.len() > 10);
    let mut rewards = BTreeSet::new();
    for path in challenges {
        let response = cms.challenge(&path).response().expect("a challenge");
        assert_eq!(response.drift().expect("a challenge"), Vec::<String>::new());
        let challenge = response.model().expect("a challenge");
        assert!(challenge.title("en-US").is_some() && challenge.description("fr-FR").is_some());
        assert!(challenge.threshold_for_success > Some(0));
        let reward = challenge.reward.expect("a reward");
        let items = reward.inventory_rewards.into_iter().flatten();
        rewards.extend(items.map(|reward| reward.inventory_item_path));
    }
    assert_items(&client, rewards);
}

#[test]
fn every_playlist_has_a_configuration_with_its_current_version() {
    let sandbox = Sandbox::builder().matches(300).start().expect("a sandbox");
    let client = sandbox.client().expect("a client");
    let world = sandbox.world();
    let games = world.match_ids(world.home()).into_iter();
    let mut playlists = BTreeSet::new();
    for game in games.map(|id| world.match_stats(id).expect("a match")) {
        let playlist = game["MatchInfo"]["Playlist"]["AssetId"].as_str();
        playlists.extend(playlist.map(str::to_owned));
    }
    assert!(playlists.len() > 4, "{playlists:?}");
    let mut ranked = 0;
    for id in &playlists {
        let configuration = client.gamecms_hacs().playlist_configuration(id.as_str());
        let response = configuration.response().expect("a configuration");
        assert_eq!(response.drift().expect("a configuration"), Vec::<String>::new());
        let configuration = response.model().expect("a configuration");
        let current = client.discovery_ugc().playlist(id.as_str()).send();
        assert_eq!(
            configuration.ugc_playlist_version,
            current.expect("a playlist").version_id
        );
        ranked += usize::from(configuration.has_csr.expect("a flag"));
    }
    assert!(ranked > 0 && ranked < playlists.len());
}

#[test]
fn every_emblem_is_mapped_to_pictures() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let client = sandbox.client().expect("a client");
    let cms = client.gamecms_hacs();
    let mapping = cms.emblem_mapping().send().expect("a mapping");
    let mut emblems = BTreeSet::new();
    for person in sandbox.world().people() {
        let customization = client.economy().player_customization(person.xuid());
        let appearance = customization.send().expect("a customization").appearance;
        let emblem = appearance
            .and_then(|appearance| appearance.emblem)
            .expect("an emblem");
        let path = emblem.emblem_path.expect("a path");
        let colors = emblem.configuration_id.expect("colors");
        assert!(mapping.pictures(&path, colors).is_some(), "{path} {colors}");
        emblems.insert(path);
    }
    let mut pictures = 0;
    for path in &emblems {
        let item = cms.item(path).send().expect("an item");
        for colors in item.available_configurations.expect("colors") {
            let found = mapping.pictures(path, colors.configuration_id).expect("pictures");
            assert!(found.text_color.as_deref().expect("a color").starts_with('#'));
            for file in [found.emblem_path(), found.nameplate_path()] {
                let file = cms.waypoint_file(file.expect("a path")).send().expect("a file");
                assert_eq!(file.content_type.as_deref(), Some("image/png"));
            }
            pictures += 1;
        }
    }
    assert_eq!(pictures, mapping.iter().count());
}
