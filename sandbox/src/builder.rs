//! A sandbox to one's liking.

use crate::answer::Answers;
use crate::app::App;
use crate::captures::Captures;
use crate::request_log::RequestLog;
use crate::sandbox::Sandbox;
use crate::tokens::Tokens;
use crate::world::World;
use std::io;
use std::path::PathBuf;

/// What a [`Sandbox`] is to be like: see [`Sandbox::builder`].
///
/// ```
/// use halo_infinite_sandbox::Sandbox;
///
/// let sandbox = Sandbox::builder().seed(117).matches(10_000).start()?;
/// assert_eq!(sandbox.world().match_ids(sandbox.world().home()).len(), 10_000);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing listens before `start`"]
pub struct SandboxBuilder {
    seed: u64,
    matches: usize,
    captures: Option<PathBuf>,
    anonymous_xsts: bool,
}

const MOST_MATCHES: usize = 100_000;

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            seed: 0,
            matches: 60,
            captures: None,
            anonymous_xsts: false,
        }
    }
}

impl SandboxBuilder {
    /// What the world is made from: the same seed, the same world, tokens of one accepted by the other.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How many matches the home player has played: 60 unless told, 100,000 at most.
    pub fn matches(mut self, matches: usize) -> Self {
        self.matches = matches;
        self
    }

    /// Answers from a folder of captured payloads, listed in its `manifest.tsv`, instead of from the world. The
    /// sign-in stays the sandbox's own; its home player is whoever plays in most of the folder's matches.
    pub fn captures(mut self, folder: impl Into<PathBuf>) -> Self {
        self.captures = Some(folder.into());
        self
    }

    /// Has XSTS answers tell neither XUID nor gamertag, as happens to some real accounts.
    pub fn anonymous_xsts(mut self) -> Self {
        self.anonymous_xsts = true;
        self
    }

    /// Starts listening.
    ///
    /// # Errors
    ///
    /// If no port can be listened on or no thread started; if more matches are wanted than a world can have; if
    /// the captures' folder has no manifest, or the manifest names a file that is not there.
    pub fn start(self) -> io::Result<Sandbox> {
        if self.matches > MOST_MATCHES {
            let message = format!(
                "a sandbox has {MOST_MATCHES} matches at most, not {}",
                self.matches
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let captures = self.captures.map(|folder| Captures::load(&folder)).transpose()?;
        let world = match &captures {
            Some(captures) => World::new(self.seed, 0, captures.owner()),
            None => World::new(self.seed, self.matches, None),
        };
        Sandbox::serve(App {
            world,
            tokens: Tokens::new(self.seed),
            log: RequestLog::default(),
            answers: Answers::default(),
            captures,
            anonymous_xsts: self.anonymous_xsts,
        })
    }
}
