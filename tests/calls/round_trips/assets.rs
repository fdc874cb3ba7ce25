//! The projects of the game's menus, manifests, and the files of assets.

use halo_infinite::models::discovery_ugc::Asset;
use halo_infinite_sandbox::Sandbox;

use super::authoring::writer;

#[test]
fn the_projects_of_the_menus_list_assets_that_exist() {
    let sandbox = Sandbox::start().unwrap();
    let client = writer(&sandbox);
    let discovery = client.discovery_ugc();
    for project in [
        discovery.forge_templates(),
        discovery.forge_mode_categories(),
        discovery.community_tab(),
        discovery.recommended(),
    ] {
        let project = project.send().unwrap();
        let maps = project.map_links.unwrap_or_default();
        let modes = project.ugc_game_variant_links.unwrap_or_default();
        assert!(!maps.is_empty() || !modes.is_empty());
        for link in &maps {
            let map = discovery.map(&link.reference()).send().unwrap();
            assert_eq!(map.public_name, link.public_name);
        }
        for link in &modes {
            discovery.ugc_game_variant(&link.reference()).send().unwrap();
        }
    }
    let by_number = discovery.manifest_by_build("6.10025.12948.0").send().unwrap();
    let guid = by_number.custom_data.as_ref().unwrap().build_guid.unwrap();
    assert_eq!(discovery.manifest_by_build_guid(guid).send().unwrap(), by_number);
}

#[test]
fn files_of_assets_are_requested_without_tokens() {
    let sandbox = Sandbox::start().unwrap();
    let client = writer(&sandbox);
    let search = client.discovery_ugc().search_assets().count(5).send().unwrap();
    for asset in &search.results {
        let url = asset.thumbnail_url.as_deref().unwrap();
        sandbox.clear_requests();
        let image = client.blobs().asset_file(url).send().unwrap();
        assert!(image.content_type.unwrap().starts_with("image/"));
        let sent = sandbox.take_requests().remove(0);
        assert!(sent.path.starts_with("/blobs/ugcstorage/"), "{}", sent.path);
        assert_eq!(sent.header("x-343-authorization-spartan"), None);
        assert_eq!(sent.header("343-clearance"), None);
    }
    let map = client.discovery_ugc().forge_templates().send().unwrap();
    let map = &map.map_links.unwrap()[0];
    assert!(map.hero_url().is_some() && !map.screenshot_urls().is_empty());
    for url in map.screenshot_urls() {
        let image = client.blobs().asset_file(&url).send().unwrap();
        assert_eq!(image.content_type.as_deref(), Some("image/png"));
    }
    let author = search.results[0].original_author.as_ref().unwrap();
    let more = client
        .discovery_ugc()
        .search_assets()
        .author(author)
        .send()
        .unwrap();
    assert!(
        more.results
            .iter()
            .all(|asset| asset.original_author.as_ref() == Some(author))
    );
}
