//! Requests by name whose results come in pages.

use std::fmt;

use serde::Serialize;

use super::named_request::{Content, NamedRequest, json};
use crate::error::Error;
use crate::models::authoring_ugc::{AuthoringAssetPage, AuthoringAssetVersionPage, FavoritePage};
use crate::models::discovery_ugc::AssetSearchPage;
use crate::models::stats::MatchHistory;
use crate::models::wpcontent::Article;
use crate::request::{Page, Pages};

/// Iterator over the pages of a request by name, each as JSON: see [`Pages`].
#[must_use = "nothing is sent before `next()`"]
pub struct NamedPages(Box<dyn Iterator<Item = Result<Content, Error>> + Send>);

macro_rules! pages_of {
    ($($model:ty),+ $(,)?) => {
        impl NamedRequest {
            /// The pages of the request, to the last one; `None` if the endpoint has no pages.
            pub fn pages(&self) -> Option<NamedPages> {
                $(if let Some(request) = self.of_model::<$model>() {
                    return Some(NamedPages::new(Pages::new(request)));
                })+
                None
            }
        }

        /// Whether a model, by its name, is a page.
        pub(super) fn is_page(model: &str) -> bool {
            [$(stringify!($model)),+].contains(&model)
        }
    };
}
pages_of!(
    MatchHistory,
    AssetSearchPage,
    Vec<Article>,
    AuthoringAssetPage,
    AuthoringAssetVersionPage,
    FavoritePage,
);

impl NamedPages {
    fn new<P: Page + Serialize + 'static>(pages: Pages<P>) -> Self
    where
        Pages<P>: Send,
    {
        Self(Box::new(pages.map(|page| json(&page?))))
    }
}

impl Iterator for NamedPages {
    type Item = Result<Content, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

impl fmt::Debug for NamedPages {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("NamedPages").finish_non_exhaustive()
    }
}
