//! `economy`: customization and progression.

use super::halo::Model;
use super::path::{PathOwner, Viewer, only_own, parameter};
use super::players::{MAX_PLAYERS, players};
use super::query::Query;
use crate::app::{App, Shared};
use crate::rng::Rng;
use crate::wire::problem::Problem;
use crate::wire::timestamp::{envelope, midnight};
use crate::world::catalog::seasons;
use crate::world::wardrobe::{self, Core, CoreKind};
use crate::world::{career, emblems, rewards};
use axum::Router;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::routing::get;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The `ResultCode` of this service.
const SUCCESS: &str = "Success";
const CAREER: &str = "RewardTracks/CareerRanks/careerRank1.json";

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/hi/careerranks/{track}", get(career_ranks))
        .route("/hi/customization", get(customizations))
        .route("/hi/players/{player}/customization", get(customization))
        .route("/hi/players/{player}/customization/appearance", get(appearance))
        .route(
            "/hi/players/{player}/rewardtracks/careerranks/{track}",
            get(career_rank),
        )
        .route("/hi/players/{player}/rewardtracks/operations", get(operations))
}

/// The `{track}` of the path. The only career is `careerrank1`.
struct PathTrack;

impl FromRequestParts<Shared> for PathTrack {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let track = parameter(parts, app, "track").await?;
        if track.eq_ignore_ascii_case("careerrank1") {
            Ok(Self)
        } else {
            Err(Problem::NotFound)
        }
    }
}

/// The results of the players of a list. One unknown player makes the whole request a 404.
fn results(app: &App, query: &Query, result: impl Fn(usize) -> Value) -> Result<Value, Problem> {
    let entry = |xuid: u64| {
        let person = app.world.with_xuid(xuid).ok_or(Problem::NotFound)?;
        let result = result(person);
        Ok(json!({ "Id": format!("xuid({xuid})"), "ResultCode": SUCCESS, "Result": result }))
    };
    players(query, "players", MAX_PLAYERS)?
        .into_iter()
        .map(entry)
        .collect()
}

/// The career ranks of any players. Unlike a player's own, they have no flags.
async fn career_ranks(State(app): State<Shared>, _: PathTrack, query: Query) -> Result<Model, Problem> {
    let result = |person| {
        let (completed, xp) = career::progress(app.world.sittings_of(person).len());
        json!({
            "RewardTrackPath": CAREER,
            "TrackType": "CareerRank",
            "CurrentProgress": { "Rank": completed, "PartialProgress": xp },
        })
    };
    let tracks = results(&app, &query, result)?;
    Ok(Model("CareerRanks", json!({ "RewardTracks": tracks })))
}

/// Only for the player's own token, as `halo_api` documents. Other players' ranks come from a list of players.
async fn career_rank(
    State(app): State<Shared>,
    PathOwner(person): PathOwner,
    _: PathTrack,
    viewer: Viewer,
) -> Result<Model, Problem> {
    only_own(person, viewer)?;
    let (completed, xp) = career::progress(app.world.sittings_of(person).len());
    let last = career::ranks().len() as i64;
    let spartan = Rng::for_subject(app.world.people()[person].xuid(), "spartan").uuid();
    Ok(Model(
        "PlayerCareerRank",
        json!({
            "RewardTrackPath": CAREER,
            "TrackType": "CareerRank",
            "CurrentProgress": progress(completed, xp, last),
            "PreviousProgress": null,
            "IsOwned": true,
            "BaseXp": null,
            "BoostXp": null,
            "SpartanId": spartan.to_string(),
        }),
    ))
}

fn progress(completed: i64, xp: i64, last: i64) -> Value {
    json!({ "Rank": completed, "PartialProgress": xp, "IsOwned": true, "HasReachedMaxRank": completed == last })
}

