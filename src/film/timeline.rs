//! What each player did, one thing after the other.

use std::collections::HashMap;

use jiff::SignedDuration;

use crate::film::event::{EventKind, HighlightEvent};
use crate::refdata::FilmMedal;
use crate::types::Xuid;

/// Within which time the next kill continues a multi-kill: 5 seconds. In known films the kills of
/// a Double Kill are up to 4.9 seconds apart.
pub const MULTI_KILL_WINDOW: SignedDuration = SignedDuration::from_secs(5);

/// The events of one player.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlayerTimeline<'a> {
    /// The player.
    pub xuid: Xuid,
    /// The player's gamertag, as the first event has it.
    pub gamertag: &'a str,
    /// The player's events, in the order of the file.
    pub events: Vec<&'a HighlightEvent>,
}

impl<'a> PlayerTimeline<'a> {
    /// The events of a kind.
    pub fn of_kind(&self, kind: EventKind) -> impl Iterator<Item = &'a HighlightEvent> + '_ {
        self.events
            .iter()
            .copied()
            .filter(move |event| event.kind == kind)
    }

    /// How many events of a kind there are.
    pub fn count(&self, kind: EventKind) -> usize {
        self.of_kind(kind).count()
    }
}

/// The events player by player, in the order in which players first appear.
pub fn timelines(events: &[HighlightEvent]) -> Vec<PlayerTimeline<'_>> {
    let mut places: HashMap<Xuid, usize> = HashMap::new();
    let mut timelines: Vec<PlayerTimeline<'_>> = Vec::new();
    for event in events {
        let place = *places.entry(event.xuid).or_insert(timelines.len());
        match timelines.get_mut(place) {
            Some(timeline) => timeline.events.push(event),
            None => timelines.push(PlayerTimeline {
                xuid: event.xuid,
                gamertag: &event.gamertag,
                events: vec![event],
            }),
        }
    }
    timelines
}

/// Several kills of one player in quick succession.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MultiKill<'a> {
    /// The player.
    pub xuid: Xuid,
    /// The player's gamertag.
    pub gamertag: &'a str,
    /// The kills, at least two.
    pub kills: Vec<&'a HighlightEvent>,
    /// The highest medal for it that the player earned meanwhile: Double Kill, Triple Kill, and so
    /// on. `None` where the game counted differently.
    pub medal: Option<FilmMedal>,
}

impl MultiKill<'_> {
    /// When the first kill was, since the match's start.
    pub fn start(&self) -> SignedDuration {
        self.kills.first().map_or(SignedDuration::ZERO, |kill| kill.time)
    }

    /// When the last kill was, since the match's start.
    pub fn end(&self) -> SignedDuration {
        self.kills.last().map_or(SignedDuration::ZERO, |kill| kill.time)
    }
}

/// Each player's kills that follow each other within a time ([`MULTI_KILL_WINDOW`] is the game's),
/// by when they began.
pub fn multi_kills(events: &[HighlightEvent], window: SignedDuration) -> Vec<MultiKill<'_>> {
    /// Medals come with their kill, or a frame later.
    const LATE: SignedDuration = SignedDuration::from_millis(100);
    let mut found = Vec::new();
    for player in timelines(events) {
        let medals = in_order(player.of_kind(EventKind::Medal));
        let kills = player.of_kind(EventKind::Kill);
        for kills in runs(kills, window).into_iter().filter(|kills| kills.len() > 1) {
            let mut multi_kill = MultiKill {
                xuid: player.xuid,
                gamertag: player.gamertag,
                kills,
                medal: None,
            };
            let (start, end) = (multi_kill.start(), multi_kill.end().saturating_add(LATE));
            let first = medals.partition_point(|medal| medal.time < start);
            let meanwhile = medals.iter().skip(first).take_while(|medal| medal.time <= end);
            multi_kill.medal = meanwhile
                .filter_map(|event| event.medal.filter(is_multi_kill))
                .max_by_key(|medal| medal.value());
            found.push(multi_kill);
        }
    }
    found.sort_by_key(MultiKill::start);
    found
}

/// Whether it is one of the medals for multi-kills, whose codes grow with the number of kills.
fn is_multi_kill(medal: &FilmMedal) -> bool {
    (FilmMedal::DoubleKill.value()..=FilmMedal::Killionaire.value()).contains(&medal.value())
}

/// Medals of one player that came one soon after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MedalSequence<'a> {
    /// The player.
    pub xuid: Xuid,
    /// The player's gamertag.
    pub gamertag: &'a str,
    /// The medals' events, at least one.
    pub medals: Vec<&'a HighlightEvent>,
}

impl MedalSequence<'_> {
    /// When the first medal was earned, since the match's start.
    pub fn start(&self) -> SignedDuration {
        self.medals
            .first()
            .map_or(SignedDuration::ZERO, |medal| medal.time)
    }

    /// When the last medal was earned, since the match's start.
    pub fn end(&self) -> SignedDuration {
        self.medals
            .last()
            .map_or(SignedDuration::ZERO, |medal| medal.time)
    }
}

/// Each player's medals, those that follow each other within `gap` as one sequence, by when they
/// began: with a gap of zero what was earned in one moment, with five seconds a firefight's.
pub fn medal_sequences(events: &[HighlightEvent], gap: SignedDuration) -> Vec<MedalSequence<'_>> {
    let mut sequences = Vec::new();
    for player in timelines(events) {
        let medals = player.of_kind(EventKind::Medal);
        sequences.extend(runs(medals, gap).into_iter().map(|medals| MedalSequence {
            xuid: player.xuid,
            gamertag: player.gamertag,
            medals,
        }));
    }
    sequences.sort_by_key(MedalSequence::start);
    sequences
}

fn in_order<'a>(events: impl Iterator<Item = &'a HighlightEvent>) -> Vec<&'a HighlightEvent> {
    let mut events: Vec<&HighlightEvent> = events.collect();
    events.sort_by_key(|event| event.time);
    events
}

/// Events in the order of time, cut wherever the next one is further away than `gap`.
fn runs<'a>(
    events: impl Iterator<Item = &'a HighlightEvent>,
    gap: SignedDuration,
) -> Vec<Vec<&'a HighlightEvent>> {
    in_order(events)
        .chunk_by(|one, next| next.time.saturating_sub(one.time) <= gap)
        .map(<[&HighlightEvent]>::to_vec)
        .collect()
}
