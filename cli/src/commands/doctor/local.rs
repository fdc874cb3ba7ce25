//! Checks of this machine: the configuration, the folders, the cache, the keyring.

#[cfg(feature = "keyring")]
use super::within;
use super::{Finding, Status};
use crate::account::Config;
use crate::context::Context;
use crate::failure::Failure;
use crate::fs::check_writable;
use crate::show::number;

/// Checks what needs no network.
pub fn findings(context: &Context) -> Vec<Finding> {
    let mut findings = vec![configuration(context), profile(context), cache(context)];
    findings.extend(database(context));
    findings.extend(keyring(context));
    findings
}

fn configuration(context: &Context) -> Finding {
    let path = context.paths.config.display();
    match &context.config_failure {
        Some(failure) => {
            let finding = Finding::of("configuration", Status::Failure, failure);
            match finding.advice {
                Some(_) => finding,
                None => finding.advise(format!(
                    "correct {path}; its settings are {}",
                    Config::SETTINGS.join(", ")
                )),
            }
        }
        None if context.paths.config.exists() => Finding::ok("configuration", path.to_string()),
        None => Finding::ok("configuration", format!("{path} does not exist, and need not")),
    }
}

fn profile(context: &Context) -> Finding {
    if context.is_sandbox() {
        return Finding::skipped("profile", "the sandbox saves nothing");
    }
    let checked = context.profile().and_then(|profile| {
        profile.check_writable()?;
        let is_used = profile.folder().exists();
        Ok((profile, is_used))
    });
    match checked {
        Ok((profile, true)) => Finding::ok(
            "profile",
            format!("{}, in {}", profile.name, profile.folder().display()),
        ),
        Ok((profile, false)) => Finding::ok("profile", format!("{}, not used yet", profile.name)),
        Err(failure) => Finding::of("profile", Status::Failure, &failure),
    }
}

fn cache(context: &Context) -> Finding {
    if context.globals.no_cache || context.is_sandbox() {
        return Finding::skipped("cache", "not used by this command");
    }
    let folder = context.cache_folder();
    match check_writable(folder) {
        Ok(()) if folder.exists() => Finding::ok("cache", folder.display().to_string()),
        Ok(()) => Finding::ok("cache", "empty"),
        Err(error) => Finding::of(
            "cache",
            Status::Warning,
            &Failure::output(folder.display(), error),
        ),
    }
}

/// The database of the cache, if there is one.
fn database(context: &Context) -> Option<Finding> {
    let is_used = !context.globals.no_cache && !context.is_sandbox() && context.cache_folder().exists();
    let cache = match is_used.then(|| context.cache()).transpose() {
        Ok(cache) => cache.flatten()?,
        Err(failure) => return Some(Finding::of("database", Status::Warning, &failure)),
    };
    let advice = "delete the folder of the cache, or name another one with --cache";
    let finding = match cache.check() {
        Ok(()) => match cache.count().and_then(|count| Ok((count, cache.size()?))) {
            Ok((count, size)) => {
                let responses = match count {
                    1 => "1 cached response".to_owned(),
                    count => format!(
                        "{} cached responses",
                        number(i64::try_from(count).unwrap_or(i64::MAX))
                    ),
                };
                let size = match size {
                    ..1_000_000 => format!("{} KB", size.div_ceil(1000)),
                    _ => format!("{} MB", size.div_ceil(1_000_000)),
                };
                Finding::ok("database", format!("{responses}, {size}, undamaged"))
            }
            Err(error) => Finding::warning("database", error.to_string(), advice),
        },
        // A check empties a damaged database, so a second one finds nothing.
        Err(error) => match cache.check() {
            Ok(()) => Finding::warning(
                "database",
                format!("{error}: it has been emptied"),
                "nothing is left to do; check the disk if this occurs again",
            ),
            Err(error) => Finding::warning("database", error.to_string(), advice),
        },
    };
    Some(finding)
}

/// Whether the platform's keyring can be read. It may ask the player for a password, so the wait is bounded.
#[cfg(feature = "keyring")]
fn keyring(context: &Context) -> Option<Finding> {
    use std::time::Duration;

    use halo_infinite::CancelToken;
    use halo_infinite::auth::AzureApp;

    use crate::account::StoreKind;

    const TIMEOUT: Duration = Duration::from_secs(3);

    if context.is_sandbox() {
        return None;
    }
    let profile = context.profile().ok()?;
    let is_used = profile.record.store == StoreKind::Keyring;
    let checked = within(TIMEOUT, move || {
        let store = profile.store_of(StoreKind::Keyring);
        let app = AzureApp::public("halo-doctor")?;
        store.keys(&[app], &CancelToken::new()).map(drop)
    });
    let failure = match checked {
        Some(Ok(())) => {
            let detail = match is_used {
                true => "reachable; this profile keeps its tokens there",
                false => "reachable; this profile keeps its tokens in a file",
            };
            return Some(Finding::ok("keyring", detail));
        }
        Some(Err(failure)) => failure,
        None => Failure::new(
            "the keyring does not respond",
            "unlock it, or keep the tokens in a file: `halo login --store file`",
        ),
    };
    Some(match is_used {
        true => Finding::of("keyring", Status::Failure, &failure),
        false => Finding::skipped(
            "keyring",
            "not reachable, and not needed: the tokens are in a file",
        ),
    })
}

#[cfg(not(feature = "keyring"))]
fn keyring(_: &Context) -> Option<Finding> {
    None
}
