//! The files of customization items, and their pictures.

use super::texts::{text, translated, untranslated};
use crate::rng::{self, Rng};
use crate::wire::png;
use crate::world::emblems;
use crate::world::wardrobe::{self, CoreKind};
use serde_json::{Map, Value, json};

/// The width and height of a picture, in pixels.
const SIDE: usize = 1024;

const BACKDROPS: &str = "Inventory/Spartan/BackdropImages";

/// The folders of items, with the item's type and name.
const FOLDERS: [(&str, &str, &str); 29] = [
    (
        "Configuration/Consumables/ChallengeReroll",
        "ChallengeReroll",
        "Challenge Swap",
    ),
    ("Configuration/Consumables/XPBoosts", "XPBoost", "XP Boost"),
    ("Configuration/Consumables/XPGrants", "XPGrant", "XP Grant"),
    (
        "Configuration/Emblems/Coatings",
        "ArmorEmblemCoating",
        "Emblem Palette",
    ),
    ("Cores/Ai", "AiCore", "AI"),
    ("Cores/ArmorCores", "ArmorCore", "Armor Core"),
    ("Cores/Vehicle", "VehicleCore", "Vehicle Core"),
    ("Cores/Weapon", "WeaponCore", "Weapon Core"),
    ("Inventory/Ai/Colors", "AiColor", "AI Color"),
    ("Inventory/Ai/Models", "AiModel", "AI Model"),
    ("Inventory/Ai/Themes", "AiTheme", "AI Kit"),
    ("Inventory/Armor/Coatings", "ArmorCoating", "Armor Coating"),
    ("Inventory/Armor/Gloves", "ArmorGlove", "Gloves"),
    ("Inventory/Armor/Helmets", "ArmorHelmet", "Helmet"),
    ("Inventory/Armor/KneePads", "ArmorKneePad", "Knee Pads"),
    (
        "Inventory/Armor/ShouldersLeft",
        "ArmorLeftShoulderPad",
        "Left Shoulder",
    ),
    (
        "Inventory/Armor/ShouldersRight",
        "ArmorRightShoulderPad",
        "Right Shoulder",
    ),
    ("Inventory/Armor/Themes", "ArmorTheme", "Armor Kit"),
    ("Inventory/Armor/Visors", "ArmorVisor", "Visor"),
    ("Inventory/Spartan/ActionPoses", "SpartanActionPose", "Stance"),
    (BACKDROPS, "SpartanBackdropImage", "Backdrop"),
    ("Inventory/Spartan/Emblems", "SpartanEmblem", "Emblem"),
    ("Inventory/Spartan/Voices", "SpartanVoice", "Voice"),
    ("Inventory/Vehicle/Coatings", "VehicleCoating", "Vehicle Coating"),
    ("Inventory/Vehicle/Themes", "VehicleTheme", "Vehicle Kit"),
    ("Inventory/Weapon/Charms", "WeaponCharm", "Charm"),
    ("Inventory/Weapon/Coatings", "WeaponCoating", "Weapon Coating"),
    ("Inventory/Weapon/Emblems", "WeaponEmblem", "Weapon Emblem"),
    ("Inventory/Weapon/Themes", "WeaponTheme", "Weapon Kit"),
];

/// The file of an item, by its lower-case path.
pub(super) fn item(path: &str) -> Option<Value> {
    let path = wardrobe::files().find(|file| file.eq_ignore_ascii_case(path))?;
    let (folder, id) = place(&path);
    let (_, kind, noun) = FOLDERS.iter().find(|(known, ..)| *known == folder)?;
    let mut rng = Rng::new(rng::hash(&path));
    let mut item = Map::new();
    item.insert("TagId".to_owned(), json!(0));
    let palettes = palettes(&path);
    if palettes.is_some() {
        // Only emblems have the next two fields and the last one.
        item.insert(
            "ThemeName".to_owned(),
            json!({ "m_identifier": identifier(&mut rng) }),
        );
        item.insert("EmblemShaderName".to_owned(), json!({ "m_identifier": 0 }));
    }
    let season = rng.between(1, 5);
    item.insert(
        "CommonData".to_owned(),
        json!({
            "Id": id,
            "HideUntilOwned": false,
            "Title": titles(id, noun),
            "Description": text("Something to wear in the sandbox."),
            "FeatureFlag": true,
            "ItemAvailability": text(""),
            // Empty in the real files too.
            "DateReleased": { "ISO8601Date": "" },
            "AltName": text(id),
            "IconStringId": { "m_identifier": -1 },
            "SpriteBitmap": 0,
            "SpriteFrameIndex": 0,
            "AltSpriteBitmap": 0,
            "AltSpriteFrameIndex": 0,
            "DisplayPath": display(folder, id),
            "Quality": rng.pick(&["Common", "Rare", "Epic", "Legendary"]),
            "ManufacturerId": 0,
            "Type": kind,
            "RewardTrack": "",
            "ParentPaths": parents(folder, id),
            "SortingMetadata": { "categoryWeight": 0, "subCategoryWeight": 0 },
            "SeasonNumber": season,
            "OriginalSeasonNumber": season,
            "Season": text(&format!("Season {season}")),
        }),
    );
    if folder == BACKDROPS {
        // OpenSpartan Workshop takes the picture of a player's backdrop from this field.
        item.insert("ImagePath".to_owned(), display(folder, id));
    }
    if let Some(palettes) = palettes {
        let configuration = |palette: &i64| json!({ "ConfigurationId": palette, "ConfigurationPath": emblems::palette_path(*palette) });
        let palettes: Value = palettes.iter().map(configuration).collect();
        item.insert("AvailableConfigurations".to_owned(), palettes);
    }
    Some(Value::Object(item))
}

