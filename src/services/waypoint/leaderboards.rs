//! The leaderboards of the website.
//!
//! The website is the only source of leaderboards: the API has none. Path and data are those that the public program
//! `JGtm/LevelUp` reads; its repository has a whole page of 2026.

use std::ops::Deref;

use super::super::arguments::guid;
use super::page;
use super::service::Waypoint;
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
        page::as_html(Request::new(self.pipeline, &LEADERBOARD, arguments))
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

impl sealed::FromResponse for LeaderboardPage {
    #[inline]
    fn from_response(response: Response<Self>) -> Result<Self, Error> {
        page::data(&response).map(Self)
    }
}
