//! Functions in the wrong order, and with wrong handles.

use std::ptr;

use halo_infinite_capi::*;
use halo_infinite_sandbox::{Consent, Sandbox};
use serde_json::json;

use super::setup::*;

#[test]
fn a_session_without_a_player_is_signed_out() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&settings(&sandbox));
    assert_eq!(player(session).unwrap_err().code, HaloCode::SignedOut);
    assert_eq!(sign_out(session).unwrap_err().code, HaloCode::SignedOut);
    sign_in(session, &sandbox);
    sign_out(session).unwrap();
    assert!(!halo_session_is_signed_in(session));
    assert_eq!(sign_out(session).unwrap_err().code, HaloCode::SignedOut);
    assert_eq!(player(session).unwrap_err().code, HaloCode::SignedOut);
    sign_in(session, &sandbox);
    assert_home(session, &sandbox);
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}

#[test]
fn a_consent_belongs_to_its_session_and_its_address() {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    let one = session(&settings(&sandbox));
    let other = session(&settings(&sandbox));
    let consent_of_one = consent(one);
    let second = consent(one);
    let address = redirected(consent_of_one);
    sandbox.clear_requests();
    let failed = redeem(other, consent_of_one, &address).unwrap_err();
    assert_eq!(failed.code, HaloCode::Argument);
    assert_eq!(failed.details["argument"], "consent");
    let failed = redeem(one, second, &address).unwrap_err();
    assert_eq!(
        (failed.code, &failed.details["kind"]),
        (HaloCode::Consent, &json!("redirect"))
    );
    for pasted in ["", "two words", "https://localhost/"] {
        assert_eq!(
            redeem(one, consent_of_one, pasted).unwrap_err().code,
            HaloCode::Consent
        );
    }
    assert!(sandbox.requests().is_empty(), "a code was sent");

    // A consent is of no use without its session, and can still be closed.
    redeem(one, consent_of_one, &address).unwrap();
    assert_eq!(halo_session_close(one), HaloCode::Ok);
    assert_eq!(
        redeem(one, second, &address).unwrap_err().code,
        HaloCode::ClosedHandle
    );
    assert_eq!(
        redeem(other, second, &address).unwrap_err().code,
        HaloCode::Argument
    );
    for consent in [consent_of_one, second] {
        assert_eq!(halo_consent_close(consent), HaloCode::Ok);
        assert_eq!(halo_consent_close(consent), HaloCode::ClosedHandle);
    }
    assert_eq!(
        redeem(other, second, &address).unwrap_err().code,
        HaloCode::ClosedHandle
    );
    assert_eq!(halo_session_close(other), HaloCode::Ok);
}

/// The codes of all functions that take a session.
fn codes(session: *const HaloSession, consent: *const HaloConsent) -> Vec<HaloCode> {
    let none = ptr::null_mut();
    let token = c(json!({ "refresh_token": "token" }));
    let failures = [
        call(|error| halo_session_sign_in_with_browser(session, Some(never), none, 0, ptr::null(), error)),
        call(|error| halo_session_sign_in_with_device_code(session, Some(never), none, ptr::null(), error)),
        call(|error| halo_session_import(session, InText::of(&token), ptr::null(), error)),
        redeem(session, consent, "code"),
        made(|consent, error| halo_session_consent(session, consent, error)).map(drop),
        player(session).map(drop),
        sign_out(session),
    ];
    let failures = failures.into_iter().map(Result::unwrap_err);
    failures
        .map(|failed| {
            assert!(failed.message.starts_with("session: "), "{failed:?}");
            failed.code
        })
        .collect()
}

#[test]
fn wrong_handles_are_failures_of_each_function() {
    let sandbox = Sandbox::start().unwrap();
    let closed = session(&settings(&sandbox));
    let question = consent(closed);
    let stop = cancel();
    assert_eq!(halo_session_close(closed), HaloCode::Ok);
    for (session, code) in [
        (closed.cast_const(), HaloCode::ClosedHandle),
        (ptr::null(), HaloCode::NullPointer),
        (stop.cast_const().cast(), HaloCode::WrongHandle),
        (question.cast_const().cast(), HaloCode::WrongHandle),
    ] {
        let codes = codes(session, question);
        assert!(codes.iter().all(|other| *other == code), "{code:?}: {codes:?}");
        assert!(!halo_session_is_signed_in(session));
    }
    assert_eq!(halo_session_close(closed), HaloCode::ClosedHandle);
    assert_eq!(halo_session_close(stop.cast()), HaloCode::WrongHandle);
    assert_eq!(halo_consent_close(stop.cast()), HaloCode::WrongHandle);
    assert_eq!(halo_player_close(stop.cast()), HaloCode::WrongHandle);
    assert!(halo_consent_url(stop.cast()).is_null());
    assert!(halo_player_json(stop.cast()).is_null());
    assert!(halo_player_secrets(ptr::null()).is_null());
    assert_eq!(halo_consent_close(ptr::null_mut()), HaloCode::Ok);
    assert_eq!(halo_player_close(ptr::null_mut()), HaloCode::Ok);
    assert_eq!(halo_consent_close(question), HaloCode::Ok);
    assert_eq!(halo_cancel_close(stop), HaloCode::Ok);
}

#[test]
fn other_arguments_are_checked_before_anything_is_sent() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&settings(&sandbox));
    let question = consent(session);
    let none = ptr::null_mut();
    let text = InText::of;
    let codes = [
        call(|error| halo_session_sign_in_with_device_code(session, None, none, ptr::null(), error)),
        call(|error| halo_session_import(session, InText::none(), ptr::null(), error)),
        call(|error| halo_session_redeem(session, question, InText::none(), ptr::null(), error)),
        call(|error| halo_session_redeem(session, ptr::null(), text(c"code"), ptr::null(), error)),
        call(|error| halo_session_consent(session, None, error)),
        call(|error| halo_session_player(session, ptr::null(), None, error)),
    ]
    .map(|outcome| outcome.unwrap_err().code);
    assert_eq!(codes, [HaloCode::NullPointer; 6]);

    let stop = cancel();
    assert_eq!(halo_cancel_close(stop), HaloCode::Ok);
    let token = c(json!({ "refresh_token": "token" }));
    let codes = [
        call(|error| halo_session_sign_in_with_browser(session, Some(never), none, 0, stop, error)),
        call(|error| halo_session_sign_in_with_device_code(session, Some(never), none, stop, error)),
        call(|error| halo_session_import(session, text(&token), stop, error)),
        call(|error| halo_session_redeem(session, question, text(c"code"), stop, error)),
        call(|error| halo_session_sign_out(session, stop, error)),
        made(|player, error| halo_session_player(session, stop, player, error)).map(drop),
    ]
    .map(|outcome| outcome.unwrap_err().code);
    assert_eq!(codes, [HaloCode::ClosedHandle; 6]);
    let failed = call(|error| halo_session_import(session, text(c"\xff"), ptr::null(), error));
    assert_eq!(failed.unwrap_err().code, HaloCode::NotUtf8);
    assert!(sandbox.requests().is_empty());
    assert_eq!(halo_consent_close(question), HaloCode::Ok);
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}
