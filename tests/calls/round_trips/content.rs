//! Guides, messages, settings, the academy and hardware.

use halo_infinite::models::gamecms_hacs::{Guide, GuideFile};
use halo_infinite::services::gamecms_hacs::GuideKind;
use halo_infinite::types::{Method, Service};
use halo_infinite::{Client, Request};
use halo_infinite_sandbox::{Sandbox, Shapes};
use serde::de::DeserializeOwned;
use serde_json::Value;

fn pair() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    (sandbox, client)
}

/// The model of a request, which must know all fields of the response.
fn known<T: DeserializeOwned>(request: Request<T>) -> T {
    let response = request.response().unwrap();
    assert_eq!(response.drift().unwrap(), Vec::<String>::new());
    response.model().unwrap()
}

/// Checks a file of a guide against the response of the service.
fn check(client: &Client, file: &GuideFile) {
    let path = &file.uri.path;
    let response = client.raw(Method::Get, Service::GamecmsHacs, path).response();
    let response = response.unwrap_or_else(|error| panic!("{path}: {error}"));
    let length = i64::try_from(response.bytes().len()).unwrap();
    assert_eq!(file.content_length, Some(length), "{path}");
    let tag = response.headers()["etag"].to_str().unwrap();
    assert_eq!(file.e_tag.as_deref(), Some(tag), "{path}");
}

#[test]
fn guides_list_files_with_their_lengths_and_tags() {
    let (_sandbox, client) = pair();
    let guides = GuideKind::ALL.map(|kind| known(client.gamecms_hacs().guide(kind)));
    let [images, multiplayer, news, progression, specs, access] = &guides;
    assert!(access.files.is_empty());
    assert_eq!((news.files.len(), specs.files.len()), (1, 6));
    assert!(images.files.len() > 900 && progression.files.len() > 100 && multiplayer.files.len() > 15);
    // Other images of the same folders have the same length.
    let images = images.files.iter().step_by(67);
    let others = [multiplayer, news, progression, specs].map(|guide| &guide.files);
    for file in images.chain(others.into_iter().flatten()) {
        check(&client, file);
    }
}

#[test]
fn a_file_of_a_guide_is_an_argument_of_other_requests() {
    let (_sandbox, client) = pair();
    let cms = client.gamecms_hacs();
    let guide = |kind| -> Guide { cms.guide(kind).send().unwrap() };
    let file = cms.career_reward_track().send().unwrap();
    let icon = file.ranks[7].rank_icon.as_deref().unwrap();
    let images = guide(GuideKind::Images);
    let relative = images.file(icon).and_then(GuideFile::relative_path).unwrap();
    assert_eq!(
        cms.image(relative).send().unwrap(),
        cms.image(icon).send().unwrap()
    );

    let progression = guide(GuideKind::Progression);
    let season = &cms.season_calendar().send().unwrap().seasons[0];
    let season = season.season_metadata.as_deref().unwrap();
    let relative = progression
        .file(season)
        .and_then(GuideFile::relative_path)
        .unwrap();
    assert!(cms.progression_file(relative).send().unwrap()["Name"].is_object());
}

#[test]
fn guides_of_two_years_differ_in_the_files_that_changed() {
    let guide = |shapes| -> Guide {
        let sandbox = Sandbox::builder().shapes(shapes).start().unwrap();
        let client = sandbox.client().unwrap();
        let guide = client
            .gamecms_hacs()
            .guide(GuideKind::Progression)
            .send()
            .unwrap();
        for file in guide.files.iter().step_by(29) {
            check(&client, file);
        }
        guide
    };
    let (before, now) = (guide(Shapes::Year2022), guide(Shapes::Current));
    let changes = now.changes_since(&before);
    assert!(changes.added.is_empty() && changes.removed.is_empty());
    // Reward tracks have new fields, other files have not.
    assert!(!changes.is_empty());
    for file in changes.changed {
        assert!(file.after.uri.path.contains("/rewardtracks/"), "{file:?}");
        assert!(file.before.content_length < file.after.content_length);
    }
}

#[test]
fn the_message_of_a_ban_has_a_text() {
    let (sandbox, client) = pair();
    let people: Vec<_> = sandbox.world().people().iter().collect();
    let targets: Vec<_> = people.iter().map(|person| person.player_id()).collect();
    let summary: Value = client
        .raw(Method::Get, Service::Banprocessor, "/hi/bansummary")
        .query("targets", targets.join(","))
        .send_as()
        .unwrap();
    let results = summary["Results"].as_array().unwrap();
    let mut bans = results
        .iter()
        .flat_map(|result| result["Result"]["BansInEffect"].as_array().unwrap());
    let path = bans.next().unwrap()["BanMessagePath"].as_str().unwrap();
    let message = known(client.gamecms_hacs().ban_message(path));
    assert!(
        message.text("en-US").unwrap().contains("matchmaking"),
        "{message:?}"
    );
    let error = client.gamecms_hacs().ban_message("Messages/None.json").send();
    assert_eq!(error.unwrap_err().status(), Some(404));
}

/// Width and height of a JPEG, from its frame header.
fn dimensions(jpeg: &[u8]) -> [i64; 2] {
    let start = jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]);
    let frame = &jpeg[start.unwrap() + 5..];
    [2, 0].map(|at| u16::from_be_bytes([frame[at], frame[at + 1]]).into())
}

