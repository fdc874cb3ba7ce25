//! The highlight events of a match, in the format of a film's last chunk.
//!
//! Noise separates the events. It never has eight zero bits in a row, which the end of an XUID and the end of an
//! event have, so no reader can take it for an event.

use super::bits::{Bits, contains};
use super::players::padded_gamertag;
use super::version::major_version;
use super::{clock, packets};
use crate::rng::Rng;
use crate::wire::time_span::TICKS_PER_MS;
use crate::world::catalog::medals;
use crate::world::catalog::modes::Rules;
use crate::world::people::Person;
use crate::world::plan::Who;
use crate::world::play::{Moment, MomentKind, PlayedMatch, PlayedPlayer};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use halo_infinite::refdata::{FilmMedal, MedalNameId};
use std::collections::HashMap;
use std::io::Write;

/// Few different bytes, so that the noise can be compressed, as in real films.
const NOISE: [u8; 8] = [0x11, 0x31, 0x51, 0x99, 0xb5, 0x13, 0xff, 0x17];
/// The end marker of an event.
const END: u32 = 0x0000_2ee0;

/// The file of a match's highlight events.
pub(crate) fn highlights(played: &PlayedMatch, people: &[Person]) -> Vec<u8> {
    let mut rng = Rng::for_subject(played.plan.seed, "highlight events");
    let mut events = Vec::new();
    for (player, seat) in played.players.iter().zip(&played.plan.seats) {
        // Bots have no events.
        if let Who::Human(person) = seat.who {
            let moments = moments(&mut rng, played, player);
            events.extend(moments.into_iter().map(|moment| (moment, &people[person])));
        }
    }
    events.sort_by_key(|(moment, person)| (*moment, person.xuid));
    let version = major_version(played.plan.start);
    let mut bits = Bits::default();
    bits.extend(&(events.len() as u32).to_be_bytes());
    noise(&mut bits, &mut rng, 1100);
    // The number of bits between the start of an event and its record.
    let between = rng.between(8_000, 15_000) as u32;
    for (moment, person) in events {
        let late = moment.kind == MomentKind::Death && rng.chance(10);
        let time = played.plan.wall_clock(moment.at).max(0) as u32 + u32::from(late);
        if rng.chance(15) {
            decoy(&mut bits, &mut rng);
        }
        bits.extend(&person.xuid.to_le_bytes());
        bits.extend(&[if rng.chance(50) { 0x2d } else { 0x25 }, 0xc0]);
        noise(&mut bits, &mut rng, between);
        bits.extend(&before_record(person));
        bits.extend(&record(&mut rng, version, person, moment.kind, time));
        bits.extend(&END.to_be_bytes());
        let gap = rng.between(300, 1500) as u32;
        noise(&mut bits, &mut rng, gap);
    }
    let end = clock::time(played.plan.seed, played.plan.duration_ticks / TICKS_PER_MS);
    let mut content = Vec::new();
    packets::push(&mut content, packets::HIGHLIGHT_EVENTS, end, &bits.into_bytes());
    packets::end(&mut content, end + 500);
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let written = encoder.write_all(&content);
    // Writing to memory cannot fail.
    written.and_then(|()| encoder.finish()).unwrap_or_default()
}

/// The events of a player, consistent with the statistics: events without a known time get a random one.
fn moments(rng: &mut Rng, played: &PlayedMatch, player: &PlayedPlayer) -> Vec<Moment> {
    let mut remaining: HashMap<MomentKind, i64> = HashMap::new();
    let mut order = Vec::new();
    for (_, stats) in &player.teams {
        let core = &stats.core;
        let medals = core
            .medals
            .0
            .iter()
            .map(|medal| (MomentKind::Medal(medal.name_id), medal.count));
        // Kills of AI enemies have no events.
        let kills = if stats.pve.is_some() { 0 } else { core.kills };
        for (kind, count) in [(MomentKind::Kill, kills), (MomentKind::Death, core.deaths)]
            .into_iter()
            .chain(medals)
        {
            *remaining.entry(kind).or_insert_with(|| {
                order.push(kind);
                0
            }) += count;
        }
    }
    let mut moments = Vec::new();
    for moment in &player.moments {
        if let Some(left) = remaining.get_mut(&moment.kind).filter(|left| **left > 0) {
            *left -= 1;
            moments.push(*moment);
        }
    }
    let (from, to) = player.present;
    let mut add = |kind, count| {
        for _ in 0..count {
            let at = rng.between(from, (to - 1).max(from));
            moments.push(Moment { at, kind });
        }
    };
    for kind in order {
        add(kind, remaining[&kind]);
    }
    if !matches!(played.plan.mode.rules, Rules::Slayer | Rules::Firefight) {
        add(MomentKind::Mode, (to - from) / 60_000);
    }
    moments
}

/// The bytes before the fields of an event: zeros, and then bytes that a player has in all events of a film. So it is
/// in real films from version 36 on; `halo_api` finds no event of version 41 without the zeros.
fn before_record(person: &Person) -> [u8; 24] {
    let mut rng = Rng::for_subject(person.xuid, "film player");
    let mut bytes = [0; 24];
    bytes[12..].fill_with(|| rng.pick(&NOISE));
    bytes
}

/// The bytes with the fields of an event.
fn record(rng: &mut Rng, version: i64, person: &Person, kind: MomentKind, time: u32) -> Vec<u8> {
    let (hint, is_medal, code) = match kind {
        MomentKind::Kill => (50, 0, 0),
        MomentKind::Death => (20, 0, 1),
        MomentKind::Mode => (10, 0, 2),
        MomentKind::Medal(id) => (medals::weight(id), 1, code(id)),
    };
    let gamertag = padded_gamertag(person);
    let flag = rng.between(0, 3) as u8;
    let mut time = time;
    loop {
        let mut record = Vec::with_capacity(60);
        if matches!(version, 39 | 40) {
            record.extend([0, 0, 0, 0, flag, 0, 1, 0, 0, 0, 0, 0]);
            record.extend(&gamertag);
            record.extend([0; 3]);
        } else {
            record.extend(&gamertag);
            record.extend([0, 0, flag, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]);
        }
        record.push(hint);
        record.extend(time.to_be_bytes());
        record.extend([0, 0, 0, is_medal, 0, 0, 0, code]);
        // A time that looks like the end marker would cut the event short. The next one does not.
        if !contains(&record, END) {
            return record;
        }
        time += 1;
    }
}

/// A medal's code in films. Medals with an unknown code get one above all known codes.
fn code(id: u32) -> u8 {
    let medal = FilmMedal::of_name_id(MedalNameId::from(i64::from(id)));
    let code = medal.map_or(200 + i64::from(id % 50), FilmMedal::value);
    u8::try_from(code).unwrap_or(u8::MAX)
}

/// A false start of an event: a marker after a number that is not an XUID.
fn decoy(bits: &mut Bits, rng: &mut Rng) {
    let number = rng.pick(&[
        1_999_999_999_999_999_u64,
        3_000_000_000_000_000,
        0x1111_1111_1111_1111,
    ]);
    bits.extend(&number.to_le_bytes());
    bits.extend(&[0x2d, 0xc0]);
    noise(bits, rng, 64);
}

fn noise(bits: &mut Bits, rng: &mut Rng, mut count: u32) {
    while count > 0 {
        let mut dice = rng.next();
        for _ in 0..16 {
            let some = count.min(8);
            if some == 0 {
                break;
            }
            bits.push(NOISE[(dice % 8) as usize], some);
            dice >>= 3;
            count -= some;
        }
    }
}
