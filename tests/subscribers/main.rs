//! Attempts as events of `tracing`.
//!
//! A test program of its own with a single test: a subscriber that starts while another thread comes to an event for
//! the first time can miss it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use halo_infinite::Client;
use halo_infinite::auth::SignIn;
use halo_infinite_sandbox::{Answer, Sandbox};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// A span or an event, with the names of the spans around it.
#[derive(Debug, Clone)]
struct Seen {
    name: &'static str,
    level: Level,
    fields: BTreeMap<&'static str, String>,
    within: Vec<u64>,
}

/// A subscriber for one thread, up to a level.
#[derive(Clone)]
struct Collector {
    level: Level,
    seen: Arc<Mutex<Vec<Seen>>>,
    entered: Arc<Mutex<Vec<u64>>>,
    next: Arc<AtomicU64>,
}

struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl Collector {
    fn new(level: Level) -> Self {
        Self {
            level,
            seen: Arc::default(),
            entered: Arc::default(),
            next: Arc::new(AtomicU64::new(1)),
        }
    }

    fn see(&self, metadata: &'static Metadata<'static>, record: impl FnOnce(&mut Fields)) {
        let mut fields = Fields(BTreeMap::new());
        record(&mut fields);
        self.seen.lock().unwrap().push(Seen {
            name: metadata.name(),
            level: *metadata.level(),
            fields: fields.0,
            within: self.entered.lock().unwrap().clone(),
        });
    }
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "halo_infinite" && *metadata.level() <= self.level
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.see(span.metadata(), |fields| span.record(fields));
        Id::from_u64(self.next.fetch_add(1, Ordering::Relaxed))
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.see(event.metadata(), |fields| event.record(fields));
    }

    fn enter(&self, span: &Id) {
        self.entered.lock().unwrap().push(span.into_u64());
    }

    fn exit(&self, span: &Id) {
        assert_eq!(self.entered.lock().unwrap().pop(), Some(span.into_u64()));
    }
}

/// The spans and events of a task.
fn seen(level: Level, task: impl FnOnce()) -> Vec<Seen> {
    let collector = Collector::new(level);
    tracing::subscriber::with_default(collector.clone(), task);
    assert_eq!(*collector.entered.lock().unwrap(), [0; 0]);
    let seen = collector.seen.lock().unwrap();
    seen.clone()
}

fn retry(sandbox: &Sandbox) {
    let client = Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .build()
        .unwrap();
    sandbox.answer_next("/profile/", Answer::new(503));
    client.profile().current_user().send().unwrap();
}

fn a_request_is_a_span_and_its_attempts_are_events() {
    let sandbox = Sandbox::start().unwrap();
    let seen = seen(Level::DEBUG, || retry(&sandbox));
    let [span, first, second] = seen.as_slice() else {
        panic!("{seen:#?}")
    };
    assert_eq!((span.name, span.level), ("request", Level::DEBUG));
    assert_eq!(span.fields["endpoint"], "profile.current_user");
    assert_eq!((first.level, second.level), (Level::INFO, Level::DEBUG));
    assert_eq!((&first.within[..], &second.within[..]), (&[1][..], &[1][..]));
    let field = |seen: &Seen, name| seen.fields.get(name).cloned();
    for (attempt, values) in [
        (first, ["1", "503", "503", "true", "false"]),
        (second, ["2", "200", "200", "false", "false"]),
    ] {
        let names = ["number", "outcome", "status", "will_retry", "from_cache"];
        assert_eq!(
            names.map(|name| field(attempt, name).unwrap()),
            values,
            "{attempt:?}"
        );
        assert_eq!(field(attempt, "endpoint").unwrap(), "profile.current_user");
        assert_eq!(field(attempt, "account").unwrap(), "0");
        for number in ["waited", "took", "bytes", "requests_per_second"] {
            let value = field(attempt, number).unwrap();
            assert!(
                value.parse::<f64>().is_ok_and(|value| value >= 0.0),
                "{attempt:?}"
            );
        }
        assert_eq!(field(attempt, "message").unwrap(), "attempt");
    }
}

fn a_subscriber_for_info_sees_only_retries() {
    let sandbox = Sandbox::start().unwrap();
    let seen = seen(Level::INFO, || retry(&sandbox));
    assert_eq!(seen.len(), 1, "{seen:#?}");
    assert_eq!(seen[0].fields["outcome"], "503");
}

fn steps_of_a_sign_in_are_spans_without_secrets() {
    let sandbox = Sandbox::start().unwrap();
    let sign_in = SignIn::new(&sandbox.app()).environment(sandbox.environment());
    let seen = seen(Level::TRACE, || {
        sign_in.refresh_player_tokens(sandbox.refresh_token()).unwrap();
    });
    let spans: Vec<_> = seen.iter().filter(|seen| seen.name == "request").collect();
    assert_eq!(spans.len(), sandbox.requests().len());
    assert_eq!(seen.len(), 2 * spans.len());
    let shown = format!("{seen:?}");
    for secret in sandbox.secrets() {
        assert!(!shown.contains(&secret), "an event shows {secret}");
    }
}

#[test]
fn subscribers_observe_attempts() {
    a_request_is_a_span_and_its_attempts_are_events();
    a_subscriber_for_info_sees_only_retries();
    steps_of_a_sign_in_are_spans_without_secrets();
}
