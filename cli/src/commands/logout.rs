//! `halo logout`: removes tokens.

use clap::Args;

use crate::account::{Profile, SPARTAN_TOKEN, variable_os};
use crate::context::Context;
use crate::failure::Failure;
use crate::show::{Report, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Logout {
    /// Signs all profiles out
    #[arg(long)]
    all: bool,
}

record! {
    /// A profile that is signed out now.
    pub struct SignedOut {
        /// The profile
        profile: String,
        /// The gamertag of the player who was signed in
        gamertag: Option<String>,
        /// Whether anybody was signed in
        was_signed_in: bool,
    }
}

/// Microsoft's page of the apps to which the player has consented.
const CONSENTS: &str = "https://account.live.com/consent/Manage";

impl Logout {
    /// Removes the tokens of the profile, or of all profiles. Nothing is sent.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let (done, failed) = match self.all {
            true => context.each_profile(|profile| sign_out(context, profile))?,
            false => (vec![sign_out(context, context.profile()?)?], None),
        };
        let mut report = Report::list(&done)?;
        for profile in &done {
            let name = profile.gamertag.as_deref().unwrap_or("the player");
            report = report.line(match profile.was_signed_in {
                true => format!("Signed {name} out, profile {}.", profile.profile),
                false => format!("Nobody was signed in with the profile {}.", profile.profile),
            });
        }
        context.out.report(&report)?;
        if done.is_empty() && failed.is_none() {
            context.out.note("no profile was ever signed in");
        }
        if done.iter().any(|profile| profile.was_signed_in) {
            context.out.note(format_args!(
                "Microsoft still remembers that you allowed your app: {CONSENTS} ends that. Tokens that were in use \
                 expire by themselves within hours."
            ));
        }
        for name in [SPARTAN_TOKEN, "HALO_CLEARANCE_TOKEN"] {
            if variable_os(name).is_some() {
                context
                    .out
                    .note(format_args!("{name} is still set: unset it too"));
            }
        }
        failed.map_or(Ok(()), Err)
    }
}

fn sign_out(context: &Context, mut profile: Profile) -> Result<SignedOut, Failure> {
    let name = profile.name.clone();
    // The sandbox's player has no files.
    if context.is_sandbox() {
        return Ok(SignedOut {
            profile: name,
            gamertag: None,
            was_signed_in: false,
        });
    }
    let gamertag = profile.record.gamertag.clone();
    let apps = profile.apps_of_tokens(&context.config)?;
    let had_player = profile.has_player();
    let had_tokens = profile.store().clear(&apps, &context.cancel)?;
    if had_player {
        profile.forget_player()?;
    }
    Ok(SignedOut {
        profile: name,
        gamertag,
        was_signed_in: had_tokens || had_player,
    })
}
