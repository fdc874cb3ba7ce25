//! `halo login`: signs a player in.

mod guide;

use std::io::{self, BufRead, IsTerminal};

use clap::Args;
use halo_infinite::CancelToken;
use halo_infinite::auth::{
    AuthenticatedPlayer, AzureApp, BROWSER_TIMEOUT, Session, SignIn, StoreKey, TokenSet,
};

use crate::account::{Profile, Store, StoreKind, app_with, browser, client_id, client_secret};
use crate::context::Context;
use crate::failure::Failure;
use crate::note::note;
use crate::show::{Report, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Login {
    /// Signs in on another device, with a short code
    #[arg(long, conflicts_with = "paste")]
    device: bool,
    /// Reads the address at which the browser ends from the standard input
    #[arg(long)]
    paste: bool,
    /// The application (client) ID of the app registration; `-` reads it from the standard input
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// The place of the tokens; defaults to the profile's
    #[arg(long, value_name = "PLACE")]
    store: Option<StoreKind>,
    /// Shows how to register an app, and opens Microsoft's page for it
    #[arg(long, conflicts_with_all = ["device", "paste", "client_id", "store"])]
    guide: bool,
}

record! {
    /// A player who has signed in.
    pub struct NewSignIn {
        /// The profile
        profile: String,
        /// The gamertag
        gamertag: Option<String>,
        /// The XUID
        xuid: Option<String>,
        /// The ID of the app registration
        client_id: String,
        /// The place of the tokens: file, keyring, or memory
        store: String,
    }
}

/// The way to the player's consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Browser,
    Device,
    Paste,
}

impl Login {
    /// Signs the player in, saves the tokens, and remembers the player.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        if self.guide {
            if let Some(form) = context.globals.forms().first() {
                return Err(Failure::Usage(format!(
                    "{form}: --guide prints a text, and no records: leave the option out"
                )));
            }
            if context.out.is_terminal() {
                open_page();
            }
            return context.out.text(guide::GUIDE);
        }
        if context.globals.offline {
            return Err(Failure::Usage(
                "a sign-in asks Microsoft: leave --offline out".into(),
            ));
        }
        #[cfg(feature = "sandbox")]
        if context.is_sandbox() {
            return self.run_in_sandbox(context);
        }
        let mut profile = context.profile()?;
        let app = self.app(context, &profile)?;
        // Before the player is asked for anything, the tokens must have a place.
        let kind = self.store.unwrap_or(profile.record.store);
        profile.check_writable()?;
        let store = profile.store_of(kind);
        let new_app = std::slice::from_ref(&app);
        let keys_before = store.keys(new_app, &context.cancel)?;
        let old = OldSignIn::of(context, &profile)?;
        let sign_in = context.sign_in_through(&app)?;
        let tokens = consent(&sign_in, self.way(context)?, open_or_show)?;

        if !old.is_usable {
            // Microsoft has accepted the ID: it is kept, even if Xbox Live has no profile for the account.
            profile.remember_app(&app, kind)?;
        }
        let started = {
            let _progress = context.out.progress("signing in to Xbox Live and Halo", None);
            Session::start(&sign_in, store, tokens).and_then(|session| session.player())
        };
        let player = match started {
            Ok(player) => player,
            Err(error) => {
                // The profile keeps its sign-in, and `halo logout` would not find the tokens of this one.
                if old.is_usable {
                    let store = profile.store_of(kind);
                    note_leftover(store.remove_others(new_app, &keys_before, &CancelToken::new()));
                }
                return Err(error.into());
            }
        };
        profile.remember(&app, kind, &player)?;
        // Only the player who signed in last has tokens: they are those that `halo logout` removes.
        note_leftover(match old.kind == kind {
            true => {
                let apps = [&*old.apps, new_app].concat();
                let key = StoreKey::new(&app, player.xuid);
                profile.store().remove_others(&apps, &[key], &context.cancel)
            }
            false => old.store.clear(&old.apps, &context.cancel).map(drop),
        });
        report(context, &profile.name, &app, &kind.to_string(), &player)
    }

    /// The whole flow in memory: the sandbox consents, and nothing is saved.
    #[cfg(feature = "sandbox")]
    fn run_in_sandbox(&self, context: &Context) -> Result<(), Failure> {
        use halo_infinite::auth::MemoryStore;

        let app = context.sandbox()?.public_app();
        let sign_in = context.sign_in()?;
        let way = self.way(context)?;
        let tokens = match way {
            Way::Browser => consent(&sign_in, way, visit)?,
            Way::Device | Way::Paste => consent(&sign_in, way, open_or_show)?,
        };
        let player = Session::start(&sign_in, MemoryStore::new(), tokens)?.player()?;
        context.out.note("the sandbox consents, and nothing is saved");
        report(context, "sandbox", &app, "memory", &player)
    }

    fn way(&self, context: &Context) -> Result<Way, Failure> {
        let redirects_elsewhere = || {
            let uri = context.config.redirect_uri.as_deref();
            uri.is_some_and(|uri| uri.starts_with("https:"))
        };
        Ok(match (self.device, self.paste) {
            (true, _) => Way::Device,
            (false, true) => Way::Paste,
            // Nothing can listen at https://localhost, to which an app with a secret redirects.
            _ if !context.is_sandbox() && (client_secret()?.is_some() || redirects_elsewhere()) => Way::Paste,
            _ => Way::Browser,
        })
    }

    /// The app registration: that of the option, else the one that is known already, else the one that the player
    /// makes now.
    fn app(&self, context: &Context, profile: &Profile) -> Result<AzureApp, Failure> {
        let id = match self.client_id.as_deref() {
            Some("-") => line_of_input()?,
            Some(id) => id.to_owned(),
            None => match profile.app(&context.config)? {
                Some(app) => app.client_id().to_owned(),
                None => ask_for_id()?,
            },
        };
        let id = client_id::parse(&id).map_err(Failure::Usage)?;
        app_with(id, &context.config)
    }
}

