//! The table of calls by name. The build script makes it from the methods of the services.

use std::array;
use std::fmt;
use std::sync::OnceLock;

use serde_json::Value;

use super::argument_types::{numbered, texted, variant};
use super::arguments::Arguments;
use super::from_argument::FromArgument;
use super::named_request::{IntoContent, Named, NamedRequest};
use super::pages::is_page;
use super::similar::not_an_endpoint;
use crate::pipeline::Pipeline;
use crate::services::endpoints;
use crate::types::{ArgumentError, Endpoint, Service};

/// Makes the request of a method.
type MakeRequest = fn(&Pipeline, &Arguments<'_>) -> Result<Box<dyn Named>, ArgumentError>;

/// A method of a service.
struct Method {
    handle: &'static str,
    name: &'static str,
    about: &'static str,
    model: &'static str,
    is_file: bool,
    arguments: &'static [Argument],
    setters: &'static [Setter],
    request: MakeRequest,
}

/// A setter of an endpoint's request: an argument of a call by name that may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setter {
    /// The name of the argument.
    pub name: &'static str,
    /// The purpose: the first paragraph of the setter's documentation, as plain text.
    pub about: &'static str,
    /// The values. One is the argument itself, whatever its name; several are the members of an object.
    pub arguments: &'static [Argument],
}

/// A value of a call by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Argument {
    /// The name.
    pub name: &'static str,
    /// What the value must be, in words for people: `a GUID`, `a whole number from 0 to 255`. The words can change.
    pub kind: &'static str,
    /// The names of an enumeration's values, or of those in a list; empty for all other kinds.
    pub values: &'static [&'static str],
    /// Whether it may be left out. An argument of an endpoint may not, but a member of a setter's object can.
    pub optional: bool,
    /// Whether it is a list.
    pub is_list: bool,
    /// Whether it names a player, or is a list of players.
    pub is_player: bool,
    reads_json: bool,
}

impl Argument {
    const fn of<T: FromArgument>(name: &'static str) -> Self {
        Self {
            name,
            kind: T::KIND,
            values: T::VALUES,
            optional: T::OPTIONAL,
            is_list: T::IS_LIST,
            is_player: T::IS_PLAYER,
            reads_json: T::READS_JSON,
        }
    }

    /// The value that a person has typed, such as on a command line: `5` is a number where the argument is one, and a text
    /// where it is a text. A list is JSON, or has commas between its entries.
    ///
    /// The value is not checked: [`Client::by_name`](crate::Client::by_name) reports a wrong one.
    ///
    /// ```
    /// use halo_infinite::serde_json::json;
    /// use halo_infinite::services::by_name::named_endpoint;
    ///
    /// let skill = named_endpoint("skill.match_skill")?;
    /// let players = skill.arguments().iter().find(|argument| argument.name == "players").unwrap();
    /// assert_eq!(players.typed("2533274800000001, xuid(7)"), json!(["2533274800000001", "xuid(7)"]));
    /// # Ok::<(), halo_infinite::error::ArgumentError>(())
    /// ```
    pub fn typed(&self, text: &str) -> Value {
        let entry = |text: &str| {
            let json = self.reads_json.then(|| serde_json::from_str(text).ok());
            json.flatten().unwrap_or_else(|| Value::from(text))
        };
        if !self.is_list {
            return entry(text);
        }
        match serde_json::from_str(text).ok().filter(Value::is_array) {
            Some(list) => list,
            None => text.split(',').map(|text| entry(text.trim())).collect(),
        }
    }
}

// `METHODS`, their number, and how enumerations are read.
include!(concat!(env!("OUT_DIR"), "/by_name.rs"));

/// Services whose endpoints are methods of a handle with another name.
const HANDLES: [(&str, &[Service]); 2] = [
    ("xbox_live", &[Service::XboxProfile, Service::Peoplehub]),
    ("films", &[Service::Blobs]),
];

impl Method {
    fn is_of(&self, endpoint: &Endpoint) -> bool {
        let service = endpoint.service();
        let mut handles = HANDLES.iter();
        self.name == endpoint.name()
            && (self.handle == service.name()
                || handles.any(|(handle, services)| self.handle == *handle && services.contains(&service)))
    }
}

/// An endpoint and the arguments of a call by its name.
#[derive(Clone, Copy)]
pub struct NamedEndpoint {
    endpoint: &'static Endpoint,
    method: &'static Method,
}

