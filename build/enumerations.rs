//! The open enumerations of `refdata.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Schema, definitions};

/// The open enumerations and the bots' names, as calls of the macros in `src/refdata.rs`.
pub fn enumerations(file: &Schema) -> Result<String, String> {
    let mut code = String::new();
    for (name, definition) in definitions(file) {
        let place = format!("schemas/refdata.json: /definitions/{name}");
        let text = match definition["type"].as_str() {
            Some("integer") => false,
            Some("string") => true,
            _ => return Err(format!("{place}/type: expected integer or string")),
        };
        let Some(values) = definition["x-values"].as_array() else {
            return Err(format!("{place}/x-values: expected a list of values"));
        };
        let kind = if text { "text_enum" } else { "integer_enum" };
        let _ = writeln!(
            code,
            "{kind}! {{\n    #[doc = {}]\n    {name} {{",
            definition["description"]
        );
        let mut seen = BTreeSet::new();
        for (index, entry) in values.iter().enumerate() {
            let place = format!("{place}/x-values/{index}");
            let value = &entry["value"];
            if !(if text { value.is_string() } else { value.is_i64() }) {
                return Err(format!("{place}/value: {value} is not of the enumeration's type"));
            }
            let (Some(variant), Some(display)) = (entry["name"].as_str(), entry["display"].as_str()) else {
                return Err(format!("{place}: expected the texts `name` and `display`"));
            };
            if syn::parse_str::<syn::Ident>(variant).is_err() || variant == "Unknown" {
                return Err(format!(
                    "{place}/name: `{variant}` cannot be the name of a variant"
                ));
            }
            if !seen.insert(value.to_string()) || !seen.insert(variant.to_owned()) {
                return Err(format!("{place}: the value or the name is already taken"));
            }
            let _ = write!(code, "        {variant} = {value} => {display:?}");
            if let Some(former) = entry.get("former") {
                let (Some(name), Some(display)) = (former["name"].as_str(), former["display"].as_str())
                else {
                    return Err(format!("{place}/former: expected the texts `name` and `display`"));
                };
                if syn::parse_str::<syn::Ident>(name).is_err() || !seen.insert(name.to_owned()) {
                    return Err(format!(
                        "{place}/former/name: `{name}` cannot be a name, or is already taken"
                    ));
                }
                let _ = write!(code, " formerly {name} {display:?}");
            }
            code.push_str(",\n");
        }
        code.push_str("    }\n}\n");
    }

    let Some(bots) = file.json["x-bots"].as_object() else {
        return Err("schemas/refdata.json: /x-bots: expected an object of names by bot ID".into());
    };
    let mut names = BTreeMap::new();
    for (id, name) in bots {
        let number = id.strip_prefix("bid(").and_then(|rest| rest.strip_suffix(".0)"));
        let (Some(number), Some(name)) = (
            number.and_then(|number| number.parse::<u32>().ok()),
            name.as_str(),
        ) else {
            return Err(format!(
                "schemas/refdata.json: /x-bots/{id}: expected \"bid(<number>.0)\": \"<name>\""
            ));
        };
        names.insert(number, name);
    }
    let _ = writeln!(
        code,
        "/// The bots' names by the number of their ID, in its order."
    );
    let _ = writeln!(
        code,
        "const BOT_NAMES: &[(u32, &str)] = &{:?};",
        names.into_iter().collect::<Vec<_>>()
    );
    Ok(code)
}
