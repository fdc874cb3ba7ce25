//! Random sequences of events against a model of the service.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

use super::ledger::{Ledger, Mark};

/// The size of a page.
const PAGE: usize = 25;
/// The longest delay of a match, in minutes. With the shortest gap below, it has at most 20 newer ones then.
const MAX_DELAY: i64 = 60;
const MIN_GAP: i64 = 3;

#[derive(Debug, Clone)]
enum Event {
    /// A match ends this many minutes after the last event, and appears after the delay.
    End {
        gap: i64,
        delay: i64,
    },
    /// Several matches in a row.
    Session {
        matches: usize,
        gap: i64,
    },
    Pass {
        minutes: i64,
    },
    Poll,
    FailedPoll,
    /// The program ends after it has received this many matches of a poll, and goes on with the saved state.
    PollAndRestart {
        received: usize,
    },
    Hide,
    Show,
    /// A match vanishes.
    Delete {
        place: usize,
    },
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => (MIN_GAP..30, 0..=MAX_DELAY).prop_map(|(gap, delay)| Event::End { gap, delay }),
        1 => (2..40_usize, MIN_GAP..15).prop_map(|(matches, gap)| Event::Session { matches, gap }),
        2 => (1..3000_i64).prop_map(|minutes| Event::Pass { minutes }),
        8 => Just(Event::Poll),
        2 => Just(Event::FailedPoll),
        2 => (0..4_usize).prop_map(|received| Event::PollAndRestart { received }),
        1 => Just(Event::Hide),
        2 => Just(Event::Show),
        1 => any::<usize>().prop_map(|place| Event::Delete { place }),
    ]
}

struct Service {
    /// Minutes since the beginning.
    now: i64,
    /// Ends, and the times at which the matches appear, in minutes.
    matches: Vec<(i64, i64)>,
    is_hidden: bool,
}

fn mark(end: i64) -> Mark {
    Mark {
        end: Timestamp::UNIX_EPOCH + SignedDuration::from_mins(10_000_000 + end),
        id: Uuid::from_u128(u128::try_from(end).unwrap()),
    }
}

fn end_of(mark: &Mark) -> i64 {
    i64::try_from(mark.id.as_u128()).unwrap()
}

impl Service {
    fn end(&mut self, gap: i64, delay: i64) {
        self.now += gap;
        self.matches.push((self.now, self.now + delay));
    }

    /// The history, newest first.
    fn history(&self) -> Vec<Mark> {
        let visible = self.matches.iter().filter(|(_, appears)| *appears <= self.now);
        let mut history: Vec<_> = visible.map(|(end, _)| mark(*end)).collect();
        history.reverse();
        if self.is_hidden { Vec::new() } else { history }
    }
}

#[derive(Default)]
struct Program {
    ledger: Option<Ledger>,
    /// The time of the first poll.
    began: Option<i64>,
    /// The ends of the reported matches.
    reported: Vec<i64>,
}

impl Program {
    /// Reads the history, as the poller does, and receives some of the new matches.
    fn poll(&mut self, service: &Service, most: usize) {
        let history = service.history();
        let began = *self.began.get_or_insert(service.now);
        let first = &history[..history.len().min(PAGE)];
        let ledger = self
            .ledger
            .get_or_insert_with(|| Ledger::baseline(mark(began).end, first, first.len() == PAGE));
        let mut read = first.to_vec();
        if ledger.reads_on(first) {
            let mut pages = history.chunks(PAGE);
            read = pages
                .by_ref()
                .take_while(|page| ledger.has_new(page))
                .flatten()
                .copied()
                .collect();
        }
        let new = ledger.select(read, |mark| Some(*mark));
        assert!(new.is_sorted(), "one poll reports in the order of the ends");
        for mark in new.into_iter().take(most) {
            ledger.report(mark);
            self.reported.push(end_of(&mark));
        }
    }

    fn restart(&mut self) {
        let saved = serde_json::to_string(&self.ledger).unwrap();
        self.ledger = serde_json::from_str(&saved).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn each_match_is_reported_exactly_once(
        before in 0..60_usize,
        events in proptest::collection::vec(event(), 1..80),
    ) {
        let mut service = Service { now: 1, matches: Vec::new(), is_hidden: false };
        (0..before).for_each(|_| service.end(10, 0));
        service.now += 1;
        let mut program = Program::default();
        for event in events {
            match event {
                Event::End { gap, delay } => service.end(gap, delay),
                Event::Session { matches, gap } => (0..matches).for_each(|_| service.end(gap, 0)),
                Event::Pass { minutes } => service.now += minutes,
                Event::Poll => program.poll(&service, usize::MAX),
                Event::FailedPoll => {
                    program.began.get_or_insert(service.now);
                }
                Event::PollAndRestart { received } => {
                    program.poll(&service, received);
                    program.restart();
                }
                Event::Hide => service.is_hidden = true,
                Event::Show => service.is_hidden = false,
                Event::Delete { place } if !service.matches.is_empty() => {
                    let place = place % service.matches.len();
                    service.matches.remove(place);
                }
                Event::Delete { .. } => {}
            }
        }
        // At last everything is visible.
        service.is_hidden = false;
        service.now += MAX_DELAY;
        program.poll(&service, usize::MAX);

        let mut once = program.reported.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), program.reported.len(), "reported twice: {:?}", program.reported);
        let began = program.began.unwrap_or_default();
        let missed: Vec<_> = service
            .matches
            .iter()
            .filter(|(end, _)| *end > began && !once.contains(end))
            .collect();
        prop_assert!(missed.is_empty(), "missed {:?} of {:?}, began {}", missed, service.matches, began);
        // Only a late match of the last hour before can be among the reported ones.
        prop_assert!(once.iter().all(|end| *end > began - 60));
    }
}
