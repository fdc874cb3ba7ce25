//! Fault scripts: what is to go wrong, for which requests, and how it looks on the wire.

mod fault;
mod gzip;
mod head;
mod json;
mod play;
mod rule;
mod rules;
mod script;
mod spoil;
mod twist;
mod when;

pub use fault::Fault;
pub(crate) use play::{OffScript, Play};
pub use rule::{Rule, RuleBuilder};
pub use script::Faults;
