//! The news and their pictures, and the errors of the lobby.

use super::texts::{text, translated};
use crate::wire::jpeg;
use crate::wire::timestamp::in_words;
use crate::world::catalog::playlists;
use crate::world::catalog::seasons;
use serde_json::{Value, json};

/// The path of the news.
pub(super) const NEWS: &str = "articles/articles.json";
/// The width and height of a picture, in pixels.
const PICTURE: (u16, u16) = (1920, 1080);
/// The pictures of the articles.
pub(super) const PICTURES: [&str; 3] = [
    "news/Sandbox/Operation_MOTD.jpg",
    "news/Sandbox/Playlist_MOTD.jpg",
    "news/Sandbox/Support_MOTD.jpg",
];

/// The news: about the current operation, a playlist, and the support.
pub(super) fn news(path: &str) -> Option<Value> {
    (path == NEWS).then(|| json!({ "NewsArticles": [operation(), playlist(), support()] }))
}

fn operation() -> Value {
    let season = seasons::current();
    let name = season.operation;
    let headline = translated(
        &format!("{name} Has Begun"),
        [
            &format!("{name} a commencé"),
            &format!("{name} hat begonnen"),
            &format!("{name} ha comenzado"),
        ],
    );
    let body = format!(
        "Earn the rewards of {name} until {}.\n\nMatches and challenges advance the pass.",
        in_words(seasons::end(season))
    );
    let pass = action(
        "Visit your Operation Pass",
        "Opens the pass.",
        "news://slamsContentScreen?slamsUri=progression_menu",
    );
    article([headline, text(&body)], PICTURES[0], &[pass])
}

fn playlist() -> Value {
    let name = playlists::FIREFIGHT.asset.name;
    let headline = translated(
        &format!("Play {name}"),
        [
            &format!("Jouez à {name}"),
            &format!("Spielt {name}"),
            &format!("Juega a {name}"),
        ],
    );
    let body = format!("{name} is open. Bring your fireteam.");
    let actions = [
        action(
            "Visit Halo Waypoint",
            "Opens Halo Waypoint in a browser.",
            "https://www.halowaypoint.com",
        ),
        action(
            "Head to Shop",
            "Opens the shop.",
            "news://slamsContentScreen?slamsUri=store",
        ),
    ];
    article([headline, text(&body)], PICTURES[1], &actions)
}

fn support() -> Value {
    let headline = translated(
        "Known Issues",
        ["Problèmes connus", "Bekannte Probleme", "Problemas conocidos"],
    );
    article(
        [headline, text("This game is a sandbox: nobody plays.")],
        PICTURES[2],
        &[],
    )
}

fn article([headline, body]: [Value; 2], picture: &str, actions: &[Value]) -> Value {
    let (width, height) = PICTURE;
    json!({
        "ShortHeadline": headline,
        "FullHeadline": headline,
        "Body": body,
        "ArticleImage": { "Width": width, "Height": height, "Path": picture },
        "ArticleActions": actions,
    })
}

fn action(title: &str, description: &str, target: &str) -> Value {
    json!({ "ActionTitle": text(title), "ActionDescription": text(description), "ActionUri": target })
}

/// A picture of the news, by its lower-case path.
pub(super) fn picture(path: &str) -> Option<Vec<u8>> {
    let color = PICTURES
        .iter()
        .position(|picture| picture.eq_ignore_ascii_case(path))?;
    let (width, height) = PICTURE;
    Some(jpeg::plain(width, height, color))
}

/// The errors of the lobby, by their numbers.
const LOBBY_ERRORS: [(&str, &str); 6] = [
    ("InternalError", "The services have a problem. Try again later."),
    (
        "IncompatibleClientBuilds",
        "Some members of the fireteam have another version of the game.",
    ),
    (
        "MaximumMultiplayerSplitScreenExceeded",
        "Too many players are signed in on one console.",
    ),
    ("TooManyPlayers", "The fireteam is too large for this playlist."),
    (
        "PlayerBanned",
        "A member of the fireteam is banned from matchmaking.",
    ),
    (
        "MissingContent",
        "A member of the fireteam has not installed this content.",
    ),
];

pub(super) fn lobby_errors() -> Value {
    let error = |(id, (name, message)): (usize, &(&str, &str))| json!({ "gameStartError": name, "gameStartErrorId": id, "displayString": text(message) });
    json!({ "ErrorList": LOBBY_ERRORS.iter().enumerate().map(error).collect::<Value>() })
}
