//! Decodes JSON documents, finds the fields that a model does not know, and writes models.

pub(crate) mod changes;
mod deserializer;
mod document;
mod error;
mod excerpt;
pub(crate) mod field;
pub(crate) mod lenient;
pub(crate) mod model;
pub(crate) mod object;
mod read_error;
mod reader;
#[cfg(test)]
mod tests;
mod time;

#[cfg(feature = "by-name")]
pub(crate) use document::decode_noting_changes;
pub use document::{decode, drift};
pub use error::DecodeError;
pub(crate) use excerpt::excerpt;
pub(crate) use field::one_form;
