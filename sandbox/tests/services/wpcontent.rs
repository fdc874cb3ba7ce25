//! The articles of Halo Waypoint, and the descriptions of service awards.

use crate::common::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::Value;

/// Sends a request without a token.
fn content(sandbox: &Sandbox, path: &str) -> Value {
    let reply = get_with(
        sandbox,
        &format!("/wpcontent{path}"),
        &[("accept", "application/json")],
    );
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    reply.json()
}

fn ids(articles: &Value) -> Vec<i64> {
    list(articles)
        .iter()
        .map(|article| number(&article["id"]))
        .collect()
}

#[test]
fn articles_have_the_fields_of_real_ones() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let articles = content(&sandbox, "/articles");
    assert_eq!(list(&articles).len(), 10);
    for article in list(&articles) {
        assert_eq!(
            keys(article),
            [
                "id",
                "featuredImageUri",
                "featuredImageAlt",
                "title",
                "subtitle",
                "content",
                "excerpt",
                "slug",
                "creatorSlug",
                "creatorTitle",
                "categories",
                "tags",
                "blocks",
                "publishDate",
                "featuredImageUriMedium",
                "featuredImageAltMedium",
                "featuredImageUriSmall",
                "featuredImageAltSmall",
            ]
        );
        // As in the real service, times have no offset.
        assert_eq!(text(&article["publishDate"]).len(), "2022-11-07T12:58:00".len());
        for block in list(&article["blocks"]) {
            assert_eq!(
                keys(block),
                ["blockName", "attrs", "innerBlocks", "innerHTML", "innerContent"]
            );
            let gaps = list(&block["innerContent"])
                .iter()
                .filter(|piece| piece.is_null());
            assert_eq!(gaps.count(), list(&block["innerBlocks"]).len());
        }
        let path = format!("/articles/{}", text(&article["slug"]));
        assert_eq!(content(&sandbox, &path), *article);
    }
}

#[test]
fn queries_select_articles() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let all = ids(&content(&sandbox, "/articles?count=100"));
    assert!(all.len() > 20 && all.is_sorted_by(|one, next| one > next));
    for (query, expected) in [
        ("offset=3&count=2", all[3..5].to_vec()),
        ("offset=1000", vec![]),
        ("order=asc&count=1", vec![all[all.len() - 1]]),
        ("ORDER=DESC&Count=1", vec![all[0]]),
    ] {
        assert_eq!(
            ids(&content(&sandbox, &format!("/articles?{query}"))),
            expected,
            "{query}"
        );
    }
    let of = |categories: &str| {
        ids(&content(
            &sandbox,
            &format!("/articles?count=100&categories={categories}"),
        ))
    };
    let (esports, community) = (of("69"), of("70"));
    assert!(esports.iter().all(|id| !community.contains(id)));
    assert_eq!(of("69,70").len(), esports.len() + community.len());
    assert_eq!(of("69,70"), of("70&categories=69"));
    assert!(of("1").is_empty());
    for bad in ["order=newest", "count=x", "offset=-1", "categories=esports"] {
        let path = format!("/wpcontent/articles?{bad}");
        assert_eq!(get(&sandbox, &path).status, 400, "{bad}");
    }
    assert_eq!(get(&sandbox, "/wpcontent/articles/nothing").status, 404);
}

#[test]
fn texts_are_in_the_language_of_the_query() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let title = |lang: &str| {
        let articles = content(&sandbox, &format!("/articles?count=1&lang={lang}"));
        text(&articles[0]["title"]).to_owned()
    };
    let [english, french, german, spanish] = ["en", "fr", "de", "es"].map(title);
    assert!(english != french && french != german && german != spanish && spanish != english);
    assert_eq!(
        (title("fr-FR"), title("ja"), title("")),
        (french, english.clone(), english)
    );
    let name =
        |lang: &str| content(&sandbox, &format!("/taxonomy/article_category/55?lang={lang}"))["name"].clone();
    assert_eq!([name("en"), name("fr")], ["Games", "Jeux"]);
}

#[test]
fn categories_count_their_articles_and_unknown_ones_are_null() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let categories = content(&sandbox, "/taxonomy/article_category");
    for category in list(&categories) {
        assert_eq!(
            keys(category),
            ["id", "name", "description", "slug", "count", "parent"]
        );
        let path = format!("/articles?count=100&categories={}", category["id"]);
        assert_eq!(
            number(&category["count"]),
            ids(&content(&sandbox, &path)).len() as i64
        );
    }
    assert_eq!(content(&sandbox, "/taxonomy/article_category/1"), Value::Null);
    assert_eq!(
        get(&sandbox, "/wpcontent/taxonomy/article_category/x").status,
        400
    );
}

#[test]
fn awards_of_players_are_described() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let held = get_json(&sandbox, "/profile/users/me/service-awards");
    assert_eq!(
        keys(&held),
        ["xuid", "haloGamerscore", "featuredAwards", "awards"]
    );
    for slug in list(&held["awards"]) {
        let award = content(&sandbox, &format!("/service-awards/{}?lang=en", text(slug)));
        assert_eq!(
            keys(&award),
            ["id", "imageUri", "imageAlt", "title", "excerpt", "slug"]
        );
        assert_eq!(award["slug"], text(slug).to_lowercase());
    }
    assert_eq!(get(&sandbox, "/wpcontent/service-awards/nothing").status, 404);
    assert_eq!(
        get_with(&sandbox, "/profile/users/me/service-awards", &[]).status,
        401
    );
}
