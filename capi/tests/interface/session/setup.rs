//! Sessions as a C program has them: handles, texts, callbacks.

use std::ffi::{CStr, c_char, c_void};
use std::path::{Path, PathBuf};
use std::ptr;

use halo_infinite::ureq;
use halo_infinite_capi::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};
use tempfile::TempDir;

pub use crate::support::*;

/// Calls a function that has no result.
pub fn call(run: impl FnOnce(ErrorOut<'_>) -> HaloCode) -> Result<(), Failed> {
    outcome(run).map(|code| assert_eq!(code, HaloCode::Ok))
}

/// The settings of a session with the sandbox's app that has a secret.
pub fn settings(sandbox: &Sandbox) -> Value {
    json!({
        "client_id": sandbox.client_id(),
        "client_secret": sandbox.client_secret(),
        "environment": sandbox.url(),
        "retries": { "max_attempts": 1 },
    })
}

/// Those with the app for browsers and device codes.
pub fn public_settings(sandbox: &Sandbox) -> Value {
    json!({ "client_id": sandbox.public_client_id(), "environment": sandbox.url() })
}

/// The first settings with some others.
pub fn with(mut settings: Value, others: Value) -> Value {
    let others = others.as_object().unwrap().clone();
    settings.as_object_mut().unwrap().extend(others);
    settings
}

pub fn try_session(settings: &Value) -> Result<*mut HaloSession, Failed> {
    made(|session, error| halo_session_new(InText::of(&c(settings)), session, error))
}

pub fn session(settings: &Value) -> *mut HaloSession {
    try_session(settings).unwrap()
}

pub fn import(session: *const HaloSession, token: Value) -> Result<(), Failed> {
    call(|error| halo_session_import(session, InText::of(&c(token)), ptr::null(), error))
}

/// Signs the home player in with a refresh token.
pub fn sign_in(session: *const HaloSession, sandbox: &Sandbox) {
    import(session, json!({ "refresh_token": sandbox.refresh_token() })).unwrap();
    assert!(halo_session_is_signed_in(session));
}

pub fn sign_out(session: *const HaloSession) -> Result<(), Failed> {
    call(|error| halo_session_sign_out(session, ptr::null(), error))
}

/// The player of a session.
pub fn player(session: *const HaloSession) -> Result<Value, Failed> {
    let player = made(|player, error| halo_session_player(session, ptr::null(), player, error))?;
    let json = text(halo_player_json(player)).unwrap();
    assert_eq!(halo_player_close(player), HaloCode::Ok);
    assert!(halo_player_json(player).is_null());
    Ok(serde_json::from_str(&json).unwrap())
}

pub fn assert_home(session: *const HaloSession, sandbox: &Sandbox) {
    assert!(halo_session_is_signed_in(session));
    let home = sandbox.world().home();
    let player = player(session).unwrap();
    assert_eq!(player["gamertag"], home.gamertag());
    assert_eq!(player["xuid"], home.xuid().to_string());
}

pub fn client(settings: Value, session: *const HaloSession) -> Result<*mut HaloClient, Failed> {
    made(|client, error| halo_client_new(InText::of(&c(settings)), session, client, error))
}

/// Calls an endpoint that needs a player.
pub fn whoami(client: *const HaloClient) -> Result<(), Failed> {
    send(client, c"profile.current_user", c"{}")
}

pub fn send(client: *const HaloClient, endpoint: &CStr, options: &CStr) -> Result<(), Failed> {
    let response = made(|response, error| {
        halo_call(
            client,
            InText::of(endpoint),
            InText::none(),
            InText::of(options),
            ptr::null(),
            response,
            error,
        )
    })?;
    assert_eq!(halo_response_close(response), HaloCode::Ok);
    Ok(())
}

/// An agent that follows this many redirects, as a browser.
pub fn browser(max_redirects: u32) -> ureq::Agent {
    ureq::Agent::config_builder()
        .max_redirects(max_redirects)
        .http_status_as_error(false)
        .timeout_global(Some(std::time::Duration::from_secs(60)))
        .build()
        .new_agent()
}

/// The address to which the consent page redirects the browser.
pub fn redirected(consent: *const HaloConsent) -> String {
    let url = text(halo_consent_url(consent)).unwrap();
    let response = browser(0).get(&url).call().unwrap();
    assert_eq!(response.status(), 302);
    response.headers()["location"].to_str().unwrap().to_owned()
}

pub fn consent(session: *const HaloSession) -> *mut HaloConsent {
    made(|consent, error| halo_session_consent(session, consent, error)).unwrap()
}

pub fn redeem(session: *const HaloSession, consent: *const HaloConsent, pasted: &str) -> Result<(), Failed> {
    let pasted = c(pasted);
    call(|error| halo_session_redeem(session, consent, InText::of(&pasted), ptr::null(), error))
}

/// A callback that opens an address as a browser would, on another thread.
pub extern "C" fn visit(_: *mut c_void, url: *const c_char) {
    let url = text(url).unwrap();
    std::thread::spawn(move || {
        let page = browser(10).get(&url).call();
        page.map(|mut page| page.body_mut().read_to_string())
    });
}

/// A callback that must not be called.
pub extern "C" fn never(_: *mut c_void, _: *const c_char) {
    // A panic would end the program, since it must not leave the function.
    eprintln!("a callback was called that must not be");
    std::process::abort();
}

/// The setting for a store in a file.
pub fn store_in(path: &Path) -> Value {
    json!({ "store": { "file": path } })
}

/// The file of a store in a folder.
pub fn file_in(folder: &TempDir) -> PathBuf {
    folder.path().join("tokens.json")
}
