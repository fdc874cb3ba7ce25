//! The search over assets.

use jiff::Timestamp;

use crate::batch::xuid;
use crate::error::ArgumentError;
use crate::models::discovery_ugc::AssetSearchPage;
use crate::player::Player;
use crate::refdata::AssetKind;
use crate::request::Request;

/// The largest page of a search.
pub const MAX_SEARCH_COUNT: u32 = 101;

/// What search results are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SearchSort {
    /// The name.
    Name,
    /// The number of likes.
    Likes,
    /// The number of bookmarks.
    Bookmarks,
    /// The number of plays of late.
    PlaysRecent,
    /// The number of plays of all time.
    PlaysAllTime,
    /// The number of objects in it.
    NumberOfObjects,
    /// When it was made.
    DateCreatedUtc,
    /// When it was last changed.
    DateModifiedUtc,
    /// When it was published.
    DatePublishedUtc,
    /// The number of assets that are made from it.
    ParentAssetCount,
    /// The mean rating.
    AverageRating,
    /// The number of ratings.
    NumberOfRatings,
}

impl SearchSort {
    fn wire(self) -> &'static str {
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

/// Which end of the sorted results comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SearchOrder {
    /// The smallest, oldest or first in the alphabet.
    Ascending,
    /// The largest, newest or last in the alphabet.
    Descending,
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
    /// Starts the page at this result; 0, the default, is the first.
    pub fn start(self, start: u32) -> Self {
        self.query("start", start)
    }

    /// How many results the page holds: 1 to 101; by default as many as the service likes.
    pub fn count(self, count: u32) -> Self {
        self.change(|call| {
            check("count", (1..=MAX_SEARCH_COUNT).contains(&count), || {
                format!("{count} is not allowed: ask for 1 to {MAX_SEARCH_COUNT} results a page")
            })?;
            call.set_query("count", count);
            Ok(())
        })
    }

    /// Sorts the results.
    pub fn sort(self, sort: SearchSort, order: SearchOrder) -> Self {
        let order = match order {
            SearchOrder::Ascending => "asc",
            SearchOrder::Descending => "desc",
        };
        self.query("sort", sort.wire()).query("order", order)
    }

    /// Leaves only assets of a kind: maps, prefabs or modes; the service knows no other.
    pub fn kind(self, kind: AssetKind) -> Self {
        self.change(|call| {
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
            call.set_query("assetKind", name);
            Ok(())
        })
    }

    /// Leaves only assets whose name or description holds this text.
    pub fn term(self, term: &str) -> Self {
        self.change(|call| {
            check("term", !term.trim().is_empty(), || "it is empty".into())?;
            call.set_query("term", term);
            Ok(())
        })
    }

    /// Leaves only assets with all these tags; more calls add tags.
    pub fn tags<S: AsRef<str>>(self, tags: impl IntoIterator<Item = S>) -> Self {
        self.change(|call| {
            for tag in tags {
                let tag = tag.as_ref().trim();
                check("tags", !tag.is_empty(), || "one of them is empty".into())?;
                call.add_query("tags", tag);
            }
            Ok(())
        })
    }

    /// Leaves only assets by a player, given by XUID.
    pub fn author(self, player: impl Into<Player>) -> Self {
        let player = player.into();
        self.change(|call| {
            call.set_query("author", xuid(&player)?);
            Ok(())
        })
    }

    /// Leaves only assets whose mean rating is at least this: 0 to 5 stars.
    pub fn average_rating_min(self, stars: impl Into<f64>) -> Self {
        let stars = stars.into();
        self.change(|call| {
            check("average_rating_min", (0.0..=5.0).contains(&stars), || {
                format!("{stars} is not allowed: ratings go from 0 to 5 stars")
            })?;
            call.set_query("averageRatingMin", stars);
            Ok(())
        })
    }

    /// Leaves only assets that were made from a time on, up to a time, or both.
    pub fn created(self, from: Option<Timestamp>, to: Option<Timestamp>) -> Self {
        self.period("created", ["fromDateCreatedUtc", "toDateCreatedUtc"], from, to)
    }

    /// Leaves only assets that were last changed from a time on, up to a time, or both.
    pub fn modified(self, from: Option<Timestamp>, to: Option<Timestamp>) -> Self {
        self.period("modified", ["fromDateModifiedUtc", "toDateModifiedUtc"], from, to)
    }

    /// Leaves only assets that were published from a time on, up to a time, or both.
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
        self.change(|call| {
            check(
                argument,
                !matches!((from, to), (Some(from), Some(to)) if from > to),
                || "the period ends before it starts".into(),
            )?;
            for (name, time) in names.into_iter().zip([from, to]) {
                if let Some(time) = time {
                    call.set_query(name, time);
                }
            }
            Ok(())
        })
    }
}
