//! The case of paths. The real services ignore it, and public clients rely on that: they send `/hi/Maps/…`,
//! `…/Matchmade/servicerecord` and `…/audiences/retail/…`.

use crate::wire::percent::decode_unreserved;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;

/// Converts the path of a request to lower case, in which all routes are registered. The query stays as it is.
pub(super) fn lower_case(uri: &mut Uri) {
    let mut parts = uri.clone().into_parts();
    let Some(target) = parts.path_and_query else {
        return;
    };
    let mut lower = decode_unreserved(target.path()).to_ascii_lowercase();
    if let Some(query) = target.query() {
        lower.push('?');
        lower += query;
    }
    // Letters of a valid URI were replaced by letters: both conversions succeed.
    parts.path_and_query = Some(lower.parse::<PathAndQuery>().unwrap_or(target));
    if let Ok(lower) = Uri::from_parts(parts) {
        *uri = lower;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_lower_case_and_queries_do_not() {
        for (sent, routed) in [
            ("/hi/Maps/ABC", "/hi/maps/abc"),
            ("/hi/Maps?Players=XUID(1)&x=%41", "/hi/maps?Players=XUID(1)&x=%41"),
            ("/%4Daps/%6d%31", "/maps/m1"),
            ("/GT(%C3%89lodie%20117)", "/gt(%c3%89lodie%20117)"),
            ("/A%2FB%2f%25%4", "/a%2fb%2f%25%4"),
            ("/A%", "/a%"),
            ("//A/", "//a/"),
            ("/?", "/?"),
            ("*", "*"),
            ("http://Host:1/A?B", "http://Host:1/a?B"),
        ] {
            let mut uri: Uri = sent.parse().unwrap_or_else(|error| panic!("{sent}: {error}"));
            lower_case(&mut uri);
            assert_eq!(uri.to_string(), routed, "{sent}");
        }
    }
}
