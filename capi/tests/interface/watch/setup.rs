//! A sandbox whose matches end when the test says so, and watches of its home player.

use std::ffi::CString;
use std::ptr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use halo_infinite::jiff::{SignedDuration, Timestamp};
use halo_infinite_capi::*;
use halo_infinite_sandbox::{Live, Sandbox};
use serde_json::{Value, json};

use crate::support::*;

/// The first poll comes at once, and the next ones every second: the shortest interval.
pub fn often() -> Value {
    json!({ "shortest_interval_ms": 1000, "longest_interval_ms": 1000 })
}

/// A world in time.
pub struct World {
    pub bench: Bench,
    now: Arc<Mutex<SystemTime>>,
    /// The home player's matches with their ends, first the newest.
    matches: Vec<(String, Timestamp)>,
}

impl World {
    /// A world whose newest `to_come` matches are not over yet.
    pub fn new(to_come: usize) -> Self {
        // The same seed has the same matches, all over.
        let over = Sandbox::start().unwrap();
        let world = over.world();
        let ids = world.match_ids(world.home());
        let matches: Vec<_> = ids
            .iter()
            .map(|id| {
                let stats = world.match_stats(*id).unwrap();
                let end = stats["MatchInfo"]["EndTime"].as_str().unwrap();
                (id.to_string(), end.parse::<Timestamp>().unwrap())
            })
            .collect();
        let now = Arc::new(Mutex::new(after(matches[to_come].1)));
        let of_sandbox = Arc::clone(&now);
        let builder = Sandbox::builder()
            .clock(move || *of_sandbox.lock().unwrap())
            .spartan_lifetime(Duration::from_secs(24 * 3600 * 365))
            .live(Live::new().stats_after(Duration::from_secs(20)));
        Self {
            bench: Bench::of(builder),
            now,
            matches,
        }
    }

    /// Lets time pass until only this many matches are to come.
    pub fn pass(&self, to_come: usize) {
        *self.now.lock().unwrap() = after(self.matches[to_come].1);
    }

    /// Lets some seconds pass.
    pub fn wait(&self, time: Duration) {
        *self.now.lock().unwrap() += time;
    }

    /// The newest matches, first the oldest of them, without those that are newer than `to_come` of them.
    pub fn newest(&self, to_come: usize, count: usize) -> Vec<String> {
        let newest = self.matches.iter().skip(to_come).take(count);
        let mut ids: Vec<_> = newest.map(|(id, _)| id.clone()).collect();
        ids.reverse();
        ids
    }

    /// The end of a match, counted from the newest.
    pub fn end(&self, place: usize) -> String {
        self.matches[place].1.to_string()
    }

    pub fn players(&self) -> CString {
        CString::new(json!([self.bench.me()]).to_string()).unwrap()
    }

    pub fn watch(&self, settings: Value) -> *mut HaloWatch {
        let settings = CString::new(settings.to_string()).unwrap();
        let players = self.players();
        let (players, settings) = (InText::of(&players), InText::of(&settings));
        let none = ptr::null_mut();
        made(|watch, error| halo_watch_new(self.bench.client, players, settings, None, none, watch, error))
            .unwrap()
    }

    /// Waits for the first poll, which is the baseline.
    pub fn until_known(&self, watch: *mut HaloWatch) {
        until("the first poll", || {
            !resume_point(watch)["players"].as_object().unwrap().is_empty()
        });
    }
}

fn after(end: Timestamp) -> SystemTime {
    (end + SignedDuration::from_secs(5)).into()
}

/// What a watch returns.
#[derive(Debug, PartialEq)]
pub enum Next {
    Match(Value),
    Failed(HaloCode, Value),
    Code(HaloCode),
}

impl Next {
    /// The ID of a match.
    pub fn id(&self) -> String {
        match self {
            Self::Match(event) => event["entry"]["MatchId"].as_str().unwrap().to_owned(),
            other => panic!("{other:?}"),
        }
    }
}

/// The next item; waits for it.
pub fn next(watch: *mut HaloWatch) -> Next {
    received(|event, failure| halo_watch_next(watch, PATIENCE_MS, event, failure, None))
}

/// The next item, if it is there.
pub fn try_next(watch: *mut HaloWatch) -> Next {
    received(|event, failure| halo_watch_try_next(watch, event, failure, None))
}

pub fn received(call: impl FnOnce(Out<'_, *mut HaloResponse>, Out<'_, *mut HaloError>) -> HaloCode) -> Next {
    let mut reason = ptr::null_mut();
    let (code, event) = code_and(ptr::null_mut(), |event| {
        let (code, failure) = code_and(ptr::null_mut(), |failure| call(event, failure));
        reason = failure;
        code
    });
    match code {
        HaloCode::Ok if reason.is_null() => Next::Match(content(event)),
        HaloCode::Ok => {
            assert!(event.is_null());
            let Failed { code, details, .. } = read_error(reason);
            Next::Failed(code, *details)
        }
        code => {
            assert!(event.is_null() && reason.is_null());
            Next::Code(code)
        }
    }
}

pub fn resume_point(watch: *mut HaloWatch) -> Value {
    content(made(|response, error| halo_watch_resume_point(watch, response, error)).unwrap())
}
