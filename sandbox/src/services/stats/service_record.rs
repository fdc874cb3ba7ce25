//! Service records and their filters.

use crate::app::Shared;
use crate::services::halo::Model;
use crate::services::path::{PathPlayer, parameter};
use crate::services::query::Query;
use crate::wire::problem::Problem;
use crate::world::Shapes;
use crate::world::record::{Bucket, Group, RecordKind, Totals};
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use serde_json::{Value, json};

/// The filters, by their parameters.
const SEASON: &str = "seasonid";
const CATEGORY: &str = "gamevariantcategory";
const RANKED: &str = "isranked";
const PLAYLIST: &str = "playlistassetid";
const INTERACTION: &str = "gameplayinteraction";

/// The sets of filters that the service knows, besides none at all. SPNKr lists them; `halo_api` reports a 400 for
/// other sets.
const FILTER_SETS: [&[&str]; 8] = [
    &[SEASON],
    &[SEASON, CATEGORY],
    &[SEASON, CATEGORY, RANKED],
    &[SEASON, CATEGORY, PLAYLIST],
    &[SEASON, PLAYLIST],
    &[SEASON, INTERACTION],
    &[CATEGORY],
    &[CATEGORY, RANKED],
];

/// The `{kind}` of the path.
pub(super) struct PathKind(RecordKind);

impl FromRequestParts<Shared> for PathKind {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        match parameter(parts, app, "kind").await?.as_str() {
            "matchmade" => Ok(Self(RecordKind::Matchmade)),
            "custom" => Ok(Self(RecordKind::Custom)),
            "local" => Ok(Self(RecordKind::Local)),
            _ => Err(Problem::NotFound),
        }
    }
}

/// The filters of a record.
#[derive(Debug)]
struct Filter {
    season: Option<String>,
    category: Option<i64>,
    ranked: Option<bool>,
    playlist: Option<String>,
    interaction: Option<i64>,
}

impl Filter {
    /// Only records of matchmade matches have filters, and only some sets of them.
    fn new(of: RecordKind, query: &Query) -> Result<Self, Problem> {
        let names = [SEASON, CATEGORY, RANKED, PLAYLIST, INTERACTION];
        let given = names.iter().filter(|name| query.get(name).is_some());
        let given: Vec<&str> = given.copied().collect();
        if !given.is_empty() && (of != RecordKind::Matchmade || !FILTER_SETS.contains(&given.as_slice())) {
            return Err(Problem::BadRequest);
        }
        Ok(Self {
            season: query.get(SEASON).map(str::to_owned),
            category: query.number(CATEGORY)?,
            ranked: query.number(RANKED)?,
            playlist: query.get(PLAYLIST).map(str::to_owned),
            interaction: interaction(query)?,
        })
    }

    fn accepts(&self, kind: &Group) -> bool {
        let same = |expected: &Option<String>, actual: Option<&str>| {
            expected
                .as_ref()
                .is_none_or(|expected| actual.is_some_and(|actual| actual.eq_ignore_ascii_case(expected)))
        };
        same(&self.season, kind.season)
            && same(&self.playlist, kind.playlist)
            && self.category.is_none_or(|category| category == kind.category)
            && self.ranked.is_none_or(|ranked| ranked == kind.ranked)
            && self
                .interaction
                .is_none_or(|interaction| interaction == kind.interaction)
    }
}

/// SPNKr sends the number, `halo_api` the name.
fn interaction(query: &Query) -> Result<Option<i64>, Problem> {
    let name = query.get(INTERACTION).map(str::to_ascii_lowercase);
    match name.as_deref() {
        Some("none") => Ok(Some(0)),
        Some("pvp") => Ok(Some(1)),
        Some("pve") => Ok(Some(2)),
        Some("pvpve") => Ok(Some(3)),
        _ => query.number(INTERACTION),
    }
}

pub(super) async fn service_record(
    State(app): State<Shared>,
    PathPlayer(person): PathPlayer,
    PathKind(of): PathKind,
    query: Query,
) -> Result<Model, Problem> {
    let mut filter = Filter::new(of, &query)?;
    if app.world.shapes() == Shapes::Year2022 {
        // The filter came later.
        filter.interaction = None;
    }
    let record = app.world.record(person);
    let matching: Vec<&Bucket> = record
        .iter()
        .filter(|bucket| bucket.kind.of == of && filter.accepts(&bucket.kind))
        .collect();
    let mut totals = Totals::default();
    matching.iter().for_each(|bucket| totals.absorb(&bucket.totals));
    let subqueries = subqueries(&filter, of, &matching);
    Ok(Model("ServiceRecord", totals.to_json(subqueries)))
}

/// The filters that would narrow the record further; `null` if no values exist. The API accepts the interaction
/// filter only with a season, so the values are listed only then.
fn subqueries(filter: &Filter, of: RecordKind, matching: &[&Bucket]) -> Value {
    let buckets = if of == RecordKind::Matchmade {
        matching
    } else {
        &[]
    };
    let within_season = filter.season.is_some();
    let interaction = |kind: &Group| within_season.then(|| kind.interaction.into());
    let mut ranked = distinct(buckets, |kind| Some(kind.ranked.into()));
    if let Value::Array(ranked) = &mut ranked {
        ranked.sort_by_key(|ranked| ranked.as_bool());
    }
    json!({
        "SeasonIds": distinct(buckets, |kind| kind.season.map(Value::from)),
        "GameVariantCategories": distinct(buckets, |kind| Some(kind.category.into())),
        "IsRanked": ranked,
        "PlaylistAssetIds": distinct(buckets, |kind| kind.playlist.map(Value::from)),
        "GameplayInteractions": distinct(buckets, interaction),
    })
}

fn distinct(buckets: &[&Bucket], of: impl Fn(&Group) -> Option<Value>) -> Value {
    let mut values: Vec<Value> = Vec::new();
    for value in buckets.iter().filter_map(|bucket| of(&bucket.kind)) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    if values.is_empty() {
        Value::Null
    } else {
        Value::Array(values)
    }
}
