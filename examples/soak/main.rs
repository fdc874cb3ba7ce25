//! Sends requests for minutes, from many threads, to a sandbox in which one response of twenty is faulty
//! in some way. Every call has to end with a model or a typed error, no service may receive more
//! requests than its rate allows, and memory has to stay flat.
//!
//! ```text
//! cargo run --release --example soak -- --minutes 10
//! ```

mod backend;
mod memory;

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use halo_infinite::auth::{MemoryStore, Session, SignIn, TokenSet};
use halo_infinite::uuid::Uuid;
use halo_infinite::{Client, Environment, Error as CallError, Xuid};

use backend::Backend;
use memory::Memory;

struct Arguments {
    minutes: f64,
    threads: usize,
    /// Requests a second to each service.
    rate: f64,
    /// The faulty share of all responses.
    faults: f64,
}

fn arguments() -> Result<Arguments, lexopt::Error> {
    use lexopt::prelude::*;
    let mut arguments = Arguments {
        minutes: 0.25,
        threads: 16,
        rate: 50.0,
        faults: 0.05,
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("minutes") => arguments.minutes = parser.value()?.parse()?,
            Long("threads") => arguments.threads = parser.value()?.parse()?,
            Long("rate") => arguments.rate = parser.value()?.parse()?,
            Long("faults") => arguments.faults = parser.value()?.parse()?,
            other => return Err(other.unexpected()),
        }
    }
    Ok(arguments)
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

#[derive(Default)]
struct Tally {
    answers: u64,
    errors: BTreeMap<String, u64>,
    longest: Duration,
}

fn main() -> Result<(), Box<dyn Error>> {
    if let [argument, share, rate] = &env::args().skip(1).collect::<Vec<_>>()[..]
        && argument == backend::ARGUMENT
    {
        return backend::run(share.parse()?, rate.parse()?);
    }
    let arguments = arguments()?;
    let mut backend = Backend::start(arguments.faults, arguments.rate)?;
    let environment = Environment::at(&backend.address.url)?;
    // A renewal of tokens has its own timeout and deadline.
    let sign_in = SignIn::new(&backend.address.app()?)
        .environment(environment.clone())
        .timeout(Duration::from_secs(2))
        .deadline(Duration::from_secs(10));
    let tokens = TokenSet::from_refresh_token(backend.address.refresh_token.as_str());
    let session = Session::start(&sign_in, MemoryStore::new(), tokens)?;
    let me = session.player()?.xuid.ok_or("the player has no XUID")?;
    let deadline = Duration::from_secs(30);
    let client = Client::builder()
        .environment(environment)
        .credentials(session)
        .requests_per_second(arguments.rate)
        .timeout(Duration::from_secs(2))
        .deadline(deadline)
        .max_body_size(8 << 20)
        .build()?;
    let track = client.gamecms_hacs().career_reward_track().send()?;
    let image = track.rank(1).and_then(|rank| rank.rank_icon.as_deref());
    let subjects = Subjects {
        me,
        matches: client
            .stats()
            .match_history(me)
            .iter()
            .take(500)
            .map(|game| game.map(|game| game.match_id))
            .collect::<Result<_, _>>()?,
        image: image.ok_or("the first rank has no image")?.to_owned(),
    };
    backend.begin()?;

    let tally = Mutex::new(Tally::default());
    let stop = AtomicBool::new(false);
    let start = Instant::now();
    let end = start + Duration::from_secs_f64(arguments.minutes * 60.0);
    let mut memory = Memory::default();
    thread::scope(|scope| {
        for thread in 0..arguments.threads {
            let (client, subjects, tally, stop) = (client.clone(), &subjects, &tally, &stop);
            scope.spawn(move || {
                let mut round = thread * 101;
                while !stop.load(Ordering::Relaxed) {
                    round += 1;
                    let start = Instant::now();
                    let result = subjects.call(&client, round);
                    let mut tally = tally.lock().unwrap_or_else(|panicked| panicked.into_inner());
                    tally.longest = tally.longest.max(start.elapsed());
                    match result {
                        Ok(()) => tally.answers += 1,
                        Err(error) => *tally.errors.entry(kind(&error)).or_default() += 1,
                    }
                }
            });
        }
        while Instant::now() < end {
            thread::sleep(Duration::from_secs(1).min(end.saturating_duration_since(Instant::now())));
            memory.take();
        }
        stop.store(true, Ordering::Relaxed);
    });
    let report = backend.end()?;
    let tally = tally
        .into_inner()
        .unwrap_or_else(|panicked| panicked.into_inner());

    println!(
        "{:.1} minutes, {} threads, {} calls a second and service, {} of {} answers went wrong",
        start.elapsed().as_secs_f64() / 60.0,
        arguments.threads,
        arguments.rate,
        report.faults,
        report.requests,
    );
    println!("{:>8} answers", tally.answers);
    for (kind, count) in &tally.errors {
        println!("{count:>8} {kind}");
    }
    println!("longest call: {:.1?} (deadline {deadline:?})", tally.longest);

    let mut is_well = tally.longest < deadline + Duration::from_secs(3);
    // Most faults pass when the request is retried; fewer than one in twenty do not.
    let failures: u64 = tally.errors.values().sum();
    is_well &= failures < tally.answers / 19;
    // A thread delayed between its permit and the socket makes the requests after it look too early.
    let allowed = Duration::from_millis(500);
    for (service, arrivals) in &report.services {
        println!(
            "{service}: {} requests; at most {} in a second, {:.0?} ahead of the rate ({allowed:?} allowed)",
            arrivals.all, arrivals.in_one_second, arrivals.lead,
        );
        is_well &= arrivals.lead <= allowed;
    }
    println!("resident memory: {memory}");
    println!("that of the sandbox: {}", report.memory);
    // In its first minutes a program has not yet received the largest responses.
    is_well &= arguments.minutes < 5.0 || memory.is_flat();
    if !is_well {
        return Err("a bound was exceeded: see above".into());
    }
    Ok(())
}
