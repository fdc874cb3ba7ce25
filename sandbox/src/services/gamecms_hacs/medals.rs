//! The medals, and the sprite sheets with their images.

use crate::wire::png;
use crate::world::catalog::medals::{ALL, DIFFICULTIES, Medal, TYPES};
use serde_json::{Value, json};

const COLUMNS: usize = 16;
/// The sheets: name in the metadata, file, and width of a medal in pixels.
const SHEETS: [(&str, &str, usize); 3] = [
    ("small", "medals/images/medal_sheet_sm.png", 72),
    ("medium", "medals/images/medal_sheet_med.png", 128),
    ("extra-large", "medals/images/medal_sheet_xl.png", 256),
];

pub(super) fn metadata() -> Value {
    let sheets = SHEETS.iter().map(|(name, path, size)| {
        let sheet = json!({ "path": path, "columns": COLUMNS, "size": size });
        ((*name).to_owned(), sheet)
    });
    json!({
        "difficulties": DIFFICULTIES,
        "types": TYPES,
        "sprites": Value::Object(sheets.collect()),
        "medals": ALL.iter().map(medal_json).collect::<Value>(),
    })
}

fn medal_json(medal: &Medal) -> Value {
    let name = medal.name;
    json!({
        "name": text(name, [
            format!("Médaille « {name} »"),
            format!("Medaille „{name}“"),
            format!("Medalla «{name}»"),
        ]),
        "description": text(&format!("Earn the medal {name}."), [
            format!("Obtenez la médaille « {name} »."),
            format!("Verdient euch die Medaille „{name}“."),
            format!("Consigue la medalla «{name}»."),
        ]),
        "spriteIndex": medal.sprite,
        "sortingWeight": medal.sorting_weight,
        "difficultyIndex": medal.difficulty as usize,
        "typeIndex": medal.kind as usize,
        "personalScore": medal.personal_score,
        "nameId": medal.name_id,
    })
}

/// Unlike other texts, those of medals have no `status`.
fn text(value: &str, [french, german, spanish]: [String; 3]) -> Value {
    json!({ "value": value, "translations": { "fr-FR": french, "de-DE": german, "es-ES": spanish } })
}

/// A sprite sheet, by its lower-case path.
pub(super) fn sheet(path: &str) -> Option<Vec<u8>> {
    let (_, _, size) = SHEETS.iter().find(|(_, known, _)| *known == path)?;
    Some(png::sheet(COLUMNS, *size, cells()))
}

/// The number of places in a sheet. Some are empty.
fn cells() -> usize {
    ALL.iter().map(|medal| medal.sprite + 1).max().unwrap_or(0)
}
