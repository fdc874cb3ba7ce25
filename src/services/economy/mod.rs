//! Customization, career rank, operations, inventory, currencies, rewards, stores.
//!
//! Host: `economy.svc.halowaypoint.com`. All requests carry the clearance. The service takes XUIDs, not
//! gamertags.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let me = sandbox.world().home().xuid();
//! let rank = client.economy().player_career_rank(me).send()?;
//! println!("career rank {}", rank.current_progress.rank);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Purchases are left out: they spend money.

pub(super) mod cores;
pub(super) mod customization;
pub(super) mod inventory;
pub(super) mod progression;
mod service;
pub(super) mod stores;

pub use customization::CustomizationView;
pub use progression::TrackKind;
pub use service::{Economy, MAX_PLAYERS};
pub use stores::Store;
