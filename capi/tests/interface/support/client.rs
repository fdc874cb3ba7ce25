//! A client.

use std::ptr;

use halo_infinite_capi::*;
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};

#[cfg(feature = "cache")]
use super::value;
use super::{Failed, c, made};

/// A client, which is closed at the end.
pub struct Client(pub *mut HaloClient);

// SAFETY: handles are numbers, which any thread may pass to the interface.
unsafe impl Sync for Client {}
// SAFETY: the same.
unsafe impl Send for Client {}

impl Client {
    pub fn new(settings: &Value) -> Result<Self, Failed> {
        let settings = c(settings);
        made(|client, error| halo_client_new(InText::of(&settings), ptr::null(), client, error)).map(Self)
    }

    /// A client of a sandbox, without a limit and with more settings.
    pub fn of(sandbox: &Sandbox, more: Value) -> Self {
        Self::new(&settings_of(sandbox, more)).unwrap()
    }

    pub fn call(&self, endpoint: &str, arguments: Value) -> Result<Response, Failed> {
        self.call_with(endpoint, arguments, json!({}))
    }

    pub fn call_with(&self, endpoint: &str, arguments: Value, options: Value) -> Result<Response, Failed> {
        let (endpoint, arguments, options) = (c(endpoint), c(arguments), c(options));
        let response = made(|response, error| {
            halo_call(
                self.0,
                InText::of(&endpoint),
                InText::of(&arguments),
                InText::of(&options),
                ptr::null(),
                response,
                error,
            )
        })?;
        let read = Response {
            status: halo_response_status(response),
            attempts: halo_response_attempts(response),
            age_ms: halo_response_age_ms(response),
        };
        assert_eq!(halo_response_close(response), HaloCode::Ok);
        Ok(read)
    }

    /// The number of responses in the cache.
    #[cfg(feature = "cache")]
    pub fn cached(&self) -> Result<u64, Failed> {
        value(0, |count, error| halo_client_cache_count(self.0, count, error))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        halo_client_close(self.0);
    }
}

/// The settings for a sandbox, without a limit, and more settings, which win. Null removes a setting.
pub fn settings_of(sandbox: &Sandbox, more: Value) -> Value {
    let mut settings = json!({
        "environment": sandbox.url(),
        "spartan_token": sandbox.spartan_token(),
        "clearance": sandbox.clearance(),
    });
    let settings_object = settings.as_object_mut().unwrap();
    if more.get("requests_per_second").is_none() {
        settings_object.insert("unlimited".into(), true.into());
    }
    for (name, value) in more.as_object().unwrap().clone() {
        match value {
            Value::Null => drop(settings_object.remove(&name)),
            value => drop(settings_object.insert(name, value)),
        }
    }
    settings
}

/// What tests look at of a response.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub attempts: u32,
    pub age_ms: i64,
}
