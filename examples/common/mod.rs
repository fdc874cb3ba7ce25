//! Connects the examples to the sandbox, or to the real services if the environment
//! has credentials for them (see `docs/getting-started.md`).

// Each example uses a part of this.
#![allow(dead_code)]

use std::env;
use std::error::Error;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use halo_infinite::auth::{AuthenticatedPlayer, AzureApp, FileStore, Session, SignIn, TokenSet};
use halo_infinite::models::stats::MatchStats;
use halo_infinite::serde_json;
use halo_infinite::types::{Csr, playlists};
use halo_infinite::watch::Watch;
use halo_infinite::{CancelToken, Client, ClientBuilder, Player, Xuid};
use halo_infinite_sandbox::{Live, Sandbox};

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
    /// Ends the requests of the client of [`connect_live`].
    pub stop: CancelToken,
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
        stop: CancelToken::new(),
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
        stop: CancelToken::new(),
    })
}

/// Signs in with credentials from the environment, else at the sandbox.
pub fn source() -> Result<Source, Box<dyn Error>> {
    source_or(|| Ok(Sandbox::start()?))
}

fn source_or(sandbox: impl FnOnce() -> Result<Sandbox, Box<dyn Error>>) -> Result<Source, Box<dyn Error>> {
    if let Some(spartan) = variable("HALO_SPARTAN_TOKEN") {
        let clearance = variable("HALO_CLEARANCE_TOKEN").unwrap_or_default();
        return Ok(Source {
            client: Client::builder().tokens(spartan, clearance),
            me: None,
            sandbox: None,
            stop: CancelToken::new(),
        });
    }
    if let (Some(id), Some(refresh_token)) = (variable("HALO_CLIENT_ID"), variable("HALO_REFRESH_TOKEN")) {
        let app = match variable("HALO_CLIENT_SECRET") {
            Some(secret) => AzureApp::new(id, secret)?,
            None => AzureApp::public(id)?,
        };
        return from_app(&app, refresh_token);
    }
    from_sandbox(sandbox()?)
}

/// Returns a client and a player: the example's first argument, else the signed-in player. Keep
/// the source: the sandbox ends when it is dropped.
pub fn connect() -> Result<(Client, Player, Source), Box<dyn Error>> {
    client_of(source()?)
}

/// As [`connect`], for programs that run on. In the sandbox, a match ends every few seconds.
///
/// `HALO_EXAMPLE_SECONDS` is the time after which the client is cancelled; by default it never is.
pub fn connect_live() -> Result<(Client, Player, Source), Box<dyn Error>> {
    let (client, player, source) = client_of(source_or(live_sandbox)?)?;
    let stop = source.stop.clone();
    let client = client.with_cancel_token(&stop);
    if let Some(seconds) = variable("HALO_EXAMPLE_SECONDS") {
        let time = Duration::try_from_secs_f64(seconds.parse()?)?;
        thread::spawn(move || {
            thread::sleep(time);
            stop.cancel();
        });
    }
    Ok((client, player, source))
}

/// Lets a watch poll every second in the sandbox, where a match ends every few seconds. For the real services, keep
/// the default of some minutes.
pub fn hurry(watch: Watch, source: &Source) -> Watch {
    match source.sandbox {
        Some(_) => watch.interval(Duration::from_secs(1), Duration::from_secs(1)),
        None => watch,
    }
}

/// A sandbox whose player goes on playing: its time jumps from the end of a match to the end of the next one.
fn live_sandbox() -> Result<Sandbox, Box<dyn Error>> {
    const MATCHES: usize = 200;
    const OVER_AT_START: usize = 20;
    const TIME_BETWEEN: Duration = Duration::from_secs(4);

    // Sandboxes have the same matches if their seeds are the same. Here, all are over.
    let over = Sandbox::builder().matches(MATCHES).start()?;
    let mut ends = Vec::new();
    for id in over.world().match_ids(over.world().home()).into_iter().rev() {
        let stats = over.world().match_stats(id).ok_or("a match without statistics")?;
        let stats: MatchStats = serde_json::from_value(stats)?;
        // The text of a time has fewer digits.
        ends.push(SystemTime::from(stats.match_info.end_time) + Duration::from_millis(1));
    }
    let start = Instant::now();
    let clock = move || {
        let ended = start.elapsed().div_duration_f64(TIME_BETWEEN) as usize;
        ends[(OVER_AT_START + ended).clamp(1, ends.len()) - 1]
    };
    let builder = Sandbox::builder().matches(MATCHES).clock(clock).live(Live::new());
    // The days pass in seconds.
    let sandbox = builder.spartan_lifetime(Duration::from_secs(10 * 365 * 24 * 3600));
    Ok(sandbox.start()?)
}

fn client_of(source: Source) -> Result<(Client, Player, Source), Box<dyn Error>> {
    let player = match env::args().nth(1) {
        Some(argument) => argument.parse()?,
        None => source
            .player()
            .ok_or("which player? Pass a gamertag or an XUID as an argument")?,
    };
    let client = source.client.clone().build()?;
    Ok((client, player, source))
}

/// The player's XUID, requested if only the gamertag is known.
pub fn xuid(client: &Client, player: &Player) -> Result<Xuid, Box<dyn Error>> {
    Ok(match player.xuid() {
        Some(xuid) => xuid,
        None => client.profile().user_by_gamertag(player).send()?.xuid,
    })
}

/// The player's rank in Ranked Arena.
pub fn rank(client: &Client, xuid: Xuid) -> Result<Csr, halo_infinite::Error> {
    let ranks = client
        .skill()
        .playlist_csr(playlists::RANKED_ARENA, [xuid])
        .send()?;
    Ok(ranks
        .result(xuid)
        .map_or(Csr::UNRANKED, |result| result.current.rank()))
}
