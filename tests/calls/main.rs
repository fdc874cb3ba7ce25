//! Calls: the requests that are sent, and the results and errors that are returned.

#[path = "../support/mod.rs"]
mod support;

mod accounts;
mod agents;
mod availability;
mod arguments {
    mod identifiers;
    mod players;
    mod urls;
}
#[cfg(feature = "by-name")]
mod by_name {
    mod batches;
    #[cfg(feature = "cache")]
    mod cached;
    mod discovery_setters;
    mod errors;
    mod every_argument;
    mod every_call;
    mod other_setters;
    mod passed_on;
    mod raw;
    mod same_json;
    mod setters;
}
#[cfg(feature = "cache")]
mod cache {
    mod observer;
    mod offline;
    mod policy;
    mod secrets;
    pub mod setup;
    mod trouble;
}
mod cancellation;
mod certificates;
mod endpoints;
mod errors;
mod every_call;
mod faults;
mod fetch;
mod hosts;
mod inside_tokio;
#[cfg(feature = "connector")]
mod interrupts;
mod limiter {
    mod bucket;
    mod many_threads;
    mod one_caller;
    mod shared;
}
mod networks;
mod observer {
    mod bench;
    mod callbacks;
    mod outcomes;
}
mod pages;
mod proxies;
mod recording;
/// The exact requests for the production environment. None is sent: a middleware of the agent
/// records each one and responds in place of the service.
mod requests {
    mod authoring_ugc;
    mod banprocessor;
    mod blobs;
    mod comms;
    mod discovery_ugc;
    mod economy;
    mod films;
    mod gamecms_content;
    mod gamecms_hacs;
    mod gamecms_store;
    mod lobby;
    mod profile;
    pub mod recorder;
    mod settings;
    mod sign_in;
    mod skill;
    mod stats;
    mod waypoint;
    mod wpcontent;
    mod xbox_live;
}
mod retries;
/// Successful requests, over real sockets, to the sandbox.
mod round_trips {
    mod assets;
    mod authoring;
    mod content;
    mod economy;
    mod films;
    mod game_content;
    mod marks;
    mod matches;
    mod names;
    mod pictures;
    mod services;
    mod shapes;
    mod small_services;
    mod stats;
    mod xbox_live;
}
mod secrets;
mod worker;
mod watch {
    mod channel;
    mod days;
    mod polls;
    mod setup;
}
