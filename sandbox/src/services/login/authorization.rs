//! Authorization requests of apps, and the redirects that report their outcome.

use super::form::Form;
use crate::app::App;
use crate::authority::Authority;
use crate::codes::Grant;
use crate::registration::{Client, Registration};
use crate::wire::html::{escape, page};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A valid authorization request.
#[derive(Debug)]
pub(super) struct Authorization {
    pub(super) grant: Grant,
    state: Option<String>,
}

/// The reason to reject a request before consent.
#[derive(Debug)]
pub(super) enum InvalidRequest {
    /// Reported on a page: a redirect to an unregistered URI could go to an attacker.
    Unregistered(&'static str),
    /// Reported to the app by a redirect.
    Rejected {
        redirect_uri: String,
        state: Option<String>,
        error: &'static str,
        description: &'static str,
    },
}

impl IntoResponse for InvalidRequest {
    fn into_response(self) -> Response {
        match self {
            Self::Unregistered(reason) => error_page(reason),
            Self::Rejected {
                redirect_uri,
                state,
                error,
                description,
            } => {
                let refusal = [("error", error), ("error_description", description)];
                redirect(&redirect_uri, &refusal, state.as_deref())
            }
        }
    }
}

pub(super) fn error_page(reason: &str) -> Response {
    let content = format!("<p>{}</p>", escape(reason));
    page(
        StatusCode::BAD_REQUEST,
        "We're unable to complete your request",
        &content,
    )
}

impl Authorization {
    pub(super) fn parse(app: &App, authority: Authority, query: &str) -> Result<Self, InvalidRequest> {
        let query = Form::parse(query.as_bytes());
        let registration = query
            .field("client_id")
            .and_then(|client_id| app.registration(client_id))
            .ok_or(InvalidRequest::Unregistered(
                "The client does not exist or is not enabled for consumers.",
            ))?;
        let redirect_uri = query
            .field("redirect_uri")
            .filter(|uri| registration.may_redirect_to(uri))
            .ok_or(InvalidRequest::Unregistered(
                "The provided value for the input parameter 'redirect_uri' is not valid. The expected value is a \
                 URI which matches a redirect URI registered for this client application.",
            ))?;
        let state = query.field("state");
        validate(&query, authority, registration)
            .map(|(scope, challenge)| Self {
                grant: Grant {
                    client: Client {
                        authority,
                        registration,
                    },
                    redirect_uri: redirect_uri.to_owned(),
                    scope: scope.to_owned(),
                    challenge: challenge.map(str::to_owned),
                },
                state: state.map(str::to_owned),
            })
            .map_err(|(error, description)| InvalidRequest::Rejected {
                redirect_uri: redirect_uri.to_owned(),
                state: state.map(str::to_owned),
                error,
                description,
            })
    }

    pub(super) fn accept(self, app: &App) -> Response {
        let redirect_uri = self.grant.redirect_uri.clone();
        let code = app.codes.issue(self.grant);
        redirect(&redirect_uri, &[("code", &code)], self.state.as_deref())
    }

    pub(super) fn decline(self) -> Response {
        let refusal = [
            ("error", "access_denied"),
            (
                "error_description",
                "The user has denied access to the scope requested by the client application.",
            ),
        ];
        redirect(&self.grant.redirect_uri, &refusal, self.state.as_deref())
    }
}

/// Returns the scope and the PKCE challenge, or an error and its description.
fn validate(
    query: &Form,
    authority: Authority,
    registration: Registration,
) -> Result<(&str, Option<&str>), (&'static str, &'static str)> {
    match query.field("response_type") {
        Some("code") => {}
        Some(_) => {
            return Err((
                "unsupported_response_type",
                "The provided value for the input parameter 'response_type' is not valid. Expected value: 'code'.",
            ));
        }
        None => {
            return Err((
                "invalid_request",
                "The request must contain the parameter 'response_type'.",
            ));
        }
    }
    let scope = query
        .field("scope")
        .filter(|scope| authority.grants(scope))
        .ok_or((
            "invalid_scope",
            "The provided value for the input parameter 'scope' is not valid.",
        ))?;
    let challenge = query.field("code_challenge");
    match challenge {
        None if registration == Registration::Public => {
            return Err((
                "invalid_request",
                "Proof Key for Code Exchange is required: the request must contain the parameter 'code_challenge'.",
            ));
        }
        None => {}
        Some(_) if query.field("code_challenge_method") != Some("S256") => {
            return Err((
                "invalid_request",
                "The provided value for the input parameter 'code_challenge_method' is not valid. Expected value: \
                 'S256'.",
            ));
        }
        Some(challenge) if !is_s256(challenge) => {
            return Err((
                "invalid_request",
                "The provided value for the input parameter 'code_challenge' is not valid.",
            ));
        }
        Some(_) => {}
    }
    Ok((scope, challenge))
}

/// Whether a text can be a SHA-256 hash in base64url without padding.
fn is_s256(challenge: &str) -> bool {
    challenge.len() == 43
        && challenge
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Redirects the browser to the app.
fn redirect(uri: &str, answer: &[(&str, &str)], state: Option<&str>) -> Response {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(answer)
        .extend_pairs(state.map(|state| ("state", state)))
        .finish();
    let has_path = uri
        .split_once("://")
        .is_some_and(|(_, rest)| rest.contains(['/', '?']));
    let joint = match (uri.contains('?'), has_path) {
        (true, _) => "&",
        (false, true) => "?",
        (false, false) => "/?",
    };
    match HeaderValue::try_from(format!("{uri}{joint}{query}")) {
        Ok(location) => (
            StatusCode::FOUND,
            [
                (header::LOCATION, location),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ],
        )
            .into_response(),
        // A registered redirect URI is always a valid header value.
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_extends_every_form_of_redirect_uri() {
        for (uri, expected) in [
            ("https://localhost", "https://localhost/?code=a.b&state=x+%26"),
            (
                "http://localhost:8080/back",
                "http://localhost:8080/back?code=a.b&state=x+%26",
            ),
            (
                "http://localhost/?from=here",
                "http://localhost/?from=here&code=a.b&state=x+%26",
            ),
        ] {
            let response = redirect(uri, &[("code", "a.b")], Some("x &"));
            assert_eq!(response.headers()["location"], expected);
        }
    }
}
