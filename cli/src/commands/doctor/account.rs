//! Checks of the account: Microsoft's sign-in, the app registration and the tokens.

use std::time::Duration;

use halo_infinite::Error;
use halo_infinite::auth::{AzureApp, CallContext, SignInStep};
use halo_infinite::jiff::Timestamp;

use super::network::of_response;
use super::{Finding, Status};
use crate::account::SPARTAN_TOKEN;
use crate::context::Context;
use crate::failure::Failure;
use crate::show::{local_time, whole_seconds};

/// The longest wait for Microsoft, and for a renewal.
const TIMEOUT: Duration = Duration::from_secs(8);
/// The ID of an app registration that does not exist, for a player who has none yet.
const NO_APP: &str = "00000000-0000-0000-0000-000000000000";

const MICROSOFT: &str = "Microsoft";
const APP: &str = "app registration";
const TOKENS: &str = "tokens";

/// Checks Microsoft, the app registration and the tokens. Without a network, only what is saved is read.
pub fn findings(context: &Context, is_online: bool, do_services_respond: bool) -> Vec<Finding> {
    let microsoft = is_online.then(|| {
        microsoft(context).unwrap_or_else(|failure| Finding::of(MICROSOFT, Status::Failure, &failure))
    });
    let does_microsoft_respond = microsoft
        .as_ref()
        .is_some_and(|finding| finding.status == Status::Ok);
    let checks = [
        (APP, app(context, does_microsoft_respond)),
        (TOKENS, tokens(context, is_online, do_services_respond)),
    ];
    let checks = checks
        .into_iter()
        .map(|(check, result)| result.unwrap_or_else(|failure| of_failure(check, &failure)));
    microsoft.into_iter().chain(checks).collect()
}

/// Nobody need be signed in to use the sandbox or `--offline`, so that is a warning.
fn of_failure(check: &str, failure: &Failure) -> Finding {
    let status = match failure {
        Failure::SignInFirst(_) => Status::Warning,
        _ => Status::Failure,
    };
    Finding::of(check, status, failure)
}

/// Whether Microsoft's sign-in responds in the words of OAuth: it refuses a token that is none.
fn microsoft(context: &Context) -> Result<Finding, Failure> {
    let sign_in = match context.sign_in() {
        Err(Failure::SignInFirst(_)) => context.sign_in_through(&AzureApp::public(NO_APP)?)?,
        sign_in => sign_in?,
    };
    let response = match sign_in.no_retries().deadline(TIMEOUT).oauth_token("none") {
        Err(Error::SignIn(refusal)) if refusal.code.is_some() => Ok(()),
        response => response.map(drop),
    };
    Ok(of_response(
        MICROSOFT,
        "its sign-in responds as it should",
        response,
    ))
}

fn app(context: &Context, does_microsoft_respond: bool) -> Result<Finding, Failure> {
    let (id, service) = match context.is_sandbox() {
        true => ("that of the sandbox".to_owned(), "the sandbox"),
        false => match context.profile()?.app(&context.config)? {
            Some(app) => (app.client_id().to_owned(), "Microsoft"),
            None => return Ok(Finding::warning(APP, "none yet", "run `halo login`")),
        },
    };
    if !does_microsoft_respond {
        return Ok(Finding::skipped(APP, format!("{id}: {service} was not asked")));
    }
    context.sign_in()?.no_retries().deadline(TIMEOUT).check_app()?;
    Ok(Finding::ok(APP, format!("{id}: {service} knows it")))
}

fn tokens(context: &Context, is_online: bool, do_services_respond: bool) -> Result<Finding, Failure> {
    if context.own_token()?.is_some() {
        return own_token(context, do_services_respond);
    }
    if !is_online {
        return saved_tokens(context);
    }
    let endpoint = SignInStep::SpartanToken.endpoint();
    let limits = CallContext::new(endpoint, TIMEOUT, &context.cancel);
    let player = context.session()?.player_within(&limits)?;
    let name = player
        .gamertag
        .as_deref()
        .unwrap_or("a player without a gamertag");
    let until = moment(context, player.spartan_token_expires);
    Ok(Finding::ok(
        TOKENS,
        format!("{name} is signed in; valid until {until}, renewed by themselves"),
    ))
}

/// Whether the services accept the token of the environment.
fn own_token(context: &Context, do_services_respond: bool) -> Result<Finding, Failure> {
    let source = format!("that of {SPARTAN_TOKEN}");
    if !do_services_respond {
        return Ok(Finding::skipped(
            TOKENS,
            format!("{source}: the services were not asked"),
        ));
    }
    let client = context.client()?.with_deadline(TIMEOUT);
    let owner = client.profile().current_user().send()?;
    Ok(Finding::ok(
        TOKENS,
        format!("{source}, of {}; nothing renews it", owner.gamertag),
    ))
}

/// A time in a sentence: local for people, in UTC for programs.
fn moment(context: &Context, time: Timestamp) -> String {
    match context.out.is_view() && context.out.is_terminal() {
        true => local_time(time),
        false => whole_seconds(time).to_string(),
    }
}

/// What the store has. Nothing is renewed.
fn saved_tokens(context: &Context) -> Result<Finding, Failure> {
    if context.is_sandbox() {
        return Ok(Finding::skipped(TOKENS, "the sandbox makes them anew"));
    }
    let profile = context.profile()?;
    let nobody = || Failure::nobody(&profile.name);
    let app = profile.app(&context.config)?.ok_or_else(nobody)?;
    let tokens = profile
        .store()
        .tokens(&app, profile.record.xuid, &context.cancel)?;
    let tokens = tokens.ok_or_else(nobody)?;
    let name = tokens
        .gamertag
        .as_deref()
        .unwrap_or("a player without a gamertag");
    let detail = match &tokens.spartan_token {
        Some(token) => format!(
            "saved for {name}; valid until {}, renewable",
            moment(context, token.expires)
        ),
        None => format!("saved for {name}, renewable"),
    };
    Ok(Finding::ok(TOKENS, detail))
}
