//! A sandbox with a client.

use std::ffi::CString;
use std::ptr;

use halo_infinite_capi::*;
use halo_infinite_sandbox::{Sandbox, SandboxBuilder};
use serde_json::{Value, json};

use super::{c, made, settings_of, text, until};

/// A sandbox and a client of it.
pub struct Bench {
    pub sandbox: Sandbox,
    pub client: *mut HaloClient,
    /// The matches of the home player, the newest first.
    pub ids: Vec<String>,
}

// SAFETY: the client is a number, which nobody follows.
unsafe impl Send for Bench {}
// SAFETY: the same.
unsafe impl Sync for Bench {}

impl Bench {
    pub fn new() -> Self {
        Self::of(Sandbox::builder())
    }

    /// A client with a rate so high that no request waits for it.
    pub fn of(builder: SandboxBuilder) -> Self {
        Self::with(builder, json!({ "requests_per_second": 10_000.0 }))
    }

    pub fn of_rate(requests_per_second: f64) -> Self {
        let settings = json!({ "requests_per_second": requests_per_second });
        Self::with(Sandbox::builder(), settings)
    }

    fn with(builder: SandboxBuilder, settings: Value) -> Self {
        let sandbox = builder.start().unwrap();
        let settings = c(settings_of(&sandbox, settings));
        let client =
            made(|client, error| halo_client_new(InText::of(&settings), ptr::null(), client, error)).unwrap();
        let ids = sandbox.world().match_ids(sandbox.world().home());
        Self {
            client,
            ids: ids.iter().map(ToString::to_string).collect(),
            sandbox,
        }
    }

    /// The name of the home player.
    pub fn me(&self) -> String {
        self.sandbox.world().home().gamertag().to_owned()
    }

    /// The arguments of a call about the home player.
    pub fn arguments(&self) -> CString {
        c(json!({ "player": self.me() }))
    }

    /// The content of a call, as it was received.
    pub fn call(&self, endpoint: &str, arguments: Value) -> String {
        let (endpoint, arguments) = (c(endpoint), c(arguments));
        let response = made(|response, error| {
            halo_call(
                self.client,
                InText::of(&endpoint),
                InText::of(&arguments),
                InText::none(),
                ptr::null(),
                response,
                error,
            )
        });
        let response = response.unwrap();
        let content = text(halo_response_json(response)).unwrap();
        assert_eq!(halo_response_close(response), HaloCode::Ok);
        content
    }

    /// Waits until the sandbox has received this many requests.
    pub fn until_requests(&self, count: usize) {
        until("the requests arrive", || self.sandbox.requests().len() >= count);
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        halo_client_close(self.client);
    }
}
