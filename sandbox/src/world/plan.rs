//! The plan of a match: time, place, mode and participants. Plans are cheap. The events of a match are computed on
//! request.

use super::catalog::maps::Map;
use super::catalog::modes::{Mode, Rules};
use super::catalog::playlists::Playlist;
use super::catalog::{pairs::Pair, seasons};
use crate::rng::Rng;
use crate::wire::timestamp::midnight;
use crate::wire::{time_span, timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

/// The origin of a match.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Setting {
    Matchmade(&'static Playlist),
    Custom,
    /// A custom game on the local network.
    Local,
}

impl Setting {
    pub(crate) fn lifecycle_mode(self) -> i64 {
        match self {
            Self::Custom => 1,
            Self::Matchmade(_) => 3,
            Self::Local => 7,
        }
    }

    pub(crate) fn playlist(self) -> Option<&'static Playlist> {
        match self {
            Self::Matchmade(playlist) => Some(playlist),
            Self::Custom | Self::Local => None,
        }
    }
}

/// The participant in a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// An index into the world's people.
    Human(usize),
    /// The bot's number and difficulty.
    Bot(i64, i64),
}

/// A participant. Times are milliseconds of playable time.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    pub(crate) who: Who,
    pub(crate) team: i64,
    /// The time of joining; 0 is the beginning.
    pub(crate) from: i64,
    /// The time of leaving, if they left early.
    pub(crate) left: Option<i64>,
    /// The time of a team change, and the team before it.
    pub(crate) changed: Option<(i64, i64)>,
    /// The time between the match's start and their arrival, in milliseconds.
    pub(crate) joined_after: i64,
}

/// A planned match.
#[derive(Clone, Debug)]
pub(crate) struct MatchPlan {
    pub(crate) id: Uuid,
    pub(crate) seed: u64,
    /// Milliseconds since 1970.
    pub(crate) start: i64,
    pub(crate) mode: &'static Mode,
    pub(crate) map: &'static Map,
    pub(crate) setting: Setting,
    /// From the first player's arrival to the end, in 100-nanosecond ticks.
    pub(crate) duration_ticks: i64,
    /// The duration without the breaks between rounds.
    pub(crate) playable_ms: i64,
    pub(crate) tie: bool,
    pub(crate) seats: Vec<Seat>,
}

impl MatchPlan {
    /// Whether the game of 2022 recorded the match. It recorded less, whatever the shape of a payload.
    pub(crate) fn is_of_2022(&self) -> bool {
        self.start < midnight(2023, 1, 1)
    }

    pub(crate) fn season(&self) -> Option<&'static str> {
        self.setting.playlist().map(|_| seasons::csr_at(self.start).id)
    }

    pub(crate) fn is_ranked(&self) -> bool {
        self.setting.playlist().is_some_and(|playlist| playlist.ranked)
    }

    /// The API's `GameplayInteraction`: 1 player against player, 2 against the AI.
    pub(crate) fn interaction(&self) -> i64 {
        if self.mode.rules == Rules::Firefight { 2 } else { 1 }
    }

    /// The seat of a person.
    pub(crate) fn seat_of(&self, person: usize) -> Option<usize> {
        self.seats.iter().position(|seat| seat.who == Who::Human(person))
    }

    pub(crate) fn teams_enabled(&self) -> bool {
        !matches!(self.mode.sides, super::catalog::modes::Sides::FreeForAll(_))
    }

    /// Converts playable time to time since the player joined, in milliseconds. Breaks between rounds count as spread
    /// evenly.
    pub(crate) fn wall_clock(&self, playable: i64) -> i64 {
        playable * (self.duration_ticks / time_span::TICKS_PER_MS) / self.playable_ms
    }

    pub(crate) fn first_joined(&self) -> i64 {
        self.start + self.seats.first().map_or(0, |seat| seat.joined_after)
    }

    /// The server ends a match a few milliseconds after its last moment, so that even the last player to arrive fits
    /// in.
    pub(crate) fn end(&self) -> i64 {
        self.first_joined() + self.duration_ticks / time_span::TICKS_PER_MS + 10 + (self.seed % 12) as i64
    }

    /// The `MatchInfo` of a match's statistics and of its history entries.
    pub(crate) fn match_info(&self) -> Value {
        let playlist = self.setting.playlist();
        json!({
            "StartTime": timestamp::from_ms(self.start),
            "EndTime": timestamp::from_ms(self.end()),
            "Duration": time_span::from_ticks(self.duration_ticks),
            "LifecycleMode": self.setting.lifecycle_mode(),
            "GameVariantCategory": self.mode.category,
            "LevelId": self.map.level_id,
            "MapVariant": self.map.asset.to_json(),
            "UgcGameVariant": self.mode.asset.to_json(),
            "ClearanceId": Rng::for_subject(0, seasons::csr_at(self.start).id).uuid().to_string(),
            "Playlist": playlist.map(|playlist| playlist.asset.to_json()),
            "PlaylistExperience": playlist.map(|playlist| playlist.experience),
            "PlaylistMapModePair": playlist.map(|_| Pair::new(self.mode, self.map).to_json()),
            "SeasonId": self.season(),
            "PlayableDuration": time_span::from_ms(self.playable_ms),
            "TeamsEnabled": self.teams_enabled(),
            "TeamScoringEnabled": self.teams_enabled(),
            "GameplayInteraction": self.interaction(),
        })
    }
}