impl NamedEndpoint {
    /// The endpoint. Its `Display` shows the name, such as `stats.match_history`.
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// The purpose: the first paragraph of the method's documentation, as plain text.
    pub fn about(&self) -> &'static str {
        self.method.about
    }

    /// The Rust type of the content, such as `MatchHistory`, `Vec<User>` or `RawFile`.
    pub fn model(&self) -> &'static str {
        self.method.model
    }

    /// Whether the content is a file, and not JSON.
    pub fn is_file(&self) -> bool {
        self.method.is_file
    }

    /// Whether the results come in pages, which [`NamedRequest::pages`] requests one by one.
    pub fn has_pages(&self) -> bool {
        is_page(self.model())
    }

    /// The arguments that a call needs.
    pub fn arguments(&self) -> &'static [Argument] {
        self.method.arguments
    }

    /// The arguments that a call may have.
    pub fn setters(&self) -> &'static [Setter] {
        self.method.setters
    }
}

impl fmt::Debug for NamedEndpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("NamedEndpoint")
            .field("endpoint", &self.endpoint.to_string())
            .field("model", &self.model())
            .field("is_file", &self.is_file())
            .field("arguments", &self.arguments())
            .field("setters", &self.setters())
            .finish()
    }
}

/// Returns all endpoints with their arguments, in the order of [`endpoints`].
pub fn named_endpoints() -> impl Iterator<Item = NamedEndpoint> {
    endpoints().filter_map(named)
}

fn named(endpoint: &'static Endpoint) -> Option<NamedEndpoint> {
    let method = METHODS.iter().find(|method| method.is_of(endpoint))?;
    Some(NamedEndpoint { endpoint, method })
}

/// Returns an endpoint by its name, such as `stats.match_history`.
///
/// # Errors
///
/// [`ArgumentError`] for an unknown name, with the names that resemble it.
pub fn named_endpoint(name: &str) -> Result<NamedEndpoint, ArgumentError> {
    let sorted = SORTED.get_or_init(|| {
        let mut all = named_endpoints();
        let mut sorted = array::from_fn(|_| all.next());
        sorted.sort_unstable_by_key(|named| named.map(parts));
        sorted
    });
    let found = sorted.binary_search_by_key(&name.split_once('.'), |named| named.map(parts));
    let found = found.ok().and_then(|index| *sorted.get(index)?);
    found.ok_or_else(|| {
        let problem = not_an_endpoint(name, endpoints().map(Endpoint::to_string));
        ArgumentError::new("endpoint", problem)
    })
}

/// All endpoints, sorted by their names. An array needs no memory that somebody would have to free.
static SORTED: OnceLock<[Option<NamedEndpoint>; METHOD_COUNT]> = OnceLock::new();

/// The service and the method in the name of an endpoint.
fn parts(named: NamedEndpoint) -> (&'static str, &'static str) {
    (named.endpoint.service().name(), named.endpoint.name())
}

/// The request to an endpoint by its name.
pub(crate) fn request(
    pipeline: &Pipeline,
    name: &str,
    arguments: &Value,
) -> Result<NamedRequest, ArgumentError> {
    let NamedEndpoint { endpoint, method } = named_endpoint(name)?;
    let needed = method.arguments.iter().map(|argument| argument.name);
    let optional = method.setters.iter().map(|setter| setter.name);
    let known: Vec<_> = needed.chain(optional).collect();
    let arguments = Arguments::new(arguments, &known)?;
    let request = (method.request)(pipeline, &arguments)?;
    Ok(NamedRequest::new(endpoint, request))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_endpoint_has_one_method_and_each_method_one_endpoint() {
        for endpoint in endpoints() {
            let methods = METHODS.iter().filter(|method| method.is_of(endpoint));
            assert_eq!(methods.count(), 1, "{endpoint}");
        }
        assert_eq!(named_endpoints().count(), METHOD_COUNT);
        for named in named_endpoints() {
            let found = named_endpoint(&named.endpoint.to_string()).unwrap();
            assert_eq!(found.endpoint, named.endpoint);
        }
        for method in &METHODS {
            let endpoints = endpoints().filter(|endpoint| method.is_of(endpoint));
            assert_eq!(endpoints.count(), 1, "{}.{}", method.handle, method.name);
        }
    }
}
