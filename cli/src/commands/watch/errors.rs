//! The errors of a watch.

use std::collections::HashMap;

use halo_infinite::Player;
use halo_infinite::watch::WatchError;

use crate::context::Context;
use crate::failure::Failure;

/// The last message about each player.
#[derive(Debug, Default)]
pub struct LastErrors(HashMap<String, String>);

impl LastErrors {
    /// Notes an error, unless it is the last one again. An error that only a new sign-in ends is the end of the watch.
    pub fn note(&mut self, context: &Context, error: WatchError) -> Result<(), Failure> {
        let message = error.to_string();
        let player = match error {
            WatchError::Poll { player, error, .. } => {
                let failure = Failure::from(error);
                if failure.needs_sign_in() {
                    return Err(failure);
                }
                player.to_string()
            }
            _ => String::new(),
        };
        if self.0.get(&player) != Some(&message) {
            context.out.note(&message);
            self.0.insert(player, message);
        }
        Ok(())
    }

    /// The next error of this player is a new one.
    pub fn forget(&mut self, player: &Player) {
        self.0.remove(&player.to_string());
    }
}
