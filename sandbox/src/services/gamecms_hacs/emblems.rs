//! The pictures of emblems and nameplates, and the mapping to them.

use crate::wire::png;
use crate::world::emblems::{self, Emblem};
use serde_json::{Map, Value, json};

/// The folders of the pictures, with their width and height in pixels.
const EMBLEMS: (&str, [usize; 2]) = ("images/emblems/", [256, 256]);
const NAMEPLATES: (&str, [usize; 2]) = ("images/nameplates/", [728, 128]);

/// The pictures of all palettes of all emblems.
pub(super) fn mapping() -> Value {
    let palettes = |emblem: &Emblem| -> Map<String, Value> {
        let pictures = |palette: &i64| {
            let file = file_name(emblem, *palette);
            let pictures = json!({
                "emblemCmsPath": format!("{}{file}", EMBLEMS.0),
                "nameplateCmsPath": format!("{}{file}", NAMEPLATES.0),
                "textColor": if palette % 2 == 0 { "#FFFFFF" } else { "#000000" },
            });
            (palette.to_string(), pictures)
        };
        emblem.palettes.iter().map(pictures).collect()
    };
    let mapping = emblems::ALL.iter();
    mapping
        .map(|emblem| (emblem.id().to_owned(), Value::Object(palettes(emblem))))
        .collect::<Map<String, Value>>()
        .into()
}

/// A minus sign becomes an `n`.
fn file_name(emblem: &Emblem, palette: i64) -> String {
    let sign = if palette < 0 { "n" } else { "" };
    format!("{}_{sign}{}.png", emblem.id(), palette.unsigned_abs())
}

/// A picture of an emblem or a nameplate, by its lower-case path.
pub(super) fn picture(path: &str) -> Option<Vec<u8>> {
    let mut folders = [EMBLEMS, NAMEPLATES].into_iter();
    let (file, [width, height]) =
        folders.find_map(|(folder, size)| Some((path.strip_prefix(folder)?, size)))?;
    let mut all = emblems::ALL
        .iter()
        .flat_map(|emblem| emblem.palettes.iter().map(|palette| file_name(emblem, *palette)));
    let color = all.position(|known| known.eq_ignore_ascii_case(file))?;
    Some(if width == height {
        png::badge(width, png::color(color + 100), 1 + color % 4)
    } else {
        png::plain(width, height, color)
    })
}