/// Only for the player's own token.
async fn operations(
    State(app): State<Shared>,
    PathOwner(person): PathOwner,
    viewer: Viewer,
) -> Result<Model, Problem> {
    only_own(person, viewer)?;
    let mut tracks: Vec<&str> = seasons::ALL.iter().map(|season| season.track).collect();
    tracks.dedup();
    let mut matches: HashMap<&str, usize> = HashMap::new();
    for (plan, _) in app.world.matches_of(person) {
        *matches.entry(seasons::at(plan.start).track).or_default() += 1;
    }
    let pass = |(index, track): (usize, &&str)| {
        let ranks = rewards::ranks(track);
        let (completed, xp) = rewards::progress(matches.get(track).copied().unwrap_or(0), ranks);
        json!({
            "RewardTrackPath": track,
            "TrackType": "Operation",
            "CurrentProgress": progress(completed, xp, ranks),
            "PreviousProgress": null,
            "IsOwned": index % 2 == 0,
            "BaseXp": null,
            "BoostXp": null,
        })
    };
    Ok(Model(
        "PlayerOperationPasses",
        json!({
            "ActiveOperationRewardTrackPath": seasons::current().track,
            "OperationRewardTracks": tracks.iter().enumerate().map(pass).collect::<Value>(),
            "ScheduledOperationRewardTrackPath": "",
        }),
    ))
}

async fn customization(
    State(app): State<Shared>,
    PathOwner(person): PathOwner,
    viewer: Viewer,
    query: Query,
) -> Result<Model, Problem> {
    let all = match query.get("view").map(str::to_ascii_lowercase).as_deref() {
        None | Some("public") => false,
        Some("private") => {
            only_own(person, viewer)?;
            true
        }
        Some(_) => return Err(Problem::BadRequest),
    };
    Ok(Model("PlayerCustomization", outfit(&app, person, all)))
}

/// The public customizations of any players.
async fn customizations(State(app): State<Shared>, query: Query) -> Result<Model, Problem> {
    let customizations = results(&app, &query, |person| outfit(&app, person, false))?;
    Ok(Model(
        "PlayersCustomization",
        json!({ "PlayerCustomizations": customizations }),
    ))
}

/// The public part of a customization that identity cards show.
async fn appearance(State(app): State<Shared>, PathOwner(person): PathOwner) -> Model {
    let mut outfit = outfit(&app, person, false);
    let appearance = outfit["Appearance"].take();
    Model(
        "AppearanceCustomization",
        json!({ "Status": SUCCESS, "Appearance": appearance }),
    )
}

/// A customization, with the items that are not in use or without them.
fn outfit(app: &App, person: usize, all: bool) -> Value {
    let xuid = app.world.people()[person].xuid();
    let mut outfit = Outfit {
        rng: Rng::for_subject(xuid, "outfit"),
        all,
    };
    let tag = outfit.rng.pick(&["117", "ODST", "SBX", "CARR", "0420"]);
    let (emblem, palette) = emblems::worn(xuid);
    json!({
        "ArmorCores": { "ArmorCores": outfit.cores(CoreKind::Armor) },
        "SpartanBody": {
            "LastModifiedDateUtc": changed(),
            "LeftArm": "None",
            "RightArm": "None",
            "LeftLeg": "None",
            "RightLeg": "None",
            "BodyType": outfit.rng.pick(&["Small", "Medium", "Large"]),
            "VoicePath": wardrobe::VOICE,
        },
        "Appearance": {
            "LastModifiedDateUtc": changed(),
            "ActionPosePath": wardrobe::POSE,
            "StancePath": "",
            "BackdropImagePath": wardrobe::BACKDROP,
            "Emblem": { "EmblemPath": emblem.path, "ConfigurationId": palette },
            "ServiceTag": tag,
            "IntroEmotePath": null,
            "PlayerTitlePath": null,
        },
        "WeaponCores": { "WeaponCores": outfit.cores(CoreKind::Weapon) },
        "AiCores": { "AiCores": outfit.cores(CoreKind::Ai) },
        "VehicleCores": { "VehicleCores": outfit.cores(CoreKind::Vehicle) },
    })
}

fn changed() -> Value {
    envelope(midnight(2025, 12, 1) + 68_211_964)
}

