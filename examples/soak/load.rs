//! The calls of one program.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use halo_infinite::auth::{FileStore, Session, SignIn, TokenSet};
use halo_infinite::jiff::SignedDuration;
use halo_infinite::time::SystemClock;
use halo_infinite::uuid::Uuid;
use halo_infinite::{CancelToken, Client, Environment, Error as CallError, Xuid};
use serde::{Deserialize, Serialize};

use crate::backend::Address;
use crate::clock::FastClock;
use crate::memory::Memory;
use crate::process;
use crate::troubles::{FullAtTimes, SlowAtTimes, lock_for, sign_in_among_strangers};

/// The argument that makes this program the second of two.
pub const ARGUMENT: &str = "second";

/// The deadline of each call.
const DEADLINE: Duration = Duration::from_secs(30);

/// The task of a program.
#[derive(Clone, Serialize, Deserialize)]
pub struct Load {
    pub address: Address,
    pub store: PathBuf,
    pub minutes: f64,
    pub threads: usize,
    pub rate: f64,
    /// The error of this program's clock.
    pub hours_ahead: i64,
}

/// A program that is ready to send its calls.
pub struct Player {
    load: Load,
    sign_in: SignIn,
    client: Client,
    subjects: Subjects,
}

/// The arguments of the calls.
struct Subjects {
    me: Xuid,
    matches: Vec<Uuid>,
    image: String,
}

impl Subjects {
    /// Makes one of eight calls, in rotation.
    fn call(&self, client: &Client, round: usize) -> Result<(), CallError> {
        let id = self.matches.get(round / 8 % self.matches.len());
        let id = id.copied().unwrap_or_default();
        match round % 8 {
            0 => client
                .stats()
                .match_history(self.me)
                .start(u32::try_from(round % 40).unwrap_or_default())
                .send()
                .map(drop),
            1 => client.stats().match_stats(id).send().map(drop),
            2 => client.stats().service_record(self.me).send().map(drop),
            3 => client.economy().player_career_rank(self.me).send().map(drop),
            4 => client.discovery_ugc().film_by_match_id(id).send().map(drop),
            5 => client.gamecms_hacs().medal_metadata().send().map(drop),
            6 => client.gamecms_hacs().image(&self.image).response().map(drop),
            _ => client.profile().user_by_id(self.me).send().map(drop),
        }
    }
}

/// A short name for an error.
fn kind(error: &CallError) -> String {
    match error {
        CallError::Network { kind, .. } => format!("network: {kind:?}"),
        CallError::Status(error) => format!("status {}", error.status),
        CallError::SignIn(error) => format!("sign-in: status {}", error.status),
        CallError::Decode { .. } => "decode".into(),
        CallError::Deadline { .. } => "deadline".into(),
        other => format!("other: {other}"),
    }
}

/// How the calls of a program ended.
#[derive(Default, Serialize, Deserialize)]
pub struct Tally {
    sent: u64,
    answers: u64,
    errors: BTreeMap<String, u64>,
    longest: Duration,
    browser_sign_ins: [u64; 2],
    memory: Memory,
}

impl Tally {
    pub fn is_well(&self, minutes: f64) -> bool {
        let failures: u64 = self.errors.values().sum();
        self.sent == self.answers + failures
            && self.longest < DEADLINE + Duration::from_secs(3)
            // Most faults pass when the request is retried; fewer than one in twenty do not, and a few by chance.
            && failures < self.answers / 19 + 20
            && (minutes < 1.0 || self.browser_sign_ins[0] > 0)
            // In its first minutes a program has not yet received the largest responses.
            && (minutes < 5.0 || self.memory.is_flat())
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [signed_in, failed] = self.browser_sign_ins;
        writeln!(formatter, "{} calls: {} answers", self.sent, self.answers)?;
        for (kind, count) in &self.errors {
            writeln!(formatter, "{count:>8} {kind}")?;
        }
        writeln!(
            formatter,
            "longest call: {:.1?} (deadline {DEADLINE:?})",
            self.longest
        )?;
        writeln!(formatter, "sign-ins by browser: {signed_in}, failed: {failed}")?;
        write!(formatter, "resident memory: {}", self.memory)
    }
}

