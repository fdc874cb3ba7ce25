#![doc = include_str!("../README.md")]

mod answer;
mod app;
mod builder;
mod captures;
mod request_log;
mod sandbox;
mod sdk;
mod server;
mod services;
mod tokens;
mod wire;
mod world;

pub use answer::Answer;
pub use builder::SandboxBuilder;
pub use request_log::LoggedRequest;
pub use sandbox::Sandbox;
pub use world::{Person, World};
