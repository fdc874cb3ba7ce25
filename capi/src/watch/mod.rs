//! Watches.

mod object;
mod receive;
mod settings;
mod start;

use crate::handle::Handle;

use object::WatchObject;
pub use receive::*;
pub use start::*;

/// A watch. Close it with `halo_watch_close`.
pub struct HaloWatch(());

impl Handle for HaloWatch {
    type Object = WatchObject;
    const KIND: &'static str = "watch";
}
