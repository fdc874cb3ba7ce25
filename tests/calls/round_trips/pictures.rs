//! Pictures of ranks, Spartan ID cards with their pictures, and the rotations of playlists.

use std::collections::HashSet;
use std::io::Cursor;

use halo_infinite::Client;
use halo_infinite::refdata::{SubTier, Tier};
use halo_infinite::rotation::Rotation;
use halo_infinite::spartan_id::SpartanId;
use halo_infinite::types::{Csr, playlists};
use halo_infinite_sandbox::{Fault, Sandbox};

/// The width and height of a PNG.
fn size(png: &[u8]) -> (u32, u32) {
    let picture = image::ImageReader::with_format(Cursor::new(png), image::ImageFormat::Png);
    let picture = picture.decode().unwrap();
    (picture.width(), picture.height())
}

#[test]
fn every_rank_has_its_own_image_without_tokens() {
    let sandbox = Sandbox::start().unwrap();
    // The request must not need the tokens.
    let client = Client::builder()
        .environment(sandbox.environment())
        .tokens("wrong", "wrong")
        .unlimited()
        .build()
        .unwrap();
    let tiers = Tier::KNOWN.iter();
    let steps = tiers.flat_map(|tier| (0..6).map(|step| Csr::start_of(tier, Some(SubTier::from(step)))));
    let names: HashSet<String> = steps.map(|rank| rank.unwrap().image_name()).collect();
    // Five tiers with six steps, Onyx, and players without a rank.
    assert_eq!(names.len(), 32);
    let mut images = HashSet::new();
    for name in &names {
        let file = client.waypoint().csr_image(name).send().unwrap();
        assert_eq!(size(&file.bytes), (256, 256));
        images.insert(file.bytes);
    }
    assert_eq!(images.len(), names.len());
    for request in sandbox.requests() {
        assert!(request.header("x-343-authorization-spartan").is_none());
    }
    for name in ["diamond_7", "onyx_2", "unranked_10", "hero_1", "diamond"] {
        let error = client.waypoint().csr_image(name).send().unwrap_err();
        assert_eq!(error.status(), Some(404), "{name}");
    }
}

#[test]
fn the_skill_service_names_the_image_of_each_player() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let xuids = sandbox
        .world()
        .people()
        .iter()
        .take(30)
        .map(|person| person.xuid());
    let arena = playlists::RANKED_ARENA;
    let ranks = client.skill().playlist_csr(arena, xuids).send().unwrap();
    for (_, ranks) in ranks.results() {
        let best = [&ranks.season_max, &ranks.all_time_max];
        for rank in best.into_iter().flatten().chain([&ranks.current]) {
            client.waypoint().csr_image(&rank.image_name()).send().unwrap();
        }
    }
}

#[test]
fn a_card_takes_seven_requests_and_five_pictures() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let person = &sandbox.world().people()[7];
    let card = SpartanId::fetch(&client, person.xuid(), playlists::RANKED_ARENA).unwrap();
    assert!(card.errors.is_empty(), "{:?}", card.errors);
    assert_eq!(sandbox.take_requests().len(), 7);
    assert_eq!(card.gamertag.as_deref(), Some(person.gamertag()));
    assert!(card.service_tag().is_some() && card.csr.is_some());
    let (rank, career) = (card.career_rank.as_ref().unwrap(), card.career.as_ref().unwrap());
    assert_eq!(rank.rank, career.number().min(272));

    let pictures = card.pictures(&client);
    assert!(pictures.errors.is_empty(), "{:?}", pictures.errors);
    assert_eq!(sandbox.take_requests().len(), 5);
    let size_of = |file: &Option<halo_infinite::payload::RawFile>| size(&file.as_ref().unwrap().bytes);
    assert_eq!(size_of(&pictures.emblem), (256, 256));
    assert_eq!(size_of(&pictures.nameplate), (728, 128));
    assert_eq!(size_of(&pictures.career_rank), (280, 280));
    assert_eq!(size_of(&pictures.csr), (256, 256));
    size_of(&pictures.backdrop);
}

#[test]
fn a_card_by_gamertag_takes_no_more_requests() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let person = &sandbox.world().people()[7];
    let card = SpartanId::fetch(&client, person.gamertag(), playlists::RANKED_ARENA).unwrap();
    assert_eq!((card.xuid.get(), card.errors.len()), (person.xuid(), 0));
    assert_eq!(sandbox.take_requests().len(), 7);
    let error = SpartanId::fetch(&client, "Nobody At All", playlists::RANKED_ARENA).unwrap_err();
    assert_eq!(error.status(), Some(404));
    let error = SpartanId::fetch(&client, "Nobody", "no playlist").unwrap_err();
    assert!(matches!(error, halo_infinite::Error::Argument(_)));
}

