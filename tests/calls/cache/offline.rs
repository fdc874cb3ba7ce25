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
fn an_offline_client_needs_a_cache_and_no_tokens() {
    let error = Client::builder().offline().build().unwrap_err();
    assert_eq!(error.argument, "cache");
    let setup = Setup::new();
    assert!(Client::builder().cache(setup.cache()).offline().build().is_ok());
    let error = Client::builder().cache(setup.cache()).build().unwrap_err();
    assert_eq!(error.argument, "spartan_token");
}
