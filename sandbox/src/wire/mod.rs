//! How the API writes things: durations, timestamps, problems, XML.

pub(crate) mod problem;
pub(crate) mod time_span;
pub(crate) mod timestamp;
pub(crate) mod xml;
