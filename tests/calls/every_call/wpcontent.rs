//! The calls of wpcontent.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;
use serde_json::json;

use super::{Call, call};

pub fn calls(_: &Sandbox, client: &Client) -> Vec<Call> {
    let waypoint = client.wpcontent();
    let newest = waypoint.articles().count(1).send().unwrap().remove(0);
    vec![
        call(waypoint.articles(), json!({})),
        call(waypoint.article(&newest.slug), json!({ "slug": newest.slug })),
        call(waypoint.article_categories(), json!({})),
        call(
            waypoint.article_category(newest.categories[0]),
            json!({ "id": newest.categories[0] }),
        ),
        call(
            waypoint.service_award("halo-gamerscore-tier1"),
            json!({ "slug": "halo-gamerscore-tier1" }),
        ),
    ]
}
