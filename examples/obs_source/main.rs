//! The numbers of a session for OBS: text files for text sources, and a page for a browser source.
//!
//! ```text
//! OBS_FOLDER=halo-obs OBS_PORT=4117 cargo run --example obs_source -- [PLAYER]
//! ```

#[path = "../common/mod.rs"]
mod common;
mod page;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::{env, fs, io};

use halo_infinite::refdata::Outcome;
use halo_infinite::types::Csr;
use halo_infinite::watch::NewMatch;
use halo_infinite::{Error, Xuid};

/// The matches since the start of the program.
#[derive(Default)]
struct Session {
    wins: u32,
    losses: u32,
    kills: i64,
    deaths: i64,
    last_match: String,
    rank: Csr,
}

impl Session {
    fn add(&mut self, new: &NewMatch, me: Xuid) -> Result<(), Error> {
        self.wins += u32::from(new.entry.outcome == Outcome::Win);
        self.losses += u32::from(new.entry.outcome == Outcome::Loss);
        // This waits until the services have the statistics, some seconds after the match.
        let game = new.game();
        let core = game.stats()?.player(me).and_then(|player| player.core_stats());
        let (kills, deaths) = core.map_or((0, 0), |core| (core.kills, core.deaths));
        let (mode, map) = (&game.mode()?.public_name, &game.map()?.public_name);
        self.last_match = format!("{}, {kills} / {deaths}, {mode} on {map}", new.entry.outcome);
        self.kills += kills;
        self.deaths += deaths;
        Ok(())
    }
}

/// Saves a text. OBS never reads half of it: the new file replaces the old one when it is complete.
fn save(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    let new = folder.join(format!("{name}.new"));
    fs::write(&new, text)?;
    fs::rename(new, folder.join(name))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, player, source) = common::connect_live()?;
    let me = common::xuid(&client, &player)?;
    let folder = env::var_os("OBS_FOLDER").map_or_else(|| env::temp_dir().join("halo-obs"), Into::into);
    fs::create_dir_all(&folder)?;
    let json = Arc::new(Mutex::new("{}".into()));
    let port = env::var("OBS_PORT").map_or(Ok(4117), |port| port.parse())?;
    println!("browser source: http://127.0.0.1:{}/", page::serve(port, &json)?);
    println!("text sources: the files in {}", folder.display());

    let gamertag = client.profile().user_by_id(me).send()?.gamertag;
    let mut watch = common::hurry(client.watch(me), &source);
    let mut session = Session::default();
    loop {
        match common::rank(&client, me) {
            Ok(rank) => session.rank = rank,
            Err(error) => eprintln!("{error}"),
        }
        let kd = session.kills as f64 / session.deaths.max(1) as f64;
        let texts = BTreeMap::from([
            ("player", gamertag.clone()),
            ("kd", format!("{kd:.2}")),
            ("record", format!("{} – {}", session.wins, session.losses)),
            ("last_match", session.last_match.clone()),
            ("rank", session.rank.to_string()),
        ]);
        let session_json = serde_json::to_string(&texts)?;
        let files = texts.iter().map(|(name, text)| (format!("{name}.txt"), text));
        for (name, text) in files.chain([("session.json".into(), &session_json)]) {
            // Windows may refuse while OBS reads the file. That must not end the program.
            save(&folder, &name, text).unwrap_or_else(|error| eprintln!("{name}: {error}"));
        }
        *json.lock().unwrap_or_else(PoisonError::into_inner) = session_json;

        // Waits for the next match. After an error, the watch goes on.
        match watch.next() {
            Some(Ok(new)) => session.add(&new, me).unwrap_or_else(|error| eprintln!("{error}")),
            Some(Err(error)) => eprintln!("{error}"),
            None => return Ok(()), // The client was cancelled.
        }
    }
}
