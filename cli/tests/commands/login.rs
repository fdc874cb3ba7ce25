//! `halo login`, `halo logout` and `halo whoami`, with the tokens in files.

use std::fs;

use halo_infinite_sandbox::{Answer, Consent, Sandbox};
use serde_json::{Value, json};

use crate::support::{Halo, Player};

const XSTS: &str = "/xsts.auth/xsts/authorize";

/// A sandbox that consents, and the program for a player who has never used it.
fn first_time() -> (Sandbox, Halo) {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    let halo = Halo::without_browser(&sandbox);
    (sandbox, halo)
}

#[test]
fn a_player_signs_in_by_browser_and_out_again() {
    let (sandbox, halo) = first_time();
    let gamertag = sandbox.world().home().gamertag();
    let run = halo.sign_in(&sandbox, "");
    assert_eq!(
        run.success(),
        format!("Signed in as {gamertag}, profile main.\nNext: halo match last\n")
    );
    let me = halo.run("whoami --json all").json();
    assert_eq!(
        (&me["gamertag"], &me["profile"]),
        (&json!(gamertag), &json!("main"))
    );
    assert_eq!(me["xuid"], sandbox.world().home().xuid().to_string());
    // The next commands need no ID, and `me` is known.
    assert_eq!(
        halo.run("history -n 2 --json match_id")
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );

    let tokens = halo.home().join("profiles/main/tokens.json");
    assert!(tokens.exists());
    let run = halo.run("logout");
    assert!(
        run.err.contains("https://account.live.com/consent/Manage"),
        "{}",
        run.err
    );
    assert_eq!(run.success(), format!("Signed {gamertag} out, profile main.\n"));
    assert!(!tokens.exists());
    for file in fs::read_dir(halo.home().join("profiles/main")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for secret in sandbox.secrets() {
            assert!(!text.contains(&secret));
        }
    }
    assert!(halo.run("whoami").failure(4).contains("halo login"));
    assert_eq!(
        halo.run("logout").success(),
        "Nobody was signed in with the profile main.\n"
    );
    // The app registration is remembered.
    let mut player = Player::start(&halo, "login");
    player.browse();
    assert!(player.finish().success().contains(gamertag));
}

#[test]
fn a_player_signs_in_by_paste() {
    let (sandbox, halo) = first_time();
    let line = format!(
        "login --paste --client-id {} --json all",
        sandbox.public_client_id()
    );
    let mut player = Player::start(&halo, &line);
    player.paste();
    let signed_in = player.finish().json();
    assert_eq!(signed_in["gamertag"], sandbox.world().home().gamertag());
    assert_eq!(signed_in["client_id"], sandbox.public_client_id());
    assert_eq!(signed_in["store"], "file");

    let mut player = Player::start(&halo, "login --paste");
    player.wait_for("http").unwrap();
    player.enter("http://localhost/?code=stolen&state=another");
    let words = player.finish().failure(1);
    assert!(words.contains("belongs to another sign-in"), "{words}");
    let mut player = Player::start(&halo, "login --paste");
    player.wait_for("http").unwrap();
    player.enter("");
    let words = player.finish().failure(1);
    let last = words.lines().last().unwrap();
    // The registration redirects to http://localhost.
    assert!(
        last.contains("paste the whole address") && !last.contains("https:"),
        "{last}"
    );
}

#[test]
fn a_player_signs_in_by_device_code_in_the_sandbox() {
    let run = Halo::in_sandbox().run("login --device");
    assert!(run.err.contains("enter the code"), "{}", run.err);
    assert!(run.success().contains("Next: halo match last"));
}

#[test]
fn the_sandbox_consents_and_nothing_is_saved() {
    let halo = Halo::in_sandbox();
    let signed_in = halo.run("login --json all").json();
    assert_eq!(signed_in["store"], "memory");
    assert_eq!(fs::read_dir(halo.home()).unwrap().count(), 0);
    insta::assert_snapshot!("login in a pipe", halo.run("login").success());
}

#[test]
fn without_an_app_registration_the_commands_are_named_in_order() {
    let words = Halo::fresh().run("login").failure(2);
    let places: Vec<_> = [
        "halo login --guide",
        "halo login --client-id ID",
        "halo match last",
        "halo --sandbox history",
    ]
    .map(|command| {
        words
            .find(command)
            .unwrap_or_else(|| panic!("{command}: {words}"))
    })
    .into();
    assert!(places.is_sorted(), "{words}");
    assert_eq!(words.lines().count(), 1);
    insta::assert_snapshot!("the guide", Halo::fresh().run("login --guide").success());
    let words = Halo::fresh().run("login --guide --json all").failure(2);
    assert!(words.contains("--json: --guide prints a text"), "{words}");
}

