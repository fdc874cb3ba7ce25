//! Decodes JSON documents, finds the fields that a model does not know, and writes models.

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

pub use document::{decode, drift};
pub use error::DecodeError;
pub(crate) use excerpt::excerpt;
pub(crate) use field::one_form;
