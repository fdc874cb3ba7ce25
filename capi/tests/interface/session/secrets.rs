//! No failure shows a secret.

use halo_infinite_capi::*;
use halo_infinite_sandbox::{Answer, Consent, Sandbox};
use serde_json::json;

use super::setup::*;

/// An answer that repeats a request's secrets, as a bad service would.
fn echo(status: u16, secrets: &[String]) -> Answer {
    let secrets = secrets.join(" ");
    Answer::new(status).json(json!({ "error": secrets, "error_description": secrets, "Message": secrets }))
}

#[test]
fn no_failure_shows_a_secret() {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    let session = session(&settings(&sandbox));
    let client = client(json!({ "environment": sandbox.url() }), session).unwrap();
    let refresh_token = sandbox.refresh_token();
    let token = || json!({ "refresh_token": refresh_token });
    let question = consent(session);
    let address = redirected(question);
    let other = consent(session);
    let mut failures = vec![
        redeem(session, other, &address).unwrap_err(),
        import(
            session,
            json!({ "refresh_token": refresh_token, "access_token": refresh_token }),
        )
        .unwrap_err(),
        import(session, json!({ "refresh_token": [refresh_token] })).unwrap_err(),
        import(session, json!({ "access_token": refresh_token })).unwrap_err(),
        import(session, json!({ "xsts_token": refresh_token })).unwrap_err(),
    ];
    for step in [
        "/login/",
        "/user.auth/",
        "/xsts.auth/",
        "/settings/spartan-token",
        "/settings/",
    ] {
        for status in [200, 400, 401] {
            sandbox.answer_next(step, echo(status, &sandbox.secrets()));
            failures.extend(import(session, token()).err());
        }
    }
    import(session, token()).unwrap();
    for status in [400, 401] {
        sandbox.answer_next("/profile/", echo(status, &sandbox.secrets()));
        failures.extend(whoami(client).err());
    }
    assert!(failures.len() > 15, "{failures:?}");
    let shown = format!("{failures:?}") + &player(session).unwrap().to_string();
    let secrets = sandbox.secrets();
    assert!(secrets.len() > 10);
    for secret in secrets
        .iter()
        .chain([&refresh_token, &address, &sandbox.client_secret()])
    {
        assert!(!shown.contains(secret.as_str()), "{shown}");
    }
    for consent in [question, other] {
        assert_eq!(halo_consent_close(consent), HaloCode::Ok);
    }
    assert_eq!(halo_client_close(client), HaloCode::Ok);
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}
