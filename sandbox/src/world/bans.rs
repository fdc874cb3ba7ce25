//! Bans from matchmaking. Most players have none.

use crate::rng::Rng;
use crate::wire::timestamp::midnight;

/// A ban of a player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ban {
    /// Its end, in milliseconds since 1970.
    pub(crate) until: i64,
    pub(crate) message: &'static Message,
}

/// The message that the game shows to a banned player.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// The path of its file.
    pub(crate) path: &'static str,
    pub(crate) title: &'static str,
    /// `{0}` stands for the end of the ban.
    pub(crate) text: &'static str,
}

pub(crate) static MESSAGES: [Message; 2] = [
    Message {
        path: "Messages/Matchmaking/LeavingMatches.json",
        title: "Matchmaking Ban",
        text: "You left too many matches early. You can use matchmaking again on {0}.",
    },
    Message {
        path: "Messages/Matchmaking/Betrayals.json",
        title: "Matchmaking Ban",
        text: "You betrayed too many teammates. You can use matchmaking again on {0}.",
    },
];

/// The last ban has ended already.
static BANS: [Ban; 3] = [
    Ban {
        until: midnight(2038, 1, 1),
        message: &MESSAGES[0],
    },
    Ban {
        until: midnight(2035, 7, 1),
        message: &MESSAGES[1],
    },
    Ban {
        until: midnight(2024, 3, 1),
        message: &MESSAGES[0],
    },
];

/// A person's ban, which may have ended. The home player has none.
pub(super) fn of(seed: u64, people: usize, person: usize) -> Option<Ban> {
    let mut rng = Rng::for_subject(seed, "bans");
    let mut others: Vec<usize> = (1..people).collect();
    for ban in BANS {
        if others.is_empty() {
            return None;
        }
        if others.swap_remove(rng.index(others.len())) == person {
            return Some(ban);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ban_has_one_person_and_home_has_none() {
        for seed in 0..50 {
            let banned: Vec<Ban> = (0..20).filter_map(|person| of(seed, 20, person)).collect();
            assert_eq!(banned.len(), BANS.len());
            assert!(BANS.iter().all(|ban| banned.contains(ban)));
            assert_eq!(of(seed, 20, 0), None);
        }
    }
}
