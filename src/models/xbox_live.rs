//! Xbox Live: profiles, friends, recent players.

use crate::refdata::XboxProfileSetting;

generated!("xbox_live");

/// ```
/// use halo_infinite::models::xbox_live::XboxProfile;
/// use halo_infinite::refdata::XboxProfileSetting;
///
/// let profile: XboxProfile = serde_json::from_str(r#"{"id": "2533274800000001", "settings": [
///     {"id": "Gamertag", "value": "Intern0123"}, {"id": "UniqueModernGamertag", "value": "Intern#0123"},
///     {"id": "Gamerscore", "value": "27210"}, {"id": "Bio", "value": ""}
/// ]}"#)?;
/// assert_eq!(profile.gamertag(), Some("Intern0123"));
/// assert_eq!(profile.unique_modern_gamertag(), Some("Intern#0123"));
/// assert_eq!(profile.gamerscore(), Some(27210));
/// assert_eq!(profile.get(&XboxProfileSetting::Bio), None);
/// # Ok::<(), serde_json::Error>(())
/// ```
impl XboxProfile {
    /// The value of a setting; `None` if it was not requested, is empty or hidden.
    pub fn get(&self, setting: &XboxProfileSetting) -> Option<&str> {
        let value = self.settings.iter().find(|value| value.id == *setting)?;
        value.value.as_deref().filter(|text| !text.is_empty())
    }

    /// The gamertag.
    pub fn gamertag(&self) -> Option<&str> {
        self.get(&XboxProfileSetting::Gamertag)
    }

    /// The modern gamertag without its suffix.
    pub fn modern_gamertag(&self) -> Option<&str> {
        self.get(&XboxProfileSetting::ModernGamertag)
    }

    /// The number behind the modern gamertag; `None` if it has none.
    pub fn modern_gamertag_suffix(&self) -> Option<&str> {
        self.get(&XboxProfileSetting::ModernGamertagSuffix)
    }

    /// The modern gamertag with its suffix, such as `Intern#0123`.
    pub fn unique_modern_gamertag(&self) -> Option<&str> {
        self.get(&XboxProfileSetting::UniqueModernGamertag)
    }

    /// The gamerscore; `None` also if it is no number.
    pub fn gamerscore(&self) -> Option<u64> {
        self.get(&XboxProfileSetting::Gamerscore)?.parse().ok()
    }

    /// The address of the player's picture.
    pub fn picture(&self) -> Option<&str> {
        self.get(&XboxProfileSetting::GameDisplayPicRaw)
    }
}
