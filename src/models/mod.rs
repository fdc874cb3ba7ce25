//! Models: the responses of the API as types.
//!
//! The structs are generated from the JSON Schemas in the repository's `schemas/` folder, which were made from
//! captured responses. Each module is one schema file. Models are plain data with public fields, and a decoded
//! response encodes to the same JSON again, except for fields that the model does not know.
//!
//! The API grows without notice, so decoding is lenient:
//!
//! - Fields that a model does not know are skipped; [`drift`](crate::payload::drift) lists them.
//! - Values that an enumeration does not know are preserved.
//! - A field is an `Option` if some responses lack it or have `null` for it.
//! - `null` in place of a list is an empty list.
//! - An empty text in place of a time is `None` in fields that can be absent.
//! - `5.0` is the integer 5.
//! - A time without an offset is in UTC.

/// Includes the structs that the build script generates from a schema file.
macro_rules! generated {
    ($file:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $file, ".rs"));
    };
}

pub mod auth;
pub mod authoring_ugc;
pub mod banprocessor;
pub mod common;
pub mod comms;
pub mod discovery_ugc;
pub mod economy;
pub mod gamecms_hacs;
pub mod lobby;
pub mod profile;
pub mod settings;
pub mod skill;
pub mod stats;
pub mod waypoint;
pub mod wpcontent;
pub mod xbox_live;

#[cfg(all(test, feature = "by-name"))]
mod changes_tests;
mod iso8601_date;
mod number;
mod seconds;
mod translations;
