//! The names of folders in settings.

use std::path::Path;

use halo_infinite::error::ArgumentError;

/// A folder, which needs a name: an empty one would be where the program happens to run.
pub(super) fn named<'p>(setting: &'static str, folder: &'p Path) -> Result<&'p Path, ArgumentError> {
    match folder.as_os_str().is_empty() {
        true => Err(ArgumentError::new(setting, "it is empty: name a folder")),
        false => Ok(folder),
    }
}
