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
use tokio::task::block_in_place;

/// The `{kind}` of the path, in any case.
pub(super) struct PathKind(RecordKind);

impl FromRequestParts<Shared> for PathKind {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        match parameter(parts, app, "kind").await?.to_ascii_lowercase().as_str() {
            "matchmade" => Ok(Self(RecordKind::Matchmade)),
            "custom" => Ok(Self(RecordKind::Custom)),
            "local" => Ok(Self(RecordKind::Local)),
            _ => Err(Problem::NotFound),
        }
    }
}

/// The filters of a record.
#[derive(Debug, Default)]
struct Filter {
    season: Option<String>,
    category: Option<i64>,
    ranked: Option<bool>,
    playlist: Option<String>,
    interaction: Option<i64>,
}

impl Filter {
    fn new(query: &Query) -> Result<Self, Problem> {
        Ok(Self {
            season: query.get("seasonid").map(str::to_owned),
            category: query.number("gamevariantcategory")?,
            ranked: query.number("isranked")?,
            playlist: query.get("playlistassetid").map(str::to_owned),
            interaction: query.number("gameplayinteraction")?,
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

pub(super) async fn service_record(
    State(app): State<Shared>,
    PathPlayer(person): PathPlayer,
    PathKind(of): PathKind,
    query: Query,
) -> Result<Model, Problem> {
    // The API ignores filters of the other records.
    let mut filter = if of == RecordKind::Matchmade {
        Filter::new(&query)?
    } else {
        Filter::default()
    };
    if app.world.shapes() == Shapes::Year2022 {
        // The filter came later.
        filter.interaction = None;
    }
    // Other requests go on meanwhile.
    let record = block_in_place(|| app.world.record(person));
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
