//! Secrets.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::decode::one_form;

/// A credential: a token, a client secret, an authorization header.
///
/// `Debug` hides it, `Display` is not implemented, and dropping it wipes its memory. Serializing exposes it, for
/// token stores. The HTTP client's own buffers and headers, and the decoder's buffer for texts with JSON escapes,
/// cannot be wiped.
///
/// ```
/// use halo_infinite::types::Secret;
///
/// let token = Secret::new("eyJhbGciOi");
/// assert_eq!(format!("{token:?}"), "Secret(…)");
/// assert_eq!(token.expose(), "eyJhbGciOi");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Box<str>>);

impl Secret {
    /// Wraps a credential.
    pub fn new(value: impl Into<Box<str>>) -> Self {
        Self(Zeroizing::new(value.into()))
    }

    /// The credential itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The header that holds an Xbox token.
    pub(crate) fn xbox_authorization(user_hash: &str, token: &Self) -> Self {
        ["XBL3.0 x=", user_hash, ";", token.expose()].concat().into()
    }

    /// Whether it is empty or all blanks: no service accepts such a credential.
    #[cfg(feature = "client")]
    pub(crate) fn is_blank(&self) -> bool {
        self.expose().trim().is_empty()
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
        // Shrinking the string in place could leave a copy behind.
        let value = Zeroizing::new(value);
        Self::new(value.as_str())
    }
}

// Not derived: serde's conversions by `String` leave copies that are not wiped.
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

one_form!(Secret);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_serde_exposes_it() {
        let secret = Secret::new("hunter2");
        assert!(!format!("{secret:?}").contains("hunter2"));
        assert_eq!(serde_json::to_string(&secret).unwrap(), "\"hunter2\"");
        assert_eq!(serde_json::from_str::<Secret>("\"hunter2\"").unwrap(), secret);
    }
}
