//! Asking Microsoft about the app, before the player is asked.

use halo_infinite::Error;
use halo_infinite::auth::{Authority, AzureApp, SignIn, SignInErrorKind};
use halo_infinite_sandbox::{Answer, Consent, Sandbox};

const PAGE: &str = "/login/oauth20_authorize.srf";

fn check(sandbox: &Sandbox, app: &AzureApp) -> Result<(), SignInErrorKind> {
    let sign_in = SignIn::new(app).environment(sandbox.environment()).no_retries();
    sign_in.check_app().map_err(|error| match error {
        Error::SignIn(error) => error.kind,
        other => panic!("{other:?}"),
    })
}

#[test]
fn a_registered_app_passes_whatever_the_player_decides() {
    for consent in [Consent::Ask, Consent::Accept, Consent::Decline] {
        let sandbox = Sandbox::builder().consent(consent).start().unwrap();
        for app in [sandbox.app(), sandbox.public_app()] {
            assert_eq!(check(&sandbox, &app), Ok(()), "{consent:?}");
            assert_eq!(check(&sandbox, &app.authority(Authority::Consumers)), Ok(()));
        }
    }
}

#[test]
fn an_unknown_app_and_a_wrong_redirect_uri_are_found_without_a_browser() {
    let sandbox = Sandbox::start().unwrap();
    let unknown = AzureApp::public("00000000-0000-0000-0000-000000000000").unwrap();
    assert_eq!(
        check(&sandbox, &unknown),
        Err(SignInErrorKind::AccountTypesNotAllowed)
    );
    let elsewhere = sandbox.public_app().redirect_uri("https://localhost").unwrap();
    assert_eq!(
        check(&sandbox, &elsewhere),
        Err(SignInErrorKind::InvalidRedirectUri)
    );
}

#[test]
fn microsofts_pages_and_redirects_are_read() {
    let sandbox = Sandbox::start().unwrap();
    let redirect =
        |query: &str| Answer::new(302).header("location", &format!("https://login.live.com/err.srf{query}"));
    for (answer, expected) in [
        (
            redirect(
                "?lc=1033#error=unauthorized_client&error_description=The+client+does+not+exist+or+is+not+enabled+for+consumers.",
            ),
            Err(SignInErrorKind::AccountTypesNotAllowed),
        ),
        (
            redirect("?error=invalid_request&error_description=the%20input%20parameter%20%27redirect_uri%27"),
            Err(SignInErrorKind::InvalidRedirectUri),
        ),
        (
            redirect("?error=server_error"),
            Err(SignInErrorKind::ServiceTrouble),
        ),
        (redirect("?lc=1033"), Ok(())),
        (Answer::new(302), Ok(())),
        (
            Answer::new(200).body("<html>Sign in. redirect_uri=http%3A%2F%2Flocalhost</html>"),
            Ok(()),
        ),
        (
            Answer::new(200).body("<html>AADSTS700016: Application was not found</html>"),
            Err(SignInErrorKind::AccountTypesNotAllowed),
        ),
        (
            Answer::new(200).body("<html>AADSTS50011: The redirect URI does not match</html>"),
            Err(SignInErrorKind::InvalidRedirectUri),
        ),
        (Answer::new(503), Err(SignInErrorKind::ServiceTrouble)),
    ] {
        sandbox.answer_next(PAGE, answer.clone());
        assert_eq!(check(&sandbox, &sandbox.public_app()), expected, "{answer:?}");
    }
}
