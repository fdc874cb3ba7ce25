//! The search over assets.

use jiff::Timestamp;
use uuid::Uuid;

use crate::models::discovery_ugc::{AssetSearchPage, AssetSearchResult};
use crate::refdata::AssetKind;
use crate::request::{Page, PageItems, Pages, Request, Sealed};
use crate::types::{ArgumentError, Author, argument};

/// Maximum number of results on a page of a search.
pub const MAX_SEARCH_COUNT: u32 = 101;

/// The order of search results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SearchSort {
    /// The name.
    Name,
    /// The number of likes.
    Likes,
    /// The number of bookmarks.
    Bookmarks,
    /// The number of recent plays.
    PlaysRecent,
    /// The number of plays of all time.
    PlaysAllTime,
    /// The number of objects in it.
    NumberOfObjects,
    /// The time of creation.
    DateCreatedUtc,
    /// The time of the last change.
    DateModifiedUtc,
    /// The time of publication.
    DatePublishedUtc,
    /// The number of assets made from it.
    ParentAssetCount,
    /// The mean rating.
    AverageRating,
    /// The number of ratings.
    NumberOfRatings,
}

impl SearchSort {
    pub(in crate::services) fn wire(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Likes => "likes",
            Self::Bookmarks => "bookmarks",
            Self::PlaysRecent => "playsrecent",
            Self::PlaysAllTime => "playsalltime",
            Self::NumberOfObjects => "numberofobjects",
            Self::DateCreatedUtc => "datecreatedutc",
            Self::DateModifiedUtc => "datemodifiedutc",
            Self::DatePublishedUtc => "datepublishedutc",
            Self::ParentAssetCount => "parentassetcount",
            Self::AverageRating => "averagerating",
            Self::NumberOfRatings => "numberofratings",
        }
    }
}

/// The direction of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SearchOrder {
    /// The smallest, oldest or first in the alphabet.
    Ascending,
    /// The largest, newest or last in the alphabet.
    Descending,
}

impl SearchOrder {
    pub(in crate::services) fn wire(self) -> &'static str {
        match self {
            Self::Ascending => "asc",
            Self::Descending => "desc",
        }
    }
}

impl Sealed for AssetSearchPage {}

impl Page for AssetSearchPage {
    type Item = AssetSearchResult;
    const MAX_COUNT: u32 = MAX_SEARCH_COUNT;
    const NEWEST_FIRST: bool = false;

    fn id(asset: &AssetSearchResult) -> Uuid {
        asset.asset_id
    }

    fn results(&mut self) -> &mut Vec<AssetSearchResult> {
        &mut self.results
    }

    fn set_result_count(&mut self, count: i64) {
        self.result_count = count;
    }
}

impl Request<AssetSearchPage> {
    /// The search's pages, from [`start`](Self::start) to the last result, each with up to
    /// [`count`](Self::count) results, or 101.
    pub fn pages(&self) -> Pages<AssetSearchPage> {
        Pages::new(self)
    }

    /// The search's results, from [`start`](Self::start) to the last. A page is requested when its first
    /// result is needed.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// use halo_infinite::services::discovery_ugc::{SearchOrder, SearchSort};
    ///
    /// let search = client.discovery_ugc().search_assets().sort(SearchSort::Name, SearchOrder::Ascending);
    /// for asset in search.iter().take(20) {
    ///     println!("{}", asset?.name);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter(&self) -> PageItems<AssetSearchPage> {
        self.pages().items()
    }
}

fn check(
    argument: &'static str,
    allowed: bool,
    problem: impl FnOnce() -> String,
) -> Result<(), ArgumentError> {
    if allowed {
        Ok(())
    } else {
        Err(ArgumentError::new(argument, problem()))
    }
}

impl Request<AssetSearchPage> {
    /// Position of the page's first result. Defaults to 0.
    pub fn start(self, start: u32) -> Self {
        self.query("start", start)
    }

