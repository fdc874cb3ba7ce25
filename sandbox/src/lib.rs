#![doc = include_str!("../README.md")]

mod answer;
mod app;
mod authority;
mod builder;
mod captures;
mod clock;
mod closed_accounts;
mod codes;
mod consent;
mod content;
mod device_codes;
mod faults;
mod hosts;
mod info;
mod live;
mod privacy;
mod registration;
mod request_log;
mod rng;
mod sandbox;
mod sdk;
mod secrets;
mod server;
mod services;
mod tokens;
mod trace;
mod wire;
mod world;

pub use answer::Answer;
pub use builder::SandboxBuilder;
pub use consent::Consent;
pub use faults::{Fault, FaultScriptError, Faults, Rule, RuleBuilder};
pub use live::Live;
pub use request_log::LoggedRequest;
pub use sandbox::Sandbox;
pub use world::{Person, Shapes, World};
