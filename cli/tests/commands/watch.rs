//! `halo watch`, against a sandbox whose matches end when the test moves its clock.

use std::fs;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use halo_infinite_sandbox::{Answer, Live, Sandbox};
use serde_json::{Value, json};

#[cfg(unix)]
use crate::interrupt::{ends_at_once, interrupt};
use crate::support::wait::{PATIENCE, until, within};
use crate::support::{Halo, Run};

/// A sandbox in which the newest matches are not over.
struct Bench {
    sandbox: Sandbox,
    now: Arc<Mutex<SystemTime>>,
    /// The matches to come, the oldest first, and their ends.
    to_come: Vec<(String, SystemTime)>,
}

impl Bench {
    fn new(to_come: usize) -> Self {
        // The same seed has the same matches, all over.
        let over = Sandbox::start().unwrap();
        let ids = over.world().match_ids(over.world().home());
        let end = |id| {
            let stats = over.world().match_stats(id).unwrap();
            let end: halo_infinite::jiff::Timestamp =
                stats["MatchInfo"]["EndTime"].as_str().unwrap().parse().unwrap();
            SystemTime::from(end) + Duration::from_secs(1)
        };
        let now = Arc::new(Mutex::new(end(ids[to_come])));
        let clock = Arc::clone(&now);
        let builder = Sandbox::builder()
            .clock(move || *clock.lock().unwrap())
            .live(Live::new())
            .spartan_lifetime(Duration::from_secs(100 * 365 * 24 * 3600));
        Self {
            sandbox: builder.start().unwrap(),
            now,
            to_come: ids[..to_come]
                .iter()
                .rev()
                .map(|id| (id.to_string(), end(*id)))
                .collect(),
        }
    }

    fn me(&self) -> String {
        self.sandbox.world().home().xuid().to_string()
    }

    /// Ends the first of the matches to come, up to this number.
    fn end_matches(&self, count: usize) {
        *self.now.lock().unwrap() = self.to_come[count - 1].1;
    }

    fn polls(&self) -> usize {
        let requests = self.sandbox.requests();
        requests
            .iter()
            .filter(|request| request.path.ends_with("/matches"))
            .count()
    }

    /// Starts a watch, and waits until it has looked for the first time.
    fn watch(&self, halo: &Halo, arguments: &[&str]) -> Child {
        self.watch_player(halo, &self.me(), arguments)
    }

    fn watch_player(&self, halo: &Halo, player: &str, arguments: &[&str]) -> Child {
        let before = self.polls();
        let arguments = ["watch", player, "--interval", "1"]
            .into_iter()
            .chain(arguments.iter().copied());
        let child = halo
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The second look comes when the first one has its response.
        until("the second poll", || self.polls() >= before + 2);
        child
    }
}

fn end_of(child: Child) -> Run {
    Run::of(within(PATIENCE, move || child.wait_with_output().unwrap()))
}

fn lines(run: Run) -> Vec<Value> {
    let out = run.success();
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn each_match_that_ends_is_a_line_of_json() {
    let bench = Bench::new(3);
    let child = bench.watch(&Halo::at(&bench.sandbox), &["--count", "3", "--json", "all"]);
    bench.end_matches(3);
    let seen = lines(end_of(child));
    let ids: Vec<_> = seen
        .iter()
        .map(|seen| seen["match_id"].as_str().unwrap())
        .collect();
    let expected: Vec<_> = bench.to_come.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, expected);
    let fields: Vec<_> = seen[0].as_object().unwrap().keys().map(String::as_str).collect();
    insta::assert_snapshot!("watch fields", fields.join("\n"));
    assert!(seen.iter().all(|seen| seen["kills"].is_i64()));
    let outcomes: Vec<_> = seen
        .iter()
        .map(|seen| seen["outcome"].as_str().unwrap())
        .collect();
    let streaks: Vec<_> = seen.iter().map(|seen| seen["streak"].as_i64().unwrap()).collect();
    assert_eq!((outcomes, streaks), (vec!["Win", "Win", "Loss"], vec![1, 2, -1]));
}

