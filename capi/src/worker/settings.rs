//! The settings of a worker.

use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    capacity: Option<usize>,
}

impl Settings {
    /// The number of jobs that may wait.
    pub fn capacity(&self) -> usize {
        self.capacity.unwrap_or(64).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_stands_for_the_default() {
        for text in ["{}", r#"{"capacity": null}"#] {
            let settings: Settings = crate::json::settings("settings", Some(text)).unwrap();
            assert_eq!(settings.capacity(), 64);
        }
    }
}
