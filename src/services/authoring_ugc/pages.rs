//! Pages of assets, versions and favourites.

use uuid::Uuid;

use super::super::arguments::asset_kind_name;
use super::super::discovery_ugc::{SearchOrder, SearchSort};
use crate::models::authoring_ugc::{
    AuthoringAsset, AuthoringAssetPage, AuthoringAssetVersion, AuthoringAssetVersionPage, Favorite,
    FavoritePage,
};
use crate::refdata::AssetKind;
use crate::request::{Page, PageItems, Pages, Request, Sealed};
use crate::types::ArgumentError;

/// Maximum number of results on a page of the service.
pub const MAX_AUTHORING_COUNT: u32 = 25;

/// A page of the authoring service: assets, versions or favourites. No other type can implement it.
pub trait AuthoringPage: Page {}

macro_rules! pages {
    ($($page:ident of $item:ident by $id:ident;)+) => { $(
        impl Sealed for $page {}

        impl Page for $page {
            type Item = $item;
            const MAX_COUNT: u32 = MAX_AUTHORING_COUNT;
            const NEWEST_FIRST: bool = false;

            fn id(item: &$item) -> Uuid {
                item.$id
            }

            fn results(&mut self) -> &mut Vec<$item> {
                &mut self.results
            }

            fn set_result_count(&mut self, count: i64) {
                self.result_count = count;
            }
        }
    )+ };
}

pages! {
    AuthoringAssetPage of AuthoringAsset by asset_id;
    AuthoringAssetVersionPage of AuthoringAssetVersion by asset_version_id;
    FavoritePage of Favorite by asset_id;
}

impl AuthoringPage for AuthoringAssetPage {}
impl AuthoringPage for AuthoringAssetVersionPage {}
impl AuthoringPage for FavoritePage {}

impl<P: AuthoringPage> Request<P> {
    /// The pages, from [`start`](Self::start) to the last result.
    pub fn pages(&self) -> Pages<P> {
        Pages::new(self)
    }

    /// The results, from [`start`](Self::start) to the last. A page is requested when its first result is needed.
    pub fn iter(&self) -> PageItems<P> {
        self.pages().items()
    }

    /// Position of the page's first result. Defaults to 0.
    pub fn start(self, start: u32) -> Self {
        self.query("start", start)
    }

    /// Number of results on the page: 1 to 25. Defaults to the service's choice.
    pub fn count(self, count: u32) -> Self {
        self.change(|request| {
            if !(1..=MAX_AUTHORING_COUNT).contains(&count) {
                return Err(ArgumentError::new(
                    "count",
                    format!("{count} is not allowed: request 1 to {MAX_AUTHORING_COUNT} results per page"),
                ));
            }
            request.set_query("count", count);
            Ok(())
        })
    }
}

/// Setters with the parameters of the public client Grunt.
impl Request<AuthoringAssetPage> {
    /// Sorts the assets.
    pub fn sort(self, sort: SearchSort, order: SearchOrder) -> Self {
        self.query("sort", sort.wire()).query("order", order.wire())
    }

    /// Whether the assets have their times of creation and change. Defaults to the service's choice.
    pub fn include_times(self, include: bool) -> Self {
        self.query("include-times", include)
    }

    /// Selects assets with these keywords.
    pub fn keywords<S: AsRef<str>>(self, keywords: impl IntoIterator<Item = S>) -> Self {
        self.change(|request| {
            let keywords: Vec<String> = keywords
                .into_iter()
                .map(|keyword| keyword.as_ref().trim().to_owned())
                .collect();
            if keywords.is_empty()
                || keywords
                    .iter()
                    .any(|keyword| keyword.is_empty() || keyword.contains(','))
            {
                return Err(ArgumentError::new(
                    "keywords",
                    "one of them is empty, or has a comma",
                ));
            }
            request.set_query("keywords", keywords.join(","));
            Ok(())
        })
    }

    /// Selects assets of one kind.
    pub fn kind(self, kind: AssetKind) -> Self {
        self.change(|request| {
            request.set_query("kind", asset_kind_name(kind)?);
            Ok(())
        })
    }
}
