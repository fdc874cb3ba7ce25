//! Reads the schema files.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::marker::PhantomData;
use std::path::Path;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

/// The schemas by file name without its ending.
pub type Schemas = BTreeMap<String, Schema>;

/// A schema file.
pub struct Schema {
    pub json: Value,
    /// The order of each definition's fields, which [`Value`] does not preserve.
    pub order: BTreeMap<String, Order>,
}

/// The order of a definition's fields.
#[derive(Default)]
pub struct Order {
    /// The names of the fields.
    pub fields: Vec<String>,
    /// The index at which the shared fields of `allOf` go in.
    pub shared: usize,
}

/// Reads all schemas of a folder.
pub fn read(folder: &Path) -> Result<Schemas, String> {
    let listing = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files = Schemas::new();
    for entry in listing {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(&path).map_err(|error| error.to_string());
            let schema = text.and_then(|text| {
                let json = serde_json::from_str(&text).map_err(|error| error.to_string())?;
                let order = order(&text)?;
                Ok(Schema { json, order })
            });
            let schema = schema.map_err(|problem| format!("schemas/{stem}.json: {problem}"))?;
            files.insert(stem.into_owned(), schema);
        }
    }
    Ok(files)
}

/// The order of the fields of each definition. Rejects a name that is defined twice, because
/// [`serde_json::from_str`] silently takes the last one.
fn order(text: &str) -> Result<BTreeMap<String, Order>, String> {
    let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut orders = BTreeMap::new();
    for (name, keywords) in file.definitions.0 {
        let place = format!("/definitions/{name}");
        let mut order = Order::default();
        for (keyword, value) in keywords.0 {
            match value {
                Keyword::Object(fields) if keyword == "properties" => {
                    for (field, IgnoredAny) in fields.0 {
                        if order.fields.contains(&field) {
                            return Err(format!("{place}/properties/{field}: the field is defined twice"));
                        }
                        order.fields.push(field);
                    }
                }
                _ if keyword == "allOf" => order.shared = order.fields.len(),
                _ => {}
            }
        }
        if orders.insert(name, order).is_some() {
            return Err(format!("{place}: the name is defined twice"));
        }
    }
    Ok(orders)
}

#[derive(Deserialize)]
struct File {
    definitions: Entries<Entries<Keyword>>,
}

/// The value of a keyword of a definition.
#[derive(Deserialize)]
#[serde(untagged)]
enum Keyword {
    Object(Entries<IgnoredAny>),
    Other(#[allow(dead_code)] IgnoredAny),
}

/// The entries of an object in the order of the text.
struct Entries<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
            type Value = Entries<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}
