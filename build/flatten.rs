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
    for file in files.values_mut() {
        if let Some(definitions) = file.json["definitions"].as_object_mut() {
            definitions.retain(|_, definition| definition.get("x-fields").is_none());
        }
    }
    Ok(())
}

/// The fields of a definition, their order, and the names of the required ones.
#[derive(Default)]
struct Fields {
    properties: Map<String, Value>,
    order: Vec<String>,
    required: Vec<Value>,
}

/// Gives one definition all of its fields. `path` lists the definitions that take fields from it.
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
    path.push(name.to_owned());
    let mut fields = shared_fields(files, stem, name, path)?;
    path.pop();

    let Some(file) = files.get_mut(stem) else {
        return Ok(());
    };
    let definition = &mut file.json["definitions"][name];
    add_own_fields(&mut fields, definition, file.order.get(name))
        .map_err(|problem| format!("{place}{problem}"))?;
    if fields.properties.is_empty() {
        return match definition.get("x-rust") {
            Some(_) => Ok(()),
            None => Err(format!("{place}: the definition has no fields and no `x-rust`")),
        };
    }
    if let Some(definition) = definition.as_object_mut() {
        definition.remove("allOf");
        definition.insert("properties".into(), fields.properties.into());
        definition.insert("required".into(), fields.required.into());
    }
    let order = Order {
        fields: fields.order,
        shared: 0,
    };
    file.order.insert(name.to_owned(), order);
    Ok(())
}

/// The fields of the definitions that a definition refers to in `allOf`.
fn shared_fields(
    files: &mut Schemas,
    stem: &str,
    name: &str,
    path: &mut Vec<String>,
) -> Result<Fields, String> {
    let mut fields = Fields::default();
    for reference in list(&files[stem].json["definitions"][name]["allOf"]) {
        let target = reference["$ref"].as_str();
        let Some((home, target)) = target.and_then(|target| resolve(target, stem)) else {
            continue;
        };
        flatten_definition(files, home, target, path)?;
        let definition = &files[home].json["definitions"][target];
        for field in &files[home].order[target].fields {
            let mut property = definition["properties"][field].clone();
            rebase(&mut property, home, stem);
            if fields.properties.insert(field.clone(), property).is_some() {
                return Err(format!(
                    "schemas/{stem}.json: /definitions/{name}/allOf: two shared definitions have the field `{field}`"
                ));
            }
            fields.order.push(field.clone());
        }
        fields.required.extend(list(&definition["required"]));
    }
    Ok(fields)
}

/// Adds a definition's own fields to the shared ones.
fn add_own_fields(fields: &mut Fields, definition: &Value, order: Option<&Order>) -> Result<(), String> {
    let mut before = Vec::new();
    let mut after = Vec::new();
    for (index, name) in order.iter().flat_map(|order| &order.fields).enumerate() {
        let property = &definition["properties"][name];
        if let Some(shared) = fields.properties.get_mut(name) {
            if property.as_object().is_none_or(|keywords| keywords.len() > 1) {
                return Err(format!(
                    "/properties/{name}: the field is shared; only its `description` can be replaced"
                ));
            }
            shared["description"] = property["description"].clone();
            continue;
        }
        fields.properties.insert(name.clone(), property.clone());
        match order {
            Some(order) if index < order.shared => before.push(name.clone()),
            _ => after.push(name.clone()),
        }
    }
    fields.order = [before, std::mem::take(&mut fields.order), after].concat();
    fields.required.extend(list(&definition["required"]));
    for name in &fields.required {
        if !name
            .as_str()
            .is_some_and(|name| fields.properties.contains_key(name))
        {
            return Err(format!("/required: {name} is not one of the properties"));
        }
    }
    move_fields(fields)
}

/// Moves each field with an `x-after` behind the field that it names.
fn move_fields(fields: &mut Fields) -> Result<(), String> {
    for name in fields.order.clone() {
        let keywords = fields.properties.get_mut(&name).and_then(Value::as_object_mut);
        let Some(after) = keywords.and_then(|keywords| keywords.remove("x-after")) else {
            continue;
        };
        fields.order.retain(|other| *other != name);
        let Some(index) = fields.order.iter().position(|other| after == other.as_str()) else {
            return Err(format!(
                "/properties/{name}/x-after: {after} is not another field"
            ));
        };
        fields.order.insert(index + 1, name);
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
