//! The table of calls by name. The build script makes it from the methods of the services.

use jiff::Timestamp;
use serde_json::Value;

use super::argument_types::{FromArgument, variant};
use super::arguments::{self, Arguments};
use super::named_request::NamedRequest;
use crate::models::discovery_ugc::{Film, FilmChunk};
use crate::pipeline::Pipeline;
use crate::refdata::{
    AssetKind, GameVariantCategory, GameplayInteraction, MatchesPrivacySetting, XboxProfileSetting as Setting,
};
use crate::services::authoring_ugc::VersionPatch;
use crate::services::discovery_ugc::{SearchOrder, SearchSort};
use crate::services::economy::{CustomizationView, Store, TrackKind};
use crate::services::endpoints;
use crate::services::gamecms_hacs::GuideKind;
use crate::services::stats::MatchType;
use crate::services::wpcontent::ArticleOrder;
use crate::types::{ArgumentError, AssetId, Author, Endpoint, Guid, Player, Season, Secret, Service};

/// A method of a service.
struct Method {
    handle: &'static str,
    name: &'static str,
    about: &'static str,
    model: &'static str,
    arguments: &'static [Argument],
    setters: &'static [Setter],
    request: fn(&Pipeline, &Arguments<'_>) -> Result<NamedRequest, ArgumentError>,
}

/// A setter of a request: an argument that may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setter {
    /// The name.
    pub name: &'static str,
    /// The setter's documentation: its first paragraph.
    pub about: &'static str,
    /// The values: if there are several, the setter takes an object of them.
    pub arguments: &'static [Argument],
}

/// A value of a call by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Argument {
    /// The name.
    pub name: &'static str,
    /// What it is, such as `player`, `GUID`, `whole number`.
    pub kind: &'static str,
    /// The names that are allowed; empty if there is no fixed list.
    pub values: &'static [&'static str],
}

// `METHODS`, and how the enumerations of the services are read.
include!(concat!(env!("OUT_DIR"), "/by_name.rs"));

/// Services whose endpoints are methods of a handle with another name.
const HANDLES: [(&str, &[Service]); 2] = [
    ("xbox_live", &[Service::XboxProfile, Service::Peoplehub]),
    ("films", &[Service::Blobs]),
];

/// An endpoint as calls by name see it.
#[derive(Clone, Copy)]
pub struct NamedEndpoint {
    endpoint: &'static Endpoint,
    method: &'static Method,
}

impl NamedEndpoint {
    /// The endpoint, which shows its name.
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// What it returns: the first paragraph of the documentation of its method.
    pub fn about(&self) -> &'static str {
        self.method.about
    }

    /// The name of the model, such as `MatchHistory` or `Vec<User>`; `RawFile` and `ChunkFile` are files.
    pub fn model(&self) -> &'static str {
        self.method.model
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

/// All endpoints with their arguments, in the order of [`endpoints`].
pub fn named_endpoints() -> impl Iterator<Item = NamedEndpoint> {
    endpoints().filter_map(named)
}

fn named(endpoint: &'static Endpoint) -> Option<NamedEndpoint> {
    let service = endpoint.service();
    let is_of = |handle: &str| {
        handle == service.name()
            || HANDLES
                .iter()
                .any(|(name, services)| *name == handle && services.contains(&service))
    };
    let mut methods = METHODS.iter();
    let method = methods.find(|method| method.name == endpoint.name() && is_of(method.handle))?;
    Some(NamedEndpoint { endpoint, method })
}

/// The request to an endpoint by its name.
pub(crate) fn request(
    pipeline: &Pipeline,
    name: &str,
    arguments: &Value,
) -> Result<NamedRequest, ArgumentError> {
    let found = endpoints().find(|endpoint| {
        let (service, method) = name.split_once('.').unwrap_or_default();
        (endpoint.service().name(), endpoint.name()) == (service, method)
    });
    let Some(endpoint) = found.and_then(named) else {
        let problem = format!(
            "`{}` is not the name of an endpoint{}",
            name.escape_debug(),
            arguments::similar(name, endpoints().map(Endpoint::to_string))
        );
        return Err(ArgumentError::new("endpoint", problem));
    };
    let method = endpoint.method;
    let known = method.arguments.iter().map(|argument| argument.name);
    let known: Vec<_> = known
        .chain(method.setters.iter().map(|setter| setter.name))
        .collect();
    let arguments = Arguments::new("arguments", arguments, &known)?;
    (method.request)(pipeline, &arguments)
}
