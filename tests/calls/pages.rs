//! Match histories and searches, read page by page to their ends.

use std::collections::HashSet;

use halo_infinite::jiff::SignedDuration;
use halo_infinite::models::stats::MatchHistory;
use halo_infinite::services::discovery_ugc::{SearchOrder, SearchSort};
use halo_infinite::services::stats::MatchType;
use halo_infinite::uuid::Uuid;
use halo_infinite::{CancelToken, Client, Error, Request};
use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::{Value, json};

use crate::support::wait::join;

struct Bench {
    sandbox: Sandbox,
    client: Client,
}

impl Bench {
    fn new(matches: usize) -> Self {
        let sandbox = Sandbox::builder().matches(matches).start().unwrap();
        let client = Client::builder()
            .environment(sandbox.environment())
            .tokens(sandbox.spartan_token(), sandbox.clearance())
            .no_retries()
            .unlimited()
            .build()
            .unwrap();
        Self { sandbox, client }
    }

    fn history(&self) -> Request<MatchHistory> {
        self.client
            .stats()
            .match_history(self.sandbox.world().home().xuid())
    }

    fn ids(&self) -> Vec<Uuid> {
        self.sandbox.world().match_ids(self.sandbox.world().home())
    }

    /// Returns and forgets the queries so far.
    fn take_queries(&self) -> Vec<String> {
        let requests = self.sandbox.requests();
        self.sandbox.clear_requests();
        requests
            .into_iter()
            .map(|request| request.query.unwrap_or_default())
            .collect()
    }

    fn fail_next(&self, status: u16, times: usize) {
        for _ in 0..times {
            self.sandbox.answer_next("/stats/", Answer::new(status));
        }
    }

    /// All entries of the history as raw JSON, newest first.
    fn entries(&self) -> Vec<Value> {
        let mut entries = Vec::new();
        for start in (0..).step_by(25) {
            let page = self.history().start(start).response().unwrap().json().unwrap();
            let page = page["Results"].as_array().unwrap().clone();
            if page.is_empty() {
                self.sandbox.clear_requests();
                return entries;
            }
            entries.extend(page);
        }
        unreachable!()
    }

    /// Answers the next request with a page of this history.
    fn answer_from(&self, history: &[Value], start: usize, count: usize) {
        let page: Vec<&Value> = history.iter().skip(start).take(count).collect();
        let page = json!({
            "Start": start, "Count": count, "ResultCount": page.len(), "Results": page, "Links": {},
        });
        self.sandbox.answer_next("/stats/", Answer::new(200).json(page));
    }
}

fn read(pages: impl Iterator<Item = Result<MatchHistory, Error>>) -> Vec<Uuid> {
    pages
        .flat_map(|page| page.unwrap().results)
        .map(|entry| entry.match_id)
        .collect()
}

#[test]
fn a_history_is_read_lazily_to_its_end() {
    let bench = Bench::new(60);
    let history = bench.history();
    let read: Vec<Uuid> = history.iter().map(|entry| entry.unwrap().match_id).collect();
    assert_eq!(read, bench.ids());
    assert_eq!(
        bench.take_queries(),
        [0, 24, 48, 59].map(|start| format!("start={start}&count=25"))
    );

    let mut iter = history.iter();
    assert_eq!(bench.take_queries().len(), 0);
    assert_eq!(iter.by_ref().take(25).count(), 25);
    assert_eq!(bench.take_queries().len(), 1);
    assert_eq!(iter.next().unwrap().unwrap().match_id, bench.ids()[25]);
    assert_eq!(bench.take_queries().len(), 1);
    assert_eq!(iter.by_ref().count(), 60 - 26);
    bench.take_queries();
    assert!(iter.next().is_none() && iter.next().is_none());
    assert_eq!(bench.take_queries().len(), 0);
}

#[test]
fn histories_of_no_match_and_of_one_match_end() {
    for matches in [0, 1] {
        let bench = Bench::new(matches);
        assert_eq!(bench.history().iter().count(), matches);
        assert_eq!(bench.take_queries().len(), 1 + matches);
    }
}

#[test]
fn pages_keep_start_count_and_type() {
    let bench = Bench::new(60);
    let ids = bench.ids();
    let pages: Vec<MatchHistory> = bench
        .history()
        .start(30)
        .count(10)
        .pages()
        .map(Result::unwrap)
        .collect();
    let sizes: Vec<usize> = pages.iter().map(|page| page.results.len()).collect();
    assert_eq!(sizes, [10, 9, 9, 2]);
    assert!(
        pages
            .iter()
            .all(|page| page.result_count == page.results.len() as i64)
    );
    assert_eq!(read(pages.into_iter().map(Ok)), ids[30..]);
    assert_eq!(
        bench.take_queries()[..2],
        ["start=30&count=10", "start=39&count=10"]
    );

    // A page of one entry could not overlap the page before it.
    assert_eq!(read(bench.history().start(57).count(1).pages()), ids[57..]);
    assert!(
        bench
            .take_queries()
            .iter()
            .all(|query| query.ends_with("count=2"))
    );

    let custom = bench.history().match_type(MatchType::Custom);
    let of_type: Vec<_> = custom.iter().map(Result::unwrap).collect();
    assert!(!of_type.is_empty() && of_type.len() < 60);
    assert!(of_type.iter().all(|entry| !entry.match_info.is_matchmade()));
    assert!(
        bench
            .take_queries()
            .iter()
            .all(|query| query.starts_with("type=custom&"))
    );
}

