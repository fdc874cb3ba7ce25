//! Where the examples' answers come from: the sandbox, or the real services when the environment
//! holds credentials for them (see `docs/getting-started.md`).

// Each example uses a part of this.
#![allow(dead_code)]

use std::env;
use std::error::Error;
use std::path::Path;

use halo_infinite::auth::{AuthenticatedPlayer, AzureApp, FileStore, Session, SignIn, TokenSet};
use halo_infinite::{Client, ClientBuilder, Player};
use halo_infinite_sandbox::Sandbox;

/// Where the tokens of real sign-ins are kept.
const STORE: &str = "halo-tokens.json";

/// Services to ask, and who asks.
pub struct Source {
    /// Calls with the player's tokens, where the services live.
    pub client: ClientBuilder,
    /// Who is signed in; `None` where only tokens were given.
    pub me: Option<AuthenticatedPlayer>,
    /// Answers as long as it is kept.
    pub sandbox: Option<Sandbox>,
}

impl Source {
    /// Who is signed in, as the player to ask about.
    pub fn player(&self) -> Option<Player> {
        let me = self.me.as_ref()?;
        me.xuid
            .map(Player::from)
            .or(me.gamertag.as_ref().map(Player::from))
    }
}

/// A variable of the environment; one that is empty counts as missing.
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

/// Signs in at the real services. The tokens are kept in a file, since each sign-in replaces the
/// refresh token: the one in the environment is needed only once.
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
    eprintln!("The tokens are kept in {STORE}: treat it like a password.");
    Ok(Source {
        client: Client::builder().credentials(session),
        me: Some(me),
        sandbox: None,
    })
}

/// Signs in at the sandbox that answers with the payloads of a folder.
pub fn captures(folder: &Path) -> Result<Source, Box<dyn Error>> {
    from_sandbox(Sandbox::builder().captures(folder).start()?)
}

/// Signs in with what the environment holds, else at the sandbox.
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

/// A client, and the player to ask about: the example's first argument, else who is signed in. Keep
/// the source: a sandbox ends with it.
pub fn connect() -> Result<(Client, Player, Source), Box<dyn Error>> {
    let source = source()?;
    let player = match env::args().nth(1) {
        Some(argument) => argument.parse()?,
        None => source
            .player()
            .ok_or("whom to ask about? Give a gamertag or an XUID as an argument")?,
    };
    let builder = source.client.clone();
    Ok((builder.build()?, player, source))
}
