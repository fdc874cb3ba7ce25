//! Raw requests: any method, service and path.

use super::xbox_live;
use crate::http::segment;
use crate::pipeline::Pipeline;
use crate::request::{RawFile, Request};
use crate::types::{ArgumentError, CacheRule, Endpoint, Method, RequiredCredentials, ResponseKind, Service};

const METHODS: [Method; 5] = [
    Method::Get,
    Method::Post,
    Method::Put,
    Method::Patch,
    Method::Delete,
];

/// An endpoint for each service and method. Their paths come with the requests.
#[expect(clippy::indexing_slicing, reason = "the compiler itself checks the index")]
static ENDPOINTS: [[Endpoint; METHODS.len()]; Service::ALL.len()] = {
    let mut all = [of_service(Service::Profile); Service::ALL.len()];
    let mut index = 0;
    while index < Service::ALL.len() {
        all[index] = of_service(Service::ALL[index]);
        index += 1;
    }
    all
};

const fn of_service(service: Service) -> [Endpoint; METHODS.len()] {
    [
        raw(Endpoint::get(service, "raw", "/{path…}")),
        raw(Endpoint::post(service, "raw", "/{path…}")),
        raw(Endpoint::put(service, "raw", "/{path…}")),
        raw(Endpoint::patch(service, "raw", "/{path…}")),
        raw(Endpoint::delete(service, "raw", "/{path…}")),
    ]
}

const fn raw(endpoint: Endpoint) -> Endpoint {
    let mut endpoint = endpoint.returns(ResponseKind::File).cached(CacheRule::Never);
    if may_return_secrets(endpoint.service()) {
        endpoint = endpoint.returns_secret();
    }
    match credentials(endpoint.service()) {
        RequiredCredentials::SpartanAndClearance => endpoint.with_clearance(),
        RequiredCredentials::XboxLive => endpoint.with_xbox_token(contract_version(endpoint.service())),
        _ => endpoint.without_token(),
    }
}

/// Whether a service has paths whose responses hold secrets: tokens, clearances, join handles, codes to redeem.
const fn may_return_secrets(service: Service) -> bool {
    matches!(
        service,
        Service::Settings
            | Service::Lobby
            | Service::Comms
            | Service::Login
            | Service::MicrosoftOnline
            | Service::UserAuth
            | Service::XstsAuth
    )
}

const fn contract_version(service: Service) -> u16 {
    match service {
        Service::XboxProfile => xbox_live::PROFILE_CONTRACT,
        _ => xbox_live::PEOPLE_CONTRACT,
    }
}

/// Only the services of the game receive its tokens, and only those of Xbox Live the Xbox token.
const fn credentials(service: Service) -> RequiredCredentials {
    match service {
        Service::Profile
        | Service::Stats
        | Service::Skill
        | Service::DiscoveryUgc
        | Service::GamecmsHacs
        | Service::Economy
        | Service::AuthoringUgc
        | Service::Lobby
        | Service::Banprocessor
        | Service::Comms
        | Service::Settings => RequiredCredentials::SpartanAndClearance,
        Service::XboxProfile | Service::Peoplehub => RequiredCredentials::XboxLive,
        Service::Blobs
        | Service::Wpcontent
        | Service::Waypoint
        | Service::Login
        | Service::MicrosoftOnline
        | Service::UserAuth
        | Service::XstsAuth => RequiredCredentials::None,
    }
}

/// A raw request.
pub(crate) fn request(pipeline: &Pipeline, method: Method, service: Service, path: &str) -> Request<RawFile> {
    let endpoint = ENDPOINTS
        .iter()
        .flatten()
        .find(|endpoint| (endpoint.service(), endpoint.method()) == (service, method));
    match endpoint {
        Some(endpoint) => Request::new(pipeline, endpoint, [checked(path)]),
        None => Request::failed(
            pipeline,
            ArgumentError::new("service", format!("{service} takes no raw requests")),
        ),
    }
}

/// A path without the slash at its start.
fn checked(path: &str) -> Result<String, ArgumentError> {
    let relative = path.strip_prefix('/').unwrap_or(path);
    if relative.contains(['?', '#']) {
        return Err(ArgumentError::new(
            "path",
            format!(
                "`{}` has a query: set its parameters with query(…)",
                path.escape_debug()
            ),
        ));
    }
    let segments: Result<Vec<_>, _> = relative.split('/').map(|part| segment("path", part)).collect();
    Ok(segments?.join("/"))
}
