//! Texts of the SDK in the words of C.

use std::borrow::Cow;

/// What the SDK's errors call by its name in Rust, and the name here.
const NAMES: [(&str, &str); 9] = [
    (
        "SignIn::consent and SignIn::redeem",
        "halo_session_consent and halo_session_redeem",
    ),
    ("use AzureApp::new", "set `client_secret`"),
    ("use AzureApp::public", "leave `client_secret` out"),
    ("or use a FileStore", "or use a store in a file"),
    (
        "use those of a Session, or set xbox_token(…)",
        "use a session, or set `xbox_user_hash` and `xbox_token`",
    ),
    (
        "set tokens(…), or sign a player in and set player(…) or credentials(…)",
        "set it, or pass a session",
    ),
    (
        "credentials(…) and accounts(…) bring their own: leave it out",
        "the session brings its own: leave it out",
    ),
    ("set requests_per_second(…)", "leave `unlimited` out"),
    ("of halo-infinite", "of halo-infinite-capi"),
];

/// A text with the names of C.
pub(crate) fn for_c(text: &str) -> String {
    let mut text = Cow::Borrowed(text);
    for (rust, c) in NAMES {
        if text.contains(rust) {
            text = Cow::Owned(text.replace(rust, c));
        }
    }
    text.into_owned()
}

/// The name of a setting. The SDK's durations have no unit in their names.
pub(crate) fn setting(rust: &'static str) -> &'static str {
    match rust {
        "timeout" => "timeout_ms",
        "connect_timeout" => "connect_timeout_ms",
        "deadline" => "deadline_ms",
        name => name,
    }
}

#[cfg(test)]
mod tests {
    use halo_infinite::auth::{AzureApp, SignInErrorKind};
    use halo_infinite::error::ConsentError;

    use super::*;

    #[test]
    fn advice_has_no_names_of_rust() {
        let secret = AzureApp::new("id", "").unwrap_err().to_string();
        assert!(secret.contains("AzureApp"), "{secret}");
        for text in [
            SignInErrorKind::ClientSecretRequired.advice(),
            SignInErrorKind::ClientSecretNotAllowed.advice(),
            ConsentError::Random.advice(),
            &secret,
            "`https://x` cannot be listened on: use http://localhost or http://127.0.0.1, or SignIn::consent and SignIn::redeem",
        ] {
            let text = for_c(text);
            assert!(!text.contains("::"), "{text}");
        }
        let client = halo_infinite::Client::builder().build().unwrap_err().to_string();
        assert_eq!(
            for_c(&client),
            "spartan_token: it is missing: set it, or pass a session"
        );
        assert_eq!(for_c("nothing to say"), "nothing to say");
    }
}
