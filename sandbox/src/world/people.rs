//! The human players, with their XUIDs and gamertags, and the number of bots.

use crate::rng::Rng;
use std::collections::BTreeSet;

/// A human player of the sandbox's world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub(crate) xuid: u64,
    pub(crate) gamertag: String,
    /// The skill of this person, from 2 to 9: the weight of drawing them as a killer.
    pub(crate) skill: i64,
}

impl Person {
    /// The player's Xbox user id, 16 digits.
    pub fn xuid(&self) -> u64 {
        self.xuid
    }

    /// The player's gamertag.
    pub fn gamertag(&self) -> &str {
        &self.gamertag
    }

    /// The player as the API writes it: `xuid(2533274800000000)`.
    pub fn player_id(&self) -> String {
        format!("xuid({})", self.xuid)
    }
}

/// The home player first. Like real gamertags, some have spaces, digits or letters of other scripts. The services
/// know a modern gamertag such as `xLuna#4821` without its `#`.
const GAMERTAGS: [&str; 61] = [
    "Sandbox Spartan",
    "Noble Fjord",
    "xLuna4821",
    "Zoë Brightwater",
    "月影スナイパー",
    "CortanasIntern",
    "Grif Ball King",
    "Étoile Filante",
    "WarthogRunner7",
    "Señor Needler",
    "OneMoreGame",
    "Mjölnir Mike",
    "Plasma Pete",
    "さくら侍",
    "BXR 2004",
    "Kat From Reach",
    "Jäger1180",
    "Zanzibar Ghost",
    "TeaBagTaxi",
    "Quiet Elite",
    "ODST Dana",
    "Sgt Sprinkles",
    "İstanbul Falcon",
    "No Scope Noor",
    "Blue Team Bea",
    "The 7th Column",
    "Élodie 117",
    "Drop Pod Dave",
    "Rook0042",
    "Skewer Skye",
    "MangoMangler",
    "Ångström",
    "Pelican Pilot",
    "青い稲妻",
    "Repulsor Ray",
    "Lockout Lena",
    "Sidekick Sue",
    "Guardian Gil",
    "AFK Andy",
    "Oddball Olga",
    "Behemoth Ben",
    "Ñandú Rápido",
    "Covert Clara",
    "Hijack Hana",
    "Fiesta Finn",
    "Stasis Stu",
    "Grunt Birthday",
    "CTF Carlos77",
    "Yapyap Fan",
    "Vespin Val",
    "Recon Rhys",
    "Threadripper",
    "Løvetann",
    "Cinder Shot Sam",
    "Last Spartan",
    "Banished Bo",
    "Hydra Heidi",
    "Sector 7G",
    "Mister Chief",
    "Iron Ivy",
    "Zeta Halo Zed",
];

/// The people of a world: the first is the home player.
pub(super) fn people(seed: u64, home_xuid: Option<u64>) -> Vec<Person> {
    let mut rng = Rng::for_subject(seed, "people");
    let mut taken: BTreeSet<u64> = home_xuid.into_iter().collect();
    GAMERTAGS
        .iter()
        .enumerate()
        .map(|(index, gamertag)| {
            let mut xuid = 2_533_274_800_000_000 + rng.between(0, 199_999_999).unsigned_abs();
            while !taken.insert(xuid) {
                xuid += 1;
            }
            Person {
                xuid: home_xuid.filter(|_| index == 0).unwrap_or(xuid),
                gamertag: (*gamertag).to_owned(),
                skill: if index == 0 { 6 } else { rng.between(2, 9) },
            }
        })
        .collect()
}

/// The number of bots in the game. Their ids are `bid(0.0)` to `bid(59.0)`.
pub(super) const BOTS: i64 = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xuids_are_sixteen_digits_and_distinct() {
        let people = people(7, None);
        let xuids: BTreeSet<u64> = people.iter().map(Person::xuid).collect();
        assert_eq!(xuids.len(), GAMERTAGS.len());
        assert!(xuids.iter().all(|xuid| xuid.to_string().len() == 16));
        assert_ne!(people, super::people(8, None));
    }

    #[test]
    fn gamertags_have_at_most_16_characters() {
        assert!(
            GAMERTAGS
                .iter()
                .all(|tag| (1..=16).contains(&tag.chars().count()))
        );
    }

    #[test]
    fn gamertags_differ_in_more_than_case() {
        let tags: BTreeSet<String> = GAMERTAGS.iter().map(|tag| tag.to_lowercase()).collect();
        assert_eq!(tags.len(), GAMERTAGS.len());
    }
}
