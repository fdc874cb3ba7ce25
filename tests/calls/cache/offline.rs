//! Clients that send nothing.

use std::time::Duration;

use halo_infinite::{Client, Error};

use super::setup::Setup;

#[test]
fn an_offline_client_returns_cached_responses_of_any_age() {
    let setup = Setup::new();
    let online = setup.client();
    let world = setup.sandbox.world();
    let (id, me) = (world.match_ids(world.home())[0], world.home().xuid());
    let stats = online.stats().match_stats(id).send().unwrap();
    let medals = online.gamecms_hacs().medal_metadata().send().unwrap();
    let history = online
        .stats()
        .match_history(me)
        .max_age(Duration::ZERO)
        .send()
        .unwrap();
    setup.sandbox.clear_requests();

    setup.clock.pass(Duration::from_secs(30 * 24 * 3600));
    let offline = Client::builder()
        .environment(setup.sandbox.environment())
        .clock(setup.clock.clone())
        .cache(setup.cache())
        .offline()
        .build()
        .unwrap();
    assert_eq!(offline.stats().match_stats(id).send().unwrap(), stats);
    assert_eq!(
        offline.gamecms_hacs().medal_metadata().fresh().send().unwrap(),
        medals
    );
    assert_eq!(offline.stats().match_history(me).send().unwrap(), history);

    for error in [
        offline.stats().match_count(me).send().unwrap_err(),
        offline.profile().current_user().send().unwrap_err(),
        offline
            .stats()
            .match_history(me)
            .max_age(Duration::from_secs(60))
            .send()
            .unwrap_err(),
    ] {
        assert!(matches!(error, Error::NotCached { .. }), "{error}");
        assert!(
            error.to_string().contains("offline") && error.advice().is_some(),
            "{error}"
        );
        assert!(error.endpoint().is_some());
    }
    assert_eq!(setup.sandbox.requests().len(), 0);
}

#[test]
fn a_client_that_caches_the_latest_asks_each_time_and_serves_offline_ones() {
    let setup = Setup::new();
    let me = setup.sandbox.world().home().xuid();
    let builder = || {
        Client::builder()
            .environment(setup.sandbox.environment())
            .tokens(setup.sandbox.spartan_token(), setup.sandbox.clearance())
            .cache(setup.cache())
    };
    let online = builder().cache_latest().build().unwrap();
    let count = || online.stats().match_count(me);
    assert!(!count().response().unwrap().from_cache());
    assert!(!count().fresh().response().unwrap().from_cache());
    let history = online.stats().match_history(me).fresh().send().unwrap();
    let ranks = online.economy().career_ranks([me]).send().unwrap();
    assert_eq!(setup.requests("/"), 4);
    assert!(online.profile().current_user().send().is_ok());
    setup.sandbox.clear_requests();

    let offline = builder().offline().build().unwrap();
    assert!(offline.stats().match_count(me).response().unwrap().from_cache());
    assert_eq!(offline.stats().match_history(me).send().unwrap(), history);
    assert_eq!(offline.economy().career_ranks([me]).send().unwrap(), ranks);
    // Only its owner may see this one.
    let error = offline.profile().current_user().send().unwrap_err();
    assert!(matches!(error, Error::NotCached { .. }), "{error}");
    assert_eq!(setup.sandbox.requests().len(), 0);
}

#[test]
fn an_offline_client_needs_a_cache_and_no_tokens() {
    let error = Client::builder().offline().build().unwrap_err();
    assert_eq!(error.argument, "cache");
    let setup = Setup::new();
    assert!(Client::builder().cache(setup.cache()).offline().build().is_ok());
    let error = Client::builder().cache(setup.cache()).build().unwrap_err();
    assert_eq!(error.argument, "spartan_token");
}