/// The type of an item, such as `ArmorHelmet`, by its path.
pub(in crate::services) fn kind(path: &str) -> Option<&'static str> {
    let (folder, _) = place(path);
    let (_, kind, _) = FOLDERS.iter().find(|(known, ..)| *known == folder)?;
    Some(kind)
}

/// The id of an item: the name of its file, without the extension.
pub(in crate::services) fn id(path: &str) -> &str {
    place(path).1
}

/// The folder of an item, and its id: the name of its file without the extension.
fn place(path: &str) -> (&str, &str) {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    (folder, file.strip_suffix(".json").unwrap_or(file))
}

/// The palettes of an emblem.
fn palettes(path: &str) -> Option<&'static [i64]> {
    if path == wardrobe::WEAPON_EMBLEM {
        return Some(&emblems::WEAPON_PALETTES);
    }
    let emblem = emblems::ALL.iter().find(|emblem| emblem.path == path)?;
    Some(emblem.palettes)
}

fn identifier(rng: &mut Rng) -> i64 {
    rng.between(i32::MIN.into(), i32::MAX.into())
}

/// The nouns that have translations into French, German and Spanish.
const TRANSLATED: [(&str, [&str; 3]); 3] = [
    ("Helmet", ["Casque", "Helm", "Casco"]),
    ("Visor", ["Visière", "Visier", "Visor"]),
    ("Emblem", ["Emblème", "Emblem", "Emblema"]),
];

fn titles(id: &str, noun: &str) -> Value {
    let english = title(id, noun);
    match TRANSLATED.iter().find(|(known, _)| *known == noun) {
        Some((_, nouns)) => {
            let others = nouns.map(|other| title(id, other));
            translated(&english, others.each_ref().map(String::as_str))
        }
        None => text(&english),
    }
}

/// A title from the words of an id: `005-001-reach-1f00aa02` is a "Reach Helmet". An id without words has the title
/// "Visor 4f00dd01".
fn title(id: &str, noun: &str) -> String {
    let parts: Vec<&str> = id.split('-').collect();
    let words = parts.get(2..parts.len().saturating_sub(1)).unwrap_or_default();
    let words: Vec<String> = words.iter().map(|word| capitalized(word)).collect();
    if words.is_empty() {
        format!("{noun} {}", parts.last().unwrap_or(&""))
    } else {
        format!("{} {noun}", words.join(" "))
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// An item's parents: the kits of an item, and the core of a kit.
fn parents(folder: &str, id: &str) -> Value {
    let mut parts = folder.split('/').skip(1);
    let (name, is_kit) = (parts.next().unwrap_or_default(), parts.next() == Some("Themes"));
    let kind = CoreKind::ALL.into_iter().find(|kind| kind.name() == name);
    let Some(kind) = kind.filter(|_| folder.starts_with("Inventory/")) else {
        return json!([]);
    };
    let cores = kind.cores().iter().filter(|core| !is_kit || core.theme == id);
    let parent = |core| {
        if is_kit {
            json!({ "Path": kind.core_path(core), "Type": format!("{name}Core") })
        } else {
            json!({ "Path": kind.theme_path(core), "Type": format!("{name}Theme") })
        }
    };
    cores.map(parent).collect()
}

fn display(folder: &str, id: &str) -> Value {
    let (folder, file) = (picture_folder(folder), format!("{id}.png"));
    json!({
        "Width": SIDE,
        "Height": SIDE,
        "Media": {
            "MediaUrl": {
                "AuthorityId": "",
                "Path": format!("{folder}/{file}"),
                "RetryPolicyId": "",
                "TopicName": "",
                "AcknowledgementTypeId": "NoAcknowledgement",
                "AuthenticationLifetimeExtensionSupported": false,
                "ClearanceAware": false,
            },
            "MimeType": "",
            "Caption": untranslated(""),
            "AlternateText": untranslated(""),
            "FolderPath": "",
            "FileName": "",
        },
        "MimeType": "image/png",
        "FolderPath": folder,
        "FileName": file,
    })
}

fn picture_folder(folder: &str) -> String {
    format!("progression/{folder}")
}

/// The paths of all pictures, in the order of the files.
pub(super) fn pictures() -> impl Iterator<Item = String> {
    wardrobe::files().map(|file| {
        let (folder, id) = place(&file);
        format!("{}/{id}.png", picture_folder(folder))
    })
}

/// The picture of an item, by its lower-case path.
pub(super) fn picture(path: &str) -> Option<Vec<u8>> {
    let index = pictures().position(|picture| picture.eq_ignore_ascii_case(path))?;
    Some(png::plain(SIDE, SIDE, index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_titles() {
        assert_eq!(title("005-001-reach-1f00aa02", "Helmet"), "Reach Helmet");
        assert_eq!(
            title("101-000-menu-stance-5f00ee02", "Stance"),
            "Menu Stance Stance"
        );
        assert_eq!(title("012-001-4f00dd01", "Visor"), "Visor 4f00dd01");
        assert_eq!(title("", "Visor"), "Visor ");
    }

    #[test]
    fn every_file_is_an_item_with_its_parents() {
        for path in wardrobe::files() {
            let item = item(&path.to_lowercase()).unwrap_or_else(|| panic!("{path}"));
            let parents = item["CommonData"]["ParentPaths"].as_array().expect("a list");
            for parent in parents {
                let parent = parent["Path"].as_str().expect("a path");
                assert!(wardrobe::files().any(|file| file == parent), "{parent}");
            }
            let worn_on_core = CoreKind::ALL
                .iter()
                .any(|kind| path.starts_with(&format!("Inventory/{}/", kind.name())));
            assert_eq!(!parents.is_empty(), worn_on_core, "{path}");
        }
    }
}
