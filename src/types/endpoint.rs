//! Endpoints: one constant holds all facts about an endpoint.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::time::Duration;

use super::service::Service;

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The method as HTTP writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// The credentials that a request carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RequiredCredentials {
    /// None, or those that the request itself holds.
    None,
    /// The Spartan token.
    Spartan,
    /// The Spartan token and, if the player has one, the clearance.
    SpartanAndClearance,
    /// The Xbox token, for Xbox Live itself. It is never sent to a service of the game.
    XboxLive,
}

impl fmt::Display for RequiredCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::None => "none",
            Self::Spartan => "Spartan token",
            Self::SpartanAndClearance => "Spartan token, clearance",
            Self::XboxLive => "Xbox token",
        })
    }
}

/// How long a response may be cached, unless the request says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CacheRule {
    /// Never: the response depends on the signed-in player, or the request changes something.
    Never,
    /// Only if the request sets a maximum age: the response may change at any time.
    OnRequest,
    /// For this long: the response changes seldom.
    For(Duration),
    /// Forever: the response never changes.
    Forever,
}

impl fmt::Display for CacheRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => formatter.pad("never"),
            Self::OnRequest => formatter.pad("on request"),
            Self::For(time) => match time.as_secs() / 3600 {
                1 => formatter.pad("1 hour"),
                hours @ ..48 => formatter.pad(&format!("{hours} hours")),
                hours => formatter.pad(&format!("{} days", hours / 24)),
            },
            Self::Forever => formatter.pad("forever"),
        }
    }
}

/// The content of a successful response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseKind {
    /// A JSON document.
    Json,
    /// Any file, such as an image.
    File,
    /// A chunk of a film, compressed with zlib.
    FilmChunk,
    /// Nothing: status 204, or an empty body.
    Empty,
}