#[test]
fn the_pictures_of_the_news_have_the_sizes_of_their_articles() {
    let (_sandbox, client) = pair();
    let news = known(client.gamecms_hacs().news());
    assert_eq!(news.news_articles.len(), 3);
    for article in &news.news_articles {
        let headline = article.full_headline.as_ref().unwrap();
        assert_ne!(headline.in_language("de-DE"), headline.value);
        let picture = article.article_image.as_ref().unwrap();
        let file = client.gamecms_hacs().image(&picture.path).send().unwrap();
        assert_eq!(file.content_type.as_deref(), Some("image/jpeg"));
        assert_eq!(
            [picture.width, picture.height].map(Option::unwrap),
            dimensions(&file.bytes)
        );
    }
}

#[test]
fn settings_of_multiplayer_name_existing_assets() {
    let (_sandbox, client) = pair();
    let (cms, ugc) = (client.gamecms_hacs(), client.discovery_ugc());
    let defaults = known(cms.custom_game_defaults());
    let map = ugc.map(&defaults.default_map.unwrap()).send().unwrap();
    let mode = defaults.default_game_variant.unwrap();
    let mode = ugc.ugc_game_variant(&mode).send().unwrap();
    assert_eq!([map.public_name, mode.public_name], ["Aquarius", "Arena:Slayer"]);
    let settings = known(cms.play_now_settings());
    let playlist = ugc.playlist(settings.fallback_playlist_id.unwrap());
    assert_eq!(playlist.send().unwrap().public_name, "Quick Play");

    let achievements = known(cms.achievements()).achievements;
    assert_eq!(achievements.len(), 119);
    assert!(achievements.is_sorted_by_key(|achievement| achievement.id));
    let configuration = known(cms.network_configuration());
    let values = configuration.as_object().unwrap().values();
    assert!(
        values
            .into_iter()
            .all(|value| value.is_number() || value.is_boolean())
    );

    let errors = known(cms.lobby_error_messages());
    let error = errors.error(1).unwrap();
    assert_eq!(
        error.game_start_error.as_deref(),
        Some("IncompatibleClientBuilds")
    );
    assert!(errors.error(-1).is_none());
}

#[test]
fn the_levels_of_the_academy_are_played_on_existing_maps() {
    let (_sandbox, client) = pair();
    let academy = known(client.gamecms_hacs().academy_content());
    let drills = academy.categories.iter().flat_map(|category| &category.drills);
    let levels: Vec<_> = drills.flat_map(|drill| &drill.series).collect();
    assert_eq!(levels.len(), 15);
    for level in academy
        .tutorial
        .iter()
        .flat_map(|tutorial| &tutorial.series)
        .chain(levels)
    {
        let map = client.discovery_ugc().map(level.map_asset_id.unwrap());
        let name = map.send().unwrap().public_name;
        assert!(level.description.as_ref().unwrap().value.contains(&name));
        let mode = level.game_asset_id.unwrap();
        client.discovery_ugc().ugc_game_variant(mode).send().unwrap();
    }
    let test = known(client.gamecms_hacs().academy_content_test());
    assert!(test["Categories"][0]["Drills"][0]["Series"][0]["MapVariant"].is_string());
    assert_eq!(known(client.gamecms_hacs().academy_stars()).values.len(), 3);
}

#[test]
fn bots_wear_existing_items_and_have_numbers_for_voices() {
    let (_sandbox, client) = pair();
    let cms = client.gamecms_hacs();
    let outfits = known(cms.bot_customization()).outfits;
    assert_eq!(outfits.len(), 12);
    for outfit in outfits {
        let customization = outfit.customization_data;
        let body = customization.spartan_body.unwrap();
        assert!((1..=8).contains(&body.voice.unwrap()) && body.voice_path.is_none());
        assert_eq!(body.last_modified_date_utc, None);
        let cores = customization.armor_cores.unwrap().armor_cores.unwrap();
        let theme = &cores[0].themes.as_ref().unwrap()[0];
        for path in [&theme.helmet_path, &theme.coating_path, &theme.theme_path] {
            cms.progression_file(path.as_deref().unwrap()).send().unwrap();
        }
    }
}

#[test]
fn hardware_is_described_by_vendor_and_preset() {
    let (_sandbox, client) = pair();
    let cms = client.gamecms_hacs();
    let drivers = known(cms.recommended_drivers());
    for driver in [drivers.nvidia, drivers.amd, drivers.intel] {
        assert!(driver.unwrap().minimum.unwrap().starts_with("31."));
    }
    let presets = known(cms.cpu_presets());
    let presets = [presets.low, presets.medium, presets.high, presets.ultra];
    let memory = presets.map(|preset| preset.unwrap().ram_size_gb.unwrap());
    assert!(memory.is_sorted() && memory[0] > 0);
    assert!(known(cms.async_compute_overrides())["AMD"].is_object());
    assert_eq!(known(cms.device_preset_overrides())["Version"], 1);
    assert!(known(cms.spec_control_overrides())["overrides"].is_array());
    assert!(known(cms.graphic_specs()).is_object());
}
