//! Messages for players: news, bans, errors of the lobby.

use super::{GamecmsHacs, file, file_path};
use crate::models::gamecms_hacs::{BanMessage, LobbyErrorMessages, News};
use crate::request::Request;
use crate::types::{CacheRule, Endpoint, endpoints};

endpoints! {
    // The news change at any time.
    NEWS = file("news", "/hi/news/file/articles/articles.json").cached(CacheRule::OnRequest);
    BAN_MESSAGE = file("ban_message", "/hi/Banning/file/{path…}");
    LOBBY_ERROR_MESSAGES = file(
        "lobby_error_messages",
        // The three letters p are the game's.
        "/hi/Multiplayer/file/gameStartErrorMessages/LobbyHoppperErrorMessageList.json",
    );
}

impl GamecmsHacs<'_> {
    /// The news in the game's menu, in all languages. [`image`](Self::image) returns their pictures. Captured
    /// in 2022.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// for article in client.gamecms_hacs().news().send()?.news_articles {
    ///     let headline = article.full_headline.as_ref();
    ///     println!("{}", headline.map_or("", |headline| headline.in_language("fr-FR")));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn news(self) -> Request<News> {
        Request::new(self.pipeline, &NEWS, [])
    }

    /// The message of a ban, by its path: see
    /// [`Ban::message_path`](crate::models::banprocessor::Ban::message_path).
    ///
    /// No response has been captured. The path is in the game's catalogue, and the fields are those that `halo_api`
    /// and the npm package `halo-infinite-api` read. [`BanMessage::text`] reads both forms.
    pub fn ban_message(self, path: &str) -> Request<BanMessage> {
        Request::new(self.pipeline, &BAN_MESSAGE, [file_path(path)])
    }

    /// The messages that the game shows if a match cannot start. Captured in 2022.
    pub fn lobby_error_messages(self) -> Request<LobbyErrorMessages> {
        Request::new(self.pipeline, &LOBBY_ERROR_MESSAGES, [])
    }
}
