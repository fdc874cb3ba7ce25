//! The settings of a worker.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub capacity: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { capacity: 64 }
    }
}