#[test]
fn on_a_terminal_the_guide_is_shown_and_the_id_is_asked_for() {
    let (sandbox, halo) = first_time();
    let shown = halo.shown(80, "login", "me@outlook.com\n");
    assert_eq!(shown.code, 2, "{shown:?}");
    for words in ["New registration", "this is an e-mail address"] {
        assert!(shown.text.contains(words), "{shown:?}");
    }
    assert!(!halo.home().join("profiles/main/profile.toml").exists());
    assert!(sandbox.requests().is_empty());
}

#[test]
fn wrong_ids_are_explained() {
    let (sandbox, halo) = first_time();
    for (id, words) in [
        ("halo", "not an ID"),
        (
            "abC8Q~s3cretValueOfForty.Letters-And-Signs",
            "value of a client secret",
        ),
    ] {
        let failure = halo.run_with(["login", "--client-id", id]).failure(2);
        assert!(
            failure.contains(words) && !failure.contains("s3cret"),
            "{failure}"
        );
    }
    // Only Microsoft knows whether an ID is the right one. The browser is not opened.
    let unknown = halo.run("login --client-id 6d1f8a52-0b3c-4d5e-9f70-8a1b2c3d4e5f");
    let failure = unknown.failure(1);
    assert!(
        failure.contains("neither the object ID nor the ID of a secret"),
        "{failure}"
    );
    assert!(!failure.contains("http"), "{failure}");
    assert!(!halo.home().join("profiles/main/profile.toml").exists());
    assert!(
        sandbox
            .requests()
            .iter()
            .all(|request| request.path.contains("authorize"))
    );
}

#[test]
fn microsofts_refusals_have_advice_before_the_browser_opens() {
    let (sandbox, halo) = first_time();
    let page = |number: u32| {
        let text = format!("<html>AADSTS{number}: no</html>");
        Answer::new(200).body(text)
    };
    for (answer, advice) in [
        (page(700_016), "personal Microsoft accounts"),
        (page(50011), "enter it in the Azure portal exactly"),
    ] {
        sandbox.answer_next("/login/oauth20_authorize.srf", answer);
        let failure = halo
            .run(&format!("login --client-id {}", sandbox.public_client_id()))
            .failure(1);
        assert!(failure.contains(advice), "{failure}");
        assert!(!failure.contains("opens"), "{failure}");
    }
}

#[test]
fn a_registration_that_wants_a_secret_is_explained_in_words_of_the_portal() {
    let (sandbox, halo) = first_time();
    let body = json!({ "error": "invalid_client", "error_description": "AADSTS7000218: s3cret", "error_codes": [7_000_218] });
    sandbox.answer_next("/login/oauth20_token.srf", Answer::new(401).json(body));
    let failure = halo.sign_in(&sandbox, "");
    assert_eq!(failure.code, 1);
    assert!(failure.err.contains("AADSTS7000218"), "{}", failure.err);
    assert!(
        failure.err.contains("Mobile and desktop applications"),
        "{}",
        failure.err
    );
    assert!(
        !failure.err.contains("AzureApp") && !failure.err.contains("s3cret"),
        "{}",
        failure.err
    );
    // The ID is not known to work.
    assert!(!halo.home().join("profiles/main/profile.toml").exists());
}

#[test]
fn accounts_that_xbox_live_refuses_have_advice() {
    for (number, advice) in [
        (2_148_916_233_u64, "signing in to xbox.com once"),
        (2_148_916_238, "family group"),
        (2_148_916_235, "not available in the account's country"),
        (2_148_916_222, "age check"),
        (2_148_916_227, "banned"),
        (2_148_916_229, "parent"),
    ] {
        let (sandbox, halo) = first_time();
        let refusal = json!({ "Identity": "0", "XErr": number, "Message": "", "Redirect": "" });
        sandbox.answer_next(XSTS, Answer::new(401).json(refusal));
        let run = halo.sign_in(&sandbox, "");
        assert_eq!(run.code, 1, "{}", run.err);
        let failure = run.err.lines().last().unwrap();
        assert!(
            failure.contains(&number.to_string()) && failure.contains(advice),
            "{failure}"
        );
        // Microsoft has accepted the ID, so the next sign-in does not ask for it.
        let mut player = Player::start(&halo, "login");
        player.browse();
        assert!(
            player
                .finish()
                .success()
                .contains(sandbox.world().home().gamertag())
        );
    }
}

#[test]
fn a_player_whom_xbox_live_does_not_name_can_sign_in_and_out() {
    let sandbox = Sandbox::builder()
        .consent(Consent::Accept)
        .anonymous_xsts()
        .start()
        .unwrap();
    let halo = Halo::without_browser(&sandbox);
    let words = halo.sign_in(&sandbox, "").success();
    assert!(words.contains("a player without a gamertag"), "{words}");
    assert!(halo.run("whoami").success().contains("unknown"));
    let words = halo.run("history me").failure(1);
    assert!(words.contains("name the player in place of `me`"), "{words}");
    assert_eq!(
        halo.run("logout").success(),
        "Signed the player out, profile main.\n"
    );
    halo.run("whoami").failure(4);
}

