//! A name, or the placeholder in its place.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A name for the screen: text that is never empty.
///
/// If the name is not known, this is a [placeholder](Self::is_placeholder) made from the ID, such as `8420410b`,
/// `xuid(2533274855333605)` or `CsrSeason9-1`. So a report never fails because of one name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    text: Arc<str>,
    is_placeholder: bool,
}

impl Name {
    pub(super) fn known(text: Arc<str>) -> Self {
        Self {
            text,
            is_placeholder: false,
        }
    }

    pub(super) fn placeholder(text: impl Into<Arc<str>>) -> Self {
        Self {
            text: text.into(),
            is_placeholder: true,
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the name is not known. [`Names::missing`](super::Names::missing) has the reason.
    pub fn is_placeholder(&self) -> bool {
        self.is_placeholder
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, text: &str) -> bool {
        self.as_str() == text
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, text: &&str) -> bool {
        self.as_str() == *text
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.text.as_ref().into()
    }
}

/// Shows the text, with the width and alignment of the format.
impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.text)
    }
}
