//! The game's content: medals, seasons, reward tracks, items, challenges, news, images, any other file.
//!
//! Host: `gamecms-hacs.svc.halowaypoint.com`. All requests carry the clearance, which selects the player's version of
//! the content. The game also sends the clearance in the query of some files, as `flight`; public clients do without.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! let medals = client.gamecms_hacs().medal_metadata().send()?;
//! println!("{} medals", medals.medals.len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(super) mod academy;
mod guide_kind;
pub(super) mod guides;
pub(super) mod messages;
pub(super) mod multiplayer;
pub(super) mod progression;
pub(super) mod specs;
pub(super) mod store;

use std::time::Duration;

use serde_json::Value;

use crate::models::gamecms_hacs::{
    CareerRewardTrack, CsrSeasonCalendar, MedalMetadata, OperationRewardTrack, SeasonCalendar,
};
use crate::pipeline::Pipeline;
use crate::request::{RawFile, Request};
use crate::types::{ArgumentError, CacheRule, Endpoint, ResponseKind, Service, endpoints};

pub use guide_kind::GuideKind;

const DAY: Duration = Duration::from_secs(24 * 3600);

/// A file of the game's content, which changes with its updates, some days of a year.
const fn file(name: &'static str, path: &'static str) -> Endpoint {
    Endpoint::get(Service::GamecmsHacs, name, path)
        .with_clearance()
        .cached(CacheRule::For(DAY))
}

endpoints! {
    MEDAL_METADATA = file("medal_metadata", "/hi/Waypoint/file/medals/metadata.json");
    CSR_SEASON_CALENDAR = file(
        "csr_season_calendar",
        "/hi/Progression/file/Csr/Calendars/CsrSeasonCalendar.json",
    );
    SEASON_CALENDAR = file(
        "season_calendar",
        "/hi/progression/file/calendars/seasons/seasoncalendar.json",
    );
    CAREER_REWARD_TRACK = file(
        "career_reward_track",
        "/hi/Progression/file/RewardTracks/CareerRanks/careerRank1.json",
    );
    OPERATION_REWARD_TRACK = file("operation_reward_track", "/hi/Progression/file/{path…}");
    PROGRESSION_FILE = file("progression_file", "/hi/Progression/file/{path…}");
    WAYPOINT_FILE = file("waypoint_file", "/hi/Waypoint/file/{path…}").returns(ResponseKind::File);
    // New images have new paths.
    IMAGE = file("image", "/hi/images/file/{path…}")
        .returns(ResponseKind::File)
        .cached(CacheRule::For(DAY.saturating_mul(30)));
}

/// The endpoints of the game's content management.
#[derive(Clone, Copy)]
pub struct GamecmsHacs<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> GamecmsHacs<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    /// All medals: names, descriptions, difficulty, and the places of their sprites.
    pub fn medal_metadata(self) -> Request<MedalMetadata> {
        Request::new(self.pipeline, &MEDAL_METADATA, [])
    }

    /// The CSR seasons: the times at which competitive ranks were reset.
    pub fn csr_season_calendar(self) -> Request<CsrSeasonCalendar> {
        Request::new(self.pipeline, &CSR_SEASON_CALENDAR, [])
    }

    /// The seasons, operations and events, with their reward tracks.
    pub fn season_calendar(self) -> Request<SeasonCalendar> {
        Request::new(self.pipeline, &SEASON_CALENDAR, [])
    }

    /// The ranks of the career, and the XP that each takes.
    pub fn career_reward_track(self) -> Request<CareerRewardTrack> {
        Request::new(self.pipeline, &CAREER_REWARD_TRACK, [])
    }

    /// The ranks of an operation and their rewards, by the path of its reward track.
    /// [`event_reward_track`](Self::event_reward_track) does the same for events.
    pub fn operation_reward_track(self, path: &str) -> Request<OperationRewardTrack> {
        Request::new(self.pipeline, &OPERATION_REWARD_TRACK, [file_path(path)])
    }

    /// Any progression file, by its path, as raw JSON. [`send_as`](Request::send_as) returns any model.
    pub fn progression_file(self, path: &str) -> Request<Value> {
        Request::new(self.pipeline, &PROGRESSION_FILE, [file_path(path)])
    }

    /// A file of Halo Waypoint, by its path, such as the sheets of medal sprites, whose paths
    /// [`medal_metadata`](Self::medal_metadata) lists.
    pub fn waypoint_file(self, path: &str) -> Request<RawFile> {
        Request::new(self.pipeline, &WAYPOINT_FILE, [file_path(path)])
    }

    /// An image, by its path, such as `career_rank/CelebrationMoment/219_Cadet_Onyx_III.png`.
    pub fn image(self, path: &str) -> Request<RawFile> {
        Request::new(self.pipeline, &IMAGE, [file_path(path)])
    }
}

/// Checks a file's path. A slash at its start does not matter: the API writes some so.
fn file_path(path: &str) -> Result<String, ArgumentError> {
    let path = path.trim();
    let relative = path.strip_prefix('/').unwrap_or(path);
    let is_name = |segment: &str| !matches!(segment, "" | "." | "..") && !segment.contains(['\\', '\0']);
    if relative.split('/').all(is_name) && !path.chars().any(char::is_control) {
        Ok(relative.to_owned())
    } else {
        Err(ArgumentError::new(
            "path",
            format!(
                "`{}` is not the path of a file such as Csr/Seasons/CsrSeason9-1.json",
                path.escape_debug()
            ),
        ))
    }
}
