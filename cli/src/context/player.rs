//! Players on the command line.

use std::str::FromStr;

use halo_infinite::{Player, Xuid};

use super::{Context, Me};
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
    pub fn me(&self) -> Result<Me, Failure> {
        #[cfg(feature = "sandbox")]
        if self.is_sandbox() {
            let world = self.sandbox()?.world();
            return Ok(Me {
                xuid: world.home().xuid().try_into()?,
                gamertag: Some(world.home().gamertag().to_owned()),
            });
        }
        let record = self.profile()?.record;
        if let Some(xuid) = record.xuid {
            let gamertag = record.gamertag;
            return Ok(Me { xuid, gamertag });
        }
        let player = self.session()?.player()?;
        let xuid = player.xuid.ok_or_else(|| {
            Failure::new(
                "Xbox Live did not report the player of this sign-in",
                "name the player in place of `me`",
            )
        })?;
        let gamertag = player.gamertag;
        Ok(Me { xuid, gamertag })
    }

    /// The signed-in player, if no request is necessary to know.
    pub fn known_me(&self) -> Option<Xuid> {
        match self.is_sandbox() {
            true => self.me().ok().map(|me| me.xuid),
            false => self.profile().ok()?.record.xuid,
        }
    }

    /// The XUID of a player. A gamertag is looked up.
    pub fn xuid(&self, argument: &PlayerArgument) -> Result<Xuid, Failure> {
        match argument {
            PlayerArgument::Me => Ok(self.me()?.xuid),
            PlayerArgument::Other(player) => {
                let xuid = self.names()?.xuid(player.clone());
                xuid.map_err(|error| match (error.status(), player.gamertag()) {
                    (Some(404), Some(gamertag)) => Failure::new(
                        format!("no player has the gamertag `{gamertag}`"),
                        "check its spelling, or give the XUID",
                    ),
                    _ => error.into(),
                })
            }
        }
    }
}
