//! The pictures of emblems.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::schema::EmblemPictures;
use crate::decode::field::Lenient;

/// Pictures of emblems and their nameplates, in all colours.
///
/// ```
/// use halo_infinite::models::gamecms_hacs::EmblemMapping;
///
/// let mapping: EmblemMapping = serde_json::from_str(r##"{"104-001-heron": {"-1391772538": {
///     "emblemCmsPath": "images/emblems/heron.png",
///     "nameplateCmsPath": "images/nameplates/heron.png",
///     "textColor": "#FFFFFF"
/// }}}"##)?;
/// let pictures = mapping.pictures("Inventory/Spartan/Emblems/104-001-heron.json", -1391772538);
/// let pictures = pictures.ok_or("the mapping lacks this emblem")?;
/// assert_eq!(pictures.emblem_path(), Some("images/emblems/heron.png"));
/// assert_eq!(pictures.text_color.as_deref(), Some("#FFFFFF"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct EmblemMapping {
    /// By the ID of the emblem, then by that of its colours.
    emblems: BTreeMap<String, BTreeMap<String, EmblemPictures>>,
}

impl EmblemMapping {
    /// The pictures of an emblem, by the path of its item and the ID of its colours, as a player's appearance has
    /// them. `None` if the mapping lacks them, as for some new emblems.
    pub fn pictures(&self, emblem_path: &str, configuration_id: i64) -> Option<&EmblemPictures> {
        let id = id(emblem_path);
        let colors = self.emblems.get(id).or_else(|| {
            let mut others = self.emblems.iter();
            others.find_map(|(known, colors)| known.eq_ignore_ascii_case(id).then_some(colors))
        })?;
        colors.get(&configuration_id.to_string())
    }

    /// All pictures: the ID of the emblem, the ID of its colours as text, and its pictures in these colours.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &EmblemPictures)> + '_ {
        self.emblems.iter().flat_map(|(emblem, colors)| {
            let pictures = colors.iter();
            pictures.map(|(colors, pictures)| (emblem.as_str(), colors.as_str(), pictures))
        })
    }
}

impl<'de> Deserialize<'de> for EmblemMapping {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let emblems = Lenient::read(deserializer)?;
        Ok(Self { emblems })
    }
}

impl EmblemPictures {
    /// The path of the picture of the emblem, which the request
    /// [`waypoint_file`](crate::services::gamecms_hacs::GamecmsHacs::waypoint_file) takes. `None` without a picture.
    pub fn emblem_path(&self) -> Option<&str> {
        self.emblem_cms_path.as_deref().filter(|path| !path.is_empty())
    }

    /// The path of the picture of the nameplate, which the request
    /// [`waypoint_file`](crate::services::gamecms_hacs::GamecmsHacs::waypoint_file) takes. `None` without a picture.
    pub fn nameplate_path(&self) -> Option<&str> {
        self.nameplate_cms_path.as_deref().filter(|path| !path.is_empty())
    }
}

/// The ID of an emblem: the name of its file without the extension.
fn id(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    match file.rsplit_once('.') {
        Some((name, extension)) if extension.eq_ignore_ascii_case("json") => name,
        _ => file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_round_trips() {
        let json =
            r##"{"a":{"-5":{"emblemCmsPath":"e","nameplateCmsPath":"n","textColor":"#000000"}},"b":{}}"##;
        let mapping: EmblemMapping = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&mapping).unwrap(), json);
        let all: Vec<_> = mapping
            .iter()
            .map(|(emblem, colors, _)| (emblem, colors))
            .collect();
        assert_eq!(all, [("a", "-5")]);
        let empty: EmblemMapping = serde_json::from_str(r#"{"a": null}"#).unwrap();
        assert!(empty.iter().next().is_none());
        assert!(serde_json::from_str::<EmblemMapping>("[]").is_err());
    }

    #[test]
    fn emblems_are_found_by_path_or_id_in_any_case() {
        let json =
            r#"{"104-001-Heron": {"-5": {"emblemCmsPath": "a.png", "nameplateCmsPath": ""}, "5": {}}}"#;
        let mapping: EmblemMapping = serde_json::from_str(json).unwrap();
        for path in [
            "Inventory/Spartan/Emblems/104-001-Heron.json",
            "inventory/spartan/emblems/104-001-heron.JSON",
            "/104-001-heron.json",
            "104-001-heron",
        ] {
            let pictures = mapping.pictures(path, -5).unwrap();
            assert_eq!(pictures.emblem_path(), Some("a.png"), "{path}");
            assert_eq!(pictures.nameplate_path(), None);
            assert_eq!(mapping.pictures(path, 5).unwrap().emblem_path(), None);
            assert!(mapping.pictures(path, 0).is_none());
        }
        for path in ["", "104-001-heron.png", "104-001", "x/104-001-heron.json/"] {
            assert!(mapping.pictures(path, -5).is_none(), "{path}");
        }
    }
}
