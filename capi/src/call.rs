//! Calls.

use std::borrow::Cow;
use std::mem::MaybeUninit;
use std::ptr;
use std::time::Duration;

use halo_infinite::Client;
use halo_infinite::error::ArgumentError;
use halo_infinite::services::by_name::{NamedRequest, NamedResponse, named_endpoints};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::boundary::HaloError;
use crate::boundary::{enter, required};
use crate::cancel::HaloCancel;
use crate::client::HaloClient;
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle;
use crate::in_text::InText;
use crate::json;
use crate::response::{HaloResponse, ResponseObject};

/// A call that was read, but not sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Call {
    endpoint: String,
    #[serde(default)]
    arguments: Value,
    #[serde(default, deserialize_with = "json::members_or_default")]
    options: Options,
}

/// The options of a call.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    deadline_ms: Option<u64>,
    wait_until_available_ms: Option<u64>,
    account: Option<usize>,
    #[serde(deserialize_with = "json::or_default")]
    fresh: bool,
    max_age_ms: Option<u64>,
    #[serde(deserialize_with = "json::or_default")]
    raw: bool,
}

impl Call {
    /// Reads a call.
    pub fn read(endpoint: InText<'_>, arguments: InText<'_>, options: InText<'_>) -> Result<Self, Failure> {
        let endpoint = endpoint.required("endpoint")?;
        let arguments = arguments.optional("arguments")?;
        let options = options.optional("options")?;
        Ok(Self {
            endpoint: endpoint.to_owned(),
            arguments: json::value("arguments", arguments)?.unwrap_or_default(),
            options: json::settings("options", options)?,
        })
    }

    /// A call with these arguments, and the members of its options, whose content the library itself reads.
    pub fn of(endpoint: &str, arguments: Value, options: Map<String, Value>) -> Result<Self, Failure> {
        let call = Self {
            endpoint: endpoint.to_owned(),
            arguments,
            options: json::read("options", options, &[])?,
        };
        call.is_decoded()?;
        Ok(call)
    }

    /// Refuses the option `raw`.
    pub fn is_decoded(&self) -> Result<(), Failure> {
        match self.options.raw {
            true => Err(ArgumentError::new("options", "`raw` is for halo_call and for workers").into()),
            false => Ok(()),
        }
    }

    /// Sends the call with a client.
    pub fn send(&self, client: &Client) -> Result<NamedResponse, Failure> {
        let request = self.request(client)?;
        Ok(match self.options.raw {
            true => request.send_raw()?,
            false => request.send()?,
        })
    }

    /// The request of the call. Nothing is sent.
    pub fn request(&self, client: &Client) -> Result<NamedRequest, Failure> {
        let mut client = Cow::Borrowed(client);
        if let Some(deadline) = self.options.deadline_ms {
            client = Cow::Owned(client.with_deadline(Duration::from_millis(deadline)));
        }
        if let Some(account) = self.options.account {
            client = Cow::Owned(client.with_account(account));
        }
        let request = client.by_name(&self.endpoint, &self.arguments);
        let mut request = request.map_err(|error| self.explained(error))?;
        if let Some(wait) = self.options.wait_until_available_ms {
            request = request.wait_until_available(Duration::from_millis(wait));
        }
        self.with_cache_options(request)
    }

    #[cfg(feature = "cache")]
    fn with_cache_options(&self, request: NamedRequest) -> Result<NamedRequest, Failure> {
        Ok(match (self.options.fresh, self.options.max_age_ms) {
            (true, _) => request.fresh(),
            (false, Some(age)) => request.max_age(Duration::from_millis(age)),
            (false, None) => request,
        })
    }

    #[cfg(not(feature = "cache"))]
    fn with_cache_options(&self, request: NamedRequest) -> Result<NamedRequest, Failure> {
        if self.options.fresh || self.options.max_age_ms.is_some() {
            return Err(Failure::missing_feature(
                "options: `fresh` or `max_age_ms`",
                "cache",
            ));
        }
        Ok(request)
    }

    /// An unknown endpoint has a code of its own.
    fn explained(&self, error: ArgumentError) -> Failure {
        let is_known = named_endpoints().any(|known| known.endpoint().to_string() == self.endpoint);
        match is_known {
            true => error.into(),
            false => Failure::new(HaloCode::UnknownEndpoint, error.to_string()),
        }
    }
}

/// Calls an endpoint and waits for the response.
///
/// `endpoint` is a name such as `stats.match_history`; `halo_endpoints` lists all. `arguments` is a JSON object with
/// the endpoint's arguments, or null for none. A player is a gamertag, `xuid(…)` or digits, as a text or a number; many
/// endpoints need the XUID. An asset is its GUID, or an object with `asset_id` and `version_id`. A time is a text such as
/// `2026-01-31T20:00:00Z`. A film and its chunk are parts of the response of `discovery_ugc.film_by_match_id`. Where
/// `halo_endpoints` lists the values, upper case, blanks, `_` and `-` make no difference.
///
/// `options` is a JSON object, or null; all members may be left out:
///
/// - `deadline_ms`: the time that the call may take, in place of the client's.
/// - `wait_until_available_ms`: the time to wait for data that appears some time after its match. It is added to the
///   deadline; status 404 is retried until then.
/// - `account`: the client's account that the call goes by, counted from 0.
/// - `fresh`: `true` bypasses the cache (feature `cache`).
/// - `max_age_ms`: accepts a cached response of at most this age (feature `cache`).
/// - `raw`: `true` returns the body as the service sent it, by `halo_response_bytes`. It is not decoded, which takes less
///   time: a list may be `null`, and a body of another form is no error. Only `halo_call` and workers take this option.
///
/// `cancel` is a cancel token that ends the call, or null.
///
/// `HALO_CODE_UNKNOWN_ENDPOINT` if no endpoint has the name, `HALO_CODE_ARGUMENT` for a wrong argument: nothing was sent.
///
/// Any thread may call this; it waits, so a thread that draws frames must not.
#[unsafe(no_mangle)]
pub extern "C" fn halo_call(
    client: *const HaloClient,
    endpoint: InText<'_>,
    arguments: InText<'_>,
    options: InText<'_>,
    cancel: *const HaloCancel,
    response: Option<&mut MaybeUninit<*mut HaloResponse>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("response", response, ptr::null_mut())?;
        let client = handle::get("client", client)?;
        let call = Call::read(endpoint, arguments, options)?;
        let client = client.cancelled_by(cancel)?;
        let received = call.send(&client)?;
        *out = handle::open(ResponseObject::new(received));
        Ok(HaloCode::Ok)
    })
}
