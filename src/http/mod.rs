//! The only exit: every request leaves this crate through [`attempt`].

mod account;
mod agent;
mod attempt;
mod authorize;
mod body;
mod call_options;
mod certificate;
mod credentials;
mod date;
mod environment;
mod failure;
mod look_out;
mod next_step;
mod observe;
mod prepared_request;
mod proxy;
mod raw_response;
mod report;
pub(crate) mod retry;
mod run;
mod secrets;
mod service_state;
mod settings;
mod system_proxy;
mod tls;
mod transport;

#[cfg(all(test, target_os = "linux"))]
pub(crate) use body::read_secret_body;
pub(crate) use call_options::{Availability, CallOptions, OnPermit};
pub(crate) use credentials::no_xbox_token;
pub use credentials::{CallContext, Credentials, StaticTokens};
pub(crate) use date::date;
pub use environment::Environment;
pub(crate) use environment::is_this_machine;
pub(crate) use observe::Observer;
#[cfg(feature = "tracing")]
pub(crate) use observe::request_span;
pub use observe::{Attempt, AttemptOutcome};
#[cfg(feature = "cache")]
pub(crate) use prepared_request::Freshness;
pub(crate) use prepared_request::{
    Body, CONTRACT_VERSION, PreparedRequest, SPARTAN_TOKEN, secret_header, segment,
};
pub(crate) use proxy::ProxySetting;
pub(crate) use raw_response::RawResponse;
pub use retry::RetryPolicy;
pub(crate) use settings::Settings;
pub use tls::Tls;
pub(crate) use transport::Transport;