#[test]
fn since_ends_a_history_before_a_match_or_at_a_time() {
    let bench = Bench::new(60);
    let ids = bench.ids();
    let history = bench.history();
    let all: Vec<_> = history.iter().map(Result::unwrap).collect();
    for (count, calls) in [(0, 1), (1, 1), (24, 1), (25, 2), (48, 2), (49, 3), (59, 3)] {
        bench.take_queries();
        assert_eq!(read(history.pages().since(ids[count])), ids[..count]);
        assert_eq!(bench.take_queries().len(), calls, "{count}");

        let time = all[count].match_info.start_time;
        assert_eq!(read(history.pages().since(time)), ids[..=count]);
        assert_eq!(read(history.pages().since(time.to_string())), ids[..=count]);
        let later = time + SignedDuration::from_millis(1);
        assert_eq!(read(history.pages().since(later)), ids[..count]);
    }
    // A match that is not in the history does not end it.
    assert_eq!(read(history.pages().since(Uuid::nil())), ids);
    assert_eq!(history.iter().since(ids[3].to_string()).count(), 3);
}

#[test]
fn since_a_time_within_an_abandoned_match_returns_all_later_matches() {
    let bench = Bench::new(3);
    let mut entries = bench.entries();
    // The second match of the list is long; the third begins and ends during it.
    let at = |minute: i64| json!(format!("2024-01-01T10:{minute:02}:00Z"));
    for (entry, (start, end)) in entries.iter_mut().zip([(40, 50), (0, 30), (10, 20)]) {
        entry["MatchInfo"]["StartTime"] = at(start);
        entry["MatchInfo"]["EndTime"] = at(end);
    }
    bench.answer_from(&entries, 0, 25);
    bench.answer_from(&entries, 2, 25);
    let times: Vec<String> = bench
        .history()
        .iter()
        .since("2024-01-01T10:05:00Z")
        .map(|entry| entry.unwrap().match_info.start_time.to_string())
        .collect();
    assert_eq!(times, ["2024-01-01T10:40:00Z", "2024-01-01T10:10:00Z"]);
}

#[test]
fn matches_played_meanwhile_are_neither_repeated_nor_skipped() {
    let bench = Bench::new(70);
    let (now, ids) = (bench.entries(), bench.ids());
    // Three matches are played after the first page is fetched, two of them before the second page is.
    bench.answer_from(&now[3..], 0, 25);
    bench.answer_from(&now[1..], 24, 25);
    assert_eq!(read(bench.history().pages()), ids[3..]);
    assert_eq!(
        bench.take_queries(),
        [0, 24, 48, 72 - 3].map(|start| format!("start={start}&count=25"))
    );

    // So many matches are played that whole pages repeat.
    bench.answer_from(&now[45..], 0, 25);
    assert_eq!(read(bench.history().pages()), ids[45..]);

    // The same, with a break within a page.
    bench.answer_from(&now[3..], 0, 25);
    let mut iter = bench.history().iter();
    let mut read: Vec<Uuid> = iter
        .by_ref()
        .take(10)
        .map(|entry| entry.unwrap().match_id)
        .collect();
    read.extend(iter.map(|entry| entry.unwrap().match_id));
    assert_eq!(read, ids[3..]);
}

#[test]
fn small_pages_are_read_to_the_end_while_more_matches_are_played_than_read() {
    let bench = Bench::new(70);
    let (now, ids) = (bench.entries(), bench.ids());
    // A match is played before each page: the second page repeats the first one.
    for (page, (start, count)) in [(0, 2), (1, 2), (2, 25), (5, 2), (6, 25)].into_iter().enumerate() {
        bench.answer_from(&now[10 - page..], start, count);
    }
    let mut pages = bench.history().count(2).pages();
    let first: Vec<_> = pages.by_ref().take(3).map(Result::unwrap).collect();
    let sizes: Vec<_> = first.iter().map(|page| page.results.len()).collect();
    assert_eq!(sizes, [2, 2, 2]);
    let queries = [
        "start=0&count=2",
        "start=1&count=2",
        "start=2&count=25",
        "start=5&count=2",
        "start=6&count=25",
    ];
    assert_eq!(bench.take_queries(), queries);
    let read = read(first.into_iter().map(Ok).chain(pages));
    assert_eq!(read, ids[10..]);

    // A page is all newer matches.
    for count in [1, 2, 3] {
        bench.answer_from(&now[30..], 0, count.max(2));
        assert_eq!(self::read(bench.history().count(count as u32).pages()), ids[30..]);
    }
}

