//! Puts shared fields into the definitions that refer to them in `allOf`.

use serde_json::{Map, Value};

use super::read::{Order, Schemas};
use super::{definitions, resolve};

/// Gives every definition all of its fields, then removes the definitions that are only shared.
pub fn flatten(files: &mut Schemas) -> Result<(), String> {
    let names: Vec<(String, String)> = files
        .iter()
        .filter(|(stem, _)| *stem != "refdata")
        .flat_map(|(stem, file)| definitions(file).map(|(name, _)| (stem.clone(), name.clone())))
        .collect();
    for (stem, name) in &names {
        flatten_definition(files, stem, name, &mut Vec::new())?;
    }
    for (stem, name) in &names {
        let all = files
            .get_mut(stem)
            .and_then(|file| file.json["definitions"].as_object_mut());
        if let Some(all) = all
            && all[name].get("x-fields").is_some()
        {
            all.remove(name);
        }
    }
    Ok(())
}

/// Gives one definition all of its fields. `path` has the names of the definitions that take its fields.
fn flatten_definition(
    files: &mut Schemas,
    stem: &str,
    name: &str,
    path: &mut Vec<String>,
) -> Result<(), String> {
    let place = format!("schemas/{stem}.json: /definitions/{name}");
    if path.iter().any(|taker| taker == name) {
        return Err(format!("{place}/allOf: the definition shares fields with itself"));
    }
    let definition = &files[stem].json["definitions"][name];
    let own = match &definition["properties"] {
        Value::Object(own) => own.clone(),
        _ => Map::new(),
    };
    let mut required = list(&definition["required"]);
    let references = list(&definition["allOf"]);

    let mut fields = Map::new();
    let mut shared = Vec::new();
    path.push(name.to_owned());
    for reference in &references {
        let target = reference["$ref"]
            .as_str()
            .and_then(|reference| resolve(reference, stem));
        let Some((home, target)) = target else { continue };
        flatten_definition(files, home, target, path)?;
        let definition = &files[home].json["definitions"][target];
        for field in &files[home].order[target].fields {
            let mut property = definition["properties"][field].clone();
            rebase(&mut property, home, stem);
            if fields.insert(field.clone(), property).is_some() {
                return Err(format!(
                    "{place}/allOf: two shared definitions have the field `{field}`"
                ));
            }
            shared.push(field.clone());
        }
        required.extend(list(&definition["required"]));
    }
    path.pop();

    for (field, property) in own {
        let place = format!("{place}/properties/{field}");
        match fields.get_mut(&field) {
            Some(shared) => {
                if property.as_object().is_none_or(|keywords| keywords.len() > 1) {
                    return Err(format!(
                        "{place}: the field is shared; only its `description` can be replaced"
                    ));
                }
                shared["description"] = property["description"].clone();
            }
            None => drop(fields.insert(field, property)),
        }
    }
    for name in &required {
        if !name.as_str().is_some_and(|name| fields.contains_key(name)) {
            return Err(format!("{place}/required: {name} is not one of the properties"));
        }
    }

    let Some(file) = files.get_mut(stem) else {
        return Ok(());
    };
    let own = file.order.remove(name).unwrap_or_default();
    let (before, after) = own.fields.split_at(own.shared);
    let is_own = |field: &&String| !shared.contains(field);
    let mut order: Vec<String> = before.iter().filter(is_own).cloned().collect();
    order.extend(shared.iter().cloned());
    order.extend(after.iter().filter(is_own).cloned());
    move_fields(&mut fields, &mut order).map_err(|problem| format!("{place}{problem}"))?;
    let order = Order {
        fields: order,
        shared: 0,
    };
    file.order.insert(name.to_owned(), order);

    if let Some(definition) = file.json["definitions"][name].as_object_mut() {
        definition.remove("allOf");
        if !fields.is_empty() {
            definition.insert("properties".into(), fields.into());
            definition.insert("required".into(), required.into());
        }
    }
    Ok(())
}

/// Moves each field with an `x-after` behind the field that it names.
fn move_fields(fields: &mut Map<String, Value>, order: &mut Vec<String>) -> Result<(), String> {
    for field in order.clone() {
        let keywords = fields.get_mut(&field).and_then(Value::as_object_mut);
        let Some(after) = keywords.and_then(|keywords| keywords.remove("x-after")) else {
            continue;
        };
        order.retain(|other| *other != field);
        let Some(index) = order.iter().position(|other| after == other.as_str()) else {
            return Err(format!(
                "/properties/{field}/x-after: {after} is not another field"
            ));
        };
        order.insert(index + 1, field);
    }
    Ok(())
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// Makes the references of a property of the file `home` lead to the same place from the file `stem`.
fn rebase(node: &mut Value, home: &str, stem: &str) {
    match node {
        Value::Object(fields) => {
            for (keyword, value) in fields {
                match value {
                    Value::String(reference) if keyword == "$ref" || keyword == "x-keys" => {
                        if home != stem && reference.starts_with('#') {
                            *reference = format!("{home}.json{reference}");
                        }
                    }
                    value => rebase(value, home, stem),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rebase(item, home, stem)),
        _ => {}
    }
}
