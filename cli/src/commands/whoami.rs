//! `halo whoami`: the signed-in player, and all accounts.

use clap::Args;
use halo_infinite::jiff::Timestamp;

use crate::account::Profile;
use crate::context::Context;
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Whoami {
    /// Lists the players of all profiles; sends nothing
    #[arg(long)]
    all: bool,
}

record! {
    /// A signed-in player.
    pub struct SignedIn {
        /// The profile
        profile: String,
        /// Whether commands use this profile
        chosen: bool,
        /// The gamertag
        gamertag: Option<String>,
        /// The XUID
        xuid: Option<String>,
        /// Whether there are tokens; false for a profile that is signed out
        signed_in: bool,
        /// The place of the tokens: file, keyring, or memory
        store: String,
        /// The time at which the Spartan token expires; it is renewed by itself
        spartan_token_expires: Option<Timestamp>,
        /// The time at which the authorization of Xbox Live expires; it is renewed by itself
        xbox_authorization_expires: Option<Timestamp>,
    }
}

impl Whoami {
    /// Prints the player of the profile. Renews expired tokens, unless `--offline` forbids it.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        if self.all && !context.is_sandbox() {
            return all(context);
        }
        if context.own_token()?.is_some() {
            return Err(Failure::Usage(
                "HALO_SPARTAN_TOKEN does not say whose it is: unset it to see the player of the profile"
                    .into(),
            ));
        }
        let profile = context.profile()?;
        let mut signed_in = match context.globals.offline {
            true => saved(context, &profile)?,
            false => {
                let player = context.session()?.player()?;
                SignedIn {
                    chosen: true,
                    gamertag: player.gamertag,
                    xuid: player.xuid.map(|xuid| xuid.get().to_string()),
                    signed_in: true,
                    store: profile.record.store.to_string(),
                    spartan_token_expires: Some(player.spartan_token_expires),
                    xbox_authorization_expires: Some(player.xbox_authorization_expires),
                    profile: profile.name,
                }
            }
        };
        if !signed_in.signed_in {
            return Err(Failure::nobody(&signed_in.profile));
        }
        signed_in.chosen = true;
        if context.is_sandbox() {
            signed_in.store = "memory".into();
        }
        if self.all {
            return list(context, &[signed_in]);
        }
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

/// The player of a profile, as it is saved.
fn saved(context: &Context, profile: &Profile) -> Result<SignedIn, Failure> {
    let record = &profile.record;
    let app = profile.app(&context.config)?;
    let tokens = match app.filter(|_| profile.folder().exists()) {
        Some(app) => profile.store().tokens(&app, record.xuid, &context.cancel)?,
        None => None,
    };
    Ok(SignedIn {
        profile: profile.name.clone(),
        chosen: false,
        gamertag: record.gamertag.clone(),
        xuid: record.xuid.map(|xuid| xuid.get().to_string()),
        signed_in: tokens.is_some(),
        store: record.store.to_string(),
        spartan_token_expires: tokens
            .as_ref()
            .and_then(|tokens| tokens.spartan_token.as_ref())
            .map(|token| token.expires),
        xbox_authorization_expires: tokens
            .as_ref()
            .and_then(|tokens| tokens.xbox_authorization.as_ref())
            .map(|token| token.expires),
    })
}

fn all(context: &Context) -> Result<(), Failure> {
    let chosen = context.profile_name();
    Profile::check_name(chosen)?;
    let has_own_token = context.own_token()?.is_some();
    let (accounts, failed) = context.each_profile(|profile| {
        let mut account = saved(context, &profile)?;
        account.chosen = account.profile == chosen && !has_own_token;
        Ok(account)
    })?;
    if accounts.is_empty() {
        return Err(failed.unwrap_or_else(|| Failure::SignInFirst("no profile is signed in".into())));
    }
    list(context, &accounts)?;
    if has_own_token {
        context
            .out
            .note("commands use no profile: HALO_SPARTAN_TOKEN is set");
    }
    failed.map_or(Ok(()), Err)
}

fn list(context: &Context, accounts: &[SignedIn]) -> Result<(), Failure> {
    let mut table = Table::new([
        Column::new("chosen"),
        Column::new("profile"),
        Column::new("gamertag"),
        Column::new("XUID").rank(2),
        Column::new("tokens").rank(1),
    ]);
    for account in accounts {
        let place = match account.signed_in {
            true => Cell::text(account.store.clone()),
            false => Cell::text("signed out").paint(Paint::Bad),
        };
        table.row([
            Cell::text(if account.chosen { "*" } else { "" }),
            Cell::text(account.profile.clone()).paint(Paint::Strong),
            Cell::maybe(account.gamertag.clone(), Cell::text),
            Cell::maybe(account.xuid.clone(), Cell::text),
            place,
        ]);
    }
    context.out.report(&Report::list(accounts)?.table(table))
}