#[test]
fn matches_removed_meanwhile_cause_no_gap() {
    let bench = Bench::new(70);
    let (before, ids) = (bench.entries(), bench.ids());
    let after = &before[5..];
    bench.answer_from(&before, 0, 25);
    // The last match's place now holds an unknown match: five were removed.
    bench.answer_from(after, 24, 25);
    bench.answer_from(after, 0, 25);
    bench.answer_from(after, 24, 25);
    bench.answer_from(after, 48, 25);
    bench.answer_from(after, 64, 25);
    assert_eq!(read(bench.history().pages()), ids);
    let starts = [0, 24, 0, 24, 48, 64].map(|start| format!("start={start}&count=25"));
    assert_eq!(bench.take_queries(), starts);
}

#[test]
fn an_error_is_an_item_and_the_page_can_be_requested_again() {
    let bench = Bench::new(60);
    let mut iter = bench.history().iter();
    let mut read: Vec<Uuid> = iter
        .by_ref()
        .take(25)
        .map(|entry| entry.unwrap().match_id)
        .collect();
    bench.take_queries();
    bench.fail_next(503, 2);
    for _ in 0..2 {
        assert_eq!(iter.next().unwrap().unwrap_err().status(), Some(503));
    }
    read.extend(iter.by_ref().take(25).map(|entry| entry.unwrap().match_id));
    assert_eq!(bench.take_queries()[..3], ["start=24&count=25"; 3]);

    // A response that does not decode loses nothing either.
    let bad = Answer::new(200).body("{}");
    bench.sandbox.answer_next("/stats/", bad);
    let errors: Vec<Error> = iter
        .filter_map(|entry| entry.map(|entry| read.push(entry.match_id)).err())
        .collect();
    assert!(matches!(errors[..], [Error::Decode { .. }]), "{errors:?}");
    assert_eq!(read, bench.ids());
}

#[test]
fn skipping_all_errors_ends_the_iterator() {
    let bench = Bench::new(60);
    bench.fail_next(503, 100);
    assert_eq!(bench.history().iter().filter_map(Result::ok).count(), 0);
    assert_eq!(bench.take_queries().len(), 3);
    let mut pages = bench.history().pages();
    assert_eq!(pages.by_ref().filter(Result::is_err).count(), 3);
    assert!(pages.next().is_none());
}

#[test]
fn a_permanent_error_is_returned_once() {
    let bench = Bench::new(60);
    for history in [bench.history().count(26), bench.client.stats().match_history("")] {
        let results: Vec<_> = history.iter().collect();
        assert!(matches!(results[..], [Err(Error::Argument(_))]), "{results:?}");
    }
    let results: Vec<_> = bench.history().iter().since("yesterday").collect();
    assert!(matches!(&results[..], [Err(error)] if error.to_string().starts_with("since: `yesterday`")));
    assert_eq!(bench.take_queries().len(), 0);

    let stop = CancelToken::new();
    let client = bench.client.with_cancel_token(&stop);
    let mut iter = client
        .stats()
        .match_history(bench.sandbox.world().home().xuid())
        .iter();
    assert_eq!(iter.by_ref().take(24).filter(Result::is_ok).count(), 24);
    stop.cancel();
    // Entries that were fetched are still returned.
    assert!(iter.next().unwrap().is_ok());
    assert!(matches!(iter.next(), Some(Err(Error::Cancelled { .. }))));
    assert!(iter.next().is_none());
}

#[test]
fn a_search_is_read_to_its_end() {
    let bench = Bench::new(10);
    let search = bench
        .client
        .discovery_ugc()
        .search_assets()
        .sort(SearchSort::Name, SearchOrder::Ascending);
    let pages: Vec<_> = search.pages().map(Result::unwrap).collect();
    assert!(pages[0].estimated_total.is_some());
    let total = pages[0].estimated_total.unwrap() as usize;
    let all: Vec<_> = pages.into_iter().flat_map(|page| page.results).collect();
    let different: HashSet<Uuid> = all.iter().map(|asset| asset.asset_id).collect();
    assert_eq!((all.len(), different.len()), (total, total));
    assert!(bench.take_queries()[0].ends_with("start=0&count=101"));

    let small: Vec<_> = search.start(3).count(7).iter().map(Result::unwrap).collect();
    assert_eq!(small, all[3..]);
    assert!(bench.take_queries()[1].ends_with("start=9&count=7"));
}

#[test]
fn pages_can_go_to_another_thread() {
    let bench = Bench::new(30);
    let iter = bench.history().iter();
    let count = join(std::thread::spawn(move || iter.count()));
    assert_eq!(count, 30);
}
