//! Clients with the players of sessions.

use std::ptr;

use halo_infinite_capi::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};

use super::setup::*;

fn environment(sandbox: &Sandbox) -> Value {
    json!({ "environment": sandbox.url() })
}

fn with_accounts(
    settings: Value,
    sessions: &[*const HaloSession],
    count: usize,
) -> Result<*mut HaloClient, Failed> {
    let settings = c(settings);
    made(|client, error| {
        let sessions = InSessions::of(sessions);
        halo_client_new_with_accounts(InText::of(&settings), sessions, count, client, error)
    })
}

#[test]
fn a_client_follows_its_session() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&settings(&sandbox));
    // Before the sign-in, while a player is signed in, and after it.
    let client = client(environment(&sandbox), session).unwrap();
    for _ in 0..2 {
        let failed = whoami(client).unwrap_err();
        assert_eq!(failed.code, HaloCode::SignedOut);
        assert_eq!(failed.message, "session: no player is signed in");
        assert!(failed.advice.unwrap().contains("halo_session_redeem"));
        sign_in(session, &sandbox);
        whoami(client).unwrap();
        sign_out(session).unwrap();
    }
    assert_eq!(whoami(client).unwrap_err().code, HaloCode::SignedOut);
    sign_in(session, &sandbox);

    // The client keeps the player without the session.
    assert_eq!(halo_session_close(session), HaloCode::Ok);
    whoami(client).unwrap();
    assert_eq!(halo_client_close(client), HaloCode::Ok);
}

#[test]
fn tokens_come_from_the_session_or_from_the_settings() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&settings(&sandbox));
    let both = json!({ "environment": sandbox.url(), "spartan_token": "s3cret" });
    let failed = client(both, session).unwrap_err();
    assert_eq!(failed.code, HaloCode::Argument);
    assert_eq!(failed.details["argument"], "spartan_token");
    assert!(!format!("{failed:?}").contains("s3cret"));
    assert_eq!(halo_session_close(session), HaloCode::Ok);
    let failed = client(environment(&sandbox), session).unwrap_err();
    assert_eq!(failed.code, HaloCode::ClosedHandle);
}

#[test]
fn a_client_uses_several_players() {
    let sandbox = Sandbox::start().unwrap();
    let sessions = [(); 2].map(|()| session(&settings(&sandbox)).cast_const());
    sign_in(sessions[1], &sandbox);
    let client = with_accounts(environment(&sandbox), &sessions, 2).unwrap();
    // The first one is signed out: the other goes on.
    whoami(client).unwrap();
    send(client, c"profile.current_user", c"{\"account\": 1}").unwrap();
    let first = send(client, c"profile.current_user", c"{\"account\": 0}");
    assert_eq!(first.unwrap_err().code, HaloCode::SignedOut);
    let third = send(client, c"profile.current_user", c"{\"account\": 2}");
    assert_eq!(third.unwrap_err().code, HaloCode::Argument);
    sign_in(sessions[0], &sandbox);
    send(client, c"profile.current_user", c"{\"account\": 0}").unwrap();
    sign_out(sessions[0]).unwrap();
    sign_out(sessions[1]).unwrap();
    assert_eq!(whoami(client).unwrap_err().code, HaloCode::SignedOut);
    for session in sessions {
        assert_eq!(halo_session_close(session.cast_mut()), HaloCode::Ok);
    }
    assert_eq!(halo_client_close(client), HaloCode::Ok);
}

#[test]
fn the_list_of_players_must_be_one() {
    let sandbox = Sandbox::start().unwrap();
    let session = session(&settings(&sandbox)).cast_const();
    let none = ptr::null();
    let settings = environment(&sandbox);
    for (sessions, code, words) in [
        (vec![], HaloCode::Argument, "count: it is 0"),
        (
            vec![session, session],
            HaloCode::Argument,
            "the session at 1 is in the list twice",
        ),
        (vec![session, none], HaloCode::NullPointer, "sessions: it is null"),
    ] {
        let failed = with_accounts(settings.clone(), &sessions, sessions.len()).unwrap_err();
        assert_eq!(failed.code, code, "{failed:?}");
        assert!(failed.message.contains(words), "{failed:?}");
    }
    // The count is checked before the array is read.
    let failed = with_accounts(settings.clone(), &[session], 1001).unwrap_err();
    assert_eq!(
        (failed.code, &failed.details["argument"]),
        (HaloCode::Argument, &json!("count"))
    );
    let text = c(&settings);
    let failed = made(|client, error| {
        halo_client_new_with_accounts(InText::of(&text), InSessions::none(), 1, client, error)
    });
    assert_eq!(failed.unwrap_err().code, HaloCode::NullPointer);
    assert_eq!(halo_session_close(session.cast_mut()), HaloCode::Ok);
    let failed = with_accounts(settings, &[session], 1).unwrap_err();
    assert_eq!(failed.code, HaloCode::ClosedHandle);
}