/// A watch in a terminal, of a match that has ended since the last one.
fn resumed(options: &str) -> String {
    let bench = Bench::new(2);
    let halo = Halo::at(&bench.sandbox);
    let child = bench.watch(&halo, &["--resume", "--count", "1"]);
    bench.end_matches(1);
    end_of(child).success();
    bench.end_matches(2);
    let line = format!(
        "watch {} --resume --count 1 --quiet --color never {options}",
        bench.me()
    );
    halo.in_terminal(40, &line)
}

#[test]
fn a_terminal_gets_a_match_as_a_line_of_json_too() {
    let shown = resumed("--json match_id,outcome");
    assert_eq!(shown.lines().count(), 1, "{shown}");
    assert!(serde_json::from_str::<Value>(&shown).unwrap()["match_id"].is_string());
}

#[test]
fn a_match_fits_a_narrow_terminal() {
    let shown = resumed("");
    assert!(shown.contains("Sandbox Spartan"), "{shown}");
    for line in shown.lines() {
        assert!(line.chars().count() <= 40, "{shown}");
    }
}

#[test]
fn without_json_each_match_is_a_row() {
    let bench = Bench::new(2);
    let child = bench.watch(&Halo::at(&bench.sandbox), &["--count", "2"]);
    bench.end_matches(2);
    insta::assert_snapshot!("watch in a pipe", end_of(child).success());
}

#[test]
fn a_watch_resumes_where_the_last_one_ended() {
    let bench = Bench::new(4);
    let halo = Halo::at(&bench.sandbox);
    let options = ["--resume", "--count", "2", "--json", "match_id"];
    let child = bench.watch(&halo, &options);
    bench.end_matches(2);
    let mut seen = lines(end_of(child));
    // These end while nobody watches.
    bench.end_matches(4);
    let me = bench.me();
    let arguments = ["watch", &me].into_iter().chain(options);
    seen.extend(lines(halo.run_with(arguments)));
    let expected: Vec<_> = bench
        .to_come
        .iter()
        .map(|(id, _)| json!({ "match_id": id }))
        .collect();
    assert_eq!(seen, expected);
}

#[cfg(unix)]
#[test]
fn a_gamertag_is_only_a_value_for_the_command_and_for_obs() {
    let bench = Bench::new(1);
    let halo = Halo::at(&bench.sandbox);
    let hostile = "$(touch pwned)`touch pwned`\";touch pwned;'\u{202e}\u{7}";
    let user = json!([{ "xuid": bench.me(), "gamertag": hostile }]);
    bench
        .sandbox
        .answer_next("/profile/", Answer::new(200).json(user));
    let (folder, printed) = (halo.home().join("obs"), halo.home().join("printed"));
    let line = format!(
        "printf '%s|%s|%s' \"$HALO_PLAYER\" \"$HALO_MATCH_ID\" \"$HALO_KILLS\" > '{}'; echo said; exit 3",
        printed.display()
    );
    let arguments = [
        "--count",
        "1",
        "--json",
        "player,kills",
        "--exec",
        &line,
        "--obs",
        folder.to_str().unwrap(),
    ];
    let child = bench.watch(&halo, &arguments);
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(
        (read("session.txt"), read("kills.txt")),
        ("0 – 0".into(), String::new())
    );
    bench.end_matches(1);
    let run = end_of(child);
    assert!(
        run.err.contains("said") && run.err.contains("--exec: the command failed"),
        "{}",
        run.err
    );
    let seen = &lines(run)[0];
    assert_eq!(seen["player"], hostile);
    let id = &bench.to_come[0].0;
    assert_eq!(
        fs::read_to_string(&printed).unwrap(),
        format!("{hostile}|{id}|{}", seen["kills"])
    );
    assert_eq!(read("player.txt"), "$(touch pwned)`touch pwned`\";touch pwned;' ");
    assert_eq!(read("kills.txt"), seen["kills"].to_string());
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    insta::assert_snapshot!("watch files for OBS", files.join("\n"));
}

