//! The filters of a search.

use crate::services::path;
use crate::services::query::Query;
use crate::wire::problem::Problem;
use crate::wire::timestamp;
use crate::world::catalog::AssetKind;
use crate::world::ugc::Ugc;

/// The searchable kinds, with their names in the query.
pub(super) const KINDS: [(&str, AssetKind); 3] = [
    ("Map", AssetKind::Map),
    ("Prefab", AssetKind::Prefab),
    ("UgcGameVariant", AssetKind::UgcGameVariant),
];

/// The filters of a query. An invalid one is a 400.
pub(super) struct Filter {
    kind: Option<AssetKind>,
    /// In lower case, like the tags.
    term: Option<String>,
    tags: Vec<String>,
    author: Option<String>,
    stars: f64,
    created: Period,
    modified: Period,
    published: Period,
}

impl Filter {
    pub(super) fn new(query: &Query) -> Result<Self, Problem> {
        let stars = query.number("averageRatingMin")?.unwrap_or(0.0);
        if !(0.0..=5.0).contains(&stars) {
            return Err(Problem::BadRequest);
        }
        Ok(Self {
            kind: query.get("assetKind").map(kind).transpose()?,
            term: query.get("term").map(|term| term.trim().to_lowercase()),
            tags: query.all("tags").map(|tag| tag.trim().to_lowercase()).collect(),
            author: query.get("author").map(author),
            stars,
            created: Period::new(query, "fromDateCreatedUtc", "toDateCreatedUtc")?,
            modified: Period::new(query, "fromDateModifiedUtc", "toDateModifiedUtc")?,
            published: Period::new(query, "fromDatePublishedUtc", "toDatePublishedUtc")?,
        })
    }

    pub(super) fn accepts(&self, asset: &Ugc) -> bool {
        let has_term = |term: &String| {
            asset.name.to_lowercase().contains(term) || asset.description.to_lowercase().contains(term)
        };
        let has_tag = |tag: &String| asset.tags.iter().any(|own| own.to_lowercase() == *tag);
        self.kind.is_none_or(|kind| kind == asset.kind)
            && self.term.as_ref().is_none_or(has_term)
            // SPNKr documents that one of the tags is enough.
            && (self.tags.is_empty() || self.tags.iter().any(has_tag))
            && self
                .author
                .as_ref()
                .is_none_or(|author| *author == asset.author.id())
            && asset.usage.stars() >= self.stars
            && self.created.contains(asset.created)
            && self.modified.contains(asset.modified)
            && self.published.contains(asset.published)
    }
}

fn kind(name: &str) -> Result<AssetKind, Problem> {
    let found = KINDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, kind)| *kind).ok_or(Problem::BadRequest)
}

/// A bare XUID is equivalent to `xuid(…)`.
fn author(text: &str) -> String {
    let xuid = text.parse().ok().or_else(|| path::xuid(text));
    xuid.map_or_else(|| text.to_lowercase(), |xuid: u64| format!("xuid({xuid})"))
}

/// A period, both ends inclusive, in milliseconds since 1970.
struct Period {
    from: i64,
    to: i64,
}

impl Period {
    fn new(query: &Query, from: &str, to: &str) -> Result<Self, Problem> {
        let time = |name| {
            let text = query.get(name);
            text.map(|text| timestamp::parse(text).ok_or(Problem::BadRequest))
                .transpose()
        };
        Ok(Self {
            from: time(from)?.unwrap_or(i64::MIN),
            to: time(to)?.unwrap_or(i64::MAX),
        })
    }

    fn contains(&self, time: i64) -> bool {
        (self.from..=self.to).contains(&time)
    }
}
