//! Responses of the sign-in whose tokens are blank.

use super::setup::call;
use halo_infinite::Error;
use halo_infinite::auth::{FileStore, Session, SignIn, SignInStep, TokenSet, TokenStore};
use halo_infinite_sandbox::{Answer, Consent, Sandbox};
use serde_json::{Value, json};

use crate::support::folder::Folder;

const LATER: &str = "2999-01-01T00:00:00.0000000Z";
const TOKEN: &str = "/login/oauth20_token.srf";

fn sign_in(sandbox: &Sandbox) -> SignIn {
    SignIn::new(&sandbox.app()).environment(sandbox.environment())
}

fn store(folder: &Folder) -> FileStore {
    FileStore::new(folder.0.join("tokens.json"))
}

/// The only tokens in the store.
fn saved(sandbox: &Sandbox, folder: &Folder) -> TokenSet {
    let store = store(folder);
    let locked = store.lock(&call()).unwrap();
    let keys = locked.keys(&sandbox.app()).unwrap();
    assert_eq!(keys.len(), 1);
    locked.load(&keys[0]).unwrap().unwrap()
}

/// Asserts that a response does not fit its step, because of the value at a path.
#[track_caller]
fn assert_misfit(error: &Error, step: SignInStep, path: &str) {
    let Error::Decode { endpoint, cause, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (endpoint.name(), cause.path.as_str()),
        (step.endpoint().name(), path),
        "{error}"
    );
    assert_eq!(cause.problem, "the response does not fit the step");
}

fn xbox(token: &str, uhs: &str) -> Value {
    json!({
        "IssueInstant": LATER, "NotAfter": LATER, "Token": token,
        "DisplayClaims": { "xui": [{ "uhs": "1" }, { "uhs": uhs }] },
    })
}

#[test]
fn blank_tokens_are_refused_and_not_saved() {
    for blank in ["", " ", "\t\r\n"] {
        for (service, body, step, path) in [
            (
                TOKEN,
                json!({ "expires_in": 3600, "access_token": blank, "refresh_token": "next" }),
                SignInStep::RefreshToken,
                "access_token",
            ),
            (
                "/user.auth/",
                xbox(blank, "1"),
                SignInStep::XboxUserToken,
                "Token",
            ),
            (
                "/xsts.auth/",
                xbox(blank, "1"),
                SignInStep::XboxXstsToken,
                "Token",
            ),
            (
                "/xsts.auth/",
                xbox("xsts", blank),
                SignInStep::XboxXstsToken,
                "DisplayClaims.xui[1].uhs",
            ),
            (
                "/settings/spartan-token",
                json!({ "SpartanToken": blank, "ExpiresUtc": { "ISO8601Date": LATER } }),
                SignInStep::SpartanToken,
                "SpartanToken",
            ),
            (
                "/settings/oban/",
                json!({ "FlightConfigurationId": blank }),
                SignInStep::Clearance,
                "FlightConfigurationId",
            ),
        ] {
            let sandbox = Sandbox::start().unwrap();
            sandbox.answer_next(service, Answer::new(200).json(body.clone()));
            let player = sign_in(&sandbox).refresh_player_tokens(sandbox.refresh_token());
            match step {
                // Another clearance stands in.
                SignInStep::Clearance => {
                    assert_eq!(player.unwrap().clearance.unwrap().expose(), sandbox.clearance());
                }
                _ => assert_misfit(&player.unwrap_err(), step, path),
            }

            // Nothing blank is saved.
            let sandbox = Sandbox::start().unwrap();
            let folder = Folder::new("blank");
            sandbox.answer_next(service, Answer::new(200).json(body));
            let tokens = TokenSet::from_refresh_token(sandbox.refresh_token());
            let started = Session::start(&sign_in(&sandbox), store(&folder), tokens);
            assert_eq!(started.is_ok(), step == SignInStep::Clearance);
            let saved = saved(&sandbox, &folder);
            assert!(!saved.refresh_token.expose().trim().is_empty());
            for token in [
                &saved.access_token,
                &saved.user_token,
                &saved.xbox_authorization,
                &saved.halo_xsts_token,
                &saved.spartan_token,
                &saved.clearance,
            ]
            .into_iter()
            .flatten()
            {
                assert!(!token.token.expose().trim().is_empty(), "{path}");
            }
        }
    }
}

#[test]
fn a_blank_refresh_token_does_not_replace_a_good_one() {
    for blank in [json!(""), json!("  "), json!(null)] {
        let sandbox = Sandbox::start().unwrap();
        let access = json!({ "expires_in": 3600, "access_token": "s3cret", "refresh_token": blank });
        sandbox.answer_next(TOKEN, Answer::new(200).json(access));
        // The sandbox knows no such access token: the chain ends after the first step, and the tokens are saved.
        let folder = Folder::new("blank");
        let good = sandbox.refresh_token();
        let tokens = TokenSet::from_refresh_token(good.clone());
        Session::start(&sign_in(&sandbox), store(&folder), tokens).unwrap_err();
        let saved = saved(&sandbox, &folder);
        assert_eq!(saved.refresh_token.expose(), good);
    }
}

#[test]
fn a_first_sign_in_without_a_refresh_token_is_refused() {
    for blank in [json!(""), json!(" \n"), json!(null)] {
        let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
        let sign_in = sign_in(&sandbox);
        let access = json!({ "expires_in": 3600, "access_token": "s3cret", "refresh_token": blank });
        sandbox.answer_next(TOKEN, Answer::new(200).json(access));
        let error = sign_in.redeem(&sign_in.consent().unwrap(), "code").unwrap_err();
        assert!(
            error
                .to_string()
                .contains("refresh_token: it is missing: the app's registration must allow offline access"),
            "{error}"
        );
    }
}

#[test]
fn blank_device_codes_are_refused() {
    for (user_code, device_code, path) in [("", "d", "user_code"), ("u", " ", "device_code")] {
        let sandbox = Sandbox::start().unwrap();
        let body = json!({
            "user_code": user_code, "device_code": device_code, "verification_uri": "http://localhost",
            "interval": 5, "expires_in": 900,
        });
        sandbox.answer_next("/login/oauth20_connect.srf", Answer::new(200).json(body));
        let error = sign_in(&sandbox)
            .with_device_code(|_| panic!("a blank code was shown"))
            .unwrap_err();
        assert_misfit(&error, SignInStep::DeviceCode, path);
    }
}
