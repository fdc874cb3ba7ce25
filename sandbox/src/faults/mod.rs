//! Fault scripts: the faults, the rules that assign them to requests, and their form on the wire.

mod apply;
mod effect;
mod fault;
mod file;
mod gzip;
mod head;
mod json;
mod raw;
mod rule;
mod rules;
mod script;
mod when;

pub use fault::Fault;
pub use file::FaultScriptError;
pub(crate) use raw::{NotHttp, RawResponse};
pub use rule::{Rule, RuleBuilder};
pub use script::Faults;
