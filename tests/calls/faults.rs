//! Every fault of the sandbox, for every kind of call: how the call ends, after how many requests, in what
//! time, and that neither error nor log shows a secret.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use halo_infinite::auth::SignIn;
use halo_infinite::models::discovery_ugc::Film;
use halo_infinite::{Client, Error};
use halo_infinite_sandbox::{Answer, Fault, Sandbox};

use crate::support::clocks::JumpingClock;
use crate::support::log;

/// The timeout of one attempt. Real responses take far less, even on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(3);
/// Only a guard against calls that never end. The outcomes show that timeouts work, on a busy machine too.
const LONGEST: Duration = Duration::from_secs(120);
/// A longer body is refused.
const MAX_BODY: u64 = 1 << 20;

/// How a call ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Answer,
    Status(u16),
    Network,
    Decode,
    Film,
}
use End::{Answer as Answered, Decode, Network, Status};

/// How a call ends during a lasting fault, and after how many requests.
type Outcome = (End, usize);

/// A fault, and the outcomes for a request for JSON, for the step of the sign-in that may be sent only once,
/// for an image and for a film's chunk.
struct Row {
    fault: Fault,
    json: Outcome,
    step: Outcome,
    image: Outcome,
    film: Outcome,
}

fn row(fault: impl Into<Fault>, json: Outcome, step: Outcome, image: Outcome, film: Outcome) -> Row {
    Row {
        fault: fault.into(),
        json,
        step,
        image,
        film,
    }
}

/// The same outcome for all.
fn all(fault: impl Into<Fault>, outcome: Outcome) -> Row {
    row(fault, outcome, outcome, outcome, outcome)
}

/// A lost connection: the refresh token may have been used already, all others are retried.
fn lost(fault: Fault) -> Row {
    row(fault, (Network, 3), (Network, 1), (Network, 3), (Network, 3))
}

/// A body that cannot be decoded: raw bytes are returned as they are.
fn unreadable(fault: Fault) -> Row {
    row(fault, (Decode, 1), (Decode, 1), (Answered, 1), (End::Film, 1))
}

fn table() -> Vec<Row> {
    let trouble = |status| {
        let end = Status(status);
        row(Fault::status(status), (end, 3), (end, 1), (end, 3), (end, 3))
    };
    let long = Duration::from_secs(30);
    // Even the shortest body does not arrive before the timeout.
    let slow = Duration::from_millis(200);
    let body = Answer::new(200).json(serde_json::json!({ "Token": "x" }));
    vec![
        trouble(500),
        trouble(502),
        trouble(503),
        trouble(504),
        all(Answer::new(503).retry_after(9), (Status(503), 3)),
        all(Answer::new(429).retry_after(9), (Status(429), 3)),
        all(Fault::status(429), (Status(429), 3)),
        all(Answer::new(429).retry_after(3600), (Status(429), 1)),
        all(Fault::status(400), (Status(400), 1)),
        all(Fault::status(404), (Status(404), 1)),
        all(Fault::status(501), (Status(501), 1)),
        all(
            Fault::redirect(302, "http://elsewhere.invalid/"),
            (Status(302), 1),
        ),
        all(
            Fault::redirect(307, "http://elsewhere.invalid/"),
            (Status(307), 1),
        ),
        unreadable(Fault::html_page()),
        unreadable(Fault::deep_nesting(100_000)),
        unreadable(Fault::garbage_inside()),
        all(Fault::content_type("text/plain"), (Answered, 1)),
        lost(Fault::delay(long)),
        lost(Fault::reset()),
        lost(Fault::close()),
        lost(Fault::reset_after(10)),
        lost(Fault::truncated_after(10)),
        all(Fault::drip(1, slow), (Network, 1)),
        all(Fault::drip_forever(1, slow), (Network, 1)),
        all(Fault::garbage(1000), (Network, 1)),
        lost(Fault::broken_gzip()),
        all(Fault::gzip_bomb(1 << 30), (Network, 1)),
        all(Fault::endless_body(), (Network, 1)),
        all(Fault::huge_body(1 << 40), (Network, 1)),
        all(Fault::huge_headers(1 << 20), (Network, 1)),
        all(Fault::endless_headers(), (Network, 1)),
        row(
            Fault::duplicate_keys(),
            (Decode, 1),
            (Decode, 1),
            (Answered, 1),
            (End::Film, 1),
        ),
        row(
            Fault::huge_numbers(),
            (Decode, 1),
            (Answered, 1),
            (Answered, 1),
            (End::Film, 1),
        ),
        row(
            Fault::invalid_utf8(),
            (Decode, 1),
            (Decode, 1),
            (Answered, 1),
            (End::Film, 1),
        ),
        row(
            Fault::spartan_tokens_revoked(),
            (Status(401), 1),
            (Answered, 1),
            (Status(401), 1),
            (Answered, 1),
        ),
        row(body, (Decode, 1), (Decode, 1), (Answered, 1), (End::Film, 1)),
    ]
}