impl Load {
    /// Signs in, or continues with the tokens of the store.
    pub fn start(&self) -> Result<Player, Box<dyn Error>> {
        let environment = Environment::at(&self.address.url)?;
        let clock = Arc::new(FastClock {
            epoch: self.address.epoch,
            ahead: SignedDuration::from_hours(self.hours_ahead),
            waits: SystemClock::default(),
        });
        // A renewal of tokens has its own timeout and deadline.
        let sign_in = SignIn::new(&self.address.app()?)
            .environment(environment.clone())
            .timeout(Duration::from_secs(2))
            .deadline(Duration::from_secs(10))
            .clock(clock.clone());
        let store = || FullAtTimes::new(self.store.clone());
        let session = match Session::restore(&sign_in, store(), None)? {
            Some(session) => session,
            None => {
                let tokens = TokenSet::from_refresh_token(self.address.refresh_token.as_str());
                Session::start(&sign_in, store(), tokens)?
            }
        };
        let me = session.player()?.xuid.ok_or("the player has no XUID")?;
        let client = Client::builder()
            .environment(environment.clone())
            .credentials(SlowAtTimes {
                session,
                calls: AtomicU32::default(),
            })
            .requests_per_second(self.rate)
            .timeout(Duration::from_secs(2))
            .deadline(DEADLINE)
            .max_body_size(8 << 20)
            .clock(clock)
            .build()?;
        let track = client.gamecms_hacs().career_reward_track().send()?;
        let image = track.rank(1).and_then(|rank| rank.rank_icon.as_deref());
        let history = client.stats().match_history(me);
        let subjects = Subjects {
            me,
            image: image.ok_or("the first rank has no image")?.to_owned(),
            matches: history
                .iter()
                .take(500)
                .map(|game| game.map(|game| game.match_id))
                .collect::<Result<_, _>>()?,
        };
        let sign_in = SignIn::new(&self.address.public_app()?)
            .environment(environment)
            .timeout(Duration::from_secs(2));
        Ok(Player {
            load: self.clone(),
            sign_in,
            client,
            subjects,
        })
    }
}

impl Player {
    /// Sends calls until the time is over.
    pub fn play(self) -> Result<Tally, Box<dyn Error>> {
        let end = Instant::now() + Duration::from_secs_f64(self.load.minutes * 60.0);
        let tally = Mutex::new(Tally::default());
        let stop = AtomicBool::new(false);
        let is_over = CancelToken::new();
        thread::scope(|scope| {
            for thread in 0..self.load.threads {
                let (player, tally, stop) = (&self, &tally, &stop);
                scope.spawn(move || player.call(thread * 101, tally, stop));
            }
            scope.spawn(|| self.sign_in_again_and_again(&tally, &is_over));
            scope.spawn(|| self.lock_the_store_at_times(&is_over));
            while Instant::now() < end {
                thread::sleep(Duration::from_secs(1).min(end.saturating_duration_since(Instant::now())));
                lock(&tally).memory.take();
            }
            stop.store(true, Ordering::Relaxed);
            is_over.cancel();
        });
        Ok(tally.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    fn call(&self, mut round: usize, tally: &Mutex<Tally>, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            round += 1;
            lock(tally).sent += 1;
            let start = Instant::now();
            let result = self.subjects.call(&self.client, round);
            let mut tally = lock(tally);
            tally.longest = tally.longest.max(start.elapsed());
            match result {
                Ok(()) => tally.answers += 1,
                Err(error) => {
                    *tally.errors.entry(kind(&error)).or_default() += 1;
                    drop(tally);
                    // Without tokens a call fails at once.
                    thread::sleep(Duration::from_millis(100));
                }
            }
        }
    }

    fn sign_in_again_and_again(&self, tally: &Mutex<Tally>, is_over: &CancelToken) {
        while !is_over.wait(Duration::from_secs(2)) {
            let result = sign_in_among_strangers(&self.sign_in.clone().cancel_token(is_over));
            let mut tally = lock(tally);
            let [signed_in, failed] = &mut tally.browser_sign_ins;
            match result {
                Ok(()) => *signed_in += 1,
                Err(CallError::Cancelled { .. }) => {}
                Err(_) => *failed += 1,
            }
        }
    }

    fn lock_the_store_at_times(&self, is_over: &CancelToken) {
        let store = FileStore::new(&self.load.store);
        while !is_over.wait(Duration::from_secs(17)) {
            lock_for(&store, Duration::from_secs(3), is_over);
        }
    }
}

fn lock(tally: &Mutex<Tally>) -> std::sync::MutexGuard<'_, Tally> {
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The main function of the second program.
pub fn run_as_second() -> Result<(), Box<dyn Error>> {
    let load: Load = process::receive()?;
    let player = load.start()?;
    process::say(&())?;
    let () = process::receive()?;
    process::say(&player.play()?)
}
