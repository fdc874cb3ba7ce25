//! The tokens of a profile, day after day.

use std::fs;
use std::path::PathBuf;

use halo_infinite_sandbox::{Consent, Sandbox};
use serde_json::{Value, json};

use crate::support::Halo;

struct Daily {
    sandbox: Sandbox,
    halo: Halo,
}

impl Daily {
    /// A player who has just signed in.
    fn new() -> Self {
        let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
        let halo = Halo::without_browser(&sandbox);
        let daily = Self { sandbox, halo };
        daily.sign_in();
        daily
    }

    fn sign_in(&self) {
        let run = self.halo.sign_in(&self.sandbox, "");
        self.shows_no_secret(&run.success());
    }

    fn tokens(&self) -> PathBuf {
        self.halo.home().join("profiles/main/tokens.json")
    }

    /// How many requests `halo whoami` makes.
    fn requests(&self) -> usize {
        let run = self.halo.run("whoami -v");
        self.shows_no_secret(&run.err);
        // The last line counts the others.
        let requests = run.err.lines().count() - 1;
        self.shows_no_secret(&run.success());
        requests
    }

    fn shows_no_secret(&self, text: &str) {
        for secret in self.sandbox.secrets() {
            assert!(!text.contains(&secret), "a secret is in {text}");
        }
    }

    /// Changes the tokens of each player.
    fn change(&self, change: impl Fn(&mut Value)) {
        let mut content: Value = serde_json::from_slice(&fs::read(self.tokens()).unwrap()).unwrap();
        for player in content["players"].as_array_mut().unwrap() {
            change(&mut player["tokens"]);
        }
        fs::write(self.tokens(), content.to_string()).unwrap();
    }
}

#[test]
fn no_sign_in_step_is_repeated_needlessly() {
    let daily = Daily::new();
    assert_eq!(daily.requests(), 0);
    for (expired, expected) in [
        (&["spartan_token"][..], 1),
        (&["spartan_token", "halo_xsts_token"], 2),
        (&["access_token", "user_token"], 0),
        // These two expired before the previous run, but only this one needs them.
        (&["spartan_token", "xbox_authorization"], 4),
    ] {
        daily.change(|tokens| {
            for name in expired {
                tokens[name]["expires"] = json!("2020-01-01T00:00:00Z");
            }
        });
        assert_eq!(daily.requests(), expected, "{expired:?}");
        assert_eq!(daily.requests(), 0, "{expired:?}");
    }
}

#[test]
fn a_damaged_file_is_reported_once_and_then_a_new_sign_in_is_needed() {
    let daily = Daily::new();
    let content = fs::read(daily.tokens()).unwrap();
    fs::write(daily.tokens(), &content[..content.len() / 2]).unwrap();
    let words = daily.halo.run("whoami").failure(4);
    assert!(
        words.contains("are damaged") && words.ends_with(": run `halo login`\n"),
        "{words}"
    );
    assert!(!words.contains("must sign in"), "{words}");
    assert!(daily.halo.run("whoami").failure(4).contains("halo login"));
    daily.sign_in();
    assert_eq!(daily.requests(), 0);
    // The damaged files hold tokens too, those from before and those that the sign-out itself finds.
    fs::write(daily.tokens(), &content[..content.len() / 2]).unwrap();
    assert_eq!(daily.halo.run("logout").code, 0);
    let left = fs::read_dir(daily.tokens().parent().unwrap()).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().contains("damaged")),
        "{left:?}"
    );
    assert!(!daily.tokens().exists());
}

#[test]
fn a_refused_refresh_token_leads_to_a_new_sign_in() {
    let daily = Daily::new();
    daily.change(|tokens| *tokens = json!({ "refresh_token": "dead" }));
    assert!(daily.halo.run("whoami").failure(4).contains("halo login"));
    daily.sign_in();
    assert_eq!(daily.requests(), 0);
}
