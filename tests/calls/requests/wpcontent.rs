//! The calls of the wpcontent service.

use halo_infinite::services::wpcontent::ArticleOrder;

use super::recorder::{get_without_token, refused, sent};

const HOST: &str = "https://wpcontent.svc.halowaypoint.com";

#[test]
fn articles() {
    assert_eq!(
        sent(|client| client.wpcontent().articles()),
        get_without_token(&format!("{HOST}/articles"))
    );
    assert_eq!(
        sent(|client| client
            .wpcontent()
            .articles()
            .language("en")
            .offset(10)
            .count(5)
            .order(ArticleOrder::OldestFirst)
            .order(ArticleOrder::NewestFirst)
            .categories([55, 78])),
        get_without_token(&format!(
            "{HOST}/articles?lang=en&offset=10&count=5&order=desc&categories=55%2C78"
        ))
    );
    for (error, reason) in [
        (
            refused(|client| client.wpcontent().articles().count(0)),
            "count: request at least 1 article per page",
        ),
        (
            refused(|client| client.wpcontent().articles().categories([])),
            "categories: name at least one category",
        ),
    ] {
        assert_eq!(error, reason);
    }
}

#[test]
fn article() {
    assert_eq!(
        sent(|client| client.wpcontent().article("halo-waypoint-content-browser")),
        get_without_token(&format!("{HOST}/articles/halo-waypoint-content-browser"))
    );
    assert_eq!(
        sent(|client| client.wpcontent().article("a/b?c")),
        get_without_token(&format!("{HOST}/articles/a%2Fb%3Fc"))
    );
    assert!(refused(|client| client.wpcontent().article("..")).starts_with("slug: "));
}

#[test]
fn article_categories() {
    let path = format!("{HOST}/taxonomy/article_category");
    assert_eq!(
        sent(|client| client.wpcontent().article_categories().language("fr")),
        get_without_token(&format!("{path}?lang=fr"))
    );
    assert_eq!(
        sent(|client| client.wpcontent().article_category(73)),
        get_without_token(&format!("{path}/73"))
    );
    assert_eq!(
        sent(|client| client.wpcontent().article_category(73).language("de")),
        get_without_token(&format!("{path}/73?lang=de"))
    );
}

#[test]
fn service_award() {
    assert_eq!(
        sent(|client| client
            .wpcontent()
            .service_award("hi-event-ritualEagleStrike")
            .language("en")),
        get_without_token(&format!(
            "{HOST}/service-awards/hi-event-ritualEagleStrike?lang=en"
        ))
    );
    assert!(refused(|client| client.wpcontent().service_award(" ")).starts_with("slug: "));
    let error = refused(|client| client.wpcontent().service_award("a").language("e&n"));
    assert!(error.starts_with("language: "), "{error}");
}
