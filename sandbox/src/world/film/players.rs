//! The players of a match, as each chunk of replication data of its film names them.

use crate::world::people::Person;
use crate::world::plan::{MatchPlan, Who};

/// The number of zeros between a gamertag and an XUID.
const ZEROS: usize = 21;

/// A record of each human. `halo_api` looks for them at any bit of a film's chunks, and then for the events of these
/// players.
pub(crate) fn players(plan: &MatchPlan, people: &[Person]) -> Vec<u8> {
    let humans = plan.seats.iter().filter_map(|seat| match seat.who {
        Who::Human(person) => people.get(person),
        Who::Bot(..) => None,
    });
    humans.flat_map(record).collect()
}

fn record(person: &Person) -> Vec<u8> {
    let mut record = padded_gamertag(person);
    record.extend([0; ZEROS]);
    record.extend(person.xuid.to_le_bytes());
    record.extend([0x2d, 0xc0]);
    record
}

/// A gamertag in the 32 bytes of UTF-16 that it has in films.
pub(super) fn padded_gamertag(person: &Person) -> Vec<u8> {
    let mut gamertag: Vec<u8> = person
        .gamertag
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    gamertag.resize(32, 0);
    gamertag
}
