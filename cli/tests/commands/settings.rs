//! Variables, and the folders of the program.

use std::fs;

use halo_infinite_sandbox::Sandbox;
use serde_json::Value;

use crate::support::{Halo, Run};

/// The variables that are settings.
const SETTINGS: [&str; 12] = [
    "HALO_CACHE",
    "HALO_CLEARANCE_TOKEN",
    "HALO_CLIENT_ID",
    "HALO_CLIENT_SECRET",
    "HALO_CONFIG",
    "HALO_LANGUAGE",
    "HALO_PROFILE",
    "HALO_PROXY",
    "HALO_RATE",
    "HALO_SANDBOX",
    "HALO_SPARTAN_TOKEN",
    "HALO_TLS",
];

#[test]
fn an_empty_variable_counts_as_unset() {
    let mut halo = Halo::fresh();
    for name in SETTINGS {
        halo.set(name, "");
    }
    let words = halo.run("whoami --offline").failure(4);
    assert!(words.contains("the profile main"), "{words}");
    let run = halo.run("doctor --offline");
    assert!(run.success().contains("ok\tproxy\tnone"));
    // The real services are not asked: `--offline` forbids it.
    halo.set("HALO_ENVIRONMENT", "");
    halo.run("history --offline").failure(4);
}

#[test]
fn a_wrong_value_names_its_place() {
    for (name, value, words) in [
        ("HALO_RATE", "fast", "HALO_RATE: `fast` is not a number"),
        ("HALO_RATE", "0", "HALO_RATE: 0 is not a rate"),
        (
            "HALO_LANGUAGE",
            "zz-!!",
            "HALO_LANGUAGE: `zz-!!` is not a language tag",
        ),
        ("HALO_CLIENT_ID", "zz", "HALO_CLIENT_ID: this is not an ID"),
        (
            "HALO_TLS",
            "mine",
            "HALO_TLS: `mine` is neither bundled nor system",
        ),
    ] {
        let failure = Halo::with([(name, value)]).run("whoami").failure(2);
        assert_eq!(failure.find(words), Some("halo: ".len()), "{failure}");
    }
    let failure = Halo::fresh().run("whoami --rate 0").failure(2);
    assert!(failure.contains("--rate: 0 is not a rate"), "{failure}");
}

#[test]
fn an_option_comes_before_its_variable() {
    let mut halo = Halo::in_sandbox();
    for (name, value) in [("HALO_RATE", "fast"), ("HALO_LANGUAGE", "zz-!!")] {
        halo.set(name, value);
    }
    halo.run("whoami --rate 50 --language de").success();
}

#[test]
fn each_variable_is_read() {
    let sandbox = Sandbox::start().unwrap();
    let mut halo = Halo::at(&sandbox);
    let cache = tempfile::tempdir().unwrap();
    halo.set("HALO_CACHE", cache.path().to_str().unwrap());
    let xuid = sandbox.world().home().xuid();
    halo.run(&format!("history {xuid} -n 1")).success();
    assert!(fs::read_dir(cache.path()).unwrap().count() > 0);
    assert!(!halo.home().join("cache").exists());
    halo.set("HALO_PROXY", "gopher://host");
    let words = halo.run(&format!("history {xuid} -n 1")).failure(2);
    assert!(words.contains("not the URL of a proxy"), "{words}");
    halo.set("HALO_PROXY", "");
    halo.set("HALO_SPARTAN_TOKEN", "");
    halo.set("HALO_PROFILE", "smurf");
    let words = halo.run("whoami --offline").failure(4);
    assert!(words.contains("the profile smurf"), "{words}");
}

#[test]
fn me_is_the_owner_of_the_token_of_the_environment() {
    let sandbox = Sandbox::start().unwrap();
    let mut halo = Halo::at(&sandbox);
    let home = sandbox.world().home();
    let xuid = home.xuid();
    let asks = |sandbox: &Sandbox| {
        let requests = sandbox.requests();
        requests
            .iter()
            .filter(|request| request.path.ends_with("/users/me"))
            .count()
    };
    // Nobody else's sign-in changes that.
    for has_profile in [false, true] {
        if has_profile {
            let folder = halo.home().join("profiles/main");
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("profile.toml"), "xuid = \"2533274800000001\"\n").unwrap();
        }
        let whoami = halo.run("whoami --json all").json();
        assert_eq!(whoami["gamertag"], home.gamertag());
        assert_eq!(whoami["xuid"], xuid.to_string());
        assert_eq!(whoami["store"], "HALO_SPARTAN_TOKEN");
        assert_eq!(whoami["profile"], Value::Null);
        for command in ["history", "match last", "players me", "film last --player me"] {
            sandbox.clear_requests();
            let mine = halo.run(command).success();
            assert_eq!(asks(&sandbox), 1, "{command}");
            let named = halo.run(&match command {
                "players me" => format!("players {xuid}"),
                "film last --player me" => continue,
                command => format!("{command} {xuid}"),
            });
            assert_eq!(
                named.success().replace(&xuid.to_string(), "me"),
                mine.replace(&xuid.to_string(), "me")
            );
            assert_eq!(asks(&sandbox), 1, "{command}");
        }
        sandbox.clear_requests();
        for command in ["whoami", "history", "match last"] {
            let failure = halo.run(&format!("{command} --offline")).failure(2);
            assert!(
                failure.contains("HALO_SPARTAN_TOKEN") && failure.contains("leave --offline out"),
                "{failure}"
            );
        }
        assert_eq!(sandbox.requests().len(), 0);
    }
    let shown = halo.in_terminal(60, "whoami --color never");
    assert!(
        shown.contains("HALO_SPARTAN_TOKEN") && !shown.contains("until"),
        "{shown}"
    );
    let all = halo.run("whoami --all --json all");
    assert!(all.err.contains("HALO_SPARTAN_TOKEN"), "{}", all.err);
    assert_eq!(all.json()[0]["chosen"], false);

    halo.set("HALO_SPARTAN_TOKEN", "s3cret");
    for command in ["whoami", "history"] {
        let failure = halo.run(command).failure(4);
        assert!(
            failure.contains("HALO_SPARTAN_TOKEN is wrong or has expired: renew it"),
            "{failure}"
        );
    }
    let failure = halo.run(&format!("history {xuid} -n 1")).failure(4);
    assert!(
        failure.contains("HALO_SPARTAN_TOKEN is wrong or has expired: renew it"),
        "{failure}"
    );
    for other in ["halo login", "sign in again", "s3cret"] {
        assert!(!failure.contains(other), "{failure}");
    }
}

#[cfg(unix)]
#[test]
fn without_a_home_folder_nothing_is_written() {
    let halo = Halo::fresh();
    let place = tempfile::tempdir().unwrap();
    for arguments in [
        &["whoami", "--offline"][..],
        &["history", "2533274800000001"],
        &["login", "--client-id", "6d1f8a52-0b3c-4d5e-9f70-8a1b2c3d4e5f"],
        &["doctor"],
    ] {
        let mut command = halo.command(arguments);
        command.env_remove("HALO_HOME").env_remove("HOME");
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env_remove(name);
        }
        let run = Run::of(command.current_dir(place.path()).output().unwrap());
        let failure = run.failure(1);
        assert!(failure.contains("set HOME, or set HALO_HOME"), "{failure}");
    }
    for folder in [place.path(), halo.home()] {
        assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
    }
}
