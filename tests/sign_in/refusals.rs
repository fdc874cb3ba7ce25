//! Refusals of Microsoft and Xbox Live: their codes, kinds and advice.

use halo_infinite::Error;
use halo_infinite::auth::{AzureApp, SignIn, SignInErrorKind, SignInStep};
use halo_infinite::error::SignInError;
use halo_infinite_sandbox::{Answer, Consent, Sandbox};
use serde_json::{Value, json};

use super::setup::sandbox;
use crate::support::clocks::TestClock;

const TOKEN: &str = "/login/oauth20_token.srf";

fn refused(error: Error) -> SignInError {
    let Error::SignIn(refused) = error else {
        panic!("{error:?}")
    };
    assert_eq!(refused.to_string(), Error::SignIn(refused.clone()).to_string());
    *refused
}

/// A body as Microsoft writes it. The description repeats secrets of the request.
fn body(error: &str, number: u32, text: &str) -> Value {
    json!({
        "error": error,
        "error_description": format!("AADSTS{number}: {text} s3cret\r\nTrace ID: s3cret\r\nTimestamp: s3cret"),
        "error_codes": [number],
        "correlation_id": "s3cret",
    })
}

/// Refreshes tokens through an app, which Microsoft refuses.
fn refresh(has_secret: bool, answer: Answer) -> SignInError {
    let sandbox = Sandbox::start().unwrap();
    let app = match has_secret {
        true => sandbox.app(),
        false => sandbox.public_app(),
    };
    sandbox.answer_next(TOKEN, answer);
    let sign_in = SignIn::new(&app).environment(sandbox.environment());
    refused(sign_in.refresh_player_tokens("token").unwrap_err())
}

#[test]
fn microsofts_numbers_choose_the_advice() {
    use SignInErrorKind::*;
    let consumers = "The client does not exist or is not enabled for consumers.";
    let mobile = "The provided client is not supported for this feature. The client application must be marked as 'mobile.'";
    let assertion =
        "The request body must contain the following parameter: 'client_secret or client_assertion'.";
    for (kind, advice, refusals) in [
        (
            AccountTypesNotAllowed,
            "personal Microsoft accounts",
            vec![
                (true, "invalid_client", 70002, consumers),
                (false, "invalid_client", 70002, consumers),
                (true, "unauthorized_client", 700_016, ""),
                (true, "invalid_request", 50020, ""),
                (true, "invalid_request", 9_002_331, ""),
                (true, "invalid_request", 9_002_332, ""),
                (true, "invalid_request", 500_207, ""),
            ],
        ),
        (
            ClientSecretRequired,
            "use AzureApp::new",
            vec![
                (false, "invalid_client", 70002, mobile),
                (false, "invalid_client", 70002, assertion),
                (false, "invalid_client", 7_000_218, ""),
                (false, "invalid_client", 7_000_216, ""),
            ],
        ),
        (
            InvalidClientSecret,
            "create a new one",
            vec![(
                true,
                "invalid_client",
                70002,
                "The specified client_secret does not match",
            )],
        ),
        (
            PublicClientNotAllowed,
            "Allow public client flows",
            vec![(true, "invalid_client", 7_000_218, "")],
        ),
        (
            ClientSecretNotAllowed,
            "use AzureApp::public",
            vec![(true, "invalid_client", 700_025, "")],
        ),
        (
            InvalidClientSecret,
            "wrong or has expired",
            vec![
                (true, "invalid_client", 7_000_215, ""),
                (true, "invalid_client", 7_000_222, ""),
            ],
        ),
        (
            InvalidRedirectUri,
            "enter it in the Azure portal exactly",
            vec![(true, "invalid_client", 50011, "")],
        ),
        (
            WrongPlatform,
            "under \"Web\", since",
            vec![
                (true, "invalid_request", 9_002_326, ""),
                (true, "unsupported_response_type", 700_054, ""),
            ],
        ),
        (
            WrongPlatform,
            "\"Mobile and desktop applications\", since",
            vec![
                (false, "invalid_request", 9_002_326, ""),
                (false, "invalid_request", 90023, ""),
            ],
        ),
        (
            InvalidRefreshToken,
            "sign in again",
            vec![
                (true, "invalid_grant", 54005, ""),
                (true, "invalid_grant", 70008, ""),
                (true, "invalid_grant", 501_481, ""),
            ],
        ),
        (
            ConsentRequired,
            "has not consented",
            vec![(true, "invalid_grant", 65001, "")],
        ),
        (Declined, "declined", vec![(true, "access_denied", 65004, "")]),
        (
            InteractionRequired,
            "second factor",
            vec![(true, "interaction_required", 50076, "")],
        ),
        (
            InteractionRequired,
            "new password",
            vec![(true, "invalid_grant", 50055, "")],
        ),
        (
            AccountBlocked,
            "locked or disabled",
            vec![(true, "invalid_grant", 50053, "")],
        ),
        (
            AccountNotFound,
            "does not exist",
            vec![(true, "invalid_grant", 50034, "")],
        ),
        (
            InvalidScope,
            "scopes of Xbox Live",
            vec![(true, "invalid_scope", 70011, "")],
        ),
        // General advice, by the error code of OAuth2.
        (
            InvalidRefreshToken,
            "sign in again",
            vec![(true, "invalid_grant", 70000, "")],
        ),
        (
            InvalidClient,
            "the client ID and the client secret",
            vec![(true, "invalid_client", 1_234_567, "")],
        ),
        (
            InvalidClient,
            "without a client secret",
            vec![(false, "invalid_client", 1_234_567, "")],
        ),
        (
            Other,
            "did not accept the request",
            vec![(true, "some_error", 1_234_567, "")],
        ),
        (
            InvalidRedirectUri,
            "exactly",
            vec![(
                true,
                "invalid_grant",
                1,
                "the input parameter 'redirect_uri' is wrong",
            )],
        ),
    ] {
        for (has_secret, error, number, text) in refusals {
            let refused = refresh(has_secret, Answer::new(401).json(body(error, number, text)));
            let shown = format!("{refused} {refused:?}");
            assert_eq!((refused.kind, refused.aadsts), (kind, Some(number)), "{shown}");
            assert_eq!(refused.code.as_deref(), Some(error), "{shown}");
            assert!(
                refused
                    .to_string()
                    .contains(&format!("status 401, {error}, AADSTS{number}: ")),
                "{shown}"
            );
            assert!(refused.advice().contains(advice), "{shown}");
            assert!(refused.to_string().ends_with(refused.advice()), "{shown}");
            assert!(!shown.contains("s3cret"), "{shown}");
            assert_eq!(
                kind.needs_new_sign_in(),
                matches!(kind, InvalidRefreshToken | ConsentRequired | InteractionRequired)
            );
        }
    }
}

