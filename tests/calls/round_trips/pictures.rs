//! Pictures of ranks, and of what players wear.

use std::collections::HashSet;
use std::io::Cursor;

use halo_infinite::Client;
use halo_infinite::refdata::{SubTier, Tier};
use halo_infinite::types::Csr;
use halo_infinite_sandbox::Sandbox;

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
    let arena = halo_infinite::types::playlists::RANKED_ARENA;
    let ranks = client.skill().playlist_csr(arena, xuids).send().unwrap();
    for (_, ranks) in ranks.results() {
        let best = [&ranks.season_max, &ranks.all_time_max];
        for rank in best.into_iter().flatten().chain([&ranks.current]) {
            client.waypoint().csr_image(&rank.image_name()).send().unwrap();
        }
    }
}
