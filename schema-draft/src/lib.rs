//! Drafts the schemas of models from captured payloads.
//!
//! [`Captures`] reads the payloads of a model. A [`Shape`] collects what they show: the types of every field, and
//! whether it can be null or absent. [`Schemas`] are the schemas of the project. [`draft()`] turns a shape into
//! definitions in their dialect, and recognizes the definitions that exist already. [`merge()`] adds the fields that a
//! model lacks to its schema, and leaves everything else as it is.
//!
//! No program knows what a field means. Names and sentences that a person must write start with [`TODO`], and the
//! build of the SDK refuses them.

#![forbid(unsafe_code)]

mod captures;
mod draft;
mod merge;
mod print;
mod schemas;
mod shape;
mod text;

pub use captures::Captures;
pub use draft::{Draft, TODO, draft};
pub use merge::merge;
pub use print::print;
pub use schemas::Schemas;
pub use shape::Shape;
