//! A request with everything but the credentials.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use ureq::http::{self, HeaderMap, HeaderName, HeaderValue, Request, header};
use zeroize::Zeroizing;

use super::environment::Environment;
use crate::types::{
    ArgumentError, CacheRule, Endpoint, Method, RequiredCredentials, ResponseKind, Secret, SecretBytes,
};

/// Characters that are not encoded in a query.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');
/// Paths keep the parentheses of `xuid(…)` and the commas of lists too, as the API itself does.
const SEGMENT: &AsciiSet = &QUERY.remove(b'(').remove(b')').remove(b',');

pub(crate) const SPARTAN_TOKEN: HeaderName = HeaderName::from_static("x-343-authorization-spartan");
pub(crate) const CLEARANCE: HeaderName = HeaderName::from_static("343-clearance");
pub(crate) const CONTRACT_VERSION: HeaderName = HeaderName::from_static("x-xbl-contract-version");
const JSON: &str = "application/json";

/// A request with everything but the credentials.
#[derive(Clone)]
pub(crate) struct PreparedRequest {
    pub endpoint: &'static Endpoint,
    /// Replaces the service's base URL.
    pub base: Option<String>,
    /// The segments of the path, not yet percent-encoded.
    pub path: Vec<String>,
    /// The query, not yet percent-encoded, in order.
    pub query: Vec<(Cow<'static, str>, String)>,
    pub headers: HeaderMap,
    pub body: Option<Body>,
    /// The secrets in the query and the body, which the response may repeat.
    pub own_secrets: Vec<Secret>,
    pub credentials: RequiredCredentials,
    pub cache_rule: CacheRule,
    /// Whether a cancellation must not interrupt the exchange, since something would be lost without the response.
    pub must_finish: bool,
    #[cfg(feature = "cache")]
    pub freshness: Freshness,
}

/// The age that a response may have.
#[cfg(feature = "cache")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// The age that the endpoint's cache rule allows.
    #[default]
    ByRule,
    /// Any cached response is bypassed.
    Fresh,
    /// At most this age, regardless of the rule.
    MaxAge(std::time::Duration),
    /// As `Fresh`, and the response is cached for requests with a maximum age.
    Renewed,
}

/// A body with its content type. `Debug` does not show its bytes, which may hold secrets.
#[derive(Clone)]
pub(crate) struct Body {
    pub content_type: &'static str,
    pub bytes: Zeroizing<Vec<u8>>,
}

impl Body {
    pub fn new(content_type: &'static str, bytes: Zeroizing<Vec<u8>>) -> Self {
        Self { content_type, bytes }
    }

    pub fn json(value: &impl Serialize) -> Result<Self, ArgumentError> {
        let mut bytes = SecretBytes::default();
        serde_json::to_writer(&mut bytes, value)
            .map_err(|error| ArgumentError::new("body", format!("it cannot be written as JSON: {error}")))?;
        Ok(Self::new(JSON, bytes.into_inner()))
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} bytes of {}", self.bytes.len(), self.content_type)
    }
}

impl PreparedRequest {
    /// Fills the arguments into the endpoint's path, in order.
    pub fn new(endpoint: &'static Endpoint, arguments: impl IntoIterator<Item = String>) -> Self {
        let accept = match endpoint.response_kind() {
            ResponseKind::FilmChunk => "*/*",
            ResponseKind::Json | ResponseKind::File | ResponseKind::Empty => JSON,
        };
        let mut headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
        if let Some(version) = endpoint.contract_version() {
            headers.insert(CONTRACT_VERSION, version.into());
        }
        Self {
            endpoint,
            base: None,
            path: fill(endpoint.path(), arguments),
            query: Vec::new(),
            headers,
            body: None,
            own_secrets: Vec::new(),
            credentials: endpoint.credentials(),
            cache_rule: endpoint.cache_rule(),
            must_finish: false,
            #[cfg(feature = "cache")]
            freshness: Freshness::default(),
        }
    }

    /// The secrets in its own headers, query and body.
    pub fn secrets(&self) -> impl Iterator<Item = Secret> {
        let headers = self.headers.values().filter(|value| value.is_sensitive());
        let headers = headers.filter_map(|value| Some(Secret::from(value.to_str().ok()?)));
        headers.chain(self.own_secrets.iter().cloned())
    }

    pub fn with_body(self, body: Body) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    /// As [`with_body`](Self::with_body), with the secrets that the body holds.
    pub fn with_secret_body(self, body: Body, secrets: impl IntoIterator<Item = Secret>) -> Self {
        Self {
            own_secrets: secrets.into_iter().collect(),
            ..self.with_body(body)
        }
    }

    /// Sets a pair of the query, replacing one with the same name.
    pub fn set_query(&mut self, name: impl Into<Cow<'static, str>>, value: impl ToString) {
        let name = name.into();
        self.query.retain(|(other, _)| *other != name);
        self.query.push((name, value.to_string()));
    }

    /// As [`set_query`](Self::set_query), for a value that no `Debug` output may show.
    pub fn set_secret_query(&mut self, name: &'static str, secret: &Secret) {
        self.set_query(name, secret.expose());
        self.own_secrets.push(secret.clone());
    }

