//! The game's content: medals, seasons, reward tracks, images, any other file.
//!
//! The service lives on `gamecms-hacs.svc.halowaypoint.com`; its calls carry clearance.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! let medals = client.gamecms_hacs().medal_metadata().send()?;
//! println!("{} medals", medals.medals.len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use serde_json::Value;

use crate::call::Call;
use crate::client::Client;
use crate::environment::Service;
use crate::error::ArgumentError;
use crate::file::File;
use crate::models::gamecms_hacs::{
    CareerRewardTrack, CsrSeasonCalendar, MedalMetadata, OperationRewardTrack, SeasonCalendar,
};
use crate::request::Request;

/// The calls of the game's content management.
#[derive(Debug, Clone, Copy)]
pub struct GamecmsHacs<'c> {
    client: &'c Client,
}

impl<'c> GamecmsHacs<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self { client }
    }

    /// A file of one of the content's roots, by its path below `file/`.
    fn file<T>(self, method: &'static str, root: &str, path: &str) -> Request<T> {
        let call = segments(path).map(|path| {
            let path = ["hi", root, "file"].into_iter().chain(path);
            Call::get(Service::GamecmsHacs, method, path).with_clearance()
        });
        Request::new(self.client, call)
    }

    /// All medals: names, descriptions, difficulty, and where their sprites are.
    pub fn medal_metadata(self) -> Request<MedalMetadata> {
        self.file("medal_metadata", "Waypoint", "medals/metadata.json")
    }

    /// The CSR seasons: when competitive ranks were reset.
    pub fn csr_season_calendar(self) -> Request<CsrSeasonCalendar> {
        self.file(
            "csr_season_calendar",
            "Progression",
            "Csr/Calendars/CsrSeasonCalendar.json",
        )
    }

    /// The seasons, operations and events, with their reward tracks.
    pub fn season_calendar(self) -> Request<SeasonCalendar> {
        self.file(
            "season_calendar",
            "progression",
            "calendars/seasons/seasoncalendar.json",
        )
    }

    /// The ranks of the career and what each takes.
    pub fn career_reward_track(self) -> Request<CareerRewardTrack> {
        self.file(
            "career_reward_track",
            "Progression",
            "RewardTracks/CareerRanks/careerRank1.json",
        )
    }

    /// The ranks of an operation and what they bring, by the path of its reward track.
    pub fn operation_reward_track(self, path: &str) -> Request<OperationRewardTrack> {
        self.file("operation_reward_track", "Progression", path)
    }

    /// Any progression file, by its path, as raw JSON; [`send_as`](Request::send_as) gives any model.
    pub fn progression_file(self, path: &str) -> Request<Value> {
        self.file("progression_file", "Progression", path)
    }

    /// A file that Waypoint shows, by its path: such as the sheets of medal sprites, whose paths
    /// [`medal_metadata`](Self::medal_metadata) has.
    pub fn waypoint_file(self, path: &str) -> Request<File> {
        self.file("waypoint_file", "Waypoint", path)
    }

    /// An image, by its path, such as `career_rank/CelebrationMoment/219_Cadet_Onyx_III.png`.
    pub fn image(self, path: &str) -> Request<File> {
        self.file("image", "images", path)
    }
}

/// The segments of a file's path. A slash at its start does not matter: the API writes some so.
fn segments(path: &str) -> Result<Vec<&str>, ArgumentError> {
    let path = path.trim();
    let segments: Vec<_> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    let is_name = |segment: &&str| !matches!(*segment, "" | "." | "..") && !segment.contains(['\\', '\0']);
    if segments.iter().all(is_name) && !path.chars().any(char::is_control) {
        Ok(segments)
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
