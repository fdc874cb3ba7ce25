//! `wpcontent`: the articles of Halo Waypoint, and the descriptions of service awards. Needs no token.

use super::halo::Model;
use super::query::Query;
use crate::app::Shared;
use crate::wire::problem::Problem;
use crate::wire::timestamp::from_ms;
use crate::world::news::{self, Article, Category};
use crate::world::service_awards::ServiceAward;
use crate::world::ugc::texts::Language;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use serde_json::{Value, json};

/// The number of articles on a page, unless the query has it.
const DEFAULT_COUNT: usize = 10;
/// The most articles on a page.
const MAX_COUNT: usize = 100;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/articles", get(articles))
        .route("/articles/{slug}", get(article))
        .route("/taxonomy/article_category", get(categories))
        .route("/taxonomy/article_category/{id}", get(category))
        .route("/service-awards/{slug}", get(service_award))
}

/// The language of a query: `fr`, or `fr-fr`.
fn language(query: &Query) -> Language {
    let tag = query.get("lang").unwrap_or_default().to_ascii_lowercase();
    match tag.split('-').next() {
        Some("fr") => Language::French,
        Some("de") => Language::German,
        Some("es") => Language::Spanish,
        _ => Language::English,
    }
}

async fn articles(query: Query) -> Result<Model, Problem> {
    let offset = query.number("offset")?.unwrap_or(0);
    let count = query.number("count")?.unwrap_or(DEFAULT_COUNT).min(MAX_COUNT);
    let wanted: Result<Vec<i64>, _> = query.list("categories").map(str::parse).collect();
    let wanted = wanted.map_err(|_| Problem::BadRequest)?;
    let mut articles: Vec<Article> = news::articles()
        .filter(|article| wanted.is_empty() || wanted.iter().any(|id| article.is_in(*id)))
        .collect();
    match query.get("order").map(str::to_ascii_lowercase).as_deref() {
        None | Some("desc") => {}
        Some("asc") => articles.reverse(),
        Some(_) => return Err(Problem::BadRequest),
    }
    let language = language(&query);
    let page = articles.into_iter().skip(offset).take(count);
    let page = page.map(|article| to_json(article, language)).collect();
    Ok(Model("ArrayOfArticle", page))
}

async fn article(Path(slug): Path<String>, query: Query) -> Result<Model, Problem> {
    let found = news::articles().find(|article| article.slug() == slug);
    let found = found.ok_or(Problem::NotFound)?;
    Ok(Model("Article", to_json(found, language(&query))))
}

/// Times have no offset.
fn to_json(article: Article, language: Language) -> Value {
    let slug = article.slug();
    let paragraph = format!("\n<p>{}</p>\n", article.text(language));
    let image = format!(
        "https://wpassets.halowaypoint.com/wp-content/{}.jpg",
        article.id()
    );
    let author = article.author();
    json!({
        "id": article.id(),
        "featuredImageUri": image,
        "featuredImageAlt": article.title(language),
        "title": article.title(language),
        "subtitle": "",
        "content": paragraph,
        "excerpt": format!("<p>{}</p>\n", article.text(language)),
        "slug": slug,
        "creatorSlug": author.to_lowercase().replace(' ', "-"),
        "creatorTitle": author,
        "categories": article.categories(),
        "tags": [],
        "blocks": blocks(&paragraph, &image),
        "publishDate": from_ms(article.published()).trim_end_matches('Z'),
        "featuredImageUriMedium": null,
        "featuredImageAltMedium": null,
        "featuredImageUriSmall": null,
        "featuredImageAltSmall": null,
    })
}

/// A paragraph, blanks, and a picture in a group. Attributes are an empty list if there are none.
fn blocks(paragraph: &str, image: &str) -> Value {
    let figure = format!("\n<figure><img src=\"{image}\" alt=\"\"/></figure>\n");
    let block = |name: Option<&str>, attributes: Value, inner: Value, html: &str, content: Value| {
        json!({
            "blockName": name,
            "attrs": attributes,
            "innerBlocks": inner,
            "innerHTML": html,
            "innerContent": content,
        })
    };
    let picture = block(
        Some("core/image"),
        json!({ "sizeSlug": "full" }),
        json!([]),
        &figure,
        json!([figure]),
    );
    json!([
        block(
            Some("core/paragraph"),
            json!([]),
            json!([]),
            paragraph,
            json!([paragraph])
        ),
        block(None, json!([]), json!([]), "\n\n", json!(["\n\n"])),
        block(
            Some("core/group"),
            json!([]),
            json!([picture]),
            "\n<div></div>\n",
            json!(["\n<div>", null, "</div>\n"]),
        ),
    ])
}

async fn categories(query: Query) -> Model {
    let language = language(&query);
    let mut sorted: Vec<&Category> = news::CATEGORIES.iter().collect();
    sorted.sort_by_key(|category| category.name(language));
    let listed = sorted
        .into_iter()
        .map(|category| category_json(category, language));
    Model("ArrayOfArticleCategory", listed.collect())
}

/// `null` for a category that does not exist, as Grunt documents it.
async fn category(Path(id): Path<String>, query: Query) -> Result<Model, Problem> {
    let id: i64 = id.parse().map_err(|_| Problem::BadRequest)?;
    let found = news::CATEGORIES.iter().find(|category| category.id == id);
    let json = found.map(|category| category_json(category, language(&query)));
    Ok(Model("ArticleCategory", json.unwrap_or_default()))
}

fn category_json(category: &Category, language: Language) -> Value {
    json!({
        "id": category.id,
        "name": category.name(language),
        "description": "",
        "slug": category.slug,
        "count": category.count(),
        "parent": category.parent,
    })
}

async fn service_award(Path(slug): Path<String>) -> Result<Model, Problem> {
    let award = ServiceAward::with_slug(&slug).ok_or(Problem::NotFound)?;
    let json = json!({
        "id": award.id,
        "imageUri": award.image(),
        "imageAlt": "",
        "title": award.title,
        "excerpt": "",
        "slug": award.slug.to_ascii_lowercase(),
    });
    Ok(Model("ServiceAward", json))
}
