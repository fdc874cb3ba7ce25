//! The website Halo Waypoint: leaderboards, images of competitive ranks.
//!
//! Host: `www.halowaypoint.com`. The requests carry no token. The website is made for people, so its pages can change at
//! any time, and change more often than the API. Browsers and chat programs can show the addresses of the images.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let (season, playlist) = ("CsrSeason13-1", "edfef3ac-9cbe-4fa2-b949-8f29deafd483");
//! let page = client.waypoint().leaderboard(season, playlist).send()?;
//! for (place, entry) in page.places().take(10) {
//!     println!("{place}. {} with {}", entry.player.gamertag, entry.score);
//! }
//! # assert!(!page.leaderboard.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(super) mod esports;
pub(super) mod images;
pub(super) mod leaderboards;
mod page;
mod service;

pub use esports::{HcsLeaderboard, HcsPlayer};
pub use leaderboards::LeaderboardPage;
#[cfg(fuzzing)]
pub use page::script as leaderboard_data;
pub use service::Waypoint;
