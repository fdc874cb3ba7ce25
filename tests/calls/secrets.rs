//! No error, log record or `Debug` output holds a secret.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use halo_infinite::auth::{
    CallContext, FileStore, MemoryStore, Session, SignIn, SignInStep, StoreKey, TokenSet, TokenStore,
};
use halo_infinite::{CancelToken, Client, Error, ureq};
use halo_infinite_sandbox::{Answer, Consent, Sandbox};
use serde_json::json;

use crate::support::clocks::JumpingClock;
use crate::support::folder::Folder;
use crate::support::reports::Reports;
use crate::support::{log, wait};

/// Appends the `Debug` output of each value, plain and pretty.
macro_rules! show {
    ($shown:ident, $($value:expr),+ $(,)?) => { $(writeln!($shown, "{:?} {:#?}", $value, $value).unwrap();)+ };
}

fn fails<T: std::fmt::Debug>(shown: &mut String, answer: Result<T, Error>) {
    let error = answer.unwrap_err();
    writeln!(shown, "{error} {error:?} {:?}", error.advice()).unwrap();
}

#[test]
fn no_error_debug_output_or_log_holds_a_secret() {
    log::record_process();
    let mut shown = String::new();

    let sandbox = Sandbox::builder()
        .consent(Consent::Accept)
        .device_consent(Consent::Accept, 0)
        .start()
        .unwrap();
    let me = sandbox.world().home().xuid();
    let app = sandbox.app();
    let reports = Reports::default();
    let sign_in = SignIn::new(&app)
        .environment(sandbox.environment())
        .observer(reports.observer());
    show!(shown, app, sandbox.public_app(), sign_in);

    // Every flow, and every refusal.
    let consent = sign_in.consent().unwrap();
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(wait::PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .new_agent();
    let page = agent.get(consent.url()).call().unwrap();
    let address = page.headers()["location"].to_str().unwrap().to_owned();
    // Records of the test's own browser are not the SDK's.
    log::clear_process();
    let tokens = sign_in.redeem(&consent, &address).unwrap();
    show!(shown, consent, tokens);
    fails(&mut shown, sign_in.redeem(&consent, &address));
    fails(
        &mut shown,
        sign_in.redeem(&consent, &address.replace("state=", "state=x")),
    );
    let device = SignIn::new(&sandbox.public_app())
        .environment(sandbox.environment())
        .clock(Arc::new(JumpingClock::default()));
    let tokens_by_device = device
        .with_device_code(|prompt| {
            show!(shown, prompt);
        })
        .unwrap();
    show!(shown, tokens_by_device);
    for step in [
        "/login/oauth20_token.srf",
        "/user.auth/",
        "/xsts.auth/",
        "/settings/spartan-token",
        "/settings/oban/",
    ] {
        for answer in [
            Answer::new(400).body(format!("{{\"error\":\"{}\"}}", tokens.refresh_token.expose())),
            Answer::new(200).json(json!({ "access_token": 5, "Token": [tokens.refresh_token.expose()] })),
            Answer::new(200).body(tokens.refresh_token.expose()),
            Answer::new(200).body(format!("{{\"{}\": tru}}", tokens.refresh_token.expose())),
            Answer::new(403).body(tokens.refresh_token.expose()),
        ] {
            sandbox.answer_next(step, answer);
            let result = sign_in.refresh_player_tokens(sandbox.refresh_token());
            match step {
                // The sign-in goes on with another clearance.
                "/settings/oban/" => {
                    let player = result.unwrap();
                    show!(shown, player);
                }
                _ => fails(&mut shown, result),
            }
        }
    }
    fails(&mut shown, sign_in.refresh_player_tokens("s3cret but wrong"));

    // Sessions and their stores.
    let folder = Folder::new("secrets");
    let path = folder.0.join("new/tokens.json");
    let session = Session::start(&sign_in, FileStore::new(&path), tokens).unwrap();
    let player = session.player().unwrap();
    show!(shown, session, player, FileStore::new(&path), MemoryStore::new());
    let store = MemoryStore::new();
    let key = StoreKey::new(&app, player.xuid);
    let set = TokenSet::from_refresh_token(player.refresh_token.clone());
    let wait = CallContext::new(
        SignInStep::SpartanToken.endpoint(),
        Duration::MAX,
        &CancelToken::new(),
    );
    store.lock(&wait).unwrap().save(&key, &set).unwrap();
    show!(shown, store, key);

    // Requests with every kind of response.
    let session = Arc::new(session);
    let builder = Client::builder()
        .environment(sandbox.environment())
        .credentials(Arc::clone(&session))
        .observer(reports.observer())
        .no_retries()
        .unlimited();
    show!(shown, builder);
    let client = builder.build().unwrap();
    let request = client.stats().match_count(me);
    show!(
        shown,
        client,
        request,
        request.http().unwrap(),
        request.response().unwrap()
    );
    for answer in [
        Answer::new(200).body("<html>"),
        Answer::new(404),
        Answer::new(500).body("trouble"),
        Answer::new(429).header("Retry-After", "1"),
        Answer::new(200).body(vec![b' '; 9999]).truncated_after(10),
    ] {
        sandbox.answer_next("/stats/", answer);
        fails(&mut shown, request.send());
    }
    sandbox.revoke_spartan_tokens();
    request.send().unwrap();

    // Requests to Xbox Live, and clients with several accounts.
    let people = client.xbox_live().friends();
    show!(shown, people, people.http().unwrap(), people.response().unwrap());
    let header = player.xbox_authorization.expose();
    for answer in [
        Answer::new(403).body(format!("not with {header}")),
        Answer::new(200).body(format!("{{\"{header}\": tru}}")),
    ] {
        sandbox.answer_next("/peoplehub/", answer);
        fails(&mut shown, people.send());
    }
    // The session has another token then.
    sandbox.answer_next("/peoplehub/", Answer::new(401).body(header));
    people.send().unwrap();
    let accounts = Client::builder()
        .environment(sandbox.environment())
        .accounts([Arc::clone(&session), Arc::clone(&session)])
        .observer(reports.observer())
        .no_retries()
        .unlimited();
    show!(shown, accounts);
    let accounts = accounts.build().unwrap();
    show!(shown, accounts);
    sandbox.answer_next("/stats/", Answer::new(429).body(player.spartan_token.expose()));
    accounts.stats().match_count(me).send().unwrap();
    sandbox
        .faults()
        .on("/stats/")
        .times(2)
        .answer(Answer::new(429).body(player.spartan_token.expose()));
    fails(&mut shown, accounts.stats().match_count(me).send());
    let steps = sign_in.oauth_token(sandbox.refresh_token()).unwrap();
    let tokens = sign_in
        .tokens_from_access_token(steps.access_token.clone())
        .unwrap();
    show!(shown, steps, tokens);
    fails(&mut shown, sign_in.tokens_from_xsts_token("s3cret but wrong"));
    fails(&mut shown, sign_in.xbox_user_token("s3cret but wrong"));

    let fixed = Client::builder()
        .environment(sandbox.environment())
        .tokens("s3cret token", "x")
        .build();
    show!(shown, fixed);
    let fixed = Client::builder()
        .environment(sandbox.environment())
        .tokens("s3cret", "s3cret")
        .build()
        .unwrap();
    fails(&mut shown, fixed.stats().match_count(me).send());

    let reports = reports.take();
    assert!(reports.len() > 50, "{}", reports.len());
    for report in reports {
        writeln!(shown, "{report} {report:?} {report:#?}").unwrap();
    }

    let secrets = sandbox.secrets();
    assert!(secrets.len() > 20, "{}", secrets.len());
    let logged = log::take_process();
    assert!(
        logged.contains("signing in: Spartan token"),
        "the log is empty: nothing was tested"
    );
    for secret in secrets.iter().map(String::as_str).chain(["s3cret"]) {
        assert!(!shown.contains(secret), "Debug or Display shows {secret}");
        let line = logged.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "the log holds {secret}: {line:?}");
    }
}
