//! Refused steps of a sign-in.

use halo_infinite_capi::*;
use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::json;

use super::setup::*;

#[test]
fn a_dead_refresh_token_needs_a_new_sign_in() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&settings(&sandbox));
    let failed = import(session, json!({ "refresh_token": "s3cret" })).unwrap_err();
    assert_eq!(failed.code, HaloCode::SignIn);
    assert_eq!(
        *failed.details,
        json!({
            "service": "login",
            "endpoint": failed.details["endpoint"],
            "status": 400,
            "step": "refresh_token",
            "kind": "invalid_refresh_token",
            "needs_new_sign_in": true,
            "service_code": "invalid_grant",
        })
    );
    assert!(failed.details["endpoint"].as_str().unwrap().starts_with("login."));
    assert!(
        failed.advice.as_deref().unwrap().contains("must sign in again"),
        "{failed:?}"
    );
    assert!(!format!("{failed:?}").contains("s3cret"));
    assert!(!halo_session_is_signed_in(session));
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}

#[test]
fn the_refusal_of_a_service_has_its_code_and_advice() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&settings(&sandbox));
    let token = || json!({ "refresh_token": sandbox.refresh_token() });
    let answer = Answer::new(401).json(json!({ "XErr": 2_148_916_233_u32, "Message": "s3cret" }));
    sandbox.answer_next("/xsts.auth/", answer);
    let failed = import(session, token()).unwrap_err();
    assert_eq!(failed.code, HaloCode::SignIn);
    assert_eq!(failed.details["step"], "xbox_xsts_token");
    assert_eq!(failed.details["kind"], "no_xbox_profile");
    assert_eq!(failed.details["service_code"], "2148916233");
    assert_eq!(failed.details["status"], 401);
    assert_eq!(failed.details["needs_new_sign_in"], false);
    assert!(
        failed.advice.as_deref().unwrap().contains("xbox.com"),
        "{failed:?}"
    );
    assert!(!format!("{failed:?}").contains("s3cret"));

    let answer = Answer::new(400).json(json!({
        "error": "invalid_client",
        "error_description": "AADSTS700016: s3cret",
        "error_codes": [700_016],
    }));
    sandbox.answer_next("/login/", answer);
    let failed = import(session, token()).unwrap_err();
    assert_eq!(failed.details["aadsts"], 700_016);
    assert_eq!(failed.details["kind"], "account_types_not_allowed");
    assert!(!format!("{failed:?}").contains("s3cret"));

    // Nothing of this ends the session: the next attempt succeeds.
    import(session, token()).unwrap();
    assert_home(session, &sandbox);
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}

#[test]
fn a_failed_sign_in_leaves_the_player_as_before() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&settings(&sandbox));
    sign_in(session, &sandbox);
    import(session, json!({ "refresh_token": "wrong" })).unwrap_err();
    assert_home(session, &sandbox);
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}
