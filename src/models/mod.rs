//! What the API answers with, as types.
//!
//! The structs are generated from the JSON Schemas in the repository's `schemas/` folder, which
//! were made from captured answers; each module is one of those files. All are plain data: their
//! fields are public, and what is decoded from an answer is encoded as the same JSON again, as far
//! as the model knows its fields.
//!
//! The API grows without notice. A field that a model does not know is passed over
//! ([`drift`](crate::drift) lists such fields), a value that an enumeration does not know is kept,
//! and a field is an `Option` where there are answers without it or with `null` for it. A `null` in
//! place of a list is an empty list, `5.0` is the integer 5, and a time without an offset is in UTC.

/// The module of one schema file.
macro_rules! generated {
    ($file:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $file, ".rs"));
    };
}
use generated;

pub mod auth;
pub mod common;
pub mod discovery_ugc;
pub mod economy;
pub mod gamecms_hacs;
pub mod profile;
pub mod settings;
pub mod skill;
pub mod stats;

mod iso8601_date;
mod number;
mod translations;
