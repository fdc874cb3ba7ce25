//! Films as JSON.

use halo_infinite::film::{
    Check, Counts, DamagedEvent, FilmEvents, FilmHeader, FilmPlayer, HighlightEvent, KillPair, Layout,
    MedalSequence, MultiKill, Packet, PlayerCheck, PlayerTimeline,
};
use halo_infinite::refdata::{FilmMedal, MedalNameId};
use halo_infinite::types::Xuid;
use serde::Serialize;
use serde_json::{Value, json};

/// All events of a film.
#[derive(Serialize)]
pub struct Events<'f> {
    declared: Option<usize>,
    is_complete: Option<bool>,
    layout: &'static str,
    events: Vec<Event<'f>>,
    damaged: Vec<Damaged>,
}

impl<'f> Events<'f> {
    pub fn new(events: &'f FilmEvents) -> Self {
        Self {
            declared: events.declared,
            is_complete: events.is_complete(),
            layout: match events.layout {
                Layout::GamertagFirst => "gamertag_first",
                Layout::GamertagLater => "gamertag_later",
                _ => "other",
            },
            events: events.iter().map(Event::new).collect(),
            damaged: events.damaged.iter().map(Damaged::new).collect(),
        }
    }
}

/// An event. It is made often, so without the maps that `json!` makes.
#[derive(Serialize)]
pub struct Event<'f> {
    kind: &'static str,
    xuid: Xuid,
    gamertag: &'f str,
    time_ms: i64,
    medal: Option<Medal>,
    code: u8,
    hint: u8,
}

impl<'f> Event<'f> {
    fn new(event: &'f HighlightEvent) -> Self {
        Self {
            kind: event.kind.name(),
            xuid: event.xuid,
            gamertag: &event.gamertag,
            time_ms: event.time_ms(),
            medal: event.medal.map(Medal::new),
            code: event.code,
            hint: event.hint,
        }
    }

    fn list(events: &[&'f HighlightEvent]) -> Vec<Self> {
        events.iter().copied().map(Self::new).collect()
    }
}

/// A medal. The names are null for a code that this version does not know.
#[derive(Serialize)]
struct Medal {
    code: i64,
    name: Option<&'static str>,
    name_id: Option<i64>,
}

impl Medal {
    fn new(medal: FilmMedal) -> Self {
        let name_id = medal.name_id();
        Self {
            code: medal.value(),
            name: name_id.map(|_| medal.display_name()),
            name_id: name_id.map(MedalNameId::value),
        }
    }
}

#[derive(Serialize)]
struct Damaged {
    xuid: Xuid,
    bit: usize,
    problem: String,
}

impl Damaged {
    fn new(event: &DamagedEvent) -> Self {
        Self {
            xuid: event.xuid,
            bit: event.bit,
            problem: event.damage.to_string(),
        }
    }
}

#[derive(Serialize)]
pub struct Timeline<'f> {
    xuid: Xuid,
    gamertag: &'f str,
    events: Vec<Event<'f>>,
}

impl<'f> Timeline<'f> {
    pub fn new(timeline: &PlayerTimeline<'f>) -> Self {
        Self {
            xuid: timeline.xuid,
            gamertag: timeline.gamertag,
            events: Event::list(&timeline.events),
        }
    }
}

#[derive(Serialize)]
pub struct Pair<'f> {
    kill: Event<'f>,
    death: Event<'f>,
    gap_ms: i64,
}

impl<'f> Pair<'f> {
    pub fn new(pair: &KillPair<'f>) -> Self {
        Self {
            kill: Event::new(pair.kill),
            death: Event::new(pair.death),
            gap_ms: pair.gap_ms(),
        }
    }
}

#[derive(Serialize)]
pub struct Kills<'f> {
    xuid: Xuid,
    gamertag: &'f str,
    start_ms: i64,
    end_ms: i64,
    medal: Option<Medal>,
    kills: Vec<Event<'f>>,
}

impl<'f> Kills<'f> {
    pub fn new(kills: &MultiKill<'f>) -> Self {
        Self {
            xuid: kills.xuid,
            gamertag: kills.gamertag,
            start_ms: first_ms(&kills.kills),
            end_ms: last_ms(&kills.kills),
            medal: kills.medal.map(Medal::new),
            kills: Event::list(&kills.kills),
        }
    }
}

#[derive(Serialize)]
pub struct Sequence<'f> {
    xuid: Xuid,
    gamertag: &'f str,
    start_ms: i64,
    end_ms: i64,
    medals: Vec<Event<'f>>,
}

impl<'f> Sequence<'f> {
    pub fn new(sequence: &MedalSequence<'f>) -> Self {
        Self {
            xuid: sequence.xuid,
            gamertag: sequence.gamertag,
            start_ms: first_ms(&sequence.medals),
            end_ms: last_ms(&sequence.medals),
            medals: Event::list(&sequence.medals),
        }
    }
}

fn first_ms(events: &[&HighlightEvent]) -> i64 {
    events.first().map_or(0, |event| event.time_ms())
}

fn last_ms(events: &[&HighlightEvent]) -> i64 {
    events.last().map_or(0, |event| event.time_ms())
}

pub fn check(check: &Check) -> Value {
    let players: Value = check
        .players
        .iter()
        .map(|player| player_check(check, player))
        .collect();
    json!({
        "agrees": check.agrees(),
        "against_ai": check.against_ai,
        "bots": check.bots,
        "strangers": check.strangers,
        "players": players,
    })
}

fn player_check(check: &Check, player: &PlayerCheck) -> Value {
    let differences = player.medal_differences.iter();
    let differences = differences.map(|difference| {
        json!({
            "name": difference.medal.map(|medal| medal.display_name()),
            "name_id": difference.medal.map(MedalNameId::value),
            "film": difference.counts.film,
            "stats": difference.counts.stats,
        })
    });
    json!({
        "xuid": player.xuid,
        "gamertag": player.gamertag,
        "agrees": player.agrees(),
        "explanation": check.explanation(player),
        "kills": counts(player.kills),
        "deaths": counts(player.deaths),
        "medals": counts(player.medals),
        "medal_differences": differences.collect::<Value>(),
    })
}

fn counts(counts: Counts) -> Value {
    json!({ "film": counts.film, "stats": counts.stats })
}

pub fn header(header: Option<&FilmHeader>) -> Value {
    header.map_or(Value::Null, |header| {
        let build = header.build.as_ref();
        json!({
            "major_version": header.major_version,
            "build": build.map(|build| {
                json!({ "version": build.version, "name": build.name, "flavour": build.flavour })
            }),
            "archetypes": header.archetypes,
        })
    })
}

pub fn players(players: &[FilmPlayer]) -> Value {
    let players = players.iter();
    players
        .map(|player| json!({ "xuid": player.xuid, "gamertag": player.gamertag }))
        .collect()
}

/// A packet. There are thousands of them.
#[derive(Serialize)]
pub struct PacketEntry {
    kind: u16,
    unknown: [u8; 2],
    clock_us: u64,
    offset: usize,
    length: usize,
}

impl PacketEntry {
    pub fn new(packet: &Packet<'_>) -> Self {
        Self {
            kind: packet.kind.number(),
            unknown: packet.unknown,
            clock_us: packet.clock_us,
            offset: packet.offset,
            length: packet.payload.len(),
        }
    }
}
