//! Single parts of the private customization, and the cores that a player owns. Only for the player's own token.

use super::outfit::outfit;
use super::property::acquired;
use crate::app::{App, Shared};
use crate::services::halo::Model;
use crate::services::path::{Own, parameter};
use crate::wire::problem::Problem;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use serde_json::{Value, json};

/// The parts with cores: the name in paths, the field of the customization, the models of the list and of a core.
const PARTS: [(&str, &str, &str, &str); 4] = [
    ("armors", "ArmorCores", "ArmorCores", "ArmorCore"),
    ("weapons", "WeaponCores", "WeaponCores", "WeaponCore"),
    ("vehicles", "VehicleCores", "VehicleCores", "VehicleCore"),
    ("ais", "AiCores", "AiCores", "AiCore"),
];

/// The `{part}` of the path, as an index.
pub(super) struct PathPart(usize);

impl FromRequestParts<Shared> for PathPart {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let name = parameter(parts, app, "part").await?;
        let part = PARTS
            .iter()
            .position(|(known, ..)| name.eq_ignore_ascii_case(known));
        part.map(Self).ok_or(Problem::NotFound)
    }
}

/// The `{core}` of the path.
pub(super) struct PathCore(String);

impl FromRequestParts<Shared> for PathCore {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        parameter(parts, app, "core").await.map(Self)
    }
}

fn find(cores: &Value, PathCore(id): &PathCore) -> Result<Value, Problem> {
    let is_it = |core: &&Value| {
        core["CoreId"]
            .as_str()
            .is_some_and(|known| known.eq_ignore_ascii_case(id))
    };
    let found = cores.as_array().and_then(|cores| cores.iter().find(is_it));
    found.cloned().ok_or(Problem::NotFound)
}

pub(super) async fn cores_of_part(
    State(app): State<Shared>,
    Own(person): Own,
    PathPart(part): PathPart,
) -> Result<Model, Problem> {
    let (_, field, model, _) = PARTS[part];
    Ok(Model(model, outfit(&app, person, true)[field].take()))
}

pub(super) async fn core_of_part(
    State(app): State<Shared>,
    Own(person): Own,
    PathPart(part): PathPart,
    core: PathCore,
) -> Result<Model, Problem> {
    let (_, field, _, model) = PARTS[part];
    let outfit = outfit(&app, person, true);
    find(&outfit[field][field], &core).map(|core| Model(model, core))
}

pub(super) async fn body(State(app): State<Shared>, Own(person): Own) -> Result<Model, Problem> {
    Ok(Model(
        "SpartanBody",
        outfit(&app, person, true)["SpartanBody"].take(),
    ))
}

/// The cores of the private customization, without their themes.
fn owned(app: &App, person: usize) -> Value {
    let xuid = app.world.people()[person].xuid();
    let outfit = outfit(app, person, true);
    let cores = PARTS
        .iter()
        .flat_map(|(_, field, ..)| outfit[field][field].as_array().into_iter().flatten());
    cores
        .map(|core| {
            json!({
                "CorePath": core["CorePath"],
                "CoreType": core["CoreType"],
                "CoreId": core["CoreId"],
                "FirstAcquiredDate": acquired(xuid, core["CorePath"].as_str().unwrap_or_default()),
            })
        })
        .collect()
}

pub(super) async fn owned_cores(State(app): State<Shared>, Own(person): Own) -> Result<Model, Problem> {
    Ok(Model("OwnedCores", json!({ "Cores": owned(&app, person) })))
}

pub(super) async fn owned_core(
    State(app): State<Shared>,
    Own(person): Own,
    core: PathCore,
) -> Result<Model, Problem> {
    find(&owned(&app, person), &core).map(|core| Model("OwnedCore", core))
}
