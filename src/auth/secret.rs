//! Values that must not be shown.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ureq::http::HeaderValue;
use zeroize::Zeroizing;

use crate::error::ArgumentError;

/// A credential: a token, a client secret, an authorization header.
///
/// Its `Debug` shows nothing of it, it has no `Display`, and its memory is wiped when it is dropped.
/// Serializing it writes it out, for those who keep tokens: mind where that goes.
///
/// ```
/// use halo_infinite::auth::Secret;
///
/// let token = Secret::new("eyJhbGciOi");
/// assert_eq!(format!("{token:?}"), "Secret(…)");
/// assert_eq!(token.expose(), "eyJhbGciOi");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Box<str>>);

impl Secret {
    /// Keeps a credential.
    pub fn new(value: impl Into<Box<str>>) -> Self {
        Self(Zeroizing::new(value.into()))
    }

    /// The credential itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The credential as a header that `Debug` does not show; `setting` is what an error calls it.
    pub(crate) fn header(&self, setting: &'static str) -> Result<HeaderValue, ArgumentError> {
        let mut header = HeaderValue::try_from(self.expose()).map_err(|_| {
            ArgumentError::new(setting, "it holds blanks or characters that a header cannot have")
        })?;
        header.set_sensitive(true);
        Ok(header)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        // Giving back what a text has room for beyond its end could leave a copy behind.
        let value = Zeroizing::new(value);
        Self::new(value.as_str())
    }
}

// By hand: the ways by `String` that serde offers leave copies that nobody wipes.
impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl From<Secret> for String {
    fn from(secret: Secret) -> Self {
        secret.expose().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_debug_nor_a_header_shows_it() {
        let secret = Secret::new("hunter2");
        assert!(!format!("{secret:?} {:?}", secret.header("token").unwrap()).contains("hunter2"));
        assert_eq!(serde_json::to_string(&secret).unwrap(), "\"hunter2\"");
        assert_eq!(serde_json::from_str::<Secret>("\"hunter2\"").unwrap(), secret);
    }

    #[test]
    fn what_cannot_be_a_header_is_refused_without_being_shown() {
        let error = Secret::new("hunter2\r\nX-Evil: 1")
            .header("spartan_token")
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("spartan_token: ") && !error.contains("hunter2"),
            "{error}"
        );
    }
}
