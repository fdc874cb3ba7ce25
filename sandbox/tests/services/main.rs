//! The Halo services, each as a client uses it, and captures in their place.

mod authoring_ugc;
mod bans;
mod captures;
#[path = "../common/mod.rs"]
mod common;
mod comms;
mod discovery_ugc;
mod economy;
mod facts;
mod files;
mod films;
mod gamecms_hacs;
mod guides;
mod lobby;
mod names;
mod paths;
mod profile;
mod property;
mod service_record;
mod settings;
mod shapes;
mod skill;
mod stats;
mod waypoint;
mod wpcontent;
mod xbox_live;
mod years;
