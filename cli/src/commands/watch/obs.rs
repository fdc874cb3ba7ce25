//! Text files for OBS.

use std::fs;
use std::path::{Path, PathBuf};

use super::seen::Seen;
use crate::context::Context;
use crate::failure::Failure;
use crate::fs::replace;
use crate::show::printable;

/// A folder with text files, one for each text source.
#[derive(Debug)]
pub struct Obs(PathBuf);

impl Obs {
    /// Makes the folder, and the files without a match, so that OBS finds them at once.
    pub fn open(folder: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(folder).map_err(|error| Failure::output(folder.display(), error))?;
        let obs = Self(folder.to_owned());
        for (name, text) in texts(None) {
            let path = obs.0.join(name);
            replace(&path, text.as_bytes()).map_err(|error| Failure::output(path.display(), error))?;
        }
        Ok(obs)
    }

    /// Writes the files. One that cannot be replaced now is a note: the system may refuse while OBS reads it.
    pub fn write(&self, context: &Context, seen: &Seen) {
        for (name, text) in texts(Some(seen)) {
            let path = self.0.join(name);
            if let Err(error) = replace(&path, text.as_bytes()) {
                context.out.note(Failure::output(path.display(), error));
            }
        }
    }
}

/// The files with their texts.
fn texts(seen: Option<&Seen>) -> [(&'static str, String); 13] {
    let text = |text: &dyn Fn(&Seen) -> String| seen.map(|seen| printable(&text(seen))).unwrap_or_default();
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    [
        ("player.txt", text(&|seen| seen.player.clone())),
        (
            "match.txt",
            text(&|seen| format!("{} on {}", seen.mode, seen.map)),
        ),
        ("map.txt", text(&|seen| seen.map.clone())),
        ("mode.txt", text(&|seen| seen.mode.clone())),
        ("outcome.txt", text(&|seen| seen.outcome.clone())),
        ("kills.txt", text(&|seen| number(seen.kills))),
        ("deaths.txt", text(&|seen| number(seen.deaths))),
        ("assists.txt", text(&|seen| number(seen.assists))),
        (
            "kda.txt",
            text(&|seen| seen.kda.map(|kda| format!("{kda:.2}")).unwrap_or_default()),
        ),
        ("score.txt", text(&Seen::score)),
        ("csr.txt", text(&Seen::rank_words)),
        ("streak.txt", text(&Seen::streak_words)),
        (
            "session.txt",
            seen.map_or("0 – 0".into(), |seen| {
                format!("{} – {}", seen.session_wins, seen.session_losses)
            }),
        ),
    ]
}
