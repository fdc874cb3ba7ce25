//! The pages of the website: their data is in a script, as Next.js writes it.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use ureq::http::{HeaderValue, header};

use crate::decode::DecodeError;
use crate::error::Error;
use crate::request::{Request, Response};

/// The data that the script starts with.
#[derive(Deserialize)]
struct NextData<T> {
    props: Props<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Props<T> {
    page_props: T,
}

/// Asks for the page as HTML.
pub(super) fn as_html<T>(request: Request<T>) -> Request<T> {
    request.change(|request| {
        let html = HeaderValue::from_static("text/html");
        request.headers.insert(header::ACCEPT, html);
        Ok(())
    })
}

/// The data of a page.
#[inline]
pub(super) fn data<T: DeserializeOwned, P>(response: &Response<P>) -> Result<T, Error> {
    let page = std::str::from_utf8(response.bytes()).ok();
    let Some(data) = page.and_then(script) else {
        return Err(misfit(
            response,
            "the page does not hold the data of a leaderboard".into(),
        ));
    };
    let data: NextData<T> = response.decode_part(data.as_bytes())?;
    Ok(data.props.page_props)
}

/// The error for a page without the expected data.
pub(super) fn misfit<P>(response: &Response<P>, problem: String) -> Error {
    response.misfit(DecodeError {
        path: ".".into(),
        problem,
    })
}

/// The JSON in the script that Next.js puts into a page.
pub fn script(page: &str) -> Option<&str> {
    let (_, after) = page.split_once("id=\"__NEXT_DATA__\"")?;
    let (_, script) = after.split_once('>')?;
    let (json, _) = script.split_once("</script>")?;
    Some(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_found_by_its_id() {
        let page =
            r#"<p id="a">b</p><script id="__NEXT_DATA__" type="application/json">{"a":1}</script><script>"#;
        assert_eq!(script(page), Some(r#"{"a":1}"#));
        for page in [
            "",
            "<p>",
            r#"<script id="__NEXT_DATA__""#,
            r#"<script id="__NEXT_DATA__">{}"#,
        ] {
            assert_eq!(script(page), None, "{page}");
        }
    }
}
