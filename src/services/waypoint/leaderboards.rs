//! The leaderboards of the website.
//!
//! The website is the only source of leaderboards: the API has none. Path and data are those that the public program
//! `JGtm/LevelUp` reads; its repository has a whole page of 2026.

use std::ops::Deref;

use serde::Deserialize;
use ureq::http::{HeaderValue, header};

use super::super::arguments::guid;
use super::service::Waypoint;
use crate::decode::DecodeError;
use crate::error::Error;
use crate::models::waypoint::Leaderboard;
use crate::request::{Request, Response, sealed};
use crate::types::{ArgumentError, Endpoint, Guid, ResponseKind, Season, Service, argument, endpoints};

endpoints! {
    LEADERBOARD = Endpoint::get(
        Service::Waypoint,
        "leaderboard",
        "/halo-infinite/leaderboards/{season}/{playlist_id}",
    )
    .without_token()
    .returns(ResponseKind::File);
}

impl Waypoint<'_> {
    /// The players with the highest CSR in a playlist and a CSR season: the first 100.
    /// [`page`](Request::<LeaderboardPage>::page) selects others.
    ///
    /// [`Leaderboard::seasons`] and [`Leaderboard::playlists`] list the leaderboards that exist. The website removes
    /// old seasons, and then responds with 404. It sometimes fails with 500 for one playlist.
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
    #[inline]
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
pub fn script(page: &str) -> Option<&str> {
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
