//! `peoplehub`: friends, recent players, the search for players.

use super::access::{ServiceError, contract};
use super::person::Profile;
use crate::app::{App, Shared};
use crate::services::path::{PathOwner, Viewer, normalized};
use crate::services::query::Query;
use crate::wire::timestamp::from_ms;
use crate::world::Acquaintance;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use std::ops::RangeInclusive;

const CONTRACTS: RangeInclusive<u16> = 1..=7;
/// The first version that knows friends in both directions. It returns no players whom others follow.
const FRIENDS_CONTRACT: u16 = 7;
const TITLE_ID: &str = "2043073184";
const MAX_FOUND: usize = 25;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/users/me/people/friends", get(friends))
        .route("/users/me/people/friends/decoration/{decoration}", get(friends))
        .route("/users/{player}/people/social", get(followed))
        .route(
            "/users/{player}/people/social/decoration/{decoration}",
            get(followed),
        )
        .route("/users/me/people/recentplayers", get(recent_players))
        .route(
            "/users/me/people/recentplayers/decoration/{decoration}",
            get(recent_players),
        )
        .route("/users/me/people/search", get(search))
        .route("/users/me/people/search/decoration/{decoration}", get(search))
}

async fn friends(
    State(app): State<Shared>,
    Viewer(viewer): Viewer,
    headers: HeaderMap,
) -> Result<Json<Value>, ServiceError> {
    let view = View::new(&app, viewer, contract(&headers, CONTRACTS)?);
    let friends = view
        .followed
        .iter()
        .filter(|person| view.is_followed_back(**person));
    Ok(view.list(friends.map(|person| view.person(*person, None))))
}

async fn followed(
    State(app): State<Shared>,
    Viewer(viewer): Viewer,
    PathOwner(player): PathOwner,
    headers: HeaderMap,
) -> Result<Json<Value>, ServiceError> {
    let view = View::new(&app, viewer, contract(&headers, CONTRACTS)?);
    let followed = match view.contract >= FRIENDS_CONTRACT && player != viewer {
        true => Vec::new(),
        false => app.world.followed_by(player),
    };
    Ok(view.list(followed.into_iter().map(|person| view.person(person, None))))
}

async fn recent_players(
    State(app): State<Shared>,
    Viewer(viewer): Viewer,
    headers: HeaderMap,
    query: Query,
) -> Result<Json<Value>, ServiceError> {
    let view = View::new(&app, viewer, contract(&headers, CONTRACTS)?);
    let met = app.world.met_by(viewer).into_iter();
    let met = met.take(max_items(&query, usize::MAX)?);
    Ok(view.list(met.map(|met| view.person(met.person, Some(met)))))
}

async fn search(
    State(app): State<Shared>,
    Viewer(viewer): Viewer,
    headers: HeaderMap,
    query: Query,
) -> Result<Json<Value>, ServiceError> {
    let view = View::new(&app, viewer, contract(&headers, CONTRACTS)?);
    let text = normalized(query.get("q").ok_or(ServiceError::InvalidRequest)?);
    let people = app.world.people().iter().enumerate();
    let mut found: Vec<(usize, usize)> = people
        .filter_map(|(index, person)| Some((normalized(person.gamertag()).find(&text)?, index)))
        .collect();
    found.sort_unstable();
    let found = found.into_iter().take(max_items(&query, MAX_FOUND)?);
    Ok(view.list(found.map(|(_, index)| view.person(index, None))))
}

fn max_items(query: &Query, default: usize) -> Result<usize, ServiceError> {
    let number = query
        .number("maxItems")
        .map_err(|_| ServiceError::InvalidRequest)?;
    Ok(number.unwrap_or(default))
}

/// The people as a player sees them.
struct View<'a> {
    app: &'a App,
    viewer: usize,
    contract: u16,
    /// The people whom the player follows.
    followed: Vec<usize>,
}

impl<'a> View<'a> {
    fn new(app: &'a App, viewer: usize, contract: u16) -> Self {
        Self {
            app,
            viewer,
            contract,
            followed: app.world.followed_by(viewer),
        }
    }

    fn is_followed_back(&self, person: usize) -> bool {
        self.app.world.followed_by(person).contains(&self.viewer)
    }

    /// A response with all people whose accounts are open.
    fn list(&self, people: impl Iterator<Item = Option<Value>>) -> Json<Value> {
        Json(json!({
            "people": people.flatten().collect::<Value>(),
            "recommendationSummary": null,
            "friendFinderState": null,
            "accountLinkDetails": null,
        }))
    }

    fn person(&self, index: usize, met: Option<Acquaintance>) -> Option<Value> {
        let person = &self.app.world.people()[index];
        if self.app.closed_accounts.contains(person.xuid()) {
            return None;
        }
        let profile = Profile::of(person);
        let (is_followed, follows) = (self.followed.contains(&index), self.is_followed_back(index));
        let presence = if profile.is_online { "Online" } else { "Offline" };
        let text = if profile.is_online {
            "Halo Infinite"
        } else {
            "Offline"
        };
        let mut fields = Map::new();
        let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        set("xuid", person.xuid().to_string().into());
        set("isFavorite", false.into());
        set("isFollowingCaller", follows.into());
        set("isFollowedByCaller", is_followed.into());
        set("isIdentityShared", false.into());
        if self.contract >= FRIENDS_CONTRACT {
            set("isFriend", (is_followed && follows).into());
        }
        set("displayName", profile.gamertag.into());
        set("realName", "".into());
        set("displayPicRaw", profile.picture.clone().into());
        set("gamertag", profile.gamertag.into());
        set("gamerScore", profile.gamerscore.to_string().into());
        set("modernGamertag", profile.modern.into());
        set("modernGamertagSuffix", profile.suffix.into());
        set("uniqueModernGamertag", profile.unique().into());
        set("xboxOneRep", profile.reputation.into());
        set("presenceState", presence.into());
        set("presenceText", text.into());
        set("isBroadcasting", false.into());
        set("isQuarantined", false.into());
        set("lastSeenDateTimeUtc", Value::Null);
        set("recentPlayer", met.map_or(Value::Null, recent));
        set(
            "preferredColor",
            json!({ "primaryColor": "107c10", "secondaryColor": "102b14", "tertiaryColor": "155715" }),
        );
        let presences = match profile.is_online {
            true => json!([{
                "IsBroadcasting": false,
                "Device": "Scarlett",
                "PresenceText": text,
                "State": "Active",
                "TitleId": TITLE_ID,
                "IsPrimary": true,
                "IsGame": true,
                "RichPresenceText": null,
            }]),
            false => json!([]),
        };
        set("presenceDetails", presences);
        set(
            "detail",
            json!({
                "accountTier": profile.tier,
                "bio": profile.bio,
                "isVerified": false,
                "location": profile.location,
                "tenure": profile.tenure.to_string(),
                "watermarks": [],
                "blocked": false,
                "mute": false,
                "followerCount": profile.followers,
                "followingCount": self.app.world.followed_by(index).len(),
                "hasGamePass": false,
            }),
        );
        set("preferredPlatforms", json!([]));
        Some(fields.into())
    }
}

/// The game that both played.
fn recent(met: Acquaintance) -> Value {
    json!({
        "titles": [{ "titleName": "Halo Infinite", "lastPlayedWithDateTime": from_ms(met.last_met) }],
        "text": "Halo Infinite",
    })
}
