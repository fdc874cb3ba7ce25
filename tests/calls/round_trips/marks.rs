//! Favourites and ratings.

use halo_infinite::refdata::{AssetKind, FilmStatus};
use halo_infinite_sandbox::Sandbox;

use super::authoring::{home, writer};

#[test]
fn a_favorite_stays_and_counts_once() {
    let sandbox = Sandbox::start().unwrap();
    let client = writer(&sandbox);
    let (ugc, discovery) = (client.authoring_ugc(), client.discovery_ugc());
    let me = home(&sandbox);
    let count = || ugc.favorites(me).iter().count();
    let before = count();
    assert!(before > 3);
    let maps = discovery
        .search_assets()
        .kind(AssetKind::Map)
        .count(101)
        .send()
        .unwrap();
    let is_new = |id| ugc.favorite(me, AssetKind::Map, id).send().is_err();
    let map = maps.results.iter().find(|map| is_new(map.asset_id)).unwrap();
    let favorites = || {
        discovery
            .map(map.asset_id)
            .send()
            .unwrap()
            .asset_stats
            .favorites
            .unwrap()
    };
    let counted = favorites();
    for _ in 0..2 {
        let added = ugc
            .add_favorite(me, AssetKind::Map, &map.reference())
            .send()
            .unwrap();
        assert_eq!(added.asset_version_id, Some(map.asset_version_id));
        assert_eq!((count(), favorites()), (before + 1, counted + 1));
    }
    let favorite = ugc.favorite(me, AssetKind::Map, map.asset_id).send().unwrap();
    assert_eq!(favorite.name.as_deref(), Some(map.name.as_str()));
    assert_eq!(
        favorite.searchable_data.unwrap().favorites_count,
        Some(counted + 1)
    );
    let of_kind = ugc.favorites_of(me, AssetKind::Map).iter();
    let of_kind: Vec<_> = of_kind.collect::<Result<_, _>>().unwrap();
    assert!(
        of_kind
            .iter()
            .all(|favorite| favorite.asset_kind == AssetKind::Map)
    );
    assert!(of_kind.iter().any(|favorite| favorite.asset_id == map.asset_id));
}

#[test]
fn the_film_of_a_match_becomes_a_favorite() {
    let sandbox = Sandbox::start().unwrap();
    let client = writer(&sandbox);
    let ugc = client.authoring_ugc();
    let me = home(&sandbox);
    let match_id = sandbox.world().match_ids(sandbox.world().home())[0];
    let added = ugc.favorite_film_of_match(me, match_id).send().unwrap();
    assert_eq!(added.asset_kind, AssetKind::Film);
    let films = ugc.favorites_of(me, AssetKind::Film).send().unwrap();
    assert_eq!(films.results[0].asset_id, added.asset_id);
    let film = client.discovery_ugc().film(added.asset_id).send().unwrap();
    let film = film.to_film().unwrap();
    assert_eq!(film.film_status_bond, FilmStatus::Complete);
    let chunk = film.highlight_events().unwrap();
    let events = client.films().chunk(&film, chunk).send().unwrap();
    assert!(
        !events
            .highlight_events(film.custom_data.film_major_version)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_rating_replaces_the_earlier_one() {
    let sandbox = Sandbox::start().unwrap();
    let client = writer(&sandbox);
    let (ugc, discovery) = (client.authoring_ugc(), client.discovery_ugc());
    let me = home(&sandbox);
    let modes = discovery
        .search_assets()
        .kind(AssetKind::UgcGameVariant)
        .count(101);
    let modes = modes.send().unwrap().results;
    let is_new = |id| ugc.rating(me, AssetKind::UgcGameVariant, id).send().is_err();
    let (new, rated): (Vec<_>, Vec<_>) = modes.iter().partition(|mode| is_new(mode.asset_id));
    for (mode, added) in [(new[0], 1), (rated[0], 0)] {
        let id = mode.asset_id;
        let count = || {
            discovery
                .ugc_game_variant(id)
                .send()
                .unwrap()
                .asset_stats
                .number_of_ratings
                .unwrap()
        };
        let before = count();
        for stars in [5, 2] {
            let rating = ugc.rate(me, AssetKind::UgcGameVariant, id, stars).send().unwrap();
            assert_eq!(rating.stars(), Some(stars.into()));
            let read = ugc.rating(me, AssetKind::UgcGameVariant, id).send().unwrap();
            assert_eq!(read.stars(), Some(stars.into()));
            assert_eq!(
                read.version_ratings.unwrap()[0].asset_version_id,
                mode.asset_version_id
            );
            assert_eq!(count(), before + added);
        }
    }
}