#[test]
fn a_sign_in_that_fails_after_the_consent_leaves_the_earlier_one() {
    let (sandbox, mut halo) = first_time();
    halo.sign_in(&sandbox, "").success();
    let profile = halo.home().join("profiles/main/profile.toml");
    let tokens = halo.home().join("profiles/main/tokens.json");
    let saved = || {
        let tokens: Value = serde_json::from_slice(&fs::read(&tokens).unwrap()).unwrap();
        (fs::read_to_string(&profile).unwrap(), tokens)
    };
    let before = saved();
    halo.set("HALO_CLIENT_SECRET", &sandbox.client_secret());
    let line = format!("login --paste --client-id {}", sandbox.client_id());
    let refusal = json!({ "Identity": "0", "XErr": 2_148_916_233_u64, "Message": "", "Redirect": "" });
    for answer in [Answer::new(401).json(refusal), Answer::new(400)] {
        sandbox.answer_next(XSTS, answer);
        let mut player = Player::start(&halo, &line);
        player.paste();
        let run = player.finish();
        assert_eq!(run.code, 1, "{}", run.err);
        assert_eq!(saved(), before, "{}", run.err);
    }
    let mut player = Player::start(&halo, &line);
    player.paste();
    player.finish().success();
    let (profile, tokens) = saved();
    assert!(profile.contains(&sandbox.client_id()), "{profile}");
    // Only the last sign-in has tokens.
    let players = tokens["players"].as_array().unwrap();
    assert_eq!(players.len(), 1, "{players:?}");
    assert!(
        players[0]["key"]
            .as_str()
            .unwrap()
            .starts_with(&sandbox.client_id())
    );
}

#[test]
fn a_player_whom_xbox_live_does_not_name_takes_the_place_of_another() {
    let (sandbox, mut halo) = first_time();
    halo.sign_in(&sandbox, "").success();
    let silent = Sandbox::builder()
        .consent(Consent::Accept)
        .anonymous_xsts()
        .start()
        .unwrap();
    halo.set("HALO_ENVIRONMENT", silent.url());
    halo.sign_in(&silent, "").success();
    let me = halo.run("whoami --json gamertag,xuid,signed_in").json();
    assert_eq!(me, json!({ "gamertag": null, "xuid": null, "signed_in": true }));
    let tokens = fs::read(halo.home().join("profiles/main/tokens.json")).unwrap();
    let tokens: Value = serde_json::from_slice(&tokens).unwrap();
    let players = tokens["players"].as_array().unwrap();
    assert_eq!(players.len(), 1, "{players:?}");
    assert!(players[0]["key"].as_str().unwrap().ends_with('/'), "{players:?}");
}

#[test]
fn another_app_in_the_environment_does_not_hide_the_tokens_from_logout() {
    let (sandbox, mut halo) = first_time();
    halo.sign_in(&sandbox, "").success();
    halo.set("HALO_CLIENT_ID", "6d1f8a52-0b3c-4d5e-9f70-8a1b2c3d4e5f");
    assert!(halo.run("logout").success().starts_with("Signed "));
    halo.set("HALO_CLIENT_ID", "");
    halo.run("whoami").failure(4);
    assert!(!halo.home().join("profiles/main/tokens.json").exists());
}

#[test]
fn a_player_who_declines_is_told_so() {
    let sandbox = Sandbox::builder().consent(Consent::Decline).start().unwrap();
    let run = Halo::without_browser(&sandbox).sign_in(&sandbox, "");
    assert_eq!(run.code, 1);
    assert!(run.err.contains("the player declined"), "{}", run.err);
}

#[test]
fn profiles_are_separate_and_whoami_lists_them() {
    let (sandbox, halo) = first_time();
    assert!(halo.run("whoami --all").failure(4).contains("halo login"));
    assert_eq!(halo.sign_in(&sandbox, "").code, 0);
    assert_eq!(halo.sign_in(&sandbox, "--profile smurf").code, 0);
    assert_eq!(halo.run("logout --profile smurf").code, 0);
    insta::assert_snapshot!("accounts in a pipe", halo.run("whoami --all").success());
    insta::assert_snapshot!(
        "accounts in a terminal of 100 columns",
        halo.in_terminal(100, "whoami --all")
    );
    insta::assert_snapshot!(
        "accounts in a terminal of 40 columns",
        halo.in_terminal(40, "whoami --all")
    );
    let all = halo
        .run("whoami --all --json profile,chosen,signed_in --profile smurf")
        .json();
    assert_eq!(
        all,
        json!([
            { "profile": "main", "chosen": false, "signed_in": true },
            { "profile": "smurf", "chosen": true, "signed_in": false },
        ])
    );
    let out = halo.run("logout --all --json all").json();
    assert_eq!(
        out,
        json!([
            { "profile": "main", "gamertag": sandbox.world().home().gamertag(), "was_signed_in": true },
            { "profile": "smurf", "gamertag": null, "was_signed_in": false },
        ])
    );
    assert!(halo.run("whoami").failure(4).contains("profile main"));
}

