//! Stores that save tokens between two runs of a program.

mod encryption;
mod file;
#[cfg(feature = "keyring")]
mod keyring;
mod memory;
mod store_key;
mod token_store;

pub use file::FileStore;
#[cfg(fuzzing)]
pub(super) use file::{Content, Unreadable};
#[cfg(feature = "keyring")]
pub use keyring::KeyringStore;
pub use memory::MemoryStore;
pub use store_key::StoreKey;
pub use token_store::{LockedStore, TokenStore};
