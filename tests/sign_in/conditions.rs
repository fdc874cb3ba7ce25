//! The troubles of a machine and of a sign-in, for every kind of call: how the call ends, in bounded time, and that
//! neither error nor log shows a secret. Faulty responses have a table of their own, among the tests of calls.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use halo_infinite::auth::{CallContext, Credentials, Secret, Session, TokenStore};
use halo_infinite::jiff::SignedDuration;
use halo_infinite::models::discovery_ugc::Film;
use halo_infinite::{Client, Error};
use halo_infinite_sandbox::Fault;

use super::bench::{Bench, dead_refresh_token};
use super::setup::{call, hours};
use crate::support::clocks::WrongClock;
use crate::support::log;
use crate::support::wait::receive;

/// The deadline of a call that has to wait in vain.
const DEADLINE: Duration = Duration::from_millis(300);
/// The deadline of a sign-in's steps, and so of its wait for the store.
const SIGN_IN_DEADLINE: Duration = Duration::from_secs(3);
/// The longest time of a call, on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// How a call ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Answer,
    /// The sign-in is refused, or its service has trouble.
    SignIn,
    /// The tokens cannot be saved.
    Store,
    Deadline,
}
use End::{Answer as Answered, Deadline, SignIn, Store};

impl End {
    fn of<T>(result: &Result<T, Error>) -> Self {
        match result {
            Ok(_) => Answered,
            Err(Error::SignIn(_)) => SignIn,
            Err(Error::Store(_)) => Store,
            Err(Error::Deadline { .. }) => Deadline,
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// A bench in trouble.
struct Trouble {
    bench: Bench,
    client: Client,
    session: Arc<Session>,
    film: Film,
    /// The path of an image.
    image: String,
    /// Dropping it releases the store's lock.
    _held: Option<mpsc::Sender<()>>,
}

impl Trouble {
    /// A bench whose trouble begins after the sign-in.
    fn new(begin: impl FnOnce(&Bench)) -> Self {
        let mut bench = Bench::new();
        bench.sign_in = bench.sign_in.deadline(SIGN_IN_DEADLINE);
        Self::with(bench, begin)
    }

    fn with(bench: Bench, begin: impl FnOnce(&Bench)) -> Self {
        let session = bench.start();
        let client = bench.client(&session);
        let track = client.gamecms_hacs().career_reward_track().send().unwrap();
        let image = track.rank(1).unwrap().rank_icon.clone().unwrap();
        let game = bench.sandbox.world().match_ids(bench.sandbox.world().home())[0];
        let film = client.discovery_ugc().film_by_match_id(game).send().unwrap();
        begin(&bench);
        Self {
            bench,
            client,
            session,
            film,
            image,
            _held: None,
        }
    }

    /// Another thread locks the store, as a hung program does.
    fn locked(mut self) -> Self {
        let (held, is_over) = mpsc::channel::<()>();
        let (say_locked, is_locked) = mpsc::channel();
        let disk = self.bench.disk.clone();
        thread::spawn(move || {
            let _locked = disk.lock(&call()).unwrap();
            say_locked.send(()).unwrap();
            // Ends when the other side is dropped.
            is_over.recv_timeout(4 * LONGEST).unwrap_err();
        });
        receive(&is_locked);
        self._held = Some(held);
        self.client = self.client.with_deadline(DEADLINE);
        self
    }
}

/// A session that takes longer for each token than the rate's interval.
struct Slow(Arc<Session>);

impl Credentials for Slow {
    fn spartan_token(&self, call: &CallContext) -> Result<Secret, Error> {
        thread::sleep(Duration::from_millis(250));
        self.0.spartan_token(call)
    }

    fn clearance(&self, call: &CallContext) -> Result<Option<Secret>, Error> {
        self.0.clearance(call)
    }

    fn refused(&self, spartan_token: &Secret) -> bool {
        self.0.refused(spartan_token)
    }
}

/// Slow credentials cost their time, and one more permit.
fn slow_credentials() -> Trouble {
    let mut trouble = Trouble::new(|_| {});
    trouble.client = Client::builder()
        .environment(trouble.bench.sandbox.environment())
        .credentials(Slow(Arc::clone(&trouble.session)))
        .requests_per_second(5)
        .deadline(LONGEST)
        .build()
        .unwrap();
    trouble
}

fn renewals_fail(passed: Duration) -> Trouble {
    Trouble::new(|bench| {
        bench.clock.advance(passed);
        let rule = bench.sandbox.faults().on("/settings/spartan-token").always();
        rule.answer(Fault::status(503).delayed(Duration::from_millis(50)));
    })
}

fn wrong_clock(hours: i64) -> Trouble {
    let mut bench = Bench::new();
    bench.sign_in = bench.sign_in.clock(Arc::new(WrongClock {
        right: bench.clock.clone(),
        ahead: SignedDuration::from_hours(hours),
    }));
    Trouble::with(bench, |_| {})
}

/// A condition, and the ends of: a call, a film's chunk (which needs no token), `Session::player`, and a program that
/// continues with the store's tokens.
type Row = (&'static str, fn() -> Trouble, [End; 4]);

const NEARLY_EXPIRED: Duration = Duration::from_secs(4 * 3600 - 120);
const WELL: [End; 4] = [Answered; 4];

const TABLE: [Row; 14] = [
    ("slow credentials", slow_credentials, WELL),
    (
        "failing renewals, a good token",
        || renewals_fail(NEARLY_EXPIRED),
        WELL,
    ),
    (
        "failing renewals, an expired token",
        || renewals_fail(hours(5)),
        [SignIn, Answered, SignIn, SignIn],
    ),
    (
        "a dead refresh token",
        || {
            Trouble::new(|bench| {
                bench.always("/login/", dead_refresh_token());
                bench.clock.advance(hours(24));
            })
        },
        [SignIn, Answered, SignIn, SignIn],
    ),
    (
        "a full disk",
        || Trouble::new(|bench| bench.disk.fill(true)),
        WELL,
    ),
    (
        "a full disk, an expired token",
        || {
            Trouble::new(|bench| {
                bench.disk.fill(true);
                bench.clock.advance(hours(5));
            })
        },
        WELL,
    ),
    (
        "a full disk, a rotated refresh token",
        || {
            Trouble::new(|bench| {
                bench.disk.fill(true);
                bench.clock.advance(hours(24));
            })
        },
        [Store, Answered, Store, Store],
    ),
    ("a clock 24 h behind", || wrong_clock(-24), WELL),
    ("a clock 5 h behind", || wrong_clock(-5), WELL),
    ("a clock 5 h ahead", || wrong_clock(5), WELL),
    ("a clock 24 h ahead", || wrong_clock(24), WELL),
    (
        "a locked store",
        || Trouble::new(|_| {}).locked(),
        [Answered, Answered, Answered, Deadline],
    ),
    (
        "a locked store, a good token that needs renewal",
        || Trouble::new(|bench| bench.clock.advance(NEARLY_EXPIRED)).locked(),
        [Answered, Answered, Answered, Deadline],
    ),
    (
        "a locked store, an expired token",
        || Trouble::new(|bench| bench.clock.advance(hours(5))).locked(),
        [Deadline, Answered, Deadline, Deadline],
    ),
];

/// A kind of call, and the column of its end.
type Target = (&'static str, usize, fn(&Trouble) -> Result<(), Error>);

const TARGETS: [Target; 6] = [
    ("JSON", 0, |trouble| {
        let xuid = trouble.bench.xuid();
        trouble.client.stats().match_count(xuid).send().map(drop)
    }),
    ("JSON with clearance", 0, |trouble| {
        let xuid = trouble.bench.xuid();
        trouble.client.economy().player_career_rank(xuid).send().map(drop)
    }),
    ("image", 0, |trouble| {
        let image = trouble.client.gamecms_hacs().image(trouble.image.as_str());
        image.response().map(drop)
    }),
    ("film", 1, |trouble| {
        let chunk = trouble.film.highlight_events().unwrap();
        trouble
            .client
            .films()
            .chunk(&trouble.film, chunk)
            .send()
            .map(drop)
    }),
    ("player", 2, |trouble| trouble.session.player().map(drop)),
    ("restore", 3, |trouble| {
        let sign_in = &trouble.bench.sign_in;
        let restored = Session::restore(sign_in, trouble.bench.disk.clone(), None)?;
        let client = trouble.bench.client(&Arc::new(restored.unwrap()));
        client.stats().match_count(trouble.bench.xuid()).send().map(drop)
    }),
];

fn check((name, trouble, ends): Row, (target, column, call): Target) -> Option<String> {
    let trouble = trouble();
    log::record_thread();
    let start = Instant::now();
    // The second call starts in the state that the first one left behind.
    let results = [call(&trouble), call(&trouble)];
    let took = start.elapsed();
    let shown = format!("{results:?} {}", log::take_thread());
    for secret in trouble.bench.sandbox.secrets() {
        assert!(!shown.contains(&secret), "{target}, {name}: {shown}");
    }
    let found = results.each_ref().map(End::of);
    let is_well = found == [ends[column]; 2] && took < 2 * LONGEST;
    (!is_well).then(|| {
        format!(
            "{target}, {name}: {found:?} instead of {:?} in {took:?}",
            ends[column]
        )
    })
}

#[test]
fn every_condition_ends_every_kind_of_call_as_expected() {
    let problems: Vec<String> = thread::scope(|scope| {
        let threads: Vec<_> = TARGETS
            .into_iter()
            .map(|target| {
                scope.spawn(move || TABLE.into_iter().filter_map(|row| check(row, target)).collect())
            })
            .collect();
        let problems = threads.into_iter().map(|thread| thread.join().unwrap());
        problems.collect::<Vec<Vec<_>>>().concat()
    });
    assert!(problems.is_empty(), "{problems:#?}");
}
