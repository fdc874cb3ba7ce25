//! Tokens of other programs, and tokens for them.

use halo_infinite::auth::{RelyingParty, SignIn};
use halo_infinite_capi::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};
use std::ptr;

use super::setup::*;

fn secrets(session: *const HaloSession) -> Value {
    let player = made(|player, error| halo_session_player(session, ptr::null(), player, error)).unwrap();
    let first = halo_player_secrets(player);
    assert_eq!(first, halo_player_secrets(player));
    let secrets = serde_json::from_str(&text(first).unwrap()).unwrap();
    assert_eq!(halo_player_close(player), HaloCode::Ok);
    assert!(halo_player_secrets(player).is_null());
    secrets
}

#[test]
fn a_refresh_token_signs_in_and_can_be_passed_on() {
    let sandbox = Sandbox::start().unwrap();
    let first = session(&settings(&sandbox));
    sign_in(first, &sandbox);
    assert_home(first, &sandbox);
    let shown = player(first).unwrap();
    assert_eq!(shown["is_renewed"], true);
    assert_eq!(shown["has_clearance"], true);
    for time in ["spartan_token_expires", "xbox_token_expires"] {
        let time: halo_infinite::jiff::Timestamp = shown[time].as_str().unwrap().parse().unwrap();
        assert!(time > halo_infinite::jiff::Timestamp::now());
    }

    // The secrets are those of a client without a session, and of another session.
    let secrets = secrets(first);
    let fixed = json!({
        "environment": sandbox.url(),
        "spartan_token": secrets["spartan_token"],
        "clearance": secrets["clearance"],
    });
    let client = client(fixed, ptr::null()).unwrap();
    whoami(client).unwrap();
    assert!(
        secrets["xbox_authorization"]
            .as_str()
            .unwrap()
            .starts_with("XBL3.0 x=")
    );
    let second = session(&settings(&sandbox));
    import(second, json!({ "refresh_token": secrets["refresh_token"] })).unwrap();
    assert_home(second, &sandbox);
    for session in [first, second] {
        assert_eq!(halo_session_close(session), HaloCode::Ok);
    }
    assert_eq!(halo_client_close(client), HaloCode::Ok);
}

#[test]
fn tokens_from_the_middle_of_the_chain_are_used_until_they_expire() {
    let sandbox = Sandbox::start().unwrap();
    let rust = SignIn::new(&sandbox.app()).environment(sandbox.environment());
    let access = rust.oauth_token(sandbox.refresh_token()).unwrap().access_token;
    let user = rust.xbox_user_token(access.clone()).unwrap().token;
    let xsts = rust.xsts_token(user, RelyingParty::Halo).unwrap().token;
    let session = session(&settings(&sandbox));
    let client = client(json!({ "environment": sandbox.url() }), session).unwrap();

    import(session, json!({ "access_token": access.expose() })).unwrap();
    assert_home(session, &sandbox);
    let shown = player(session).unwrap();
    assert_eq!(shown["is_renewed"], false);
    assert_eq!(secrets(session)["refresh_token"], Value::Null);
    whoami(client).unwrap();

    import(session, json!({ "xsts_token": xsts.expose() })).unwrap();
    let shown = player(session).unwrap();
    assert_eq!(
        (&shown["xuid"], &shown["xbox_token_expires"]),
        (&Value::Null, &Value::Null)
    );
    whoami(client).unwrap();

    // Nothing renews them.
    sandbox.revoke_spartan_tokens();
    let failed = whoami(client).unwrap_err();
    assert_eq!(
        (failed.code, &failed.details["status"]),
        (HaloCode::Status, &json!(401))
    );
    sign_out(session).unwrap();
    assert_eq!(whoami(client).unwrap_err().code, HaloCode::SignedOut);
    assert_eq!(halo_client_close(client), HaloCode::Ok);
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}

#[test]
fn a_token_must_be_one() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&settings(&sandbox));
    for (token, code, words) in [
        (json!({}), HaloCode::Argument, "one of `refresh_token`"),
        (
            json!({ "refresh_token": "s3cret", "xsts_token": "s3cret" }),
            HaloCode::Argument,
            "one of",
        ),
        (json!({ "refresh_token": " " }), HaloCode::Argument, "it is empty"),
        (json!({ "access_token": "" }), HaloCode::Argument, "it is empty"),
        (json!({ "xsts_token": "" }), HaloCode::Argument, "it is empty"),
        (
            json!({ "refresh_token": ["s3cret"] }),
            HaloCode::NotJson,
            "`refresh_token` has a wrong value",
        ),
        (
            json!({ "token": "s3cret" }),
            HaloCode::NotJson,
            "unknown field `token`",
        ),
        (json!("s3cret"), HaloCode::NotJson, "a JSON object is needed"),
    ] {
        let failed = import(session, token.clone()).unwrap_err();
        assert_eq!(failed.code, code, "{token}: {failed:?}");
        assert!(failed.message.contains(words), "{token}: {failed:?}");
        assert!(!format!("{failed:?}").contains("s3cret"), "{failed:?}");
    }
    assert!(sandbox.requests().is_empty());
    assert!(!halo_session_is_signed_in(session));
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}
