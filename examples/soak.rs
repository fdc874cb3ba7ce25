//! Calls for minutes on end, from many threads, to a sandbox in which one answer of twenty goes wrong
//! in one way or another. Every call has to end in an answer or in a typed error, no service may be
//! asked more often than its rate, and memory has to stay flat.
//!
//! ```text
//! cargo run --release --example soak -- --minutes 10
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use halo_infinite::auth::{MemoryStore, Session, SignIn, TokenSet};
use halo_infinite::{Client, Error as CallError};
use halo_infinite_sandbox::{Answer, Fault, LoggedRequest, Sandbox};

struct Arguments {
    minutes: f64,
    threads: usize,
    /// Calls a second to each service.
    rate: f64,
    /// Of all answers.
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

/// What goes wrong: a bit of everything, in sizes that a busy program survives.
fn faults() -> Vec<Fault> {
    let slow = Duration::from_millis(20);
    let mut faults = Fault::server_errors().to_vec();
    faults.extend([
        Answer::new(429).retry_after(1).into(),
        Fault::status(429),
        Fault::status(404),
        Fault::redirect(302, "http://elsewhere.invalid/"),
        Fault::html_page(),
        Fault::deep_nesting(10_000),
        Fault::delay(Duration::from_millis(300)),
        Fault::delay(Duration::from_secs(3)),
        Fault::spartan_tokens_revoked(),
        Fault::reset(),
        Fault::close(),
        Fault::reset_after(100),
        Fault::truncated_after(100),
        Fault::drip(1000, slow),
        Fault::drip_forever(100, slow),
        Fault::garbage(1000),
        Fault::garbage_inside(),
        Fault::content_type("text/plain"),
        Fault::broken_gzip(),
        Fault::gzip_bomb(16 << 20),
        Fault::huge_headers(1 << 20),
        Fault::duplicate_keys(),
        Fault::huge_numbers(),
        Fault::invalid_utf8(),
    ]);
    faults
}

/// One call after the other, of every service.
fn calls(client: &Client, sandbox: &Sandbox, image: &str, round: usize) -> Result<(), CallError> {
    let world = sandbox.world();
    let me = world.home().xuid();
    let ids = world.match_ids(world.home());
    let id = ids.get(round / 8 % ids.len()).copied().unwrap_or_default();
    match round % 8 {
        0 => client
            .stats()
            .match_history(me)
            .start(u32::try_from(round % 40).unwrap_or_default())
            .send()
            .map(drop),
        1 => client.stats().match_stats(id).send().map(drop),
        2 => client.stats().service_record(me).send().map(drop),
        3 => client.economy().player_career_rank(me).send().map(drop),
        4 => client.discovery_ugc().film_by_match_id(id).send().map(drop),
        5 => client.gamecms_hacs().medal_metadata().send().map(drop),
        6 => client.gamecms_hacs().image(image).response().map(drop),
        _ => client.profile().user_by_id(me).send().map(drop),
    }
}

/// What an error is, in a few words.
fn kind(error: &CallError) -> String {
    match error {
        CallError::Network { source, .. } => match **source {
            halo_infinite::ureq::Error::Timeout(_) => "network: timeout".into(),
            halo_infinite::ureq::Error::Io(_) => "network: connection lost".into(),
            halo_infinite::ureq::Error::BodyExceedsLimit(_) => "network: body too long".into(),
            _ => "network: no HTTP".into(),
        },
        CallError::Status(error) => format!("status {}", error.status),
        CallError::SignIn(error) => format!("sign-in: status {}", error.status),
        CallError::Decode { .. } => "decode".into(),
        CallError::Deadline { .. } => "deadline".into(),
        other => format!("other: {other}"),
    }
}

/// The most requests that arrived within any window of so long.
fn busiest(times: &[Duration], window: Duration) -> usize {
    let mut first = 0;
    let mut most = 0;
    for (last, time) in times.iter().enumerate() {
        while times.get(first).is_some_and(|start| *time - *start >= window) {
            first += 1;
        }
        most = most.max(last + 1 - first);
    }
    most
}

/// The resident memory of this process, where the system tells.
fn resident_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / 1024.0)
}

