//! The clearance: its fallbacks, and life without one.

use halo_infinite::auth::Credentials;
use halo_infinite::{CancelToken, Client, Error};
use halo_infinite_sandbox::Answer;

use super::bench::{Bench, agent};
use super::setup::call;

const ACTIVE: &str = "/settings/oban/flight-configurations/titles/hi/audiences/RETAIL/active";
const PLAYERS: &str = "/settings/oban/flight-configurations/titles/hi/audiences/RETAIL/players/";
const RELEASE: &str = "/settings/hi/clearances/active";

#[test]
fn other_endpoints_stand_in_for_the_active_clearance() {
    for status in [403, 404, 500, 503] {
        for failing in [&[ACTIVE][..], &[ACTIVE, PLAYERS]] {
            let bench = Bench::new();
            for path in failing {
                bench.always(path, Answer::new(status));
            }
            let session = bench.start();
            let clearance = session.clearance(&call()).unwrap().unwrap();
            assert_eq!(clearance.expose(), bench.sandbox.clearance());
            let asked = bench.sandbox.requests().into_iter();
            let last: Vec<_> = asked
                .filter(|request| request.path.ends_with("/active"))
                .map(|request| request.path + "?" + request.query.as_deref().unwrap_or_default())
                .collect();
            let player = format!("{PLAYERS}xuid({})/active?", bench.xuid());
            let expected = [format!("{ACTIVE}?"), player, format!("{RELEASE}?release=1.13")];
            assert_eq!(last, expected[..=failing.len()]);
        }
    }
}

#[test]
fn requests_continue_without_a_clearance() {
    for status in [403, 404, 503] {
        let bench = Bench::new();
        for path in [ACTIVE, PLAYERS, RELEASE] {
            bench.always(path, Answer::new(status));
        }
        let player = bench
            .sign_in
            .refresh_player_tokens(bench.sandbox.refresh_token())
            .unwrap();
        assert_eq!(player.clearance, None);

        let session = bench.start();
        let client = bench.client(&session);
        client.gamecms_hacs().medal_metadata().response().unwrap();
        client
            .economy()
            .player_career_rank(bench.xuid())
            .response()
            .unwrap();

        // The missing clearance is named where a service refuses the request.
        let refused = |client: &Client| {
            bench.sandbox.answer_next("/economy/", Answer::new(403));
            let error = client
                .economy()
                .player_career_rank(bench.xuid())
                .response()
                .unwrap_err();
            let Error::Status(error) = error else {
                panic!("{error:?}")
            };
            (
                error.without_clearance,
                error.to_string().contains("no clearance"),
            )
        };
        assert_eq!(refused(&client), (true, true));
        bench.sandbox.faults().clear();
        let with_clearance = bench.client(&bench.start());
        assert_eq!(refused(&with_clearance), (false, false));
    }
}

#[test]
fn a_sign_in_cancelled_at_the_clearance_is_cancelled() {
    for path in [ACTIVE, PLAYERS, RELEASE] {
        let bench = Bench::new();
        let stop = CancelToken::new();
        let cancel = stop.clone();
        for earlier in [ACTIVE, PLAYERS, RELEASE] {
            bench.always(earlier, Answer::new(404));
        }
        // The request is answered, and the next one is not sent.
        let agent = agent(path, move || {
            cancel.cancel();
            Ok(())
        });
        let sign_in = bench.sign_in.clone().agent(agent).cancel_token(&stop);
        let result = sign_in.refresh_player_tokens(bench.sandbox.refresh_token());
        match path {
            // Nothing is left to cancel.
            RELEASE => assert_eq!(result.unwrap().clearance, None),
            _ => assert!(
                matches!(result, Err(Error::Cancelled { .. })),
                "{path}: {result:?}"
            ),
        }
    }
}