/// The query of a request: names and values, not yet percent-encoded.
pub(crate) type Query = [(Cow<'static, str>, String)];

/// An endpoint of the API: a service, an HTTP method, a path, and its properties.
///
/// Shown as `stats.match_history`. Two endpoints are equal if they have the same service and name.
/// [`services::endpoints`](crate::services::endpoints) lists the endpoints of all services.
///
/// For an endpoint without a method in this crate, define your own constant and pass it to
/// [`Client::request`](crate::Client::request). By default it carries the Spartan token, returns JSON
/// and is not cached.
///
/// ```
/// use halo_infinite::types::{Endpoint, Service};
///
/// const MATCH_COUNT: Endpoint =
///     Endpoint::get(Service::Stats, "my_match_count", "/hi/players/{player}/matches/count");
///
/// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
/// # let client = sandbox.client()?;
/// # let me = sandbox.world().home().xuid();
/// let count: serde_json::Value = client.request(&MATCH_COUNT, [me.to_string()]).send()?;
/// println!("{}", count["MatchesPlayedCount"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Endpoint {
    service: Service,
    name: &'static str,
    method: Method,
    path: &'static str,
    credentials: RequiredCredentials,
    versions: Option<RequiredCredentials>,
    contract_version: Option<u16>,
    idempotent: bool,
    writes: bool,
    secret: bool,
    late: bool,
    response: ResponseKind,
    cache: CacheRule,
    #[cfg_attr(not(feature = "cache"), expect(dead_code, reason = "only the cache reads it"))]
    is_final: fn(&Query, &[u8]) -> bool,
}

impl Endpoint {
    const fn new(service: Service, name: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            service,
            name,
            method,
            path,
            credentials: RequiredCredentials::Spartan,
            versions: None,
            contract_version: None,
            idempotent: matches!(method, Method::Get | Method::Put | Method::Delete),
            writes: !matches!(method, Method::Get),
            secret: false,
            late: false,
            response: ResponseKind::Json,
            cache: CacheRule::Never,
            is_final: |_, _| true,
        }
    }

    /// A GET endpoint: a service, a name for errors and logs, and a path with the arguments in braces.
    pub const fn get(service: Service, name: &'static str, path: &'static str) -> Self {
        Self::new(service, name, Method::Get, path)
    }

    /// A POST endpoint: a service, a name for errors and logs, and a path with the arguments in braces.
    pub const fn post(service: Service, name: &'static str, path: &'static str) -> Self {
        Self::new(service, name, Method::Post, path)
    }

    /// A PUT endpoint: a service, a name for errors and logs, and a path with the arguments in braces.
    pub const fn put(service: Service, name: &'static str, path: &'static str) -> Self {
        Self::new(service, name, Method::Put, path)
    }

    /// A PATCH endpoint: a service, a name for errors and logs, and a path with the arguments in braces.
    pub const fn patch(service: Service, name: &'static str, path: &'static str) -> Self {
        Self::new(service, name, Method::Patch, path)
    }

    /// A DELETE endpoint: a service, a name for errors and logs, and a path with the arguments in braces.
    pub const fn delete(service: Service, name: &'static str, path: &'static str) -> Self {
        Self::new(service, name, Method::Delete, path)
    }

    /// The request carries no token.
    pub const fn without_token(self) -> Self {
        Self {
            credentials: RequiredCredentials::None,
            ..self
        }
    }

    /// The request carries the clearance in addition to the Spartan token.
    pub const fn with_clearance(self) -> Self {
        Self {
            credentials: RequiredCredentials::SpartanAndClearance,
            ..self
        }
    }

    /// The request carries the Xbox token in place of the Spartan token, and this version of the service's contract in
    /// the header `x-xbl-contract-version`, without which Xbox Live accepts no request.
    pub const fn with_xbox_token(self, contract_version: u16) -> Self {
        Self {
            credentials: RequiredCredentials::XboxLive,
            contract_version: Some(contract_version),
            ..self
        }
    }

    /// The resource has versions, at `{path}/versions/{version_id}`: they never change.
    pub const fn versioned(self) -> Self {
        Self {
            versions: Some(self.credentials),
            ..self
        }
    }

    /// As [`versioned`](Self::versioned), but a request for a version carries the clearance.
    pub const fn versioned_with_clearance(self) -> Self {
        Self {
            versions: Some(RequiredCredentials::SpartanAndClearance),
            ..self
        }
    }

    /// A request of another method than GET that changes nothing, such as a POST with a question. It needs no
    /// permission to write.
    pub const fn read_only(self) -> Self {
        Self {
            writes: false,
            ..self
        }
    }

    /// A POST or PATCH that may be sent twice without harm.
    pub const fn idempotent(self) -> Self {
        Self {
            idempotent: true,
            ..self
        }
    }

    /// The content of a successful response; [`ResponseKind::Json`] by default.
    pub const fn returns(self, response: ResponseKind) -> Self {
        Self { response, ..self }
    }

    /// The data appears some time after its match; until then the service responds with 404.
    pub const fn late(self) -> Self {
        Self { late: true, ..self }
    }

    /// The response holds a secret, such as a token: it is never recorded, and no error quotes it.
    pub(crate) const fn returns_secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// The cache's rule; [`CacheRule::Never`] by default.
    pub const fn cached(self, cache: CacheRule) -> Self {
        Self { cache, ..self }
    }

    /// Caches only responses for which this function returns true.
    pub(crate) const fn once(self, is_final: fn(&Query, &[u8]) -> bool) -> Self {
        Self { is_final, ..self }
    }

    /// The service.
    pub const fn service(&self) -> Service {
        self.service
    }

    /// The name, for errors and logs; for the endpoints of this crate also the name of the method.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The HTTP method.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The path, with the arguments in braces: `/hi/matches/{match_id}/stats`. An argument `{path…}` may
    /// have several segments.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The credentials that the request carries.
    pub const fn credentials(&self) -> RequiredCredentials {
        self.credentials
    }

    /// The version of the service's contract; `None` for services other than those of Xbox Live.
    pub const fn contract_version(&self) -> Option<u16> {
        self.contract_version
    }

    /// The credentials of a request for a version, at `{path}/versions/{version_id}`, which is cached
    /// forever; `None` if the resource has no versions.
    pub const fn version_credentials(&self) -> Option<RequiredCredentials> {
        self.versions
    }

    /// Whether the request may be sent twice without harm. Other requests are not retried once a part of them
    /// may have arrived.
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// Whether the data appears some time after its match, such as statistics. Until then the service responds with 404:
    /// [`Client::with_wait_until_available`](crate::Client::with_wait_until_available) waits for it.
    pub const fn appears_late(&self) -> bool {
        self.late
    }

    /// Whether the request changes data: any method other than GET, unless it is [`read_only`](Self::read_only). A
    /// client refuses it without [`allow_writes`](crate::ClientBuilder::allow_writes).
    pub const fn writes(&self) -> bool {
        self.writes
    }

    /// The content of a successful response.
    pub const fn response_kind(&self) -> ResponseKind {
        self.response
    }

    /// Whether the response holds a secret.
    pub(crate) const fn is_secret(&self) -> bool {
        self.secret
    }

    /// How long a response may be cached.
    pub const fn cache_rule(&self) -> CacheRule {
        self.cache
    }

    #[cfg(feature = "cache")]
    pub(crate) fn is_final(&self, query: &Query, body: &[u8]) -> bool {
        (self.is_final)(query, body)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Endpoint({self}: {} {})", self.method, self.path)
    }
}

impl PartialEq for Endpoint {
    fn eq(&self, other: &Self) -> bool {
        (self.service, self.name) == (other.service, other.name)
    }
}

impl Eq for Endpoint {}

impl Hash for Endpoint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.service, self.name).hash(state);
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.service.name(), self.name)
    }
}

/// Declares endpoints as constants, and a list of them all.
macro_rules! endpoints {
    ($($name:ident = $endpoint:expr;)+) => {
        $(pub(crate) const $name: Endpoint = $endpoint;)+

        /// All endpoints of this module.
        pub(crate) const ENDPOINTS: &[&Endpoint] = &[$(&$name),+];
    };
}
pub(crate) use endpoints;