    /// Number of results on the page: 1 to 101. Defaults to the service's choice.
    pub fn count(self, count: u32) -> Self {
        self.change(|request| {
            check("count", (1..=MAX_SEARCH_COUNT).contains(&count), || {
                format!("{count} is not allowed: request 1 to {MAX_SEARCH_COUNT} results per page")
            })?;
            request.set_query("count", count);
            Ok(())
        })
    }

    /// Sorts the results.
    pub fn sort(self, sort: SearchSort, order: SearchOrder) -> Self {
        self.query("sort", sort.wire()).query("order", order.wire())
    }

    /// Selects a kind of assets: maps, prefabs or modes; the service knows no other.
    pub fn kind(self, kind: AssetKind) -> Self {
        self.change(|request| {
            let name = match kind {
                AssetKind::Map => "Map",
                AssetKind::Prefab => "Prefab",
                AssetKind::UgcGameVariant => "UgcGameVariant",
                other => {
                    return Err(ArgumentError::new(
                        "kind",
                        format!("{other} cannot be searched for: choose Map, Prefab or UgcGameVariant"),
                    ));
                }
            };
            request.set_query("assetKind", name);
            Ok(())
        })
    }

    /// Selects assets whose name or description contains this text.
    pub fn term(self, term: &str) -> Self {
        self.change(|request| {
            check("term", !term.trim().is_empty(), || "it is empty".into())?;
            request.set_query("term", term);
            Ok(())
        })
    }

    /// Selects assets with at least one of these tags. Further calls add tags.
    pub fn tags<S: AsRef<str>>(self, tags: impl IntoIterator<Item = S>) -> Self {
        self.change(|request| {
            for tag in tags {
                let tag = tag.as_ref().trim();
                check("tags", !tag.is_empty(), || "one of them is empty".into())?;
                request.add_query("tags", tag);
            }
            Ok(())
        })
    }

    /// Selects assets of an author: a player, by XUID, or an account of the studio.
    pub fn author(self, author: impl TryInto<Author, Error: Into<ArgumentError>>) -> Self {
        let author: Result<Author, _> = argument("author", author);
        self.change(|request| {
            request.set_query("author", author?);
            Ok(())
        })
    }

    /// Whether the results have their times of creation, change and publication. Defaults to the service's choice.
    ///
    /// The parameter is the one that the public client Grunt sends.
    pub fn include_times(self, include: bool) -> Self {
        self.query("include-times", include)
    }

    /// Selects assets whose mean rating is at least this: 0 to 5 stars.
    pub fn average_rating_min(self, stars: impl Into<f64>) -> Self {
        let stars = stars.into();
        self.change(|request| {
            check("average_rating_min", (0.0..=5.0).contains(&stars), || {
                format!("{stars} is not allowed: ratings go from 0 to 5 stars")
            })?;
            request.set_query("averageRatingMin", stars);
            Ok(())
        })
    }

    /// Selects assets by their time of creation: from a time, up to a time, or both.
    pub fn created(self, from: Option<Timestamp>, to: Option<Timestamp>) -> Self {
        self.period("created", ["fromDateCreatedUtc", "toDateCreatedUtc"], from, to)
    }

    /// Selects assets by the time of their last change: from a time, up to a time, or both.
    pub fn modified(self, from: Option<Timestamp>, to: Option<Timestamp>) -> Self {
        self.period("modified", ["fromDateModifiedUtc", "toDateModifiedUtc"], from, to)
    }

    /// Selects assets by their time of publication: from a time, up to a time, or both.
    pub fn published(self, from: Option<Timestamp>, to: Option<Timestamp>) -> Self {
        self.period(
            "published",
            ["fromDatePublishedUtc", "toDatePublishedUtc"],
            from,
            to,
        )
    }

    fn period(
        self,
        argument: &'static str,
        names: [&'static str; 2],
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Self {
        self.change(|request| {
            check(
                argument,
                !matches!((from, to), (Some(from), Some(to)) if from > to),
                || "the period ends before it starts".into(),
            )?;
            for (name, time) in names.into_iter().zip([from, to]) {
                if let Some(time) = time {
                    request.set_query(name, time);
                }
            }
            Ok(())
        })
    }
}
