//! `halo whoami`: the signed-in player, and all accounts.

use clap::Args;
use halo_infinite::jiff::Timestamp;
use halo_infinite::models::profile::User;

use crate::account::{Profile, SPARTAN_TOKEN, settings};
use crate::context::Context;
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, record, whole_seconds};

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
        /// The profile; null with HALO_SPARTAN_TOKEN, which takes the place of profiles
        profile: Option<String>,
        /// Whether commands use this profile
        chosen: bool,
        /// The gamertag
        gamertag: Option<String>,
        /// The XUID
        xuid: Option<String>,
        /// Whether there are tokens; false for a profile that is signed out
        signed_in: bool,
        /// The place of the tokens: file, keyring, memory, or HALO_SPARTAN_TOKEN
        store: String,
        /// The time at which the Spartan token expires; it is renewed by itself. Null if unknown
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
        let mut signed_in = match (context.own_token()?, context.globals.offline) {
            (Some(_), _) => of_token(context.token_owner()?),
            (None, true) => saved(context, &context.profile()?)?,
            (None, false) => of_session(context)?,
        };
        if !signed_in.signed_in {
            return Err(Failure::nobody(context.profile_name()));
        }
        signed_in.chosen = true;
        if context.is_sandbox() {
            signed_in.store = "memory".into();
        }
        if self.all {
            return list(context, &[signed_in]);
        }
        let unknown = || Cell::text("unknown").paint(Paint::Faint);
        let mut facts = vec![
            (
                "gamertag",
                signed_in
                    .gamertag
                    .clone()
                    .map_or_else(unknown, |gamertag| Cell::text(gamertag).paint(Paint::Strong)),
            ),
            ("XUID", signed_in.xuid.clone().map_or_else(unknown, Cell::text)),
        ];
        match &signed_in.profile {
            Some(profile) => facts.extend([
                ("profile", Cell::text(profile.clone())),
                (
                    "Spartan token until",
                    Cell::maybe(signed_in.spartan_token_expires, Cell::time),
                ),
                (
                    "Xbox token until",
                    Cell::maybe(signed_in.xbox_authorization_expires, Cell::time),
                ),
            ]),
            None => facts.push(("token", Cell::text(signed_in.store.clone()))),
        }
        context.out.report(&Report::one(&signed_in)?.facts(facts))
    }
}

/// The player of the session.
fn of_session(context: &Context) -> Result<SignedIn, Failure> {
    let profile = context.profile()?;
    let player = context.session()?.player()?;
    Ok(SignedIn {
        chosen: true,
        gamertag: player.gamertag,
        xuid: player.xuid.map(|xuid| xuid.get().to_string()),
        signed_in: true,
        store: profile.record.store.to_string(),
        spartan_token_expires: Some(whole_seconds(player.spartan_token_expires)),
        xbox_authorization_expires: Some(whole_seconds(player.xbox_authorization_expires)),
        profile: Some(profile.name),
    })
}

/// The owner of the token of the environment, whose expiry is not known.
fn of_token(owner: &User) -> SignedIn {
    SignedIn {
        profile: None,
        chosen: true,
        gamertag: Some(owner.gamertag.clone()),
        xuid: Some(owner.xuid.get().to_string()),
        signed_in: true,
        store: SPARTAN_TOKEN.into(),
        spartan_token_expires: None,
        xbox_authorization_expires: None,
    }
}

/// The player of a profile, as it is saved.
fn saved(context: &Context, profile: &Profile) -> Result<SignedIn, Failure> {
    let record = &profile.record;
    let tokens = match profile.app(&context.config)? {
        Some(app) => profile.store().tokens(&app, record.xuid, &context.cancel)?,
        None => None,
    };
    Ok(SignedIn {
        profile: Some(profile.name.clone()),
        chosen: false,
        gamertag: record.gamertag.clone(),
        xuid: record.xuid.map(|xuid| xuid.get().to_string()),
        signed_in: tokens.is_some(),
        store: record.store.to_string(),
        spartan_token_expires: tokens
            .as_ref()
            .and_then(|tokens| tokens.spartan_token.as_ref())
            .map(|token| whole_seconds(token.expires)),
        xbox_authorization_expires: tokens
            .as_ref()
            .and_then(|tokens| tokens.xbox_authorization.as_ref())
            .map(|token| whole_seconds(token.expires)),
    })
}

fn all(context: &Context) -> Result<(), Failure> {
    let chosen = context.profile_name();
    settings::check_profile(chosen).map_err(Failure::Usage)?;
    let has_own_token = context.own_token()?.is_some();
    let (accounts, failed) = context.each_profile(|profile| {
        let mut account = saved(context, &profile)?;
        account.chosen = account.profile.as_deref() == Some(chosen) && !has_own_token;
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
            Cell::maybe(account.profile.clone(), Cell::text).paint(Paint::Strong),
            Cell::maybe(account.gamertag.clone(), Cell::text),
            Cell::maybe(account.xuid.clone(), Cell::text),
            place,
        ]);
    }
    context.out.report(&Report::list(accounts)?.table(table))
}
