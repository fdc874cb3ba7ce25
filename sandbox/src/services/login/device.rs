//! Device codes: the endpoint that issues them, and the page on which the player enters them.

use super::form::{Form, NoStoreJson, OAuthError};
use super::token::{scope, wrong_scope};
use crate::app::Shared;
use crate::authority::Authority;
use crate::device_codes::{INTERVAL, LIFETIME};
use crate::registration::Client;
use crate::wire::html::{escape, page as html};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::json;

pub(super) const VERIFICATION: &str = "/login/device";

/// Issues a device code. It needs no client secret: the code alone is useless.
pub(super) async fn code(
    State(app): State<Shared>,
    Extension(authority): Extension<Authority>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<NoStoreJson, OAuthError> {
    let form = Form::from_request(&headers, &body)?;
    let registration = form.client(&app)?;
    if form
        .field("response_type")
        .is_some_and(|response_type| response_type != "device_code")
    {
        return Err(OAuthError::new(
            "invalid_request",
            "The provided value for the input parameter 'response_type' is not valid. Expected value: 'device_code'.",
        ));
    }
    let scope = scope(authority, &form)?.ok_or_else(wrong_scope)?;
    let client = Client {
        authority,
        registration,
    };
    let issued = app.device_codes.issue(client, scope);
    Ok(NoStoreJson(json!({
        "user_code": issued.user_code,
        "device_code": issued.device_code,
        "verification_uri": format!("{}{VERIFICATION}", app.url),
        "interval": INTERVAL,
        "expires_in": LIFETIME,
    })))
}

/// Shows the page.
pub(super) async fn page() -> Response {
    code_page(StatusCode::OK, "Enter the code that the app shows you.")
}

/// Handles the form of the page.
pub(super) async fn enter(State(app): State<Shared>, body: Bytes) -> Response {
    let form = Form::parse(&body);
    let accept = match form.field("consent") {
        Some("accept") => true,
        Some("decline") => false,
        _ => {
            return code_page(StatusCode::BAD_REQUEST, "Choose Accept or Decline.");
        }
    };
    let entered = form
        .field("user_code")
        .and_then(|code| app.device_codes.enter(code, accept));
    let Some(client) = entered else {
        return code_page(
            StatusCode::BAD_REQUEST,
            "That code didn't work. Check the code and try again.",
        );
    };
    let name = escape(client.registration.display_name());
    let (title, outcome) = if accept {
        ("You're signed in", "is signed in")
    } else {
        ("You declined", "was not signed in")
    };
    let content = format!("<p>The app <strong>{name}</strong> {outcome}. You can close this page now.</p>");
    html(StatusCode::OK, title, &content)
}

fn code_page(status: StatusCode, message: &str) -> Response {
    let message = escape(message);
    let content = format!(
        r#"<p>{message}</p>
<form method="post" action="{VERIFICATION}">
<p><label>Code <input id="user_code" name="user_code" autocomplete="off" autofocus required></label></p>
<button id="accept" name="consent" value="accept">Accept</button>
<button id="decline" name="consent" value="decline">Decline</button>
</form>"#
    );
    html(status, "Enter code", &content)
}
