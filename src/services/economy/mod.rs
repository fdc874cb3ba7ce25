//! Customization, career rank, operations.
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

pub(super) mod customization;
pub(super) mod progression;
mod service;

pub use customization::CustomizationView;
pub use service::{Economy, MAX_PLAYERS};