    /// Adds a pair to the query, beside others with the same name.
    pub fn add_query(&mut self, name: &'static str, value: impl ToString) {
        self.query.push((name.into(), value.to_string()));
    }

    /// Asks for a version of a versioned resource.
    pub fn set_version(&mut self, version: String) {
        self.path.extend(["versions".into(), version]);
        self.cache_rule = CacheRule::Forever;
        if let Some(credentials) = self.endpoint.version_credentials() {
            self.credentials = credentials;
        }
    }

    /// The URL without the secrets of the query.
    pub fn shown_url(&self, environment: &Environment) -> Result<String, ArgumentError> {
        let mut shown = self.clone();
        for (_, value) in &mut shown.query {
            if self.own_secrets.iter().any(|secret| secret.expose() == value) {
                *value = "...".into();
            }
        }
        shown.url(environment)
    }

    /// The URL, percent-encoded.
    pub fn url(&self, environment: &Environment) -> Result<String, ArgumentError> {
        let mut url = match &self.base {
            Some(base) => base.clone(),
            None => environment.base_url(self.endpoint.service()),
        };
        for segment in &self.path {
            // These would change the path's meaning, and encoding does not help.
            if segment.is_empty() || segment == "." || segment == ".." {
                return Err(ArgumentError::new(
                    "path",
                    format!("`{segment}` cannot be a part of a path"),
                ));
            }
            url.push('/');
            url.extend(utf8_percent_encode(segment, SEGMENT));
        }
        for (index, (name, value)) in self.query.iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.extend(utf8_percent_encode(name, QUERY));
            url.push('=');
            url.extend(utf8_percent_encode(value, QUERY));
        }
        Ok(url)
    }

    /// The path's segments, percent-encoded.
    pub fn encoded_path(&self) -> impl Iterator<Item = String> {
        let segments = self.path.iter();
        segments.map(|segment| utf8_percent_encode(segment, SEGMENT).to_string())
    }

    /// The HTTP request without credentials and body.
    pub fn to_http(&self, environment: &Environment) -> Result<Request<()>, ArgumentError> {
        let mut request = Request::new(());
        *request.method_mut() = match self.endpoint.method() {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
            Method::Put => http::Method::PUT,
            Method::Patch => http::Method::PATCH,
            Method::Delete => http::Method::DELETE,
        };
        *request.uri_mut() = self.url(environment)?.parse().map_err(|error| {
            ArgumentError::new("path", format!("{} is not a URL: {error}", self.endpoint))
        })?;
        request.headers_mut().clone_from(&self.headers);
        if let Some(body) = &self.body {
            let content_type = HeaderValue::from_static(body.content_type);
            request.headers_mut().insert(header::CONTENT_TYPE, content_type);
        }
        Ok(request)
    }
}

/// The segments of a path whose placeholders are replaced by the arguments, in order. The argument of
/// `{path…}` may have several segments.
fn fill(path: &str, arguments: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut arguments = arguments.into_iter();
    let mut segments = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment
            .split_once('{')
            .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            None => segments.push(segment.to_owned()),
            Some((before, (name, after))) => {
                let argument = arguments.next().unwrap_or_default();
                if name.ends_with('…') {
                    segments.extend(argument.split('/').map(str::to_owned));
                } else {
                    segments.push(format!("{before}{argument}{after}"));
                }
            }
        }
    }
    segments
}

/// Checks that a text can be one segment of a path.
pub(crate) fn segment(argument: &'static str, text: &str) -> Result<String, ArgumentError> {
    let text = text.trim();
    if matches!(text, "" | "." | "..") || text.chars().any(char::is_control) {
        return Err(ArgumentError::new(
            argument,
            format!("`{}` cannot be a name", text.escape_debug()),
        ));
    }
    Ok(text.into())
}

/// A credential as a header that `Debug` does not show; `setting` is its name in an error.
pub(crate) fn secret_header(secret: &Secret, setting: &'static str) -> Result<HeaderValue, ArgumentError> {
    let mut header = HeaderValue::try_from(secret.expose()).map_err(|_| {
        ArgumentError::new(setting, "it holds blanks or characters that a header cannot have")
    })?;
    header.set_sensitive(true);
    Ok(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_fill_the_path_in_order() {
        let fill =
            |path, arguments: &[&str]| fill(path, arguments.iter().map(|text| text.to_string())).join("/");
        assert_eq!(
            fill("/hi/players/{player}/matches/{id}", &["a", "b"]),
            "hi/players/a/matches/b"
        );
        assert_eq!(fill("/users/gt({gamertag})", &["x"]), "users/gt(x)");
        assert_eq!(fill("/hi/file/{path…}", &["a/b.json"]), "hi/file/a/b.json");
    }

    #[test]
    fn debug_does_not_show_a_secret_header() {
        let header = secret_header(&Secret::new("hunter2"), "token").unwrap();
        assert!(!format!("{header:?}").contains("hunter2"));
    }

    #[test]
    fn an_error_does_not_show_the_secret() {
        let error = secret_header(&Secret::new("hunter2\r\nX-Evil: 1"), "spartan_token").unwrap_err();
        let text = error.to_string();
        assert!(
            text.starts_with("spartan_token: ") && !text.contains("hunter2"),
            "{text}"
        );
    }
}