/// The sign-in that a profile has before another one.
struct OldSignIn {
    apps: Vec<AzureApp>,
    kind: StoreKind,
    store: Store,
    /// Whether commands may still use it.
    is_usable: bool,
}

impl OldSignIn {
    fn of(context: &Context, profile: &Profile) -> Result<Self, Failure> {
        let apps = profile.apps_of_tokens(&context.config)?;
        let store = profile.store();
        // A store that cannot be read now may have tokens.
        let has_tokens = || {
            let keys = store.keys(&apps, &context.cancel);
            keys.map_or(true, |keys| !keys.is_empty())
        };
        Ok(Self {
            is_usable: profile.has_player() || has_tokens(),
            kind: profile.record.store,
            apps,
            store,
        })
    }
}

/// Says that tokens are left which nobody needs any more. The sign-in itself is not affected.
fn note_leftover(removed: Result<(), Failure>) {
    if let Err(failure) = removed {
        note(format_args!(
            "tokens of another sign-in could not be removed: {failure}"
        ));
    }
}

/// Shows the guide, and asks for the ID.
fn ask_for_id() -> Result<String, Failure> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::Usage(
            "a sign-in needs the ID of an app registration: run `halo login --guide`, then `halo login --client-id ID`, \
             then `halo match last`; without an account, try `halo --sandbox history`"
                .into(),
        ));
    }
    note(guide::GUIDE);
    open_page();
    note("Paste the application (client) ID here:");
    line_of_input()
}

/// Opens Microsoft's page. Without a browser, the player has its address in the guide.
fn open_page() {
    if let Err(error) = browser::open(guide::PAGE) {
        note(format_args!("no browser opens: {error}"));
    }
}

/// Asks the player for consent, on the page that `show` shows.
fn consent(sign_in: &SignIn, way: Way, show: impl Fn(&str) -> io::Result<()>) -> Result<TokenSet, Failure> {
    if way == Way::Device {
        return Ok(sign_in.with_device_code(|prompt| note(prompt))?);
    }
    // In the browser, Microsoft would show the player a page about the app, and this program would wait for nothing.
    sign_in.check_app()?;
    if way == Way::Browser {
        return Ok(sign_in.with_browser(BROWSER_TIMEOUT, show)?);
    }
    let question = sign_in.consent()?;
    show(question.url()).map_err(|error| Failure::output("the page of the sign-in", error))?;
    note(
        "Agree there. The browser then ends at a page that does not load, as it should. Paste the address of that page \
         here:",
    );
    Ok(sign_in.redeem(&question, &line_of_input()?)?)
}

/// Opens the page in the player's browser, and shows its address in case that does not work.
fn open_or_show(url: &str) -> io::Result<()> {
    match browser::open(url) {
        Ok(()) => note("Your browser opens Microsoft's sign-in page. If it does not, open:"),
        Err(error) => note(format_args!(
            "No browser opens ({error}). Open this address yourself:"
        )),
    }
    note(url);
    Ok(())
}

/// Reads a line of the standard input.
fn line_of_input() -> Result<String, Failure> {
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    match read {
        Ok(0) => Err(Failure::Usage(
            "the standard input has ended: nothing was pasted".into(),
        )),
        Ok(_) => Ok(line),
        Err(error) => Err(Failure::new(
            format!("the standard input cannot be read: {error}"),
            "paste into a terminal, or run `halo login --device`",
        )),
    }
}

/// Opens an address of the sandbox as a browser does.
#[cfg(feature = "sandbox")]
fn visit(url: &str) -> io::Result<()> {
    use halo_infinite::ureq::Agent;

    // The sandbox is on this machine, where no proxy reaches it.
    let agent: Agent = Agent::config_builder().proxy(None).build().into();
    let url = url.to_owned();
    std::thread::Builder::new().spawn(move || {
        if let Err(error) = agent.get(&url).call() {
            note(format_args!("the sandbox does not consent: {error}"));
        }
    })?;
    Ok(())
}

fn report(
    context: &Context,
    profile: &str,
    app: &AzureApp,
    store: &str,
    player: &AuthenticatedPlayer,
) -> Result<(), Failure> {
    let signed_in = NewSignIn {
        profile: profile.to_owned(),
        gamertag: player.gamertag.clone(),
        xuid: player.xuid.map(|xuid| xuid.get().to_string()),
        client_id: app.client_id().to_owned(),
        store: store.to_owned(),
    };
    let name = player
        .gamertag
        .as_deref()
        .unwrap_or("a player without a gamertag");
    let report = Report::one(&signed_in)?
        .line(format!("Signed in as {name}, profile {profile}."))
        .line("Next: halo match last");
    context.out.report(&report)
}
