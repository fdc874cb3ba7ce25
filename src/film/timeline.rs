//! The events of each player, multi-kills and sequences of medals.

use std::collections::HashMap;

use jiff::SignedDuration;

use super::event::{EventKind, HighlightEvent};
use crate::refdata::FilmMedal;
use crate::types::Xuid;

/// The maximum time between two kills of a multi-kill: 5 seconds. In known films the kills of a Double Kill are
/// up to 4.9 seconds apart.
pub const MULTI_KILL_WINDOW: SignedDuration = SignedDuration::from_secs(5);

/// The events of one player.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlayerTimeline<'a> {
    /// The player.
    pub xuid: Xuid,
    /// The player's gamertag in the first event.
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

    /// The number of events of a kind.
    pub fn count(&self, kind: EventKind) -> usize {
        self.of_kind(kind).count()
    }
}

/// Groups events by player, in the order of the players' first events.
pub fn timelines(events: &[HighlightEvent]) -> Vec<PlayerTimeline<'_>> {
    let mut indexes: HashMap<Xuid, usize> = HashMap::new();
    let mut timelines: Vec<PlayerTimeline<'_>> = Vec::new();
    for event in events {
        let index = *indexes.entry(event.xuid).or_insert(timelines.len());
        match timelines.get_mut(index) {
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
    /// The highest multi-kill medal that the player earned with these kills: Double Kill, Triple Kill, and so
    /// on. `None` if the game counted differently.
    pub medal: Option<FilmMedal>,
}

impl MultiKill<'_> {
    /// The time of the first kill, since the start of the match.
    pub fn start(&self) -> SignedDuration {
        self.kills.first().map_or(SignedDuration::ZERO, |kill| kill.time)
    }

    /// The time of the last kill, since the start of the match.
    pub fn end(&self) -> SignedDuration {
        self.kills.last().map_or(SignedDuration::ZERO, |kill| kill.time)
    }
}

/// Finds multi-kills: kills of one player, each at most `window` after the one before. They are sorted by the
/// time of their first kill.
///
/// For the game's own window, use [`MULTI_KILL_WINDOW`].
pub fn multi_kills(events: &[HighlightEvent], window: SignedDuration) -> Vec<MultiKill<'_>> {
    /// A medal has the time of its kill, or that of a frame later.
    const MEDAL_DELAY: SignedDuration = SignedDuration::from_millis(100);
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
            let (start, end) = (multi_kill.start(), multi_kill.end().saturating_add(MEDAL_DELAY));
            let first = medals.partition_point(|medal| medal.time < start);
            let earned = medals.iter().skip(first).take_while(|medal| medal.time <= end);
            multi_kill.medal = earned
                .filter_map(|event| event.medal.filter(is_multi_kill))
                .max_by_key(|medal| medal.value());
            found.push(multi_kill);
        }
    }
    found.sort_by_key(MultiKill::start);
    found
}

/// Whether a medal is for a multi-kill. The codes of these medals increase with the number of kills.
fn is_multi_kill(medal: &FilmMedal) -> bool {
    (FilmMedal::DoubleKill.value()..=FilmMedal::Killionaire.value()).contains(&medal.value())
}

/// Medals of one player in quick succession.
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
    /// The time of the first medal, since the start of the match.
    pub fn start(&self) -> SignedDuration {
        self.medals
            .first()
            .map_or(SignedDuration::ZERO, |medal| medal.time)
    }

    /// The time of the last medal, since the start of the match.
    pub fn end(&self) -> SignedDuration {
        self.medals
            .last()
            .map_or(SignedDuration::ZERO, |medal| medal.time)
    }
}

/// Groups the medals of each player into sequences: medals, each at most `gap` after the one before. The
/// sequences are sorted by the time of their first medal.
///
/// With a gap of zero, a sequence is the medals of one moment; with five seconds, those of a fight.
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

/// The events in the order of time, split where the next event is more than `gap` later.
fn runs<'a>(
    events: impl Iterator<Item = &'a HighlightEvent>,
    gap: SignedDuration,
) -> Vec<Vec<&'a HighlightEvent>> {
    in_order(events)
        .chunk_by(|one, next| next.time.saturating_sub(one.time) <= gap)
        .map(<[&HighlightEvent]>::to_vec)
        .collect()
}
