//! Calls: the requests that are sent, and the results and errors that are returned.

#[path = "../support/mod.rs"]
mod support;

mod arguments {
    mod identifiers;
    mod players;
    mod urls;
}
#[cfg(feature = "cache")]
mod cache {
    mod offline;
    mod policy;
    mod secrets;
    mod setup;
}
mod cancellation;
mod errors;
mod faults;
mod fetch;
mod hosts;
mod limiter {
    mod bucket;
    mod many_threads;
    mod one_caller;
}
mod pages;
/// The exact requests that go to the production environment. None is sent: a middleware of the agent
/// takes each one down and answers in the service's place.
mod requests {
    mod discovery_ugc;
    mod economy;
    mod films;
    mod gamecms_hacs;
    mod profile;
    mod recorder;
    mod sign_in;
    mod skill;
    mod stats;
}
mod retries;
/// Calls that succeed, over real sockets, against the sandbox.
mod round_trips {
    mod films;
    mod matches;
    mod services;
    mod stats;
}
mod secrets;
