//! Microsoft OAuth2.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{AzureApp, Secret, SignInStep};
use crate::transport::{Body, Call};

const SCOPE: &str = "Xboxlive.signin Xboxlive.offline_access";

/// Exchanges a refresh token for an access token and the next refresh token.
pub(super) fn refresh(app: &AzureApp, refresh_token: &Secret) -> Call {
    let mut form = vec![
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token.expose()),
        ("scope", SCOPE),
        ("client_id", app.client_id()),
    ];
    form.extend(
        app.client_secret()
            .map(|secret| ("client_secret", secret.expose())),
    );
    SignInStep::RefreshToken.post(&["oauth20_token.srf"], encode(&form))
}

fn encode(form: &[(&str, &str)]) -> Body {
    let mut text = String::new();
    for (index, (name, value)) in form.iter().enumerate() {
        if index > 0 {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        text.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
    }
    Body {
        content_type: "application/x-www-form-urlencoded",
        bytes: text.into_bytes(),
    }
}
