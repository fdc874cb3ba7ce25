//! `halo whoami`: the signed-in player.

use clap::Args;
use halo_infinite::jiff::Timestamp;

use crate::context::Context;
use crate::failure::Failure;
use crate::show::{Cell, Paint, Report, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Whoami {}

record! {
    /// The signed-in player.
    pub struct SignedIn {
        /// The profile
        profile: String,
        /// The gamertag
        gamertag: Option<String>,
        /// The XUID
        xuid: Option<String>,
        /// The time at which the Spartan token expires; it is renewed by itself
        spartan_token_expires: Option<Timestamp>,
        /// The time at which the authorization of Xbox Live expires; it is renewed by itself
        xbox_authorization_expires: Option<Timestamp>,
    }
}

impl Whoami {
    /// Prints the player of the profile. Renews expired tokens, unless `--offline` forbids it.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let profile = context.profile()?;
        let signed_in = match context.globals.offline {
            true => {
                let record = profile.record;
                let xuid = record.xuid.ok_or_else(|| {
                    Failure::SignInFirst(format!("nobody is signed in with the profile {}", profile.name))
                })?;
                SignedIn {
                    profile: profile.name,
                    gamertag: record.gamertag,
                    xuid: Some(xuid.get().to_string()),
                    spartan_token_expires: None,
                    xbox_authorization_expires: None,
                }
            }
            false => {
                let player = context.session()?.player()?;
                SignedIn {
                    profile: profile.name,
                    gamertag: player.gamertag,
                    xuid: player.xuid.map(|xuid| xuid.get().to_string()),
                    spartan_token_expires: Some(player.spartan_token_expires),
                    xbox_authorization_expires: Some(player.xbox_authorization_expires),
                }
            }
        };
        let unknown = || Cell::text("unknown").paint(Paint::Faint);
        let facts = [
            (
                "gamertag",
                signed_in
                    .gamertag
                    .clone()
                    .map_or_else(unknown, |gamertag| Cell::text(gamertag).paint(Paint::Strong)),
            ),
            ("XUID", signed_in.xuid.clone().map_or_else(unknown, Cell::text)),
            ("profile", Cell::text(signed_in.profile.clone())),
            (
                "Spartan token until",
                Cell::maybe(signed_in.spartan_token_expires, Cell::time),
            ),
            (
                "Xbox token until",
                Cell::maybe(signed_in.xbox_authorization_expires, Cell::time),
            ),
        ];
        context.out.report(&Report::one(&signed_in)?.facts(facts))
    }
}
