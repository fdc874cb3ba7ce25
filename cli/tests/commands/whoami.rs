//! `halo whoami`.

use std::fs;

use halo_infinite_sandbox::{Consent, Sandbox};

use crate::support::Halo;

#[test]
fn shows_the_demo_player_of_the_sandbox() {
    let whoami = Halo::in_sandbox().run("whoami --json all").json();
    assert_eq!(whoami["profile"], "sandbox");
    let home = Sandbox::start().unwrap();
    assert_eq!(whoami["gamertag"], home.world().home().gamertag());
    assert_eq!(whoami["xuid"], home.world().home().xuid().to_string());
}

#[test]
fn without_a_sign_in_the_code_is_4_and_the_advice_is_the_command() {
    for arguments in ["whoami", "whoami --offline", "--profile smurf whoami"] {
        let words = Halo::fresh().run(arguments).failure(4);
        assert!(words.contains("halo login"), "{words}");
    }
}

#[test]
fn a_look_at_a_profile_does_not_create_it() {
    let sandbox = Sandbox::builder().consent(Consent::Decline).start().unwrap();
    let mut halo = Halo::without_browser(&sandbox);
    halo.set("HALO_CLIENT_ID", &sandbox.public_client_id());
    for command in ["whoami", "whoami --offline", "history", "doctor"] {
        halo.run(&format!("--no-cache --profile typo1 {command}"));
        assert_eq!(fs::read_dir(halo.home()).unwrap().count(), 0, "{command}");
    }
    halo.run("--profile typo1 logout").success();
    // Nor does a sign-in that fails.
    assert_eq!(halo.sign_in(&sandbox, "--profile typo1").code, 1);
    assert_eq!(fs::read_dir(halo.home()).unwrap().count(), 0);
}

#[test]
fn times_have_whole_seconds() {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    let halo = Halo::without_browser(&sandbox);
    halo.sign_in(&sandbox, "").success();
    for options in ["", "--offline"] {
        let me = halo.run(&format!("whoami --json all {options}")).json();
        for name in ["spartan_token_expires", "xbox_authorization_expires"] {
            let time = me[name].as_str().unwrap();
            assert_eq!(time.len(), "2026-01-31T20:15:00Z".len(), "{time}");
        }
    }
}
