//! The consent page, on which an app asks the player for access.

use super::authorization::{Authorization, InvalidRequest, error_page};
use super::form::Form;
use crate::app::{App, Shared};
use crate::authority::Authority;
use crate::consent::Consent;
use crate::wire::html::{escape, page};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};

/// Shows the page, or applies the configured decision.
pub(super) async fn ask(
    State(app): State<Shared>,
    Extension(authority): Extension<Authority>,
    uri: Uri,
) -> Response {
    match (parse(&app, authority, &uri), app.consent) {
        (Err(invalid), _) => invalid.into_response(),
        (Ok(authorization), Consent::Accept) => authorization.accept(&app),
        (Ok(authorization), Consent::Decline) => authorization.decline(),
        (Ok(authorization), Consent::Ask) => {
            let name = authorization.grant.client.registration.display_name();
            let player = app.world.home().gamertag();
            consent_page(name, player, &uri)
        }
    }
}

/// Handles the form of the page. It is posted to the URL of the page, so that the page needs no state.
pub(super) async fn decide(
    State(app): State<Shared>,
    Extension(authority): Extension<Authority>,
    uri: Uri,
    body: Bytes,
) -> Response {
    let form = Form::parse(&body);
    match (parse(&app, authority, &uri), form.field("consent")) {
        (Err(invalid), _) => invalid.into_response(),
        (Ok(authorization), Some("accept")) => authorization.accept(&app),
        (Ok(authorization), Some("decline")) => authorization.decline(),
        (Ok(_), _) => error_page("Choose Accept or Decline."),
    }
}

fn parse(app: &App, authority: Authority, uri: &Uri) -> Result<Authorization, InvalidRequest> {
    Authorization::parse(app, authority, uri.query().unwrap_or_default())
}

fn consent_page(name: &str, player: &str, here: &Uri) -> Response {
    let (name, player) = (escape(name), escape(player));
    let here = escape(&here.to_string());
    let content = format!(
        r#"<p>The app <strong>{name}</strong> asks to sign <strong>{player}</strong> in to Xbox Live and to stay signed in.</p>
<form method="post" action="{here}"><button id="accept" name="consent" value="accept">Accept</button></form>
<form method="post" action="{here}"><button id="decline" name="consent" value="decline">Decline</button></form>"#
    );
    page(StatusCode::OK, "Let this app access your info?", &content)
}