#[test]
fn a_lobby_takes_as_many_requests_as_one_player() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let xuids: Vec<u64> = sandbox
        .world()
        .people()
        .iter()
        .take(24)
        .map(|person| person.xuid())
        .collect();
    let cards = SpartanId::fetch_all(&client, xuids.iter().copied(), playlists::RANKED_ARENA).unwrap();
    let paths: Vec<String> = sandbox
        .take_requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    // All Spartans of the sandbox stand before one backdrop.
    assert_eq!(paths.len(), 7, "{paths:#?}");
    for (card, xuid) in cards.iter().zip(&xuids) {
        assert_eq!(card.xuid.get(), *xuid);
        assert!(card.errors.is_empty() && card.emblem.is_some() && card.backdrop.is_some());
        let own = SpartanId::fetch(&client, *xuid, playlists::RANKED_ARENA).unwrap();
        assert_eq!((&own.appearance, &own.emblem), (&card.appearance, &card.emblem));
        assert_eq!((&own.career, &own.csr), (&card.career, &card.csr));
    }
    let none: [u64; 0] = [];
    assert!(
        SpartanId::fetch_all(&client, none, playlists::RANKED_ARENA)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_card_without_some_parts_has_the_others() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let me = sandbox.world().home().xuid();
    for (path, check) in [
        (
            "/economy/hi/careerranks/",
            (|card| card.career.is_none() && card.emblem.is_some()) as fn(&SpartanId) -> bool,
        ),
        ("/skill/", |card| card.csr.is_none() && card.career_rank.is_some()),
        ("/profile/", |card| card.gamertag.is_none() && card.csr.is_some()),
        ("/economy/hi/players/", |card| {
            card.appearance.is_none() && card.emblem.is_none()
        }),
        ("/gamecms_hacs/hi/waypoint/", |card| {
            card.emblem.is_none() && card.backdrop.is_some()
        }),
        ("/gamecms_hacs/hi/progression/file/inventory/", |card| {
            card.backdrop.is_none() && card.emblem.is_some()
        }),
    ] {
        sandbox.faults().clear();
        sandbox.faults().on(path).answer(Fault::status(403));
        let card = SpartanId::fetch(&client, me, playlists::RANKED_ARENA).unwrap();
        assert!(check(&card), "{path}: {card:#?}");
        assert_eq!(card.errors.len(), 1, "{path}");
        assert_eq!(card.errors[0].status(), Some(403));
        // The pictures that the card names.
        let pictures = card.pictures(&client);
        assert_eq!(pictures.emblem.is_some(), card.emblem.is_some(), "{path}");
    }
}

#[test]
fn a_rotation_takes_two_requests_and_one_for_each_pair() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let arena = Rotation::fetch(&client, playlists::RANKED_ARENA).unwrap();
    assert_eq!(sandbox.take_requests().len(), 2 + arena.pairs.len());
    assert_eq!(arena.configuration.has_csr, Some(true));
    assert_eq!(
        arena.playlist.version_id,
        arena.configuration.ugc_playlist_version
    );
    for sum in [
        arena.pairs.iter().map(|pair| pair.chance).sum::<f64>(),
        arena.maps().iter().map(|(_, chance)| chance).sum(),
        arena.modes().iter().map(|(_, chance)| chance).sum(),
    ] {
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }
    assert!(arena.maps().is_sorted_by(|(_, left), (_, right)| left >= right));
    assert!(arena.maps().len() < arena.pairs.len());
    for pair in &arena.pairs {
        let (map, mode) = (pair.map.as_ref().unwrap(), pair.mode.as_ref().unwrap());
        assert_eq!(pair.name, format!("{} on {}", mode.public_name, map.public_name));
    }
    let french = Rotation::fetch_in_language(&client, playlists::RANKED_ARENA, "fr-FR").unwrap();
    assert_eq!(french.playlist.public_name, "Arène classée");
}

#[test]
fn a_failed_pair_costs_only_its_map_and_mode() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let whole = Rotation::fetch(&client, playlists::RANKED_ARENA).unwrap();
    let gone = format!("/discovery_ugc/hi/mapmodepairs/{}", whole.pairs[3].id.asset());
    sandbox.faults().on(&gone).answer(Fault::status(404));
    let arena = Rotation::fetch(&client, playlists::RANKED_ARENA).unwrap();
    assert_eq!(arena.pairs[3].error.as_ref().unwrap().status(), Some(404));
    assert!(arena.pairs[3].map.is_none() && arena.pairs[3].name == whole.pairs[3].name);
    assert_eq!(arena.pairs.iter().filter(|pair| pair.error.is_some()).count(), 1);
    let sum: f64 = arena.maps().iter().map(|(_, chance)| chance).sum();
    assert!((sum + arena.pairs[3].chance - 1.0).abs() < 1e-9);

    let error = Rotation::fetch(&client, halo_infinite::uuid::Uuid::from_u128(7)).unwrap_err();
    assert_eq!(error.status(), Some(404));
    let error = Rotation::fetch_in_language(&client, playlists::RANKED_ARENA, "fr FR").unwrap_err();
    assert!(matches!(error, halo_infinite::Error::Argument(_)));
}
