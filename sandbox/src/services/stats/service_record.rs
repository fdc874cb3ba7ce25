//! Service records and their filters.

use crate::app::Shared;
use crate::services::halo::Model;
use crate::services::query::Query;
use crate::services::subject::{Subject, parameter};
use crate::wire::problem::Problem;
use crate::world::record::{Bucket, Kind, RecordOf, Totals};
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use serde_json::{Value, json};

/// The `{kind}` of the path, in any case.
pub(super) struct Wanted(RecordOf);

impl FromRequestParts<Shared> for Wanted {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        match parameter(parts, app, "kind").await?.to_ascii_lowercase().as_str() {
            "matchmade" => Ok(Self(RecordOf::Matchmade)),
            "custom" => Ok(Self(RecordOf::Custom)),
            "local" => Ok(Self(RecordOf::Local)),
            _ => Err(Problem::NotFound),
        }
    }
}

/// What a record is narrowed to.
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

    fn lets_pass(&self, kind: &Kind) -> bool {
        let same = |wanted: &Option<String>, is: Option<&str>| {
            wanted
                .as_ref()
                .is_none_or(|wanted| is.is_some_and(|is| is.eq_ignore_ascii_case(wanted)))
        };
        same(&self.season, kind.season)
            && same(&self.playlist, kind.playlist)
            && self.category.is_none_or(|category| category == kind.category)
            && self.ranked.is_none_or(|ranked| ranked == kind.ranked)
            && self
                .interaction
                .is_none_or(|interaction| Some(interaction) == kind.interaction)
    }
}

pub(super) async fn service_record(
    State(app): State<Shared>,
    Subject(person): Subject,
    Wanted(of): Wanted,
    query: Query,
) -> Result<Model, Problem> {
    // Only matchmade records can be filtered: the others' filters are as good as absent.
    let filter = if of == RecordOf::Matchmade {
        Filter::new(&query)?
    } else {
        Filter::default()
    };
    let record = app.world.record(person);
    let matching: Vec<&Bucket> = record
        .iter()
        .filter(|bucket| bucket.kind.of == of && filter.lets_pass(&bucket.kind))
        .collect();
    let mut totals = Totals::default();
    matching.iter().for_each(|bucket| totals.absorb(&bucket.totals));
    let subqueries = subqueries(&filter, of, &matching);
    Ok(Model("ServiceRecord", totals.to_json(subqueries)))
}

/// What the record could be narrowed to further: null where there is nothing. Interactions can be asked for within
/// a season only, so they are listed there only.
fn subqueries(filter: &Filter, of: RecordOf, matching: &[&Bucket]) -> Value {
    let buckets = if of == RecordOf::Matchmade { matching } else { &[] };
    let within_season = filter.season.is_some();
    let interaction = |kind: &Kind| kind.interaction.filter(|_| within_season).map(Value::from);
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

fn distinct(buckets: &[&Bucket], of: impl Fn(&Kind) -> Option<Value>) -> Value {
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
