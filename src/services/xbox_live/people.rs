//! Players as the signed-in player sees them, at `peoplehub.xboxlive.com`.

use ureq::http::{HeaderValue, header};

use super::service::XboxLive;
use crate::models::xbox_live::XboxPeople;
use crate::request::{Request, xuid};
use crate::services::arguments::language;
use crate::types::{ArgumentError, Endpoint, Player, Service, endpoints};

/// Maximum number of players that a search returns by default.
pub const MAX_FOUND: u32 = 25;

/// The version of the service's contract that serves the lists of all players.
pub(in crate::services) const PEOPLE_CONTRACT: u16 = 5;
/// The version that knows friends in both directions, but returns empty lists for other players.
const FRIENDS_CONTRACT: u16 = 7;

const fn get(name: &'static str, path: &'static str, contract_version: u16) -> Endpoint {
    Endpoint::get(Service::Peoplehub, name, path).with_xbox_token(contract_version)
}

endpoints! {
    FRIENDS = get(
        "friends",
        "/users/me/people/friends/decoration/detail,preferredColor,presenceDetail",
        FRIENDS_CONTRACT,
    );
    FOLLOWED_BY = get(
        "followed_by",
        "/users/{player}/people/social/decoration/detail,preferredColor,presenceDetail",
        PEOPLE_CONTRACT,
    );
    RECENT_PLAYERS = get("recent_players", "/users/me/people/recentplayers", PEOPLE_CONTRACT);
    SEARCH = get("search", "/users/me/people/search/decoration/detail,preferredColor", PEOPLE_CONTRACT);
}

impl XboxLive<'_> {
    fn people(
        self,
        endpoint: &'static Endpoint,
        arguments: impl IntoIterator<Item = Result<String, ArgumentError>>,
    ) -> Request<XboxPeople> {
        Request::new(self.pipeline, endpoint, arguments).change(|request| {
            let english = HeaderValue::from_static("en-US");
            request.headers.insert(header::ACCEPT_LANGUAGE, english);
            Ok(())
        })
    }

    /// The friends of the signed-in player: both have agreed. For the list of another player, see
    /// [`followed_by`](Self::followed_by). Path and contract version as in go-xsapi.
    pub fn friends(self) -> Request<XboxPeople> {
        self.people(&FRIENDS, [])
    }

    /// The players whom a player follows, by XUID. Any player may ask; the owner's privacy settings can hide the list.
    /// Path and contract version as in xbox-webapi-python.
    pub fn followed_by(
        self,
        player: impl TryInto<Player, Error: Into<ArgumentError>>,
    ) -> Request<XboxPeople> {
        self.people(
            &FOLLOWED_BY,
            [xuid("player", player).map(|xuid| xuid.to_string())],
        )
    }

    /// The players whom the signed-in player has met in recent games, with the games and the times. Path as in
    /// xbox-webapi-node.
    pub fn recent_players(self) -> Request<XboxPeople> {
        self.people(&RECENT_PLAYERS, [])
    }

    /// The players whose gamertags resemble a text, the best match first: by default at most [`MAX_FOUND`]. A `#` is left
    /// out, as in gamertags. Path and query as in go-xsapi.
    pub fn search(self, text: impl AsRef<str>) -> Request<XboxPeople> {
        let text = text.as_ref().replace('#', "");
        self.people(&SEARCH, [])
            .change(|request| {
                let text = text.trim();
                if text.is_empty() || text.chars().any(char::is_control) {
                    let problem = format!("`{}` is nothing to search for", text.escape_debug());
                    return Err(ArgumentError::new("text", problem));
                }
                request.set_query("q", text);
                Ok(())
            })
            .query("maxItems", MAX_FOUND)
    }
}

impl Request<XboxPeople> {
    /// Requests texts such as the presence in a language, by its tag, such as `fr-FR`. Defaults to English.
    pub fn language(self, tag: &str) -> Self {
        self.change(|request| {
            request.headers.insert(header::ACCEPT_LANGUAGE, language(tag)?);
            Ok(())
        })
    }

    /// Sets the maximum number of players in the response. Other clients do so for the [search](XboxLive::search) and the
    /// [recent players](XboxLive::recent_players).
    pub fn count(self, count: u32) -> Self {
        self.query("maxItems", count)
    }
}
