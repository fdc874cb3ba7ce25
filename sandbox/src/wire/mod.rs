//! The formats of the API: durations, timestamps, problems, XML; and the pages of the sign-in.

pub(crate) mod html;
pub(crate) mod jpeg;
pub(crate) mod percent;
pub(crate) mod png;
pub(crate) mod problem;
pub(crate) mod time_span;
pub(crate) mod timestamp;
pub(crate) mod xml;
