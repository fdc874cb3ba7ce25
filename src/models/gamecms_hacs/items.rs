//! Titles and pictures of items.

use super::names::in_language;
use super::schema::{DisplayPath, InGameItem};

/// ```
/// use halo_infinite::models::gamecms_hacs::InGameItem;
///
/// let item: InGameItem = serde_json::from_str(r#"{"CommonData": {
///     "Id": "012-001-4f00dd01",
///     "Title": {"value": "Sunset", "translations": {"fr-FR": "Crépuscule"}},
///     "DisplayPath": {"Media": {"MediaUrl": {"Path": "progression/Inventory/Armor/sunset.png"}}}
/// }}"#)?;
/// assert_eq!(item.title("fr-FR"), Some("Crépuscule"));
/// assert_eq!(item.image_path(), Some("progression/Inventory/Armor/sunset.png"));
/// # Ok::<(), serde_json::Error>(())
/// ```
impl InGameItem {
    /// The title in a language, by its tag, such as `fr-FR`; in English if that translation is missing. `None` if the
    /// item has no title.
    pub fn title(&self, language: &str) -> Option<&str> {
        in_language(self.common_data.title.as_ref(), language)
    }

    /// The description in a language, by its tag, such as `fr-FR`; in English if that translation is missing. `None`
    /// if the item has no description.
    pub fn description(&self, language: &str) -> Option<&str> {
        in_language(self.common_data.description.as_ref(), language)
    }

    /// The path of the picture, which the request
    /// [`image`](crate::services::gamecms_hacs::GamecmsHacs::image) takes. `None` if the item has no picture.
    pub fn image_path(&self) -> Option<&str> {
        self.common_data.display_path.as_ref()?.image_path()
    }

    /// The path of the picture in full size, which the request
    /// [`image`](crate::services::gamecms_hacs::GamecmsHacs::image) takes. Only backdrops have one.
    pub fn full_image_path(&self) -> Option<&str> {
        self.image_path.as_ref()?.image_path()
    }
}

impl DisplayPath {
    /// The path of the picture, which the request
    /// [`image`](crate::services::gamecms_hacs::GamecmsHacs::image) takes. `None` without a picture.
    pub fn image_path(&self) -> Option<&str> {
        let path = self.media.as_ref()?.media_url.as_ref()?.path.as_deref();
        path.filter(|path| !path.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(fields: &str) -> InGameItem {
        serde_json::from_str(&format!(r#"{{"CommonData": {{"Id": "a"{fields}}}}}"#)).unwrap()
    }

    #[test]
    fn texts_and_pictures_can_be_missing_or_empty() {
        let empty = r#", "Title": {"value": ""}, "Description": null,
            "DisplayPath": {"Media": {"MediaUrl": {"Path": ""}}}"#;
        for item in [item(""), item(empty), item(r#", "DisplayPath": {"Media": null}"#)] {
            assert_eq!(item.title("en-US"), None);
            assert_eq!(item.description("en-US"), None);
            assert_eq!(item.image_path(), None);
            assert_eq!(item.full_image_path(), None);
        }
    }

    #[test]
    fn fields_of_other_years_can_be_missing() {
        let json = r#"{
            "TagId": -5,
            "MeshIndex": -1,
            "CommonData": {
                "Id": "4241927-011-olympus",
                "Title": {"status": "Ready", "value": "Vambrace"},
                "DateReleased": {"ISO8601Date": ""},
                "DisplayPath": {
                    "Width": 150,
                    "Height": 150,
                    "Media": {"MediaUrl": {"AuthorityId": "", "Path": "a-SM.png"}, "MimeType": "image/png"}
                },
                "ParentPaths": null,
                "SeasonNumber": 13001,
                "IsCrossCompatible": false
            }
        }"#;
        let item: InGameItem = serde_json::from_str(json).unwrap();
        assert_eq!(item.title("de-DE"), Some("Vambrace"));
        assert_eq!(item.image_path(), Some("a-SM.png"));
        assert_eq!(item.common_data.is_cross_compatible, Some(false));
        assert!(item.available_configurations.is_none() && item.common_data.season.is_none());
        let written = serde_json::to_value(&item).unwrap();
        assert_eq!(item.common_data.date_released, None);
        assert!(written.get("AvailableConfigurations").is_none());
    }

    #[test]
    fn a_backdrop_has_two_pictures() {
        let json = r#"{
            "CommonData": {"Id": "a", "DisplayPath": {"Media": {"MediaUrl": {"Path": "small.png"}}}},
            "ImagePath": {"Media": {"MediaUrl": {"Path": "full.png"}}}
        }"#;
        let item: InGameItem = serde_json::from_str(json).unwrap();
        assert_eq!(item.image_path(), Some("small.png"));
        assert_eq!(item.full_image_path(), Some("full.png"));
    }
}
