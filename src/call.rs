//! A call, ready to be sent but for the credentials.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use ureq::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use zeroize::Zeroizing;

use crate::environment::{Environment, Service};
use crate::error::{ArgumentError, Endpoint};

/// What stays as it is in a path segment or a query value.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');
/// Segments also keep the parentheses of `xuid(…)`, as the API itself writes them.
const SEGMENT: &AsciiSet = &PLAIN.remove(b'(').remove(b')');

pub(crate) const SPARTAN_TOKEN: HeaderName = HeaderName::from_static("x-343-authorization-spartan");
pub(crate) const CLEARANCE: HeaderName = HeaderName::from_static("343-clearance");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A call, ready to be sent but for the credentials.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub endpoint: Endpoint,
    pub method: Method,
    /// What the path is appended to where that is not the service's own place.
    pub base: Option<String>,
    /// The path's segments, not yet encoded.
    pub path: Vec<String>,
    /// The query's pairs, not yet encoded, in order.
    pub query: Vec<(&'static str, String)>,
    pub headers: HeaderMap,
    pub body: Option<Body>,
    /// Which credentials the call carries.
    pub credentials: CallCredentials,
    /// How old an answer may be.
    #[cfg(feature = "cache")]
    pub freshness: crate::cache::Freshness,
    /// Whether another answer will follow the one of now.
    #[cfg(feature = "cache")]
    pub is_passing: bool,
}

/// A body with its content type. It may hold secrets: its bytes are not shown.
#[derive(Clone)]
pub(crate) struct Body {
    pub content_type: &'static str,
    pub bytes: Zeroizing<Vec<u8>>,
}

impl Body {
    pub fn new(content_type: &'static str, text: String) -> Self {
        Self {
            content_type,
            bytes: Zeroizing::new(text.into_bytes()),
        }
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} bytes of {}", self.bytes.len(), self.content_type)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallCredentials {
    /// None, or such as are in the call already.
    None,
    /// The Spartan token.
    Spartan,
    /// The Spartan token and, where there is one, the clearance.
    SpartanAndClearance,
}

impl Call {
    /// A call of a Halo service.
    pub fn get<S: Into<String>>(
        service: Service,
        method: &'static str,
        path: impl IntoIterator<Item = S>,
    ) -> Self {
        Self {
            endpoint: Endpoint { service, method },
            method: Method::GET,
            base: None,
            path: path.into_iter().map(Into::into).collect(),
            query: Vec::new(),
            headers: HeaderMap::from_iter([(header::ACCEPT, JSON)]),
            body: None,
            credentials: CallCredentials::Spartan,
            #[cfg(feature = "cache")]
            freshness: crate::cache::Freshness::default(),
            #[cfg(feature = "cache")]
            is_passing: false,
        }
    }

    /// A step of the sign-in chain, by POST.
    pub fn post(service: Service, method: &'static str, path: &[&str], body: Body) -> Self {
        Self {
            method: Method::POST,
            body: Some(body),
            credentials: CallCredentials::None,
            ..Self::get(service, method, path.iter().copied())
        }
    }

    /// Puts a pair into the query, in place of one with the same name.
    pub fn set_query(&mut self, name: &'static str, value: impl ToString) {
        self.query.retain(|(other, _)| *other != name);
        self.query.push((name, value.to_string()));
    }

    /// Puts a pair into the query beside others with the same name.
    pub fn add_query(&mut self, name: &'static str, value: impl ToString) {
        self.query.push((name, value.to_string()));
    }

    /// Has the call carry the clearance beside the Spartan token.
    pub fn carry_clearance(&mut self) {
        self.credentials = CallCredentials::SpartanAndClearance;
    }

    pub fn with_clearance(mut self) -> Self {
        self.carry_clearance();
        self
    }

    /// The URL, with everything encoded that has to be.
    pub fn url(&self, environment: &Environment) -> Result<String, ArgumentError> {
        let mut url = match &self.base {
            Some(base) => base.clone(),
            None => environment.base_url(self.endpoint.service),
        };
        for segment in &self.path {
            // These would change the path's meaning, and no encoding keeps them from it.
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
            url.push_str(name);
            url.push('=');
            url.extend(utf8_percent_encode(value, PLAIN));
        }
        Ok(url)
    }
}

/// A text that was given as an argument, as one segment of a path.
pub(crate) fn segment(argument: &'static str, text: &str) -> Result<String, ArgumentError> {
    let text = text.trim();
    if matches!(text, "" | "." | "..") || text.chars().any(char::is_control) {
        return Err(ArgumentError::new(
            argument,
            format!("`{}` cannot be the name of anything", text.escape_debug()),
        ));
    }
    Ok(text.into())
}
