//! The pages that a player sees: plain HTML without external resources.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A complete page of the sign-in. The title is text, the content is HTML.
pub(crate) fn page(status: StatusCode, title: &str, content: &str) -> Response {
    let note = "This is the sign-in of a sandbox. No real account is involved.";
    document(status, title, &format!("{content}\n<p><small>{note}</small></p>"))
}

/// A complete page. The title is text, the content is HTML.
pub(crate) fn document(status: StatusCode, title: &str, content: &str) -> Response {
    let title = escape(title);
    // The empty icon stops browsers from requesting one.
    let document = format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
html {{ color-scheme: light dark; }}
body {{ font: 1.1rem/1.5 sans-serif; max-width: 32rem; margin: 3rem auto; padding: 0 1rem; }}
body:has(table) {{ max-width: 70rem; }}
table {{ border-collapse: collapse; display: block; max-height: 40rem; overflow: auto; }}
td, th {{ text-align: left; vertical-align: baseline; min-width: 6rem; padding: .2rem 1.5rem .2rem 0; border-bottom: 1px solid #8884; }}
code, pre {{ font-size: .9rem; overflow-wrap: anywhere; }}
td > code:only-child {{ white-space: nowrap; }}
pre {{ background: #8882; padding: .6rem; white-space: pre-wrap; max-height: 24rem; overflow: auto; }}
form {{ display: inline; }}
button, input {{ font: inherit; padding: .4rem 1rem; margin: .3rem .3rem .3rem 0; }}
</style>
</head>
<body>
<h1>{title}</h1>
{content}
</body>
</html>
"#
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, document).into_response()
}

/// Escapes text for HTML, including attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(character),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_text_stays_inside_an_attribute() {
        assert_eq!(escape(r#""><script>'&"#), "&quot;&gt;&lt;script&gt;&#39;&amp;");
    }
}
