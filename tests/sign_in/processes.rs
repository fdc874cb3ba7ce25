//! Stores shared by processes, and processes that are killed.
//!
//! The other processes are this test's own program, started again to run one of the tests below that
//! do nothing without certain environment variables.

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant, SystemTime};

use halo_infinite::auth::{
    AzureApp, Credentials, FileStore, Session, SignIn, StoreKey, TokenSet, TokenStore,
};
use halo_infinite::{Environment, Xuid};
use halo_infinite_sandbox::Sandbox;

use super::setup::call;
use crate::support::folder::Folder;
use crate::support::wait::{PATIENCE, Process, until};

const ROLE: &str = "HALO_TEST_ROLE";
const STORE: &str = "HALO_TEST_STORE";
const URL: &str = "HALO_TEST_URL";
const ID: &str = "HALO_TEST_CLIENT_ID";
const SECRET: &str = "HALO_TEST_CLIENT_SECRET";

/// Starts this program again in a role.
fn spawn(role: &str, variables: &[(&str, &str)]) -> Process {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", &format!("processes::{role}"), "--nocapture"])
        .env(ROLE, role)
        .envs(variables.iter().copied())
        .stderr(Stdio::inherit());
    Process::spawn(&mut command)
}

/// An environment variable, if this process has that role.
fn variable_in_role(role: &str, variable: &str) -> Option<String> {
    std::env::var(ROLE).ok().filter(|known| known == role)?;
    std::env::var(variable).ok()
}

fn key() -> StoreKey {
    StoreKey::new(
        &AzureApp::public("app").unwrap(),
        Some(Xuid::new(2_533_274_000_000_001).unwrap()),
    )
}

/// A large set of tokens, recognizable by its mark.
fn marked(mark: char) -> TokenSet {
    TokenSet::from_refresh_token(mark.to_string().repeat(100_000))
}

#[test]
fn role_save_until_killed() {
    let Some(path) = variable_in_role("role_save_until_killed", STORE) else {
        return;
    };
    let store = FileStore::new(path);
    // It is killed long before that, unless its parent is killed first.
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        for mark in ['a', 'b'] {
            store.lock(&call()).unwrap().save(&key(), &marked(mark)).unwrap();
        }
    }
}

#[test]
fn a_process_killed_during_a_save_leaves_the_old_or_the_new_tokens() {
    const KILLS: u64 = 200;
    let folder = Folder::new("kill");
    let path = folder.0.join("tokens.json");
    let store = FileStore::new(&path);
    store.lock(&call()).unwrap().save(&key(), &marked('a')).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for round in 0..KILLS {
        let saved = || std::fs::metadata(&path).unwrap().modified().unwrap();
        let before = saved();
        let mut child = spawn("role_save_until_killed", &[(STORE, path.to_str().unwrap())]);
        // The moment of the kill differs: sometimes before the first save, else during a later one.
        if round % 8 != 0 {
            until("the other process saves", || saved() != before);
        }
        let end = Instant::now() + Duration::from_micros(round * 97 % 20_000);
        while Instant::now() < end {
            std::hint::spin_loop();
        }
        child.kill();
        let kept = store.lock(&call()).unwrap().load(&key()).unwrap().unwrap();
        assert!(kept == marked('a') || kept == marked('b'), "round {round}");
        seen.insert(kept == marked('a'));
    }
    assert_eq!(
        seen.len(),
        2,
        "no kill came after an odd and an even number of saves: nothing was tested"
    );
}

#[test]
fn role_renew_many_times() {
    let Some(path) = variable_in_role("role_renew_many_times", STORE) else {
        return;
    };
    let variable = |name: &str| std::env::var(name).unwrap();
    let app = AzureApp::new(variable(ID), variable(SECRET)).unwrap();
    let sign_in = SignIn::new(&app).environment(Environment::at(&variable(URL)).unwrap());
    let store = FileStore::new(&path);
    for _ in 0..10 {
        // With only the refresh token left, the whole chain runs again, which rotates it.
        {
            let mut locked = store.lock(&call()).unwrap();
            let key = locked.keys(&app).unwrap().remove(0);
            let kept = locked.load(&key).unwrap().unwrap();
            locked
                .save(&key, &TokenSet::from_refresh_token(kept.refresh_token))
                .unwrap();
        }
        let session = Session::restore(&sign_in, FileStore::new(&path), None)
            .unwrap()
            .unwrap();
        session.spartan_token(&call()).unwrap();
    }
}

#[test]
fn two_processes_sharing_a_file_keep_the_newest_refresh_token() {
    let folder = Folder::new("share");
    let path = folder.0.join("tokens.json");
    // A clock that jumps ahead whenever it is read: no refresh token is accepted twice.
    let looks = AtomicU32::new(0);
    let (start, minute) = (SystemTime::now(), Duration::from_secs(61));
    let clock = move || start + minute * looks.fetch_add(1, Ordering::Relaxed);
    let sandbox = Sandbox::builder().clock(clock).start().unwrap();
    let start = SignIn::new(&sandbox.app()).environment(sandbox.environment());
    let tokens = TokenSet::from_refresh_token(sandbox.refresh_token());
    Session::start(&start, FileStore::new(&path), tokens).unwrap();

    let (client_id, client_secret) = (sandbox.client_id(), sandbox.client_secret());
    let variables = [
        (STORE, path.to_str().unwrap()),
        (URL, sandbox.url()),
        (ID, client_id.as_str()),
        (SECRET, client_secret.as_str()),
    ];
    let children: Vec<_> = (0..2)
        .map(|_| spawn("role_renew_many_times", &variables))
        .collect();
    for mut child in children {
        let (status, _) = child.wait(PATIENCE);
        assert!(status.success());
    }

    // The file holds the newest token.
    let store = FileStore::new(&path);
    let locked = store.lock(&call()).unwrap();
    let key = locked.keys(&sandbox.app()).unwrap().remove(0);
    let kept = locked.load(&key).unwrap().unwrap();
    let given = sandbox
        .requests()
        .iter()
        .filter(|request| request.path.ends_with("oauth20_token.srf"))
        .count();
    assert!(given >= 10, "{given}");
    drop(locked);
    start.refresh_player_tokens(kept.refresh_token).unwrap();
}
