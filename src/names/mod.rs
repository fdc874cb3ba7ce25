//! Names in place of IDs.
//!
//! [`Names`] resolves the names of maps, modes, playlists, players, medals and more, each once. [`HasNames`] lists
//! the things that a payload shows by name, for [`Names::prepare`].
//!
//! A name goes this way: `names` asks the `table`, which knows each name, or which thread fetches it; `groups`
//! sorts the missing ones by request; `assets`, `files` and `players` send the requests of their groups; `source`
//! holds all of this for the clones.

mod assets;
mod files;
mod gamertags;
mod groups;
mod has_names;
mod name;
#[allow(clippy::module_inception)]
mod names;
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
