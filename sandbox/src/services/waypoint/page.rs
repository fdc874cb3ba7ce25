//! The pages of the website: their data is in a script, as Next.js writes it.

use crate::wire::html::document;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

/// A page with its data, and nothing else.
pub(super) fn next_page(title: &str, props: &Value) -> Response {
    let data = json!({ "props": { "pageProps": props, "__N_SSP": true } });
    // As Next.js does, so that no text ends the script.
    let data = data.to_string().replace('<', "\\u003c").replace('&', "\\u0026");
    let script = format!("<script id=\"__NEXT_DATA__\" type=\"application/json\">{data}</script>");
    document(StatusCode::OK, title, &script)
}
