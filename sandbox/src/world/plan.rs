//! A match before it is played: when, where, what, and who takes part. Plans are made for a whole world at once,
//! so they are cheap; what happens in a match is worked out when somebody asks.

use super::catalog::maps::Map;
use super::catalog::modes::{Mode, Rules};
use super::catalog::playlists::Playlist;
use super::catalog::{pairs::Pair, seasons};
use crate::rng::Rng;
use crate::wire::timestamp::midnight;
use crate::wire::{time_span, timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

/// Which shape a match's payload has: the API keeps a match as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Generation {
    /// Before 2023: no interaction, no objectives, every mode's block named.
    Year2022,
    Current,
}

/// How a match came about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Setting {
    Matchmade(&'static Playlist),
    Custom,
    /// A custom game in the local network.
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

/// Who sits in a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// An index into the world's people.
    Human(usize),
    /// A bot's number, and its difficulty.
    Bot(i64, i64),
}

/// One participant. Times are milliseconds of playable time.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    pub(crate) who: Who,
    pub(crate) team: i64,
    /// When they came, 0 for the beginning.
    pub(crate) from: i64,
    /// When they left, for those who did.
    pub(crate) left: Option<i64>,
    /// When they changed teams, and from which.
    pub(crate) changed: Option<(i64, i64)>,
    /// How long after the match's start they were there, in milliseconds.
    pub(crate) joined_after: i64,
}

/// A match that is to be played.
#[derive(Clone, Debug)]
pub(crate) struct MatchPlan {
    pub(crate) id: Uuid,
    pub(crate) seed: u64,
    /// Milliseconds since 1970.
    pub(crate) start: i64,
    pub(crate) mode: &'static Mode,
    pub(crate) map: &'static Map,
    pub(crate) setting: Setting,
    /// 100-nanosecond ticks from the first player's joining to the end.
    pub(crate) duration_ticks: i64,
    /// The duration without the breaks between rounds.
    pub(crate) playable_ms: i64,
    pub(crate) tie: bool,
    pub(crate) seats: Vec<Seat>,
}

impl MatchPlan {
    pub(crate) fn generation(&self) -> Generation {
        if self.start < midnight(2023, 1, 1) {
            Generation::Year2022
        } else {
            Generation::Current
        }
    }

    pub(crate) fn season(&self) -> Option<&'static str> {
        self.setting.playlist().map(|_| seasons::at(self.start).id)
    }

    pub(crate) fn is_ranked(&self) -> bool {
        self.setting.playlist().is_some_and(|playlist| playlist.ranked)
    }

    /// The API's `GameplayInteraction`: 1 player against player, 2 against the AI.
    pub(crate) fn interaction(&self) -> i64 {
        if self.mode.rules == Rules::Firefight { 2 } else { 1 }
    }

    /// Where a person sits.
    pub(crate) fn seat_of(&self, person: usize) -> Option<usize> {
        self.seats.iter().position(|seat| seat.who == Who::Human(person))
    }

    pub(crate) fn teams_enabled(&self) -> bool {
        !matches!(self.mode.sides, super::catalog::modes::Sides::FreeForAll(_))
    }

    /// How long after their joining a player comes to a playable time, in milliseconds: breaks between rounds are
    /// spread evenly.
    pub(crate) fn wall_clock(&self, playable: i64) -> i64 {
        playable * (self.duration_ticks / time_span::TICKS_PER_MS) / self.playable_ms
    }

    pub(crate) fn first_joined(&self) -> i64 {
        self.start + self.seats.first().map_or(0, |seat| seat.joined_after)
    }

    /// The server closes a match a few milliseconds after its last moment, when even who came last has been there
    /// all of its time.
    pub(crate) fn end(&self) -> i64 {
        self.first_joined() + self.duration_ticks / time_span::TICKS_PER_MS + 10 + (self.seed % 12) as i64
    }

    /// The `MatchInfo` of a match's statistics and of its history entries.
    pub(crate) fn match_info(&self) -> Value {
        let playlist = self.setting.playlist();
        let mut info = json!({
            "StartTime": timestamp::from_ms(self.start),
            "EndTime": timestamp::from_ms(self.end()),
            "Duration": time_span::from_ticks(self.duration_ticks),
            "LifecycleMode": self.setting.lifecycle_mode(),
            "GameVariantCategory": self.mode.category,
            "LevelId": self.map.level_id,
            "MapVariant": self.map.asset.to_json(),
            "UgcGameVariant": self.mode.asset.to_json(),
            "ClearanceId": Rng::for_subject(0, seasons::at(self.start).id).uuid().to_string(),
            "Playlist": playlist.map(|playlist| playlist.asset.to_json()),
            "PlaylistExperience": playlist.map(|playlist| playlist.experience),
            "PlaylistMapModePair": playlist.map(|_| Pair::new(self.mode, self.map).to_json()),
            "SeasonId": self.season(),
            "PlayableDuration": time_span::from_ms(self.playable_ms),
            "TeamsEnabled": self.teams_enabled(),
            "TeamScoringEnabled": self.teams_enabled(),
        });
        if self.generation() == Generation::Current {
            info["GameplayInteraction"] = self.interaction().into();
        }
        info
    }
}
