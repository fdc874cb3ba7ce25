//! The medals, and the sprite sheets with their images.

use super::texts::translated;
use crate::wire::png;
use crate::world::catalog::medals::worth;
use halo_infinite::refdata::{MedalDifficulty, MedalNameId, MedalType};
use serde_json::{Value, json};

const COLUMNS: usize = 16;
/// The sheets: name in the metadata, file, and width of a medal in pixels.
const SHEETS: [(&str, &str, usize); 3] = [
    ("small", "medals/images/medal_sheet_sm.png", 72),
    ("medium", "medals/images/medal_sheet_med.png", 128),
    ("extra-large", "medals/images/medal_sheet_xl.png", 256),
];
pub(super) fn metadata() -> Value {
    let names = |names: Vec<&str>| names.into_iter().map(str::to_lowercase).collect::<Vec<_>>();
    let sheets = SHEETS.iter().map(|(name, path, size)| {
        let sheet = json!({ "path": path, "columns": COLUMNS, "size": size });
        ((*name).to_owned(), sheet)
    });
    let medals = MedalNameId::KNOWN.iter().enumerate();
    json!({
        "difficulties": names(MedalDifficulty::KNOWN.iter().map(MedalDifficulty::display_name).collect()),
        "types": names(MedalType::KNOWN.iter().map(MedalType::display_name).collect()),
        "sprites": Value::Object(sheets.collect()),
        "medals": medals.map(|(index, medal)| medal_json(index, *medal)).collect::<Value>(),
    })
}

/// The reference data has only names and ids. The other fields follow from the id.
fn medal_json(index: usize, medal: MedalNameId) -> Value {
    let name = medal.display_name();
    let id = medal.value();
    let (difficulty, (weight, score)) = worth(id);
    let french = format!("Médaille « {name} »");
    let description = format!("Earn the medal {name}.");
    let translations = [
        format!("Obtenez la médaille « {name} »."),
        format!("Verdient euch die Medaille „{name}“."),
        format!("Consigue la medalla «{name}»."),
    ];
    let [fr, de, es] = &translations;
    json!({
        "name": translated(name, [&french, &format!("Medaille „{name}“"), &format!("Medalla «{name}»")]),
        "description": translated(&description, [fr, de, es]),
        "spriteIndex": index,
        "sortingWeight": weight,
        "difficultyIndex": difficulty,
        "typeIndex": id / 4 % 6,
        "personalScore": score,
        "nameId": id,
    })
}

/// A sprite sheet, by its lower-case path.
pub(super) fn sheet(path: &str) -> Option<Vec<u8>> {
    let (_, _, size) = SHEETS.iter().find(|(_, known, _)| *known == path)?;
    Some(png::sheet(COLUMNS, *size, MedalNameId::KNOWN.len()))
}