#[test]
fn the_number_is_found_wherever_microsoft_writes_it() {
    let text = "AADSTS70002: Error validating credentials. AADSTS50012: Invalid client secret is provided.";
    for (answer, code, number, kind) in [
        // In the description alone.
        (
            json!({ "error": "invalid_client", "error_description": "AADSTS700016: no such app" }).to_string(),
            Some("invalid_client"),
            Some(700_016),
            SignInErrorKind::AccountTypesNotAllowed,
        ),
        // The number alone.
        (
            json!({ "error": "invalid_client", "error_codes": [7_000_222] }).to_string(),
            Some("invalid_client"),
            Some(7_000_222),
            SignInErrorKind::InvalidClientSecret,
        ),
        // Several numbers, of which one chooses the advice.
        (
            json!({ "error": "invalid_client", "error_codes": [12, 50053] }).to_string(),
            Some("invalid_client"),
            Some(50053),
            SignInErrorKind::AccountBlocked,
        ),
        (
            json!({ "error": "invalid_client", "error_codes": [-1, i64::MAX], "error_description": "x" }).to_string(),
            Some("invalid_client"),
            None,
            SignInErrorKind::InvalidClient,
        ),
        // A page, or a body that is not as it should be.
        (
            "<html>AADSTS50011: The redirect URI does not match</html>".into(),
            None,
            Some(50011),
            SignInErrorKind::InvalidRedirectUri,
        ),
        (
            json!({ "error": 5, "error_description": text }).to_string(),
            None,
            Some(70002),
            SignInErrorKind::AccountTypesNotAllowed,
        ),
        // `login.live.com` has no numbers.
        (
            json!({ "error": "invalid_client", "error_description": "The provided client secret is not valid." })
                .to_string(),
            Some("invalid_client"),
            None,
            SignInErrorKind::InvalidClient,
        ),
    ] {
        let refused = refresh(true, Answer::new(400).body(answer.clone()));
        assert_eq!(
            (refused.code.as_deref(), refused.aadsts, refused.kind),
            (code, number, kind),
            "{answer}"
        );
    }
}

#[test]
fn codes_are_refused_by_number_too() {
    for (number, kind) in [
        (54005, SignInErrorKind::InvalidCode),
        (70008, SignInErrorKind::InvalidCode),
        (501_481, SignInErrorKind::InvalidCode),
        (7_000_218, SignInErrorKind::ClientSecretRequired),
    ] {
        let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
        let sign_in = SignIn::new(&sandbox.public_app()).environment(sandbox.environment());
        sandbox.answer_next(TOKEN, Answer::new(400).json(body("invalid_grant", number, "")));
        let refused = refused(sign_in.redeem(&sign_in.consent().unwrap(), "code").unwrap_err());
        assert_eq!(
            (refused.step, refused.kind, refused.aadsts),
            (SignInStep::AuthorizationCode, kind, Some(number))
        );
    }
    // In the redirect.
    let app = AzureApp::public("app").unwrap();
    let sign_in = SignIn::new(&app);
    let question = sign_in.consent().unwrap();
    let pasted = "http://localhost/?error=invalid_request&error_description=AADSTS9002326%3a+s3cret";
    let refused = refused(sign_in.redeem(&question, pasted).unwrap_err());
    assert_eq!(
        (refused.step, refused.aadsts),
        (SignInStep::Consent, Some(9_002_326))
    );
    assert!(
        refused.advice().contains("since the app has no client secret"),
        "{refused}"
    );
    assert!(
        !format!("{refused} {refused:?}").contains("s3cret"),
        "{refused:?}"
    );
}

