//! Names in place of IDs.
//!
//! [`Names`] resolves the names of maps, modes, playlists, players, medals and more, each once. [`HasNames`] lists
//! the things that a payload shows by name, for [`Names::prepare`].

// A name goes this way: `names` looks in the `table`, which has the known names and those that a thread fetches;
// `groups` sorts the others by request; `assets`, `files` and `players` send the requests; `source` holds the state
// that clones share.

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
