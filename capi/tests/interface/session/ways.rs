//! The ways to sign in: by browser, by paste, by device code.

use std::ffi::{c_char, c_void};
use std::ptr;

use halo_infinite_capi::*;
use halo_infinite_sandbox::{Consent, Sandbox};
use serde_json::{Value, json};

use super::setup::*;

fn consenting() -> Sandbox {
    Sandbox::builder().consent(Consent::Accept).start().unwrap()
}

#[test]
fn a_player_signs_in_by_browser_at_both_authorities() {
    let sandbox = consenting();
    for authority in ["live", "consumers"] {
        let session = session(&with(
            public_settings(&sandbox),
            json!({ "authority": authority }),
        ));
        assert!(!halo_session_is_signed_in(session));
        call(|error| {
            halo_session_sign_in_with_browser(session, Some(visit), ptr::null_mut(), 0, ptr::null(), error)
        })
        .unwrap();
        assert_home(session, &sandbox);
        assert_eq!(halo_session_close(session), HaloCode::Ok);
    }
}

#[test]
fn a_player_signs_in_by_paste() {
    let sandbox = consenting();
    let session = session(&settings(&sandbox));
    let question = consent(session);
    let address = redirected(question);
    assert!(address.starts_with("https://localhost"), "{address}");
    redeem(session, question, &format!("  {address}\n")).unwrap();
    assert_home(session, &sandbox);

    // A code is accepted once, and a failure leaves the player signed in.
    let failed = redeem(session, question, &address).unwrap_err();
    assert_eq!(failed.code, HaloCode::SignIn);
    assert_eq!(failed.details["kind"], "invalid_code");
    assert_eq!(failed.details["step"], "authorization_code");
    assert_eq!(failed.details["needs_new_sign_in"], false);
    assert_home(session, &sandbox);
    assert_eq!(halo_consent_close(question), HaloCode::Ok);
    assert!(halo_consent_url(question).is_null());
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}

/// Enters the device code at the sandbox, whose address is the context.
extern "C" fn enter(sandbox: *mut c_void, prompt: *const c_char) {
    // SAFETY: the context is the address of the test's sandbox, which outlives the call.
    let sandbox = unsafe { &*sandbox.cast::<Sandbox>() };
    let prompt: Value = serde_json::from_str(&text(prompt).unwrap()).unwrap();
    let code = prompt["user_code"].as_str().unwrap();
    let page = prompt["verification_uri"].as_str().unwrap();
    let is_complete = page.starts_with("http")
        && prompt["expires_in_ms"].as_u64().unwrap() >= 60_000
        && prompt["message"] == format!("Open {page} and enter the code {code}");
    // If it is not entered, the sign-in fails with its time.
    assert_or_abort(is_complete && sandbox.enter_device_code(code, true));
}

/// As an assertion, within a callback: a panic must not leave it.
fn assert_or_abort(holds: bool) {
    if !holds {
        eprintln!("a callback received a wrong text");
        std::process::abort();
    }
}

#[test]
fn a_player_signs_in_by_device_code() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&public_settings(&sandbox));
    let context = ptr::from_ref(&sandbox).cast_mut().cast();
    call(|error| halo_session_sign_in_with_device_code(session, Some(enter), context, ptr::null(), error))
        .unwrap();
    assert_home(session, &sandbox);
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}

#[test]
fn a_player_declines() {
    let sandbox = Sandbox::builder().consent(Consent::Decline).start().unwrap();
    let session = session(&public_settings(&sandbox));
    let failed = call(|error| {
        halo_session_sign_in_with_browser(session, Some(visit), ptr::null_mut(), 60_000, ptr::null(), error)
    })
    .unwrap_err();
    assert_eq!(failed.code, HaloCode::SignIn);
    assert_eq!(failed.details["step"], "consent");
    assert_eq!(failed.details["kind"], "declined");
    assert!(failed.advice.unwrap().contains("ask once more"));
    assert!(!halo_session_is_signed_in(session));
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}

#[cfg(not(feature = "browser"))]
#[test]
fn the_systems_browser_needs_a_feature() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&public_settings(&sandbox));
    let failed = call(|error| {
        halo_session_sign_in_with_browser(session, None, ptr::null_mut(), 0, ptr::null(), error)
    })
    .unwrap_err();
    assert_eq!(failed.code, HaloCode::MissingFeature);
    assert!(failed.message.contains("`browser`"), "{}", failed.message);
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}

#[test]
fn an_app_with_a_secret_cannot_listen() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&settings(&sandbox));
    let failed = call(|error| {
        halo_session_sign_in_with_browser(session, Some(never), ptr::null_mut(), 0, ptr::null(), error)
    })
    .unwrap_err();
    assert_eq!(failed.code, HaloCode::Argument);
    assert_eq!(failed.details["argument"], "redirect_uri");
    assert!(
        failed
            .message
            .contains("halo_session_consent and halo_session_redeem"),
        "{failed:?}"
    );
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}
