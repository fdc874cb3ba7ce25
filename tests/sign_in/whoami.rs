//! The example `whoami`, in daily use.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use serde_json::{Value, json};

use crate::support::example::example;
use crate::support::folder::Folder;
use crate::support::wait;

struct Store(Folder);

impl Store {
    fn new() -> Self {
        Self(Folder::new("whoami"))
    }

    fn path(&self) -> PathBuf {
        self.0.0.join("new/tokens.json")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = example("whoami");
        command
            .args(["--sandbox", "--store"])
            .arg(self.path())
            .args(arguments);
        wait::output(&mut command, b"")
    }

    /// How many requests the sign-in made.
    fn requests(&self, arguments: &[&str]) -> u32 {
        let output = self.run(arguments);
        assert!(output.status.success(), "{output:?}");
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.contains("gamertag: Sandbox Spartan"), "{shown}");
        let last = shown.lines().last().unwrap().to_owned();
        let number = last.strip_prefix("sign-in requests: ");
        number.unwrap_or_else(|| panic!("{shown}")).parse().unwrap()
    }

    /// Changes the tokens of each player.
    fn change(&self, change: impl Fn(&mut Value)) {
        let mut content: Value = serde_json::from_slice(&fs::read(self.path()).unwrap()).unwrap();
        for player in content["players"].as_array_mut().unwrap() {
            change(&mut player["tokens"]);
        }
        fs::write(self.path(), content.to_string()).unwrap();
    }

    fn expire(&self, names: &[&str]) {
        self.change(|tokens| {
            for name in names {
                tokens[name]["expires"] = json!("2020-01-01T00:00:00Z");
            }
        });
    }
}

#[test]
fn no_sign_in_step_is_repeated_needlessly() {
    let store = Store::new();
    assert_eq!(store.requests(&[]), 6);
    assert_eq!(store.requests(&[]), 0);
    for (expired, expected) in [
        (&["spartan_token"][..], 1),
        (&["spartan_token", "halo_xsts_token"], 2),
        (&["access_token", "user_token"], 0),
        // These two expired before the previous run, but only this one needs them.
        (&["spartan_token", "xbox_authorization"], 4),
    ] {
        store.expire(expired);
        assert_eq!(store.requests(&[]), expected, "{expired:?}");
        assert_eq!(store.requests(&[]), 0, "{expired:?}");
    }

    // A damaged file is reported once; the next run signs in again.
    let content = fs::read(store.path()).unwrap();
    fs::write(store.path(), &content[..content.len() / 2]).unwrap();
    let output = store.run(&[]);
    assert!(!output.status.success());
    let shown = String::from_utf8(output.stderr).unwrap();
    assert!(
        shown.contains("is damaged") && shown.contains("it was moved to"),
        "{shown}"
    );
    assert_eq!(store.requests(&["--device"]), 8);

    // A refused refresh token leads to a new sign-in.
    store.change(|tokens| *tokens = json!({ "refresh_token": "dead" }));
    assert_eq!(store.requests(&[]), 7);
    assert_eq!(store.requests(&[]), 0);
}
