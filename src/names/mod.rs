//! Names in place of IDs.
//!
//! [`Names`] resolves the names of maps, modes, playlists, players, medals and more, each once. [`HasNames`] lists
//! what a payload shows by name, for [`Names::prepare`].

mod assets;
mod files;
mod gamertags;
mod groups;
mod has_names;
mod name;
#[allow(clippy::module_inception)]
mod names;
mod outage;
mod players;
mod shelf;
mod source;
mod subject;
mod table;

pub use has_names::HasNames;
pub use name::Name;
pub use names::Names;
pub use subject::Subject;
pub use table::Missing;