/// A player's choices, the same in every response.
struct Outfit {
    rng: Rng,
    /// Whether to include the items that the player owns and does not use.
    all: bool,
}

impl Outfit {
    /// One armor core and one AI core are in use. Weapons and vehicles have one core each, always in use, and no
    /// field that says so.
    fn cores(&mut self, kind: CoreKind) -> Vec<Value> {
        let cores = kind.cores();
        let chosen = self.rng.index(cores.len());
        let one_of = matches!(kind, CoreKind::Armor | CoreKind::Ai);
        let mut shown = Vec::new();
        for (index, core) in cores.iter().enumerate() {
            let themes = self.themes(kind, core);
            let equipped = !one_of || index == chosen;
            if self.all || equipped {
                let mut json = json!({
                    "CoreId": core.id,
                    "CorePath": kind.core_path(core),
                    "CoreType": core.kind,
                    "Themes": themes,
                });
                if one_of {
                    json["IsEquipped"] = equipped.into();
                }
                shown.push(json);
            }
        }
        shown
    }

    fn themes(&mut self, kind: CoreKind, core: &Core) -> Vec<Value> {
        let chosen = self.rng.index(core.coatings.len());
        let mut themes = Vec::new();
        for (index, coating) in core.coatings.iter().enumerate() {
            let equipped = index == chosen;
            let mut theme = Map::new();
            let mut put = |field: &str, value: Value| theme.insert(field.to_owned(), value);
            put("FirstModifiedDateUtc", changed());
            put("LastModifiedDateUtc", changed());
            put("IsEquipped", json!(equipped));
            put("IsDefault", json!(index == 0));
            put("ThemePath", json!(kind.theme_path(core)));
            let coating = kind.coating_path(coating);
            for (field, value) in worn(&mut self.rng, kind, &coating) {
                put(field, value);
            }
            if self.all || equipped {
                themes.push(Value::Object(theme));
            }
        }
        themes
    }
}

fn worn(rng: &mut Rng, kind: CoreKind, coating: &str) -> Vec<(&'static str, Value)> {
    let none = || json!("");
    let emblems = json!([{
        "Path": wardrobe::WEAPON_EMBLEM,
        "LocationId": -1_140_904_703,
        "ConfigurationId": emblems::WEAPON_PALETTE,
    }]);
    match kind {
        CoreKind::Armor => vec![
            ("CoatingPath", json!(coating)),
            ("GlovePath", json!(wardrobe::GLOVES)),
            ("HelmetPath", json!(rng.pick(&wardrobe::HELMETS))),
            ("HelmetAttachmentPath", none()),
            ("ChestAttachmentPath", none()),
            ("KneePadPath", json!(wardrobe::KNEE_PADS)),
            ("LeftShoulderPadPath", json!(wardrobe::LEFT_SHOULDER)),
            ("RightShoulderPadPath", json!(wardrobe::RIGHT_SHOULDER)),
            ("Emblems", json!([])),
            ("ArmorFxPath", none()),
            ("MythicFxPath", none()),
            ("VisorPath", json!(rng.pick(&wardrobe::VISORS))),
            ("HipAttachmentPath", none()),
            ("WristAttachmentPath", none()),
            ("ArmorFxPaths", Value::Null),
        ],
        CoreKind::Weapon => vec![
            ("CoatingPath", json!(coating)),
            ("Emblems", emblems),
            ("DeathFxPath", none()),
            ("AmmoCounterColorPath", none()),
            ("StatTrackerPath", none()),
            ("WeaponCharmPath", none()),
            ("AlternateGeometryRegionPath", none()),
        ],
        CoreKind::Vehicle => vec![
            ("CoatingPath", json!(coating)),
            ("HornPath", none()),
            ("VehicleFxPath", none()),
            ("VehicleCharmPath", none()),
            ("Emblems", json!([])),
            ("AlternateGeometryRegionPath", none()),
        ],
        CoreKind::Ai => vec![
            ("ModelPath", json!(wardrobe::AI_MODEL)),
            ("ColorPath", json!(coating)),
        ],
    }
}