#[test]
fn missing_statistics_are_a_note() {
    let bench = Bench::new(1);
    let child = bench.watch(
        &Halo::at(&bench.sandbox),
        &["--count", "1", "--json", "kills,outcome"],
    );
    bench.sandbox.answer_next("/stats/hi/matches/", Answer::new(403));
    bench.end_matches(1);
    let run = end_of(child);
    assert!(run.err.contains("without statistics"), "{}", run.err);
    assert_eq!(lines(run)[0]["kills"], Value::Null);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_watch_at_once() {
    let bench = Bench::new(1);
    let halo = Halo::at(&bench.sandbox);
    ends_at_once("a watch", || {
        let mut child = bench.watch(&halo, &[]);
        let (_, took) = interrupt(&mut child);
        let run = end_of(child);
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (130, "", ""));
        took
    });
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_command_and_the_match_is_not_reported_again() {
    let bench = Bench::new(2);
    let halo = Halo::at(&bench.sandbox);
    let file = halo.home().join("pid");
    let line = format!(
        "echo $$ > '{}.new'; mv '{0}.new' '{0}'; exec sleep 60",
        file.display()
    );
    let child = bench.watch(&halo, &["--resume", "--json", "match_id", "--exec", &line]);
    bench.end_matches(1);
    until("the command", || file.exists());
    let signal = |kind: &str, id: &str| {
        let sent = std::process::Command::new("kill")
            .args([kind, id])
            .output()
            .unwrap();
        sent.status.success()
    };
    let pid = fs::read_to_string(&file).unwrap().trim().to_owned();
    assert!(signal("-0", &pid));
    assert!(signal("-INT", &child.id().to_string()));
    assert_eq!(end_of(child).code, 130);
    until("the end of the command", || !signal("-0", &pid));
    bench.end_matches(2);
    let me = bench.me();
    let arguments = ["watch", &me, "--resume", "--count", "1", "--json", "match_id"];
    let seen = lines(halo.run_with(arguments));
    assert_eq!(seen, [json!({ "match_id": bench.to_come[1].0 })]);
}

#[test]
fn an_error_is_said_once() {
    let bench = Bench::new(1);
    let gamertag = bench.sandbox.world().home().gamertag().to_owned();
    let arguments = ["--count", "1", "--json", "match_id"];
    let child = bench.watch_player(&Halo::at(&bench.sandbox), &gamertag, &arguments);
    let polls = bench.polls();
    for _ in 0..2 {
        bench.sandbox.answer_next("/stats/hi/players/", Answer::new(403));
    }
    until("the failed polls", || bench.polls() >= polls + 3);
    bench.end_matches(1);
    let run = end_of(child);
    let words = format!("the watch of {gamertag}: ");
    assert_eq!(run.err.matches(&words).count(), 1, "{}", run.err);
    assert_eq!(lines(run).len(), 1);
}

#[test]
fn a_watch_ends_if_only_a_new_sign_in_helps() {
    let bench = Bench::new(1);
    let child = bench.watch(&Halo::at(&bench.sandbox), &[]);
    for _ in 0..2 {
        bench.sandbox.answer_next("/stats/hi/players/", Answer::new(401));
    }
    let words = end_of(child).failure(4);
    assert!(words.contains("401"), "{words}");
}

#[test]
fn bad_input_is_explained() {
    let halo = Halo::in_sandbox();
    for (arguments, words) in [
        ("watch --interval 0", "1..=86400"),
        ("watch --count 0", "from 1"),
        ("watch --csv", "--json"),
        ("watch me Rook0042 --obs x", "one player"),
        ("watch --resume", "sandbox"),
    ] {
        let said = halo.run(arguments).failure(2);
        assert!(said.contains(words), "{said}");
    }
    let words = halo.run_with(["watch", "Nobody At All"]).failure(1);
    assert!(words.contains("Nobody At All"), "{words}");
    let words = Halo::fresh().run("watch 2533274997275015").failure(4);
    assert!(words.contains("halo login"), "{words}");
    let file = halo.home().join("file");
    fs::write(&file, "").unwrap();
    let words = halo
        .run_with(["watch", "--obs", file.to_str().unwrap()])
        .failure(1);
    assert!(words.contains("cannot be written"), "{words}");
}
