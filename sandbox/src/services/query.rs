//! Query parameters.

use crate::wire::problem::Problem;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::str::FromStr;

/// The query parameters. Names are case-insensitive.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// The first value of a parameter. An empty value counts as missing.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self
            .0
            .iter()
            .find(|(parameter, _)| parameter.eq_ignore_ascii_case(name));
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// All non-empty values of a parameter.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let found = self
            .0
            .iter()
            .filter(move |(parameter, _)| parameter.eq_ignore_ascii_case(name));
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The entries of a list: the values of all parameters of the name, split at commas, without blanks. Blank entries
    /// are left out.
    pub(super) fn list<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let entries = self.all(name).flat_map(|value| value.split(','));
        entries.map(str::trim).filter(|entry| !entry.is_empty())
    }

    /// Parses a number, or `true` or `false`.
    pub(super) fn number<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        self.get(name)
            .map(|value| {
                value
                    .to_ascii_lowercase()
                    .parse()
                    .map_err(|_| Problem::BadRequest)
            })
            .transpose()
    }
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(
            form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        ))
    }
}
