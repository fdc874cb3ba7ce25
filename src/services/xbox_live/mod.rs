//! Xbox Live itself: profiles, friends, recent players, the search for players.
//!
//! Hosts: `profile.xboxlive.com` and `peoplehub.xboxlive.com`. Requests carry the Xbox token in place of the Spartan
//! token: that of a [`Session`](crate::auth::Session), of a signed-in [player](crate::ClientBuilder::player), or
//! [your own](crate::ClientBuilder::xbox_token). Other credentials have none, and the requests fail with
//! [`Error::Argument`](crate::Error::Argument). The token is sent to these hosts alone.
//!
//! Nobody has captured these services for this crate. Hosts, paths, contract versions and fields are those of other
//! clients: xbox-webapi-python, go-xsapi, xbox-webapi-node and Microsoft's documentation. Players see each other
//! differently, so no response is cached.
//!
//! Xbox Live allows few requests: its profile service 10 in 15 seconds and 30 in 5 minutes for each player, as
//! xbox-webapi-python notes. After a 429 the client waits and slows down, as for every service.
//! [`Profile`](crate::services::profile) has gamertags, XUIDs and pictures too, by the Spartan token and with Halo's
//! own limits.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # use halo_infinite::auth::{MemoryStore, Session, SignIn, TokenSet};
//! # let sign_in = SignIn::new(&sandbox.app()).environment(sandbox.environment());
//! # let tokens = TokenSet::from_refresh_token(sandbox.refresh_token());
//! # let session = Session::start(&sign_in, MemoryStore::new(), tokens)?;
//! # let builder = halo_infinite::Client::builder().environment(sandbox.environment());
//! # let me = sandbox.world().home().xuid();
//! let client = builder.credentials(session).build()?;
//! let xbox = client.xbox_live();
//! for profile in xbox.profiles_by_id([me]).send()?.profile_users {
//!     println!("{:?} has a gamerscore of {:?}", profile.unique_modern_gamertag(), profile.gamerscore());
//! }
//! for person in xbox.recent_players().send()?.people {
//!     println!("{:?} is {:?}", person.gamertag, person.presence_state);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod people;
mod profiles;
mod service;

pub use people::MAX_FOUND;
pub(super) use people::PEOPLE_CONTRACT;
pub(super) use profiles::PROFILE_CONTRACT;
pub use profiles::{DEFAULT_SETTINGS, MAX_PROFILES};
pub use service::XboxLive;

use crate::types::Endpoint;

/// All endpoints of Xbox Live.
pub(crate) const ENDPOINTS: [&[&Endpoint]; 2] = [profiles::ENDPOINTS, people::ENDPOINTS];
