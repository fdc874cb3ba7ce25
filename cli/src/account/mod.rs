//! Accounts: the folders of the program, its configuration, and a profile for each sign-in.

pub mod browser;
mod config;
mod files;
mod paths;
mod profile;
pub mod settings;
mod store;

pub use config::Config;
pub use files::replace_file;
pub use paths::Paths;
pub use profile::{Profile, app_with, client_secret};
pub use store::{Store, StoreKind};
