//! Clients that share the rates by a folder, as several programs do.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use halo_infinite::auth::StaticTokens;
use halo_infinite::request::AttemptOutcome;
use halo_infinite::time::Clock;
use halo_infinite::{Client, ClientBuilder, Error};
use halo_infinite_sandbox::{Answer, Sandbox};

use crate::support::clocks::TestClock;
use crate::support::folder::Folder;
use crate::support::reports::Reports;

struct Bench {
    sandbox: Sandbox,
    clock: Arc<TestClock>,
    folder: Folder,
}

impl Bench {
    fn new(name: &str) -> Self {
        Self {
            sandbox: Sandbox::start().unwrap(),
            clock: TestClock::new(),
            folder: Folder::new(name),
        }
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder()
            .environment(self.sandbox.environment())
            .tokens(self.sandbox.spartan_token(), self.sandbox.clearance())
            .clock(self.clock.clone())
            .shared_rate(&self.folder.0)
    }

    fn call(&self, client: &Client) -> Result<(), Error> {
        let request = client.stats().match_count(self.sandbox.world().home().xuid());
        request.send().map(drop)
    }
}

/// The message of the setting that `build` refuses.
fn refusal(builder: ClientBuilder) -> String {
    let error = builder.build().unwrap_err();
    assert_eq!(error.argument, "shared_rate");
    error.problem
}

#[test]
fn clients_share_the_rate_of_a_service_and_the_pause_after_a_429() {
    let bench = Bench::new("shared");
    let clients = [(); 3].map(|()| bench.builder().build().unwrap());
    for client in clients.iter().cycle().take(7) {
        bench.call(client).unwrap();
    }
    assert_eq!(bench.clock.now(), Duration::from_millis(6 * 200));
    // Another service has a rate of its own.
    clients[0].gamecms_hacs().medal_metadata().send().unwrap();
    assert_eq!(bench.clock.now(), Duration::from_millis(6 * 200));

    bench
        .sandbox
        .answer_next("/stats/", Answer::new(429).header("Retry-After", "30"));
    let impatient = bench.builder().deadline(Duration::from_secs(5)).build().unwrap();
    assert_eq!(bench.call(&impatient).unwrap_err().status(), Some(429));
    let before = bench.clock.now();
    // After the pause the interval goes on, at half the rate.
    bench.call(&clients[1]).unwrap();
    let second = bench.clock.now();
    assert_eq!(second, before + Duration::from_millis(30_400));
    // A 20th more for the success.
    bench.call(&clients[2]).unwrap();
    let waited = bench.clock.now() - second;
    assert!(
        waited > Duration::from_millis(363) && waited < Duration::from_millis(364),
        "{waited:?}"
    );
}

#[test]
fn a_client_without_one_rate_or_without_a_usable_folder_is_refused() {
    let bench = Bench::new("refused");
    assert!(refusal(bench.builder().unlimited()).contains("requests_per_second"));
    let account = || StaticTokens::new(bench.sandbox.spartan_token(), None);
    assert!(refusal(bench.builder().accounts([account(), account()])).contains("accounts"));
    let file = bench.folder.0.join("file");
    fs::write(&file, "").unwrap();
    assert!(refusal(bench.builder().shared_rate(&file)).contains("cannot be used"));
    bench
        .builder()
        .shared_rate(bench.folder.0.join("new/folder"))
        .build()
        .unwrap();
}

#[test]
fn a_removed_folder_is_created_again_and_one_that_cannot_be_created_fails_requests() {
    let bench = Bench::new("lost");
    let reports = Reports::default();
    let client = bench.builder().observer(reports.observer()).build().unwrap();
    fs::remove_dir_all(&bench.folder.0).unwrap();
    bench.call(&client).unwrap();
    assert_eq!(reports.take_one().outcome, AttemptOutcome::Status(200));
    // It cannot be created again.
    fs::remove_dir_all(&bench.folder.0).unwrap();
    fs::write(&bench.folder.0, "a file").unwrap();
    bench.sandbox.clear_requests();
    let error = bench.call(&client).unwrap_err();
    assert_eq!(reports.take_one().outcome, AttemptOutcome::File);
    assert!(matches!(error, Error::File { .. }), "{error}");
    assert!(error.advice().unwrap().contains("folder"), "{error}");
    assert!(bench.sandbox.requests().is_empty());
    fs::remove_file(&bench.folder.0).unwrap();
}
