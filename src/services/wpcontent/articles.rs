//! Lists of articles: setters and pages.

use uuid::Uuid;

use crate::models::wpcontent::Article;
use crate::request::{Page, PageItems, Pages, Request, Sealed};
use crate::types::ArgumentError;

/// The order of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ArticleOrder {
    /// The newest article first.
    NewestFirst,
    /// The oldest article first.
    OldestFirst,
}

impl Sealed for Vec<Article> {}

impl Page for Vec<Article> {
    type Item = Article;
    // The service's maximum is not known.
    const MAX_COUNT: u32 = 10;
    const NEWEST_FIRST: bool = false;
    const START: &'static str = "offset";

    fn id(article: &Article) -> Uuid {
        Uuid::from_u64_pair(0, article.id.cast_unsigned())
    }

    fn results(&mut self) -> &mut Vec<Article> {
        self
    }

    fn set_result_count(&mut self, _: i64) {}
}

impl Request<Vec<Article>> {
    /// The pages of articles, from [`offset`](Self::offset) to the last article, each with up to
    /// [`count`](Self::count) articles, by default 10. [`Pages`] describes the effect of articles that are published
    /// meanwhile.
    pub fn pages(&self) -> Pages<Vec<Article>> {
        Pages::new(self)
    }

    /// The articles, from [`offset`](Self::offset) to the last. A page of [`count`](Self::count) articles, by default
    /// 10, is requested when its first article is needed.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// for article in client.wpcontent().articles().language("fr").iter().take(12) {
    ///     println!("{}", article?.title);
    /// }
    /// # assert_eq!(sandbox.requests().len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter(&self) -> PageItems<Vec<Article>> {
        self.pages().items()
    }

    /// Number of articles to skip. Defaults to 0.
    pub fn offset(self, offset: u32) -> Self {
        self.query("offset", offset)
    }

    /// Number of articles on the page: at least 1. By default the service chooses it.
    pub fn count(self, count: u32) -> Self {
        self.change(|request| {
            if count == 0 {
                return Err(ArgumentError::new("count", "request at least 1 article per page"));
            }
            request.set_query("count", count);
            Ok(())
        })
    }

    /// Order of the articles. Defaults to the newest first.
    pub fn order(self, order: ArticleOrder) -> Self {
        self.query(
            "order",
            match order {
                ArticleOrder::NewestFirst => "desc",
                ArticleOrder::OldestFirst => "asc",
            },
        )
    }

    /// Selects the articles of these categories, by their IDs.
    pub fn categories(self, ids: impl IntoIterator<Item = i64>) -> Self {
        let ids: Vec<_> = ids.into_iter().map(|id| id.to_string()).collect();
        self.change(|request| {
            if ids.is_empty() {
                return Err(ArgumentError::new("categories", "name at least one category"));
            }
            request.set_query("categories", ids.join(","));
            Ok(())
        })
    }
}
