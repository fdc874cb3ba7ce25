//! The description of a sandbox for other programs.

use crate::hosts;
use crate::sandbox::Sandbox;
use crate::world::Person;
use serde_json::{Map, Value, json};

impl Sandbox {
    /// A description for programs in other languages, as JSON: `base`, the tokens `spartan`, `clearance`,
    /// `xbox_token` with its `xbox_user_hash`, and `refresh_token`, the app (`client_id`, `client_secret`, and `public_client_id` of the app without a secret),
    /// `home` and all `people` (each `xuid` and `gamertag`), the ids of the home player's `matches`, newest first,
    /// and `hosts`: the URL here for each real host name. In captures mode, `people` is the home player alone, and
    /// `matches` are those of the folder.
    ///
    /// Each call issues new tokens, of the home player. The program `halo-infinite-sandbox` writes this to the file
    /// of its option `--info`.
    ///
    /// ```
    /// use halo_infinite_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::start()?;
    /// let info = sandbox.info();
    /// assert_eq!(info["home"]["gamertag"], sandbox.world().home().gamertag());
    /// assert_eq!(info["hosts"]["skill.svc.halowaypoint.com"], format!("{}/skill", sandbox.url()));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn info(&self) -> Value {
        let world = self.world();
        let person =
            |person: &Person| json!({ "xuid": person.xuid().to_string(), "gamertag": person.gamertag() });
        let hosts: Map<String, Value> = hosts::ALL
            .iter()
            .map(|host| {
                (
                    host.name.to_owned(),
                    format!("{}/{}", self.url(), host.prefix).into(),
                )
            })
            .collect();
        let (people, matches): (_, Vec<String>) = match self.captured_matches() {
            Some(matches) => (&world.people()[..1], matches.to_vec()),
            None => {
                let matches = world.match_ids(world.home());
                (world.people(), matches.iter().map(ToString::to_string).collect())
            }
        };
        json!({
            "base": self.url(),
            "spartan": self.spartan_token(),
            "clearance": self.clearance(),
            "xbox_user_hash": self.xbox_user_hash(),
            "xbox_token": self.xbox_token(),
            "client_id": self.client_id(),
            "client_secret": self.client_secret(),
            "public_client_id": self.public_client_id(),
            "refresh_token": self.refresh_token(),
            "home": person(world.home()),
            "people": people.iter().map(person).collect::<Value>(),
            "matches": matches,
            "hosts": hosts,
        })
    }
}
