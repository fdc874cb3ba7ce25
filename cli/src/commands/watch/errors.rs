//! The errors of a watch.

use std::collections::HashMap;

use halo_infinite::Player;
use halo_infinite::watch::WatchError;

use crate::context::Context;
use crate::failure::Failure;

/// The last message about each player.
#[derive(Debug, Default)]
pub struct LastErrors {
    messages: HashMap<String, String>,
    /// The gamertags that are known without a request.
    gamertags: HashMap<Player, String>,
}

impl LastErrors {
    /// Names a player by the gamertag from now on.
    pub fn name(&mut self, player: Player, gamertag: &str) {
        self.gamertags.insert(player, gamertag.to_owned());
    }

    /// Notes an error, unless it is the last one again. An error that only a new sign-in ends is the end of the watch.
    pub fn note(&mut self, context: &Context, error: WatchError) -> Result<(), Failure> {
        let mut message = error.to_string();
        let player = match error {
            WatchError::Poll { player, error, .. } => {
                if let Some(gamertag) = self.gamertags.get(&player) {
                    message = format!("the watch of {gamertag}: {error}");
                }
                let failure = Failure::from(error);
                if failure.needs_sign_in() {
                    return Err(failure);
                }
                player.to_string()
            }
            _ => String::new(),
        };
        if self.messages.get(&player) != Some(&message) {
            context.out.note(&message);
            self.messages.insert(player, message);
        }
        Ok(())
    }

    /// The next error of this player is a new one.
    pub fn forget(&mut self, player: &Player) {
        self.messages.remove(&player.to_string());
    }
}
