//! The case of paths. The real services ignore it, and public clients rely on that: they send `/hi/Maps/…`,
//! `…/Matchmade/servicerecord` and `…/audiences/retail/…`.

use axum::http::Uri;
use axum::http::uri::PathAndQuery;

/// Converts the path of a request to lower case, in which all routes are registered. The query stays as it is.
pub(super) fn lower_case(uri: &mut Uri) {
    let mut parts = uri.clone().into_parts();
    let Some(target) = parts.path_and_query else {
        return;
    };
    let mut lower = lower_path(target.path());
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

/// Percent-encoded ASCII letters and digits become plain ones: the encoding makes no difference either.
fn lower_path(path: &str) -> String {
    let mut lower = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((plain, encoded)) = rest.split_once('%') {
        lower += plain;
        let code = encoded
            .get(..2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(letter) = code.filter(u8::is_ascii_alphanumeric) {
            lower.push(char::from(letter));
            rest = encoded.get(2..).unwrap_or_default();
        } else {
            lower.push('%');
            rest = encoded;
        }
    }
    lower += rest;
    lower.make_ascii_lowercase();
    lower
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
