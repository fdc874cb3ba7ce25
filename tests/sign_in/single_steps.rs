//! The steps of the sign-in one by one, and sign-ins that begin in the middle of the chain.

use halo_infinite::auth::{HaloTokens, RelyingParty, SignIn, SignInErrorKind, SignInStep};
use halo_infinite::models::auth::XstsToken;
use halo_infinite::{Client, Error};
use halo_infinite_sandbox::{Answer, Sandbox};

fn sign_in(sandbox: &Sandbox) -> SignIn {
    SignIn::new(&sandbox.app())
        .environment(sandbox.environment())
        .no_retries()
}

fn paths(sandbox: &Sandbox) -> Vec<String> {
    let requests = sandbox.take_requests().into_iter();
    requests
        .map(|request| request.path.rsplit('/').next().unwrap().to_owned())
        .collect()
}

fn halo_xsts_token(sandbox: &Sandbox) -> XstsToken {
    let sign_in = sign_in(sandbox);
    let oauth = sign_in.oauth_token(sandbox.refresh_token()).unwrap();
    let user = sign_in.xbox_user_token(oauth.access_token).unwrap();
    sign_in.xsts_token(user.token, RelyingParty::Halo).unwrap()
}

fn client(sandbox: &Sandbox, tokens: HaloTokens) -> Client {
    let builder = Client::builder().environment(sandbox.environment());
    builder.credentials(tokens).no_retries().build().unwrap()
}

#[test]
fn each_step_is_one_request() {
    let sandbox = Sandbox::start().unwrap();
    let sign_in = sign_in(&sandbox);
    let home = sandbox.world().home();
    let oauth = sign_in.oauth_token(sandbox.refresh_token()).unwrap();
    assert_eq!(paths(&sandbox), ["oauth20_token.srf"]);
    let next = oauth.refresh_token.unwrap();
    assert!(sign_in.oauth_token(next).is_ok());
    sandbox.clear_requests();
    let user = sign_in.xbox_user_token(oauth.access_token).unwrap();
    assert_eq!(paths(&sandbox), ["authenticate"]);
    let xbox = sign_in
        .xsts_token(user.token.clone(), RelyingParty::XboxLive)
        .unwrap();
    assert_eq!(xbox.display_claims.xui[0].xid.unwrap().get(), home.xuid());
    let halo = sign_in.xsts_token(user.token, RelyingParty::Halo).unwrap();
    assert_eq!(paths(&sandbox), ["authorize"; 2]);
    let spartan = sign_in.spartan_token(halo.token).unwrap();
    let clearance = sign_in.clearance(spartan.spartan_token.clone()).unwrap();
    assert_eq!(paths(&sandbox), ["spartan-token", "active"]);
    let hash = xbox.display_claims.xui[0].uhs.clone();
    assert_eq!(
        xbox.authorization().unwrap().expose(),
        format!("XBL3.0 x={hash};{}", xbox.token.expose())
    );
    let client = Client::builder()
        .environment(sandbox.environment())
        .tokens(spartan.spartan_token, clearance.flight_configuration_id)
        .xbox_token(hash, xbox.token)
        .build()
        .unwrap();
    client.profile().current_user().send().unwrap();
    client.xbox_live().current_profile().send().unwrap();
}

