//! The Halo services, each as a client uses it, and captures in their place.

mod captures;
#[path = "../common/mod.rs"]
mod common;
mod discovery_ugc;
mod economy;
mod facts;
mod gamecms_hacs;
mod profile;
mod service_record;
mod shapes;
mod skill;
mod stats;
