//! The sign-in chain from a refresh token to a player.

use halo_infinite::auth::{AuthenticatedPlayer, AzureApp, SignIn};
use halo_infinite::{Client, Error};
use halo_infinite_sandbox::{Answer, Sandbox};

fn sign_in(sandbox: &Sandbox) -> Result<AuthenticatedPlayer, Error> {
    SignIn::new(&sandbox.app())
        .environment(sandbox.environment())
        .refresh_player_tokens(sandbox.refresh_token())
}

#[test]
fn the_whole_chain_returns_working_tokens() {
    let sandbox = Sandbox::start().unwrap();
    let player = sign_in(&sandbox).unwrap();
    let home = sandbox.world().home();
    assert_eq!(player.xuid.unwrap().get(), home.xuid());
    assert_eq!(player.gamertag.as_deref(), Some(home.gamertag()));
    assert!(player.is_valid());

    let paths: Vec<_> = sandbox
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(
        paths,
        [
            "/login/oauth20_token.srf",
            "/user.auth/user/authenticate",
            "/xsts.auth/xsts/authorize",
            "/xsts.auth/xsts/authorize",
            "/settings/spartan-token",
            "/settings/oban/flight-configurations/titles/hi/audiences/RETAIL/active",
        ]
    );

    let client = Client::builder()
        .environment(sandbox.environment())
        .player(&player)
        .build()
        .unwrap();
    assert!(client.stats().match_count(home.xuid()).send().is_ok());

    // The next sign-in uses the token that this one returned.
    let again = SignIn::new(&sandbox.app())
        .environment(sandbox.environment())
        .refresh_player_tokens(player.refresh_token.clone())
        .unwrap();
    assert_ne!(again.refresh_token, player.refresh_token);
}

#[test]
fn an_anonymous_account_can_sign_in() {
    let sandbox = Sandbox::builder().anonymous_xsts().start().unwrap();
    let player = sign_in(&sandbox).unwrap();
    assert_eq!((player.xuid, player.gamertag), (None, None));
}

#[test]
fn wrong_tokens_and_wrong_apps_have_different_errors() {
    let sandbox = Sandbox::start().unwrap();
    let environment = sandbox.environment();
    let error = SignIn::new(&sandbox.app())
        .environment(environment.clone())
        .refresh_player_tokens("s3cret-but-wrong")
        .unwrap_err();
    assert!(
        error.to_string().starts_with(
            "the service refused the sign-in at the step \"Microsoft refresh token\": status 400, invalid_grant: the refresh token is wrong"
        ),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("s3cret"));

    let app = AzureApp::new(sandbox.client_id(), "s3cret-but-wrong").unwrap();
    let error = SignIn::new(&app)
        .environment(environment)
        .refresh_player_tokens(sandbox.refresh_token())
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("invalid_client: the client ID and the client secret"),
        "{error}"
    );
    assert!(!format!("{error} {error:?}").contains("s3cret"));
}

#[test]
fn a_failing_clearance_service_does_not_stop_the_sign_in() {
    let sandbox = Sandbox::start().unwrap();
    for path in ["/settings/oban/", "/settings/hi/clearances"] {
        sandbox.faults().on(path).always().answer(Answer::new(503));
    }
    let player = sign_in(&sandbox).unwrap();
    assert_eq!(player.clearance, None);
    let client = Client::builder()
        .environment(sandbox.environment())
        .player(&player)
        .build()
        .unwrap();
    assert!(
        client
            .stats()
            .match_count(sandbox.world().home().xuid())
            .send()
            .is_ok()
    );
}

#[test]
fn debug_output_hides_the_tokens_of_a_player() {
    let sandbox = Sandbox::start().unwrap();
    let player = sign_in(&sandbox).unwrap();
    let shown = format!(
        "{player:?} {:?} {:?}",
        sandbox.app(),
        Client::builder().player(&player)
    );
    for secret in [
        &player.spartan_token,
        player.clearance.as_ref().unwrap(),
        &player.xbox_authorization,
        &player.refresh_token,
    ] {
        assert!(!shown.contains(secret.expose()), "{shown}");
    }
    assert!(!shown.contains(&sandbox.client_secret()), "{shown}");
    assert!(shown.contains(player.gamertag.as_deref().unwrap()));
}
