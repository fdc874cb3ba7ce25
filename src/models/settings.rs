//! The settings service: the game's own catalogue of its API, and feature flags.

generated!("settings");

impl FeatureFlags {
    /// Whether a feature is on; `None` if the flight does not mention it. Case makes no difference.
    pub fn is_enabled(&self, feature: &str) -> Option<bool> {
        let lists = |names: &[String]| names.iter().any(|name| name.eq_ignore_ascii_case(feature));
        if lists(&self.disabled_features) {
            Some(false)
        } else {
            lists(&self.enabled_features).then_some(true)
        }
    }
}