/// A kind of call, and its path in the sandbox.
#[derive(Clone, Copy)]
struct Target {
    name: &'static str,
    path: &'static str,
    outcome: fn(&Row) -> Outcome,
    /// The number of requests to the path without a fault.
    requests: usize,
    call: fn(&Bench) -> Result<(), Error>,
}

/// A step of the sign-in that may be sent twice.
const fn step(name: &'static str, path: &'static str) -> Target {
    Target {
        name,
        path,
        outcome: |row| match row.json {
            retried @ (_, 3) => retried,
            _ => row.step,
        },
        requests: 1,
        call: |bench| {
            bench
                .sign_in
                .refresh_player_tokens(bench.sandbox.refresh_token())
                .map(drop)
        },
    }
}

const TARGETS: [Target; 8] = [
    Target {
        name: "JSON",
        path: "/stats/",
        outcome: |row| row.json,
        requests: 1,
        call: |bench| {
            bench
                .client
                .stats()
                .match_history(bench.sandbox.world().home().xuid())
                .send()
                .map(drop)
        },
    },
    Target {
        outcome: |row| match row.fault == Fault::huge_numbers() {
            // This is the only step with a number in its response.
            true => (Decode, 1),
            false => row.step,
        },
        ..step("refresh token", "/login/oauth20_token.srf")
    },
    step("Xbox user token", "/user.auth/"),
    Target {
        // One for Xbox Live and one for Halo.
        requests: 2,
        ..step("XSTS tokens", "/xsts.auth/")
    },
    step("Spartan token", "/settings/spartan-token"),
    Target {
        // The sign-in continues with another clearance, or without one.
        outcome: |row| match row.json {
            // Its response has no number.
            _ if row.fault == Fault::huge_numbers() => (Answered, 1),
            // It may take ten seconds, two of these waits are too long.
            _ if row.fault.to_string().contains("retry-after: 9") => (Answered, 3),
            (Network | Answered, requests) => (Answered, requests),
            // The service asks for an hour without requests.
            (Status(429), 1) => (Answered, 1),
            // The same again for the player.
            (_, requests) => (Answered, 2 * requests),
        },
        ..step("clearance", "/settings/oban/")
    },
    Target {
        name: "image",
        path: "/gamecms_hacs/hi/images/",
        outcome: |row| row.image,
        requests: 1,
        call: |bench| {
            bench
                .client
                .gamecms_hacs()
                .image(bench.image.as_str())
                .response()
                .map(drop)
        },
    },
    Target {
        name: "film",
        path: "/blobs/",
        outcome: |row| row.film,
        requests: 1,
        call: |bench| {
            let chunk = bench.film.highlight_events().unwrap();
            let file = bench.client.films().chunk(&bench.film, chunk).send()?;
            file.inflate().map(drop)
        },
    },
];

struct Bench {
    sandbox: Sandbox,
    client: Client,
    sign_in: SignIn,
    /// The path of an image.
    image: String,
    film: Film,
}

impl Bench {
    fn new() -> Self {
        let sandbox = Sandbox::start().unwrap();
        let clock = Arc::new(JumpingClock::default());
        let client = Client::builder()
            .environment(sandbox.environment())
            .tokens(sandbox.spartan_token(), sandbox.clearance())
            .unlimited()
            .timeout(TIMEOUT)
            .max_body_size(MAX_BODY)
            .clock(clock.clone())
            .build()
            .unwrap();
        let sign_in = SignIn::new(&sandbox.app())
            .environment(sandbox.environment())
            .timeout(TIMEOUT)
            .clock(clock);
        let patient = sandbox.client().unwrap();
        let track = patient.gamecms_hacs().career_reward_track().send().unwrap();
        let image = track.rank(1).unwrap().rank_icon.clone().unwrap();
        let game = sandbox.world().match_ids(sandbox.world().home())[0];
        let film = patient.discovery_ugc().film_by_match_id(game).send().unwrap();
        Self {
            sandbox,
            client,
            sign_in,
            image,
            film,
        }
    }

