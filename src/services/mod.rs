//! The services of the API, one module each.
//!
//! A [`Client`](crate::Client) has a method for each service, and the service one for each call.
//! Each call gives a [`Request`](crate::Request): see there for what can be done with it.

pub mod discovery_ugc;
pub mod economy;
pub mod films;
pub mod gamecms_hacs;
pub mod profile;
pub mod skill;
pub mod stats;

mod search;