#[test]
fn a_refused_step_is_named_and_sends_nothing_else() {
    let sandbox = Sandbox::start().unwrap();
    let sign_in = sign_in(&sandbox);
    let wrong = "s3cret but wrong";
    let errors = [
        (sign_in.oauth_token(wrong).unwrap_err(), SignInStep::RefreshToken),
        (
            sign_in.xbox_user_token(wrong).unwrap_err(),
            SignInStep::XboxUserToken,
        ),
        (
            sign_in.xsts_token(wrong, RelyingParty::XboxLive).unwrap_err(),
            SignInStep::XboxXstsToken,
        ),
        (
            sign_in.xsts_token(wrong, RelyingParty::Halo).unwrap_err(),
            SignInStep::HaloXstsToken,
        ),
        (
            sign_in.spartan_token(wrong).unwrap_err(),
            SignInStep::SpartanToken,
        ),
        (
            sign_in.tokens_from_access_token(wrong).unwrap_err(),
            SignInStep::XboxUserToken,
        ),
        (
            sign_in.tokens_from_xsts_token(wrong).unwrap_err(),
            SignInStep::SpartanToken,
        ),
    ];
    let count = errors.len();
    for (error, step) in errors {
        let Error::SignIn(refused) = &error else {
            panic!("{error:?}");
        };
        assert_eq!(refused.step, step);
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
    // No step is repeated, and none is sent for a new token: nothing could renew the wrong one.
    assert_eq!(paths(&sandbox).len(), count);
}

#[test]
fn an_empty_token_is_an_argument_error() {
    let sandbox = Sandbox::start().unwrap();
    let sign_in = sign_in(&sandbox);
    let errors = [
        ("refresh_token", sign_in.oauth_token(" ").unwrap_err()),
        ("access_token", sign_in.xbox_user_token("").unwrap_err()),
        (
            "user_token",
            sign_in.xsts_token("", RelyingParty::Halo).unwrap_err(),
        ),
        ("xsts_token", sign_in.spartan_token("").unwrap_err()),
        ("spartan_token", sign_in.clearance("").unwrap_err()),
        (
            "access_token",
            sign_in.tokens_from_access_token("\n").unwrap_err(),
        ),
        ("xsts_token", sign_in.tokens_from_xsts_token("").unwrap_err()),
    ];
    for (argument, error) in errors {
        assert_eq!(error.to_string(), format!("{argument}: it is empty"));
    }
    assert!(sandbox.requests().is_empty());
}

#[test]
fn an_access_token_returns_all_tokens() {
    let sandbox = Sandbox::start().unwrap();
    let access = sign_in(&sandbox)
        .oauth_token(sandbox.refresh_token())
        .unwrap()
        .access_token;
    sandbox.clear_requests();
    let tokens = sign_in(&sandbox).tokens_from_access_token(access).unwrap();
    assert_eq!(
        paths(&sandbox),
        [
            "authenticate",
            "authorize",
            "authorize",
            "spartan-token",
            "active"
        ]
    );
    let home = sandbox.world().home();
    assert_eq!(tokens.xuid.unwrap().get(), home.xuid());
    assert_eq!(tokens.gamertag.as_deref(), Some(home.gamertag()));
    assert!(tokens.is_valid_at(halo_infinite::jiff::Timestamp::now()));
    assert!(!tokens.is_valid_at(tokens.spartan_token.expires));
    assert_eq!(tokens.clearance.as_ref().unwrap().expose(), sandbox.clearance());
    let client = client(&sandbox, tokens);
    client
        .skill()
        .playlist_csr("edfef3ac-9cbe-4fa2-b949-8f29deafd483", [home.xuid()])
        .send()
        .unwrap();
    client.xbox_live().current_profile().send().unwrap();
    // Nothing renews the tokens.
    sandbox.revoke_spartan_tokens();
    let error = client.profile().current_user().send().unwrap_err();
    assert_eq!(error.status(), Some(401));
}

#[test]
fn an_xsts_token_returns_the_tokens_of_halo() {
    let sandbox = Sandbox::start().unwrap();
    let xsts = halo_xsts_token(&sandbox).token;
    sandbox.clear_requests();
    let tokens = sign_in(&sandbox).tokens_from_xsts_token(xsts).unwrap();
    assert_eq!(paths(&sandbox), ["spartan-token", "active"]);
    assert_eq!((tokens.xuid, &tokens.gamertag), (None, &None));
    assert_eq!(tokens.xbox_authorization, None);
    let client = client(&sandbox, tokens);
    client.profile().current_user().send().unwrap();
    let error = client.xbox_live().current_profile().send().unwrap_err();
    assert!(
        error.to_string().contains("these credentials have no Xbox token"),
        "{error}"
    );
}

#[test]
fn both_go_on_without_a_clearance() {
    let sandbox = Sandbox::start().unwrap();
    let xsts = halo_xsts_token(&sandbox).token;
    let access = sign_in(&sandbox)
        .oauth_token(sandbox.refresh_token())
        .unwrap()
        .access_token;
    sandbox
        .faults()
        .on("/settings/oban/")
        .always()
        .answer(Answer::new(503));
    sandbox
        .faults()
        .on("/settings/hi/")
        .always()
        .answer(Answer::new(503));
    let sign_in = sign_in(&sandbox);
    assert_eq!(sign_in.tokens_from_access_token(access).unwrap().clearance, None);
    assert_eq!(sign_in.tokens_from_xsts_token(xsts).unwrap().clearance, None);
    let error = sign_in.clearance(sandbox.spartan_token()).unwrap_err();
    assert!(
        matches!(&error, Error::SignIn(refused) if refused.step == SignInStep::Clearance
            && refused.kind != SignInErrorKind::TokenNotAccepted),
        "{error:?}"
    );
}

#[test]
fn an_old_access_token_is_not_renewed() {
    let sandbox = Sandbox::start().unwrap();
    let access = sign_in(&sandbox)
        .oauth_token(sandbox.refresh_token())
        .unwrap()
        .access_token;
    sandbox.clear_requests();
    sandbox.answer_next("/user.auth/", Answer::new(401));
    let error = sign_in(&sandbox).tokens_from_access_token(access).unwrap_err();
    assert!(
        matches!(&error, Error::SignIn(refused) if refused.kind == SignInErrorKind::TokenNotAccepted),
        "{error:?}"
    );
    assert_eq!(paths(&sandbox), ["authenticate"]);
}
