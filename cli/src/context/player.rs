//! Players on the command line.

use std::str::FromStr;

use halo_infinite::models::profile::User;
use halo_infinite::{Error, Player, Xuid};

use super::{Context, get_or_make};
use crate::failure::Failure;

/// A player on the command line: `me`, a gamertag, or an XUID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlayerArgument {
    /// The signed-in player.
    Me,
    /// Another player.
    Other(Player),
}

impl FromStr for PlayerArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("me") {
            return Ok(Self::Me);
        }
        text.parse()
            .map(Self::Other)
            .map_err(|error: halo_infinite::error::ArgumentError| error.to_string())
    }
}

impl Context {
    /// The signed-in player.
    pub fn me(&self) -> Result<Xuid, Failure> {
        #[cfg(feature = "sandbox")]
        if self.is_sandbox() {
            return Ok(self.sandbox()?.world().home().xuid().try_into()?);
        }
        if self.own_token()?.is_some() {
            return Ok(self.token_owner()?.xuid);
        }
        if let Some(xuid) = self.profile()?.record.xuid {
            return Ok(xuid);
        }
        self.session()?.player()?.xuid.ok_or_else(|| {
            Failure::new(
                "Xbox Live did not report the player of this sign-in",
                "name the player in place of `me`",
            )
        })
    }

    /// The player to whom the token of `HALO_SPARTAN_TOKEN` belongs. The service is asked once.
    pub fn token_owner(&self) -> Result<&User, Failure> {
        get_or_make(&self.token_owner, || {
            if self.globals.offline {
                return Err(Failure::Usage(
                    "with HALO_SPARTAN_TOKEN, only the service knows the signed-in player: leave --offline out, or name \
                     the player in place of `me`"
                        .into(),
                ));
            }
            Ok(self.client()?.profile().current_user().send()?)
        })
    }

    /// The signed-in player, if no request is necessary to know.
    pub fn known_me(&self) -> Option<Xuid> {
        match self.is_sandbox() {
            true => self.me().ok(),
            false if self.own_token().ok()?.is_some() => Some(self.token_owner.get()?.xuid),
            false => self.profile().ok()?.record.xuid,
        }
    }

    /// The XUID of a player. A gamertag is looked up.
    pub fn xuid(&self, argument: &PlayerArgument) -> Result<Xuid, Failure> {
        match argument {
            PlayerArgument::Me => self.me(),
            PlayerArgument::Other(player) => known(player, self.names()?.xuid(player.clone()))?
                .map_err(|unknown| Failure::new(unknown, "check its spelling, or give the XUID")),
        }
    }

    /// The XUIDs of players, in their order; in place of an unknown player, a sentence about it. Gamertags are looked up
    /// in parallel.
    pub fn xuids(&self, arguments: &[PlayerArgument]) -> Result<Vec<Result<Xuid, String>>, Failure> {
        let me = match arguments.contains(&PlayerArgument::Me) {
            true => Some(self.me()?),
            false => None,
        };
        let players = arguments.iter().filter_map(|argument| match argument {
            PlayerArgument::Me => me.map(Player::from),
            PlayerArgument::Other(player) => Some(player.clone()),
        });
        let players: Vec<Player> = players.collect();
        let found = self.names()?.xuids(&players);
        players
            .iter()
            .zip(found)
            .map(|(player, found)| known(player, found))
            .collect()
    }
}

/// The XUID of a player, or a sentence about an unknown one.
fn known(player: &Player, found: Result<Xuid, Error>) -> Result<Result<Xuid, String>, Failure> {
    match found {
        Ok(xuid) => Ok(Ok(xuid)),
        Err(error) if error.status() == Some(404) => {
            Ok(Err(format!("no player has the gamertag `{player}`")))
        }
        Err(error) => Err(error.into()),
    }
}
