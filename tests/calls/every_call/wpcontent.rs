//! The calls of wpcontent.

use halo_infinite::Client;
use halo_infinite_sandbox::Sandbox;

use super::{Call, call};

pub fn calls(_: &Sandbox, client: &Client) -> Vec<Call> {
    let waypoint = client.wpcontent();
    let newest = waypoint.articles().count(1).send().unwrap().remove(0);
    vec![
        call(waypoint.articles()),
        call(waypoint.article(&newest.slug)),
        call(waypoint.article_categories()),
        call(waypoint.article_category(newest.categories[0])),
        call(waypoint.service_award("halo-gamerscore-tier1")),
    ]
}
