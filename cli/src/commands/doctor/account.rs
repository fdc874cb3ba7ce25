//! Checks of the account: the app registration and the tokens.

use std::time::Duration;

use halo_infinite::auth::{CallContext, SignInStep};

use super::{Finding, Status};
use crate::context::Context;
use crate::failure::Failure;
use crate::show::local_time;

/// The longest wait for Microsoft, and for a renewal.
const TIMEOUT: Duration = Duration::from_secs(8);

/// Checks the app registration and the tokens. Without a network, only what is saved is read.
pub fn findings(context: &Context, is_online: bool) -> Vec<Finding> {
    [app(context, is_online), tokens(context, is_online)]
        .into_iter()
        .map(|(check, result)| result.unwrap_or_else(|failure| of_failure(check, &failure)))
        .collect()
}

/// Nobody need be signed in to use the sandbox or `--offline`, so that is a warning.
fn of_failure(check: &str, failure: &Failure) -> Finding {
    let status = match failure {
        Failure::SignInFirst(_) => Status::Warning,
        _ => Status::Failure,
    };
    Finding::of(check, status, failure)
}

fn app(context: &Context, is_online: bool) -> (&'static str, Result<Finding, Failure>) {
    let check = "app registration";
    let result = || {
        let (id, service) = match context.is_sandbox() {
            true => ("that of the sandbox".to_owned(), "the sandbox"),
            false => match context.profile()?.app(&context.config)? {
                Some(app) => (app.client_id().to_owned(), "Microsoft"),
                None => {
                    let advice = "run `halo login`";
                    return Ok(Finding::warning(check, "none yet", advice));
                }
            },
        };
        if !is_online {
            return Ok(Finding::skipped(check, format!("{id}: {service} was not asked")));
        }
        context.sign_in()?.no_retries().deadline(TIMEOUT).check_app()?;
        Ok(Finding::ok(check, format!("{id}: {service} knows it")))
    };
    (check, result())
}

fn tokens(context: &Context, is_online: bool) -> (&'static str, Result<Finding, Failure>) {
    let check = "tokens";
    let result = || {
        if context.own_token()?.is_some() {
            return Ok(Finding::ok(
                check,
                "that of HALO_SPARTAN_TOKEN, which nothing renews",
            ));
        }
        if !is_online {
            return saved_tokens(context, check);
        }
        let endpoint = SignInStep::SpartanToken.endpoint();
        let limits = CallContext::new(endpoint, TIMEOUT, &context.cancel);
        let player = context.session()?.player_within(&limits)?;
        let name = player
            .gamertag
            .as_deref()
            .unwrap_or("a player without a gamertag");
        let until = local_time(player.spartan_token_expires);
        Ok(Finding::ok(
            check,
            format!("{name} is signed in; valid until {until}, renewed by themselves"),
        ))
    };
    (check, result())
}

/// What the store has. Nothing is renewed.
fn saved_tokens(context: &Context, check: &str) -> Result<Finding, Failure> {
    if context.is_sandbox() {
        return Ok(Finding::skipped(check, "the sandbox makes them anew"));
    }
    let profile = context.profile()?;
    let nobody = || Failure::nobody(&profile.name);
    let app = profile
        .app(&context.config)?
        .filter(|_| profile.folder().exists());
    let app = app.ok_or_else(nobody)?;
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
            local_time(token.expires)
        ),
        None => format!("saved for {name}, renewable"),
    };
    Ok(Finding::ok(check, detail))
}