    /// Makes the call. Returns how it ended, the number of requests to the path, and the error's text.
    fn call(&self, target: Target) -> (Outcome, String) {
        self.sandbox.clear_requests();
        log::record_thread();
        let start = Instant::now();
        let result = (target.call)(self);
        let took = start.elapsed();
        assert!(took < LONGEST, "{}: it took {took:?}", target.name);
        let end = match &result {
            Ok(()) => Answered,
            Err(Error::Network { .. }) => Network,
            Err(Error::Decode { .. }) => Decode,
            Err(Error::Film { .. }) => End::Film,
            Err(error) => Status(error.status().unwrap_or_else(|| panic!("{error:?}"))),
        };
        let shown = match result {
            Ok(()) => String::new(),
            Err(error) => format!("{error} {error:?} {:?}", error.advice()),
        };
        let logged = log::take_thread();
        // An empty log would hold no secret either.
        assert!(
            logged.contains(" responded ") || logged.contains("retrying") || end == Network,
            "{logged}"
        );
        for secret in self.sandbox.secrets() {
            let is_told = shown.contains(&secret) || logged.contains(&secret);
            assert!(!is_told, "{}: {shown}\n{logged}", target.name);
        }
        let requests = self.sandbox.requests();
        let asked = requests
            .iter()
            .filter(|request| request.path.starts_with(target.path));
        ((end, asked.count()), shown)
    }
}

fn check(row: &Row, target: Target) -> Vec<String> {
    let mut problems = Vec::new();
    let mut expect = |when: &str, found: (Outcome, String), expected: Outcome| {
        if found.0 != expected {
            problems.push(format!(
                "{} at {}, {when}: {:?} instead of {expected:?}; {}",
                row.fault, target.name, found.0, found.1
            ));
        }
    };
    let well = (Answered, target.requests);
    let lasting = match (target.outcome)(row) {
        (Answered, 1) => well,
        other => other,
    };

    let bench = Bench::new();
    bench
        .sandbox
        .faults()
        .on(target.path)
        .always()
        .answer(row.fault.clone());
    expect("always", bench.call(target), lasting);

    let bench = Bench::new();
    bench
        .sandbox
        .faults()
        .on(target.path)
        .once()
        .answer(row.fault.clone());
    // A fault that is retried has passed by then.
    let passing = match lasting {
        (_, 3 | 6) => (Answered, target.requests + 1),
        other => other,
    };
    expect("once", bench.call(target), passing);
    problems
}

#[test]
fn every_fault_ends_every_kind_of_call_as_expected() {
    let table = table();
    let problems: Vec<String> = thread::scope(|scope| {
        let threads: Vec<_> = TARGETS
            .iter()
            .map(|target| {
                scope.spawn(|| {
                    table
                        .iter()
                        .flat_map(|row| check(row, *target))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn the_table_has_every_kind_of_fault() {
    let table = table();
    let kind = |fault: &Fault| {
        let name = fault.to_string();
        name.split(|letter: char| letter.is_ascii_digit())
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let known: Vec<_> = table.iter().map(|row| kind(&row.fault)).collect();
    for fault in Fault::one_of_each() {
        // It affects later steps than those of the table: see the tests of sessions.
        if fault != Fault::user_tokens_revoked() {
            assert!(known.contains(&kind(&fault)), "{fault}");
        }
    }
}

#[test]
fn a_deadline_ends_a_slow_body() {
    let sandbox = Sandbox::start().unwrap();
    let drip = Fault::drip_forever(1, Duration::from_millis(20));
    sandbox.faults().on("/stats/").always().answer(drip);
    let client = sandbox
        .client()
        .unwrap()
        .with_deadline(Duration::from_millis(300));
    let start = Instant::now();
    let call = client.stats().match_count(sandbox.world().home().xuid());
    assert!(matches!(call.send(), Err(Error::Network { .. })));
    // Less than the minute that a single attempt may take.
    assert!(start.elapsed() < Duration::from_secs(50), "{:?}", start.elapsed());
}

#[test]
fn changing_server_errors_are_retried() {
    let bench = Bench::new();
    bench
        .sandbox
        .faults()
        .on("/stats/")
        .times(2)
        .answer_in_turn(Fault::server_errors());
    assert_eq!(bench.call(TARGETS[0]).0, (Answered, 3));
}
