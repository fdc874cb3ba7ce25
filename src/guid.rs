//! GUIDs as arguments of calls.

use uuid::Uuid;

use crate::error::ArgumentError;

/// A GUID as an argument of a call: of a match, a playlist, an asset.
///
/// Calls take `impl Into<Guid>`: a [`Uuid`] or its text. A text that is no GUID is refused when the
/// request is sent, before anything goes out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Guid(Result<Uuid, Box<str>>);

impl Guid {
    /// The GUID; `argument` is what an error calls it.
    pub(crate) fn get(&self, argument: &'static str) -> Result<Uuid, ArgumentError> {
        self.0.as_ref().copied().map_err(|text| {
            ArgumentError::new(
                argument,
                format!(
                    "`{}` is not a GUID such as 4b64348e-5897-4028-856d-44c7955c83e3",
                    text.escape_debug()
                ),
            )
        })
    }
}

impl From<Uuid> for Guid {
    fn from(uuid: Uuid) -> Self {
        Self(Ok(uuid))
    }
}

impl From<&Uuid> for Guid {
    fn from(uuid: &Uuid) -> Self {
        Self(Ok(*uuid))
    }
}

impl From<&str> for Guid {
    fn from(text: &str) -> Self {
        Self(Uuid::try_parse(text.trim()).map_err(|_| text.into()))
    }
}

impl From<&String> for Guid {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Guid {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_and_their_texts_are_taken_and_nothing_else() {
        let text = "4b64348e-5897-4028-856d-44c7955c83e3";
        assert_eq!(Guid::from(text).get("match_id").unwrap().to_string(), text);
        assert_eq!(Guid::from(format!(" {} ", text.to_uppercase())), Guid::from(text));
        for text in [
            "",
            "4b64348e",
            "4b64348e-5897-4028-856d-44c7955c83eg",
            "../../etc",
        ] {
            let error = Guid::from(text).get("match_id").unwrap_err().to_string();
            assert!(
                error.starts_with("match_id: ") && error.contains("not a GUID"),
                "{error}"
            );
        }
    }
}
