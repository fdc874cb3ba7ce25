//! The search for maps, prefabs and modes.

use super::search_filter::{Filter, KINDS};
use crate::app::Shared;
use crate::services::halo::Model;
use crate::services::query::Query;
use crate::wire::problem::Problem;
use crate::wire::timestamp::envelope;
use crate::world::ugc::{Author, BLOBS, Ugc};
use axum::extract::State;
use serde_json::{Value, json};
use std::cmp::Ordering;

const MAX_PAGE: usize = 101;
const DEFAULT_PAGE: usize = 10;
/// The number of tags in a page.
const FREQUENT: usize = 5;

pub(super) async fn search(State(app): State<Shared>, query: Query) -> Result<Model, Problem> {
    let start: usize = query.number("start")?.unwrap_or(0);
    let count: usize = query.number("count")?.unwrap_or(DEFAULT_PAGE);
    if !(1..=MAX_PAGE).contains(&count) {
        return Err(Problem::BadRequest);
    }
    let filter = Filter::new(&query)?;
    let order = Order::new(&query)?;
    let times = query.number("include-times")?.unwrap_or(true);
    let ugc_assets = app.ugc_assets();
    let mut found: Vec<&Ugc> = ugc_assets
        .iter()
        .filter(|asset| KINDS.iter().any(|(_, kind)| *kind == asset.kind))
        .filter(|asset| filter.accepts(asset))
        .collect();
    found.sort_by(|one, other| order.compare(one, other));
    let page: Vec<Value> = found
        .iter()
        .skip(start)
        .take(count)
        .map(|asset| to_json(asset, times))
        .collect();
    let page = json!({
        "Tags": frequent_tags(&found),
        "EstimatedTotal": found.len(),
        "Start": start,
        "Count": count,
        "ResultCount": page.len(),
        "Results": page,
        "Links": {},
    });
    Ok(Model("AssetSearchPage", page))
}

/// The sort order of the results.
pub(in crate::services) struct Order {
    sort: fn(&Ugc, &Ugc) -> Ordering,
    descending: bool,
}

impl Order {
    /// Defaults to the most recently played first.
    pub(in crate::services) fn new(query: &Query) -> Result<Self, Problem> {
        let sort: fn(&Ugc, &Ugc) -> Ordering = match query
            .get("sort")
            .unwrap_or("playsrecent")
            .to_ascii_lowercase()
            .as_str()
        {
            "name" => |one, other| one.name.to_lowercase().cmp(&other.name.to_lowercase()),
            "likes" => |one, other| one.usage.likes.cmp(&other.usage.likes),
            "bookmarks" => |one, other| one.usage.bookmarks.cmp(&other.usage.bookmarks),
            "playsrecent" => |one, other| one.usage.plays_recent.cmp(&other.usage.plays_recent),
            "playsalltime" => |one, other| one.usage.plays_all_time.cmp(&other.usage.plays_all_time),
            "numberofobjects" => |one, other| one.objects.cmp(&other.objects),
            "datecreatedutc" => |one, other| one.created.cmp(&other.created),
            "datemodifiedutc" => |one, other| one.modified.cmp(&other.modified),
            "datepublishedutc" => |one, other| one.published.cmp(&other.published),
            "parentassetcount" => |one, other| one.usage.parents.cmp(&other.usage.parents),
            "averagerating" => |one, other| one.usage.rating.cmp(&other.usage.rating),
            "numberofratings" => |one, other| one.usage.ratings.cmp(&other.usage.ratings),
            _ => return Err(Problem::BadRequest),
        };
        let descending = match query.get("order").map(str::to_ascii_lowercase).as_deref() {
            None | Some("desc") => true,
            Some("asc") => false,
            Some(_) => return Err(Problem::BadRequest),
        };
        Ok(Self { sort, descending })
    }

    /// Equal results are ordered by id, so that pages never overlap.
    pub(in crate::services) fn compare(&self, one: &Ugc, other: &Ugc) -> Ordering {
        let sorted = (self.sort)(one, other);
        let sorted = if self.descending { sorted.reverse() } else { sorted };
        sorted.then_with(|| one.id.cmp(&other.id))
    }
}

/// The most frequent tags of all results, in lower case.
fn frequent_tags(found: &[&Ugc]) -> Value {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for tag in found.iter().flat_map(|asset| &asset.tags) {
        let tag = tag.to_lowercase();
        match counts.iter_mut().find(|(known, _)| *known == tag) {
            Some((_, count)) => *count += 1,
            None => counts.push((tag, 1)),
        }
    }
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let frequent = counts.into_iter().take(FREQUENT);
    frequent
        .map(|(tag, count)| json!({ "Tag": tag, "Count": count }))
        .collect()
}

fn to_json(asset: &Ugc, times: bool) -> Value {
    let time = |time| if times { envelope(time) } else { Value::Null };
    let contributors = match asset.author {
        Author::Studio => Vec::new(),
        player @ Author::Player(_) => vec![player.id()],
    };
    let references = asset.references();
    let thumbnail = asset.files.iter().find(|file| file.contains("thumbnail"));
    json!({
        "AssetId": asset.id.to_string(),
        "AssetVersionId": asset.version.to_string(),
        "Name": asset.name,
        "Description": asset.description,
        "AssetKind": asset.kind as i64,
        "Tags": asset.tags.iter().map(|tag| tag.to_lowercase()).collect::<Vec<_>>(),
        "ThumbnailUrl": thumbnail.map(|file| format!("{BLOBS}{}{file}", asset.path())),
        "ReferencedAssets": references.iter().map(|(_, id)| id.to_string()).collect::<Vec<_>>(),
        "OriginalAuthor": asset.author.id(),
        "Likes": asset.usage.likes,
        "Bookmarks": asset.usage.bookmarks,
        "PlaysRecent": asset.usage.plays_recent,
        "NumberOfObjects": asset.objects,
        "DateCreatedUtc": time(asset.created),
        "DateModifiedUtc": time(asset.modified),
        "DatePublishedUtc": time(asset.published),
        "HasNodeGraph": asset.scripted,
        "ReadOnlyClones": false,
        "PlaysAllTime": asset.usage.plays_all_time,
        "Contributors": contributors,
        "ParentAssetCount": asset.usage.parents,
        "AverageRating": asset.usage.stars(),
        "NumberOfRatings": asset.usage.ratings,
    })
}