#[derive(Default)]
struct Tally {
    answers: u64,
    errors: BTreeMap<String, u64>,
    longest: Duration,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = arguments()?;
    let sandbox = Sandbox::builder().matches(500).start()?;
    // A renewal of tokens has limits of its own.
    let sign_in = SignIn::new(&sandbox.app())
        .environment(sandbox.environment())
        .timeout(Duration::from_secs(2))
        .deadline(Duration::from_secs(10));
    let tokens = TokenSet::from_refresh_token(sandbox.refresh_token());
    let session = Session::start(&sign_in, MemoryStore::new(), tokens)?;
    let deadline = Duration::from_secs(30);
    let client = Client::builder()
        .environment(sandbox.environment())
        .credentials(session)
        .requests_per_second(arguments.rate)
        .timeout(Duration::from_secs(2))
        .deadline(deadline)
        .max_body_size(8 << 20)
        .build()?;
    let track = client.gamecms_hacs().career_reward_track().send()?;
    let image = track.rank(1).and_then(|rank| rank.rank_icon.as_deref());
    let image = image.ok_or("the first rank has no image")?;
    sandbox.clear_requests();
    let rule = sandbox
        .faults()
        .on("/")
        .share(arguments.faults)
        .answer_any_of(faults());

    let tally = Mutex::new(Tally::default());
    let stop = AtomicBool::new(false);
    let start = Instant::now();
    let end = start + Duration::from_secs_f64(arguments.minutes * 60.0);
    let mut arrivals: BTreeMap<String, Vec<Duration>> = BTreeMap::new();
    let mut memory = Vec::new();
    thread::scope(|scope| {
        for thread in 0..arguments.threads {
            let (client, sandbox, tally, stop) = (client.clone(), &sandbox, &tally, &stop);
            scope.spawn(move || {
                let mut round = thread * 101;
                while !stop.load(Ordering::Relaxed) {
                    round += 1;
                    let start = Instant::now();
                    let result = calls(&client, sandbox, image, round);
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
            take_arrivals(sandbox.take_requests(), &mut arrivals);
            memory.extend(resident_mib());
        }
        stop.store(true, Ordering::Relaxed);
    });
    take_arrivals(sandbox.take_requests(), &mut arrivals);
    let tally = tally
        .into_inner()
        .unwrap_or_else(|panicked| panicked.into_inner());

    println!(
        "{:.1} minutes, {} threads, {} calls a second and service, {} of {} answers went wrong",
        start.elapsed().as_secs_f64() / 60.0,
        arguments.threads,
        arguments.rate,
        rule.used(),
        rule.seen(),
    );
    println!("{:>8} answers", tally.answers);
    for (kind, count) in &tally.errors {
        println!("{count:>8} {kind}");
    }
    println!("longest call: {:.1?} (deadline {deadline:?})", tally.longest);

    let mut is_well = tally.longest < deadline + Duration::from_secs(3);
    for (service, times) in &arrivals {
        // A thread that is held up between its turn and the socket makes others look too fast: hence
        // half a second more than the window, and no verdict on shorter ones.
        let allowed = |window: f64| 1.0 + arguments.rate * (window + 0.5);
        let (second, ten) = (
            busiest(times, Duration::from_secs(1)),
            busiest(times, Duration::from_secs(10)),
        );
        println!(
            "{service}: {} requests; at most {second} in a second, {ten} in ten seconds ({:.0} allowed)",
            times.len(),
            allowed(10.0)
        );
        is_well &= ten as f64 <= allowed(10.0);
    }
    if let Some((early, late)) = early_and_late(&memory) {
        println!("resident memory: {early:.1} MiB in the first third, {late:.1} MiB in the last");
        // In its first minutes a program has not yet met the largest answers.
        is_well &= arguments.minutes < 5.0 || late < 1.2 * early + 8.0;
    }
    if !is_well {
        return Err("a bound was not kept: see above".into());
    }
    Ok(())
}

fn take_arrivals(requests: Vec<LoggedRequest>, arrivals: &mut BTreeMap<String, Vec<Duration>>) {
    for request in requests {
        let service = request.path.split('/').nth(1).unwrap_or_default().to_owned();
        // The limiter is the services'; the sign-in has none.
        if !matches!(service.as_str(), "login" | "user.auth" | "xsts.auth" | "settings") {
            arrivals.entry(service).or_default().push(request.at);
        }
    }
}

/// The median of the first third of some values and that of the last.
fn early_and_late(values: &[f64]) -> Option<(f64, f64)> {
    let median = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    let third = values.len() / 3;
    Some((
        median(values.get(..third)?)?,
        median(values.get(values.len() - third..)?)?,
    ))
}
