//! Requests for the game's content, by the paths that other responses have.

use halo_infinite_sandbox::Sandbox;

#[test]
fn an_emblem_leads_to_its_nameplate() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let cms = client.gamecms_hacs();
    let me = sandbox.world().home().xuid();
    let appearance = client
        .economy()
        .player_customization(me)
        .send()
        .unwrap()
        .appearance;
    let emblem = appearance.unwrap().emblem.unwrap();
    let path = emblem.emblem_path.unwrap();
    let mapping = cms.emblem_mapping().send().unwrap();
    let pictures = mapping.pictures(&path, emblem.configuration_id.unwrap()).unwrap();
    let nameplate = cms
        .waypoint_file(pictures.nameplate_path().unwrap())
        .send()
        .unwrap();
    assert!(nameplate.bytes.starts_with(b"\x89PNG"));
    assert!(mapping.pictures(&path, 0).is_none());

    let item = cms.item(&path).send().unwrap();
    let colors = item.available_configurations.as_ref().unwrap();
    assert!(
        colors
            .iter()
            .any(|colors| Some(colors.configuration_id) == emblem.configuration_id)
    );
    let image = cms.image(item.image_path().unwrap()).send().unwrap();
    assert!(image.bytes.starts_with(b"\x89PNG"));
}

#[test]
fn rewards_have_titles() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let cms = client.gamecms_hacs();
    let calendar = cms.season_calendar().send().unwrap();
    let event = calendar.events_in_order().next().unwrap();
    let event = event.reward_track_path.as_deref().unwrap();
    let track = cms.event_reward_track(event).send().unwrap();
    assert_eq!(track, cms.operation_reward_track(event).send().unwrap());
    assert_eq!((track.is_ritual, track.xp_per_rank), (Some(true), Some(1)));
    let rewards = track.rank(1).unwrap().free_rewards.as_ref().unwrap();
    let reward = &rewards.inventory_rewards.as_ref().unwrap()[0];
    let item = cms.item(&reward.inventory_item_path).send().unwrap();
    assert_eq!(item.common_data.type_, reward.type_);
    assert!(item.title("en-US").unwrap().ends_with(" Helmet"));
    assert!(item.title("fr-FR").unwrap().ends_with(" Casque"));
}

#[test]
fn a_playlist_leads_to_its_current_version() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let cms = client.gamecms_hacs();
    let ranked_arena: uuid::Uuid = "edfef3ac-9cbe-4fa2-b949-8f29deafd483".parse().unwrap();
    let configuration = cms.playlist_configuration(ranked_arena).send().unwrap();
    assert_eq!(configuration.has_csr, Some(true));
    let version = (ranked_arena, configuration.ugc_playlist_version);
    let playlist = client.discovery_ugc().playlist(version).send().unwrap();
    assert_eq!(playlist.public_name, "Ranked Arena");

    let error = cms.playlist_configuration(uuid::Uuid::nil()).send().unwrap_err();
    assert_eq!(error.status(), Some(404));
}

#[test]
fn seasons_have_names() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let cms = client.gamecms_hacs();
    let season = cms.season_metadata("Seasons/Season7.json").send().unwrap();
    assert_eq!(
        (season.name("en-US"), season.number),
        (Some("Lone Wolves"), Some(2))
    );
    let file = cms.csr_season("CsrSeason5-1").send().unwrap();
    let by_path = cms
        .progression_file("Csr/Seasons/CsrSeason5-1.json")
        .send()
        .unwrap();
    assert_eq!(file, by_path);
}

#[test]
fn a_challenge_of_a_deck_has_its_task() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let cms = client.gamecms_hacs();
    let me = sandbox.world().home().xuid();
    let decks = client.stats().challenge_decks(me).send().unwrap().assigned_decks;
    let weekly = cms.challenge_deck(&decks[0].path).send().unwrap();
    assert_eq!(weekly.deck_type.as_deref(), Some("Weekly"));
    let capstone = weekly.capstone_challenge_path.unwrap();
    let capstone = cms.challenge(&capstone).send().unwrap();
    assert_eq!(capstone.category.as_deref(), Some("Capstone"));
    for active in &decks[0].active_challenges {
        let challenge = cms.challenge(&active.path).send().unwrap();
        assert!(challenge.title("en-US").is_some());
        let threshold = challenge.threshold_for_success.unwrap();
        assert!(active.progress <= threshold, "{}", active.path);
    }
}

#[test]
fn currencies_and_manufacturers_have_names_and_pictures() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let cms = client.gamecms_hacs();
    let metadata = cms.metadata().send().unwrap();
    let boost = metadata.currency("Currency/Currencies/xpboost.json").unwrap();
    assert_eq!(boost.name("en-US"), Some("XP Boost"));
    let maker = &metadata.manufacturers[0];
    assert!(maker.name("en-US").is_some());
    for path in [&boost.image, &maker.manufacturer_logo_image] {
        let image = cms.image(path.as_deref().unwrap()).send().unwrap();
        assert!(image.bytes.starts_with(b"\x89PNG"));
    }
}
