//! The articles of Halo Waypoint, and the descriptions of its service awards.
//!
//! Host: `wpcontent.svc.halowaypoint.com`. The requests carry no token. The shapes are those of responses that the
//! public client Grunt documents.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! let waypoint = client.wpcontent();
//! let categories = waypoint.article_categories().send()?;
//! let esports = categories.iter().find(|category| category.name == "Esports").ok_or("no esports")?;
//! for article in waypoint.articles().categories([esports.id]).count(3).send()? {
//!     println!("{}: {}", article.title, article.url());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod articles;

use super::arguments::language;
use crate::http::segment;
use crate::models::wpcontent::{Article, ArticleCategory, ServiceAward};
use crate::pipeline::Pipeline;
use crate::request::Request;
use crate::types::{CacheRule, Endpoint, Service, endpoints};

pub use articles::ArticleOrder;

const fn get(name: &'static str, path: &'static str) -> Endpoint {
    Endpoint::get(Service::Wpcontent, name, path)
        .without_token()
        .cached(CacheRule::OnRequest)
}

endpoints! {
    ARTICLES = get("articles", "/articles");
    ARTICLE = get("article", "/articles/{slug}");
    ARTICLE_CATEGORIES = get("article_categories", "/taxonomy/article_category");
    ARTICLE_CATEGORY = get("article_category", "/taxonomy/article_category/{id}");
    SERVICE_AWARD = get("service_award", "/service-awards/{slug}");
}

/// The endpoints of Halo Waypoint's content service.
#[derive(Clone, Copy)]
pub struct Wpcontent<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> Wpcontent<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    /// Articles, newest first: a page of them.
    ///
    /// The setters are [`language`](Request::<Vec<Article>>::language), [`offset`](Request::<Vec<Article>>::offset),
    /// [`count`](Request::<Vec<Article>>::count), [`order`](Request::<Vec<Article>>::order) and
    /// [`categories`](Request::<Vec<Article>>::categories). [`iter`](Request::<Vec<Article>>::iter) reads on to the
    /// last article.
    pub fn articles(self) -> Request<Vec<Article>> {
        Request::new(self.pipeline, &ARTICLES, [])
    }

    /// The article with this slug, such as `halo-waypoint-content-browser`.
    pub fn article(self, slug: &str) -> Request<Article> {
        Request::new(self.pipeline, &ARTICLE, [segment("slug", slug)])
    }

    /// The categories of articles.
    pub fn article_categories(self) -> Request<Vec<ArticleCategory>> {
        Request::new(self.pipeline, &ARTICLE_CATEGORIES, [])
    }

    /// The category with this ID. `None` if no category has it: the service then returns `null`, not 404.
    pub fn article_category(self, id: i64) -> Request<Option<ArticleCategory>> {
        Request::new(self.pipeline, &ARTICLE_CATEGORY, [Ok(id.to_string())])
    }

    /// The name and the picture of a service award, by its slug.
    /// [`service_awards`](super::profile::Profile::service_awards) lists those of the signed-in player.
    pub fn service_award(self, slug: &str) -> Request<ServiceAward> {
        Request::new(self.pipeline, &SERVICE_AWARD, [segment("slug", slug)])
    }
}

impl Request<Vec<Article>> {
    /// Selects a language by its tag, such as `en` or `fr`. By default the service chooses one.
    pub fn language(self, tag: &str) -> Self {
        in_language(self, tag)
    }
}

impl Request<Vec<ArticleCategory>> {
    /// Selects a language by its tag, such as `en` or `fr`. By default the service chooses one.
    pub fn language(self, tag: &str) -> Self {
        in_language(self, tag)
    }
}

impl Request<Option<ArticleCategory>> {
    /// Selects a language by its tag, such as `en` or `fr`. By default the service chooses one.
    pub fn language(self, tag: &str) -> Self {
        in_language(self, tag)
    }
}

impl Request<ServiceAward> {
    /// Selects a language by its tag, such as `en` or `fr`. By default the service chooses one.
    pub fn language(self, tag: &str) -> Self {
        in_language(self, tag)
    }
}

fn in_language<T>(request: Request<T>, tag: &str) -> Request<T> {
    request.change(|request| {
        language(tag)?;
        request.set_query("lang", tag);
        Ok(())
    })
}
