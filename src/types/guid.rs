//! GUIDs.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::argument::{ArgumentError, from_text};

/// The GUID of a match, a playlist or an asset, as an argument.
///
/// Methods take `impl TryInto<Guid>`: a [`Uuid`] or its text. [`send`](crate::Request::send) reports a text
/// that is not a GUID, before anything is sent.
///
/// ```
/// use halo_infinite::types::Guid;
///
/// let guid: Guid = "4b64348e-5897-4028-856d-44c7955c83e3".parse()?;
/// assert_eq!(guid.to_string(), "4b64348e-5897-4028-856d-44c7955c83e3");
/// # Ok::<(), halo_infinite::error::ArgumentError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(Uuid);

impl Guid {
    /// The GUID with this number: for constants.
    pub const fn from_u128(number: u128) -> Self {
        Self(Uuid::from_u128(number))
    }

    /// The GUID as a [`Uuid`].
    pub const fn get(self) -> Uuid {
        self.0
    }
}

impl FromStr for Guid {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        Uuid::try_parse(text.trim()).map(Self).map_err(|_| {
            ArgumentError::new(
                "guid",
                format!(
                    "`{}` is not a GUID such as 4b64348e-5897-4028-856d-44c7955c83e3",
                    text.escape_debug()
                ),
            )
        })
    }
}

from_text!(Guid);

impl From<Uuid> for Guid {
    fn from(uuid: Uuid) -> Self {
        Self(uuid)
    }
}

impl From<&Uuid> for Guid {
    fn from(uuid: &Uuid) -> Self {
        Self(*uuid)
    }
}

impl From<&Guid> for Guid {
    fn from(guid: &Guid) -> Self {
        *guid
    }
}

impl From<Guid> for Uuid {
    fn from(guid: Guid) -> Self {
        guid.0
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_parsed_and_other_text_is_an_error() {
        let text = "4b64348e-5897-4028-856d-44c7955c83e3";
        assert_eq!(Guid::try_from(text).unwrap().to_string(), text);
        let spaced = format!(" {} ", text.to_uppercase());
        assert_eq!(Guid::try_from(spaced), Guid::try_from(text));
        for text in [
            "",
            "4b64348e",
            "4b64348e-5897-4028-856d-44c7955c83eg",
            "../../etc",
        ] {
            let error = Guid::try_from(text).unwrap_err().to_string();
            assert!(error.contains("is not a GUID"), "{error}");
        }
    }
}
