//! Changes of a version.

use serde::Serialize;

use crate::types::ArgumentError;

/// A change of a version: new values for some fields. The others do not change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct VersionPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    public_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
}

impl VersionPatch {
    /// A change of nothing, which the request refuses.
    pub fn new() -> Self {
        Self::default()
    }

    /// The name that players see.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self {
            public_name: Some(name.into()),
            ..self
        }
    }

    /// The description; an empty text removes it.
    #[must_use]
    pub fn description(self, description: impl Into<String>) -> Self {
        Self {
            description: Some(description.into()),
            ..self
        }
    }

    /// All tags for searching; no tags remove them.
    #[must_use]
    pub fn tags<S: Into<String>>(self, tags: impl IntoIterator<Item = S>) -> Self {
        Self {
            tags: Some(tags.into_iter().map(Into::into).collect()),
            ..self
        }
    }

    /// Refuses an empty change, and empty names and tags.
    pub(super) fn check(&self) -> Result<(), ArgumentError> {
        let problem = |problem: &str| Err(ArgumentError::new("patch", problem));
        let is_blank = |text: &String| text.trim().is_empty();
        if *self == Self::default() {
            return problem("it changes nothing: set a name, a description or tags");
        }
        if self.public_name.as_ref().is_some_and(is_blank) {
            return problem("the name is empty");
        }
        if self.tags.iter().flatten().any(is_blank) {
            return problem("one of the tags is empty");
        }
        Ok(())
    }
}