#[test]
fn the_device_code_flow_keeps_the_code_of_every_refusal() {
    for has_secret in [true, false] {
        for path in ["/login/oauth20_connect.srf", TOKEN] {
            let clock = TestClock::new();
            let sandbox = sandbox(&clock).start().unwrap();
            let app = match has_secret {
                true => sandbox.app(),
                false => sandbox.public_app(),
            };
            let sign_in = SignIn::new(&app)
                .environment(sandbox.environment())
                .clock(clock.clone());
            sandbox.answer_next(path, Answer::new(401).json(body("invalid_client", 7_000_218, "")));
            let refused = refused(sign_in.with_device_code(|_| ()).unwrap_err());
            assert_eq!(
                (refused.step, refused.kind, refused.aadsts),
                (
                    SignInStep::DeviceCode,
                    SignInErrorKind::PublicClientNotAllowed,
                    Some(7_000_218)
                )
            );
            assert_eq!(refused.code.as_deref(), Some("invalid_client"));
            assert!(
                !format!("{refused} {refused:?}").contains("s3cret"),
                "{refused:?}"
            );
        }
    }
    // The last refusal before the code expires.
    let clock = TestClock::new();
    let sandbox = sandbox(&clock).start().unwrap();
    let sign_in = SignIn::new(&sandbox.public_app())
        .environment(sandbox.environment())
        .clock(clock.clone());
    let refused = refused(sign_in.with_device_code(|_| ()).unwrap_err());
    assert_eq!(refused.kind, SignInErrorKind::DeviceCodeExpired);
    assert!(refused.code.is_some(), "{refused}");
}

#[test]
fn xbox_lives_numbers_choose_the_advice() {
    use SignInErrorKind::*;
    for (number, kind, advice) in [
        (2_148_916_222_i64, AgeCheckRequired, "complete the age check"),
        (2_148_916_223, PlayTimeExceeded, "play time"),
        (2_148_916_227, Banned, "banned"),
        (2_148_916_228, Banned, "banned"),
        (2_148_916_229, ParentalConsent, "a parent must allow"),
        (2_148_916_232, AccountNeedsAttention, "needs attention"),
        (2_148_916_233, NoXboxProfile, "no Xbox profile"),
        (-2_146_051_063, NoXboxProfile, "no Xbox profile"),
        (2_148_916_234, TermsNotAccepted, "terms of use"),
        (
            2_148_916_235,
            CountryNotAvailable,
            "not available in the account's country",
        ),
        (2_148_916_236, AdultVerification, "adult verification"),
        (2_148_916_237, Curfew, "adult verification"),
        (2_148_916_238, ChildAccount, "family group"),
        (2_148_916_239, AccountNeedsAttention, "needs attention"),
        (2_148_916_240, AccountNeedsAttention, "needs attention"),
        (2_148_916_241, AccountTypeNotAllowed, "another account"),
        (2_148_916_243, AccountNeedsAttention, "needs attention"),
        (2_148_916_246, TooManyDevices, "too many devices"),
        (2_148_916_250, ServiceTrouble, "try again later"),
        (2_148_916_258, TokenNotAccepted, "sign in again"),
        (2_148_916_999, TokenNotAccepted, "look for a notice"),
        (0, TokenNotAccepted, "look for a notice"),
    ] {
        for (path, step) in [
            ("/user.auth/", SignInStep::XboxUserToken),
            ("/xsts.auth/", SignInStep::XboxXstsToken),
        ] {
            let sandbox = Sandbox::start().unwrap();
            let body =
                json!({ "Identity": "0", "XErr": number, "Message": "s3cret", "Redirect": "https://s3cret" });
            sandbox.answer_next(path, Answer::new(401).json(body));
            let sign_in = SignIn::new(&sandbox.app()).environment(sandbox.environment());
            let refused = refused(
                sign_in
                    .refresh_player_tokens(sandbox.refresh_token())
                    .unwrap_err(),
            );
            let shown = format!("{refused} {refused:?}");
            assert_eq!((refused.step, refused.kind), (step, kind), "{shown}");
            assert_eq!(refused.code, Some(number.to_string()), "{shown}");
            assert!(
                refused.to_string().contains(&format!("status 401, {number}: ")),
                "{shown}"
            );
            assert!(refused.advice().contains(advice), "{shown}");
            assert!(!shown.contains("s3cret"), "{shown}");
        }
    }
}