#[test]
fn a_folder_that_cannot_be_written_is_found_before_the_player_consents() {
    let (sandbox, halo) = first_time();
    fs::write(halo.home().join("profiles"), "in the way").unwrap();
    let line = format!("login --client-id {}", sandbox.public_client_id());
    let failure = halo.run(&line).failure(1);
    assert!(failure.contains("cannot be"), "{failure}");
    assert!(sandbox.requests().is_empty());
}

#[test]
fn a_keyring_that_is_not_there_is_an_error_and_no_silent_file() {
    let (sandbox, mut halo) = first_time();
    // No Secret Service answers here. On other systems, the keyring of the tests' user would be asked.
    if !cfg!(target_os = "linux") {
        return;
    }
    halo.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");
    let line = format!("login --store keyring --client-id {}", sandbox.public_client_id());
    let failure = halo.run(&line).failure(1);
    assert!(failure.contains("halo login --store file"), "{failure}");
    assert!(sandbox.requests().is_empty());
    assert!(!halo.home().join("profiles/main/tokens.json").exists());
}

#[test]
fn a_keyring_that_is_not_there_any_more_does_not_keep_a_player_from_signing_in() {
    let (sandbox, mut halo) = first_time();
    // As above.
    if !cfg!(target_os = "linux") {
        return;
    }
    halo.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");
    let folder = halo.home().join("profiles/main");
    fs::create_dir_all(&folder).unwrap();
    let id = sandbox.public_client_id();
    fs::write(
        folder.join("profile.toml"),
        format!("client_id = \"{id}\"\nstore = \"keyring\"\n"),
    )
    .unwrap();
    assert!(halo.run("whoami").failure(1).contains("halo login --store file"));
    let run = halo.sign_in(&sandbox, "--store file");
    assert!(
        run.err.contains("tokens of another sign-in could not be removed"),
        "{}",
        run.err
    );
    run.success();
    halo.run("whoami").success();
}

#[test]
fn a_dead_network_and_offline_are_named() {
    let id = "6d1f8a52-0b3c-4d5e-9f70-8a1b2c3d4e5f";
    let failure = Halo::fresh().run(&format!("login --client-id {id}")).failure(1);
    assert!(failure.contains("no complete response"), "{failure}");
    let failure = Halo::fresh()
        .run(&format!("login --offline --client-id {id}"))
        .failure(2);
    assert!(failure.contains("--offline"), "{failure}");
}

#[test]
fn verbose_counts_the_requests() {
    let run = Halo::in_sandbox().run("whoami -v");
    let lines: Vec<_> = run.err.lines().collect();
    let (last, requests) = lines.split_last().unwrap();
    assert_eq!(*last, format!("{} requests", requests.len()), "{}", run.err);
    run.success();
}

#[test]
fn another_profile_uses_the_app_registration_of_main() {
    let (sandbox, halo) = first_time();
    assert_eq!(halo.sign_in(&sandbox, "").code, 0);
    let mut player = Player::start(&halo, "login --profile smurf");
    player.browse();
    assert!(player.finish().success().contains("profile smurf"));
    let words = halo.run("whoami --profile smurf").success();
    assert!(words.contains(sandbox.world().home().gamertag()), "{words}");
}

#[test]
fn a_damaged_profile_does_not_hide_the_others() {
    let (sandbox, halo) = first_time();
    assert_eq!(halo.sign_in(&sandbox, "").code, 0);
    let damaged = halo.home().join("profiles/damaged");
    fs::create_dir(&damaged).unwrap();
    fs::write(damaged.join("profile.toml"), "store = 7").unwrap();
    for (arguments, words) in [("whoami --all", "\tmain\t"), ("logout --all", "Signed ")] {
        let run = halo.run(arguments);
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(run.out.contains(words), "{}", run.out);
        assert!(run.err.contains("damaged/profile.toml is damaged"), "{}", run.err);
    }
    assert!(!halo.home().join("profiles/main/tokens.json").exists());
}

#[test]
fn an_address_that_no_browser_opens_is_shown_once() {
    let (sandbox, halo) = first_time();
    let run = halo.sign_in(&sandbox, "");
    assert_eq!(run.err.matches("oauth20_authorize").count(), 1, "{}", run.err);
    assert!(run.err.contains("HALO_BROWSER does not start"), "{}", run.err);
}
