//! Connects the examples to the sandbox, or to the real services if the environment
//! has credentials for them (see `docs/getting-started.md`).

// Each example uses a part of this.
#![allow(dead_code)]

use std::env;
use std::error::Error;
use std::path::Path;

use halo_infinite::auth::{AuthenticatedPlayer, AzureApp, FileStore, Session, SignIn, TokenSet};
use halo_infinite::{Client, ClientBuilder, Player, Xuid};
use halo_infinite_sandbox::Sandbox;

/// The file with the tokens of real sign-ins.
const STORE: &str = "halo-tokens.json";

/// The services, and the signed-in player.
pub struct Source {
    /// A builder with the services' addresses and the player's tokens.
    pub client: ClientBuilder,
    /// The signed-in player; `None` if the environment has only tokens.
    pub me: Option<AuthenticatedPlayer>,
    /// The sandbox. It runs until it is dropped.
    pub sandbox: Option<Sandbox>,
}

impl Source {
    /// The signed-in player, as an argument of requests.
    pub fn player(&self) -> Option<Player> {
        let me = self.me.as_ref()?;
        let gamertag = || me.gamertag.as_ref()?.parse().ok();
        me.xuid.map(Player::from).or_else(gamertag)
    }
}

/// An environment variable; an empty one counts as missing.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn from_sandbox(sandbox: Sandbox) -> Result<Source, Box<dyn Error>> {
    let environment = sandbox.environment();
    let me = SignIn::new(&sandbox.app())
        .environment(environment.clone())
        .refresh_player_tokens(sandbox.refresh_token())?;
    let client = Client::builder().environment(environment).player(&me);
    Ok(Source {
        client,
        me: Some(me),
        sandbox: Some(sandbox),
    })
}

/// Signs in at the real services. The tokens are saved in a file, since each sign-in replaces the
/// refresh token: the one in the environment is used only once.
fn from_app(app: &AzureApp, refresh_token: String) -> Result<Source, Box<dyn Error>> {
    let sign_in = SignIn::new(app);
    let session = match Session::restore(&sign_in, FileStore::new(STORE), None)? {
        Some(session) => session,
        None => Session::start(
            &sign_in,
            FileStore::new(STORE),
            TokenSet::from_refresh_token(refresh_token),
        )?,
    };
    let me = session.player()?;
    eprintln!("The tokens are saved in {STORE}: treat it like a password.");
    Ok(Source {
        client: Client::builder().credentials(session),
        me: Some(me),
        sandbox: None,
    })
}

/// Signs in at a sandbox that returns the payloads of a folder.
pub fn captures(folder: &Path) -> Result<Source, Box<dyn Error>> {
    from_sandbox(Sandbox::builder().captures(folder).start()?)
}

/// Signs in with credentials from the environment, else at the sandbox.
pub fn source() -> Result<Source, Box<dyn Error>> {
    if let Some(spartan) = variable("HALO_SPARTAN_TOKEN") {
        let clearance = variable("HALO_CLEARANCE_TOKEN").unwrap_or_default();
        return Ok(Source {
            client: Client::builder().tokens(spartan, clearance),
            me: None,
            sandbox: None,
        });
    }
    if let (Some(id), Some(refresh_token)) = (variable("HALO_CLIENT_ID"), variable("HALO_REFRESH_TOKEN")) {
        let app = match variable("HALO_CLIENT_SECRET") {
            Some(secret) => AzureApp::new(id, secret)?,
            None => AzureApp::public(id)?,
        };
        return from_app(&app, refresh_token);
    }
    from_sandbox(Sandbox::start()?)
}

/// Returns a client and a player: the example's first argument, else the signed-in player. Keep
/// the source: the sandbox ends when it is dropped.
pub fn connect() -> Result<(Client, Player, Source), Box<dyn Error>> {
    let source = source()?;
    let player = match env::args().nth(1) {
        Some(argument) => argument.parse()?,
        None => source
            .player()
            .ok_or("which player? Pass a gamertag or an XUID as an argument")?,
    };
    let builder = source.client.clone();
    Ok((builder.build()?, player, source))
}

/// The player's XUID, requested if only the gamertag is known.
pub fn xuid(client: &Client, player: &Player) -> Result<Xuid, Box<dyn Error>> {
    Ok(match player.xuid() {
        Some(xuid) => xuid,
        None => client.profile().user_by_gamertag(player).send()?.xuid,
    })
}
