//! Accounts: the folders of the program, its configuration, and a profile for each sign-in.

pub mod browser;
pub mod client_id;
mod config;
mod paths;
mod profile;
pub mod settings;
mod store;
mod variables;

pub use config::Config;
pub use paths::Paths;
pub use profile::{Profile, app_with, client_secret};
pub use store::{Store, StoreKind};
pub use variables::{SPARTAN_TOKEN, variable, variable_os};
