//! The website Halo Waypoint: leaderboards, and images of competitive ranks.
//!
//! Host: `www.halowaypoint.com`. The requests carry no token. The website is the only source of leaderboards: the API
//! has none. It is made for people, so its pages can change at any time, and change more often than the API. Path and
//! data are those that the public program `JGtm/LevelUp` reads, which keeps a whole page of 2026.
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
//!
//! The addresses of images also serve browsers and chat programs:
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! use halo_infinite::types::Csr;
//!
//! let rank: Csr = "Diamond IV".parse()?;
//! let request = client.waypoint().csr_image(&rank.image_name());
//! println!("{} bytes from {}", request.send()?.bytes.len(), request.http()?.uri());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::ops::Deref;
use std::time::Duration;

use serde::Deserialize;
use ureq::http::{HeaderValue, header};

use super::arguments::guid;
use crate::decode::DecodeError;
use crate::error::Error;
use crate::http::segment;
use crate::models::waypoint::Leaderboard;
use crate::pipeline::Pipeline;
use crate::request::{RawFile, Request, Response, sealed};
use crate::types::{
    ArgumentError, CacheRule, Endpoint, Guid, ResponseKind, Season, Service, argument, endpoints,
};

const MONTH: CacheRule = CacheRule::For(Duration::from_secs(30 * 24 * 3600));

endpoints! {
    LEADERBOARD = Endpoint::get(
        Service::Waypoint,
        "leaderboard",
        "/halo-infinite/leaderboards/{season}/{playlist_id}",
    )
    .without_token()
    .returns(ResponseKind::File);
    CSR_IMAGE = Endpoint::get(Service::Waypoint, "csr_image", "/images/halo-infinite/csr/{file}")
        .without_token()
        .returns(ResponseKind::File)
        .cached(MONTH);
}

/// The pages of the website.
#[derive(Clone, Copy)]
pub struct Waypoint<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> Waypoint<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    /// The players with the highest CSR in a playlist and a CSR season: the first 100.
    /// [`page`](Request::<LeaderboardPage>::page) selects others.
    ///
    /// [`Leaderboard::seasons`] and [`Leaderboard::playlists`] list the leaderboards that exist. The website removes
    /// seasons, whose pages are then 404, and sometimes fails with 500 for one playlist.
    pub fn leaderboard(
        self,
        season: impl TryInto<Season, Error: Into<ArgumentError>>,
        playlist_id: impl TryInto<Guid, Error: Into<ArgumentError>>,
    ) -> Request<LeaderboardPage> {
        let season = argument::<Season>("season", season)
            .and_then(|season| season.csr_name().map(str::to_ascii_lowercase));
        let arguments = [season, guid("playlist_id", playlist_id)];
        Request::new(self.pipeline, &LEADERBOARD, arguments).change(|request| {
            let html = HeaderValue::from_static("text/html");
            request.headers.insert(header::ACCEPT, html);
            Ok(())
        })
    }

    /// The image of a competitive rank, by its name, such as `diamond_4`, from
    /// [`Csr::image_name`](crate::types::Csr::image_name) or
    /// [`CsrContainer::image_name`](crate::models::skill::CsrContainer::image_name).
    ///
    /// The names are those that the public program OpenSpartan Workshop downloads: `unranked_0` to `unranked_9`,
    /// `bronze_1` to `diamond_6`, and `onyx_1`.
    pub fn csr_image(self, name: &str) -> Request<RawFile> {
        let file = segment("name", name).map(|name| format!("{name}.png"));
        Request::new(self.pipeline, &CSR_IMAGE, [file])
    }
}

impl Request<LeaderboardPage> {
    /// Number of the page. Defaults to 1, the first.
    pub fn page(self, page: u32) -> Self {
        self.change(|request| {
            if page == 0 {
                return Err(ArgumentError::new("page", "the first page is 1"));
            }
            request.set_query("page", page);
            Ok(())
        })
    }
}

/// A page of a leaderboard. Dereferences to [`Leaderboard`], the data in the page.
#[derive(Debug, Clone, PartialEq)]
pub struct LeaderboardPage(Leaderboard);

impl LeaderboardPage {
    /// The data in the page.
    pub fn into_inner(self) -> Leaderboard {
        self.0
    }
}

impl Deref for LeaderboardPage {
    type Target = Leaderboard;

    fn deref(&self) -> &Leaderboard {
        &self.0
    }
}

/// The data that the page's script starts with.
#[derive(Deserialize)]
struct NextData {
    props: Props,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Props {
    page_props: Leaderboard,
}

impl sealed::FromResponse for LeaderboardPage {
    fn from_response(response: Response<Self>) -> Result<Self, Error> {
        let page = std::str::from_utf8(response.bytes()).ok();
        let Some(data) = page.and_then(script) else {
            return Err(response.misfit(DecodeError {
                path: ".".into(),
                problem: "the page does not hold the data of a leaderboard".into(),
            }));
        };
        let data: NextData = response.decode_part(data.as_bytes())?;
        Ok(Self(data.props.page_props))
    }
}

/// The JSON in the script that Next.js puts into a page.
fn script(page: &str) -> Option<&str> {
    let (_, after) = page.split_once("id=\"__NEXT_DATA__\"")?;
    let (_, script) = after.split_once('>')?;
    let (json, _) = script.split_once("</script>")?;
    Some(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_found_by_its_id() {
        let page =
            r#"<p id="a">b</p><script id="__NEXT_DATA__" type="application/json">{"a":1}</script><script>"#;
        assert_eq!(script(page), Some(r#"{"a":1}"#));
        for page in [
            "",
            "<p>",
            r#"<script id="__NEXT_DATA__""#,
            r#"<script id="__NEXT_DATA__">{}"#,
        ] {
            assert_eq!(script(page), None, "{page}");
        }
    }
}
