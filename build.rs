//! Generates the models and the reference enumerations from the JSON Schemas in `schemas/`.
//!
//! Each file of `schemas/` becomes one Rust file in `$OUT_DIR`: `refdata.json` a list of open
//! enumerations, every other file the structs of its definitions. The schemas keep to a small
//! part of draft-07, described in `schemas/README.md`; whatever is outside it fails the build
//! with the file and the place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use schemars::schema::{InstanceType, RootSchema, SchemaObject};
use serde_json::Value;
use typify::{TypeSpace, TypeSpaceImpl, TypeSpaceSettings};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=schemas");
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("set by cargo"));
    if let Err(problem) = generate(&root.join("schemas"), &out) {
        println!("cargo::error={problem}");
        std::process::exit(1);
    }
}

/// Writes the Rust file of every schema in `schemas`, and `registry.rs`, to `out`.
fn generate(schemas: &Path, out: &Path) -> Result<(), String> {
    let files = read_schemas(schemas)?;
    check(&files)?;
    let mut models = BTreeMap::new();
    for (stem, schema) in &files {
        let code = if stem == "refdata" {
            enumerations(schema)?
        } else {
            for (name, definition) in definitions(schema) {
                if is_model(definition) {
                    models.insert(name.clone(), stem.clone());
                }
            }
            structs(stem, &files)?
        };
        write(&out.join(format!("{stem}.rs")), &code)?;
    }
    write(&out.join("registry.rs"), &registry(&models))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The schemas by file name without its ending, in the order of their names.
type Schemas = BTreeMap<String, Schema>;

struct Schema {
    schema: Value,
    order: FieldOrder,
}

/// The names of each definition's properties in the order in which the file has them, which
/// [`Value`] does not keep.
type FieldOrder = BTreeMap<String, Vec<String>>;

fn field_order(text: &str) -> serde_json::Result<FieldOrder> {
    #[derive(serde::Deserialize)]
    struct File {
        definitions: BTreeMap<String, Definition>,
    }

    #[derive(serde::Deserialize)]
    struct Definition {
        #[serde(default)]
        properties: Keys,
    }

    #[derive(Default)]
    struct Keys(Vec<String>);

    impl<'de> serde::Deserialize<'de> for Keys {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(Keys::default())
        }
    }

    impl<'de> serde::de::Visitor<'de> for Keys {
        type Value = Self;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("an object of properties")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
            while let Some((key, serde::de::IgnoredAny)) = map.next_entry()? {
                self.0.push(key);
            }
            Ok(self)
        }
    }

    let file: File = serde_json::from_str(text)?;
    Ok(file
        .definitions
        .into_iter()
        .map(|(name, definition)| (name, definition.properties.0))
        .collect())
}

fn read_schemas(folder: &Path) -> Result<Schemas, String> {
    let listing = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files = Schemas::new();
    for entry in listing {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path).map_err(|error| format!("schemas/{stem}.json: {error}"))?;
        let in_words = |error| format!("schemas/{stem}.json: {error}");
        let schema = serde_json::from_str(&text).map_err(in_words)?;
        let order = field_order(&text).map_err(in_words)?;
        files.insert(stem, Schema { schema, order });
    }
    Ok(files)
}

fn definitions(file: &Schema) -> impl Iterator<Item = (&String, &Value)> {
    file.schema["definitions"].as_object().into_iter().flatten()
}

/// Whether a definition becomes a struct; the others stand for types written by hand.
fn is_model(definition: &Value) -> bool {
    definition.get("x-rust").is_none()
}

const KEYWORDS: [&str; 12] = [
    "description",
    "type",
    "format",
    "required",
    "properties",
    "items",
    "additionalProperties",
    "anyOf",
    "allOf",
    "$ref",
    "x-keys",
    "x-rust",
];
const TYPES: [&str; 7] = [
    "object", "array", "string", "integer", "number", "boolean", "null",
];
const FORMATS: [&str; 3] = ["date-time", "duration", "uuid"];

/// Refuses what the generator would not understand, or would make a nameless type of.
fn check(files: &Schemas) -> Result<(), String> {
    let mut homes: BTreeMap<&str, &str> = BTreeMap::new();
    for (stem, schema) in files {
        if !schema.schema["definitions"].is_object() {
            return Err(format!("schemas/{stem}.json: there is no object `definitions`"));
        }
        for (name, definition) in definitions(schema) {
            let place = format!("schemas/{stem}.json: /definitions/{name}");
            if let Some(other) = homes.insert(name, stem) {
                return Err(format!(
                    "{place}: the name is already defined in schemas/{other}.json"
                ));
            }
            if !definition["description"].is_string() {
                return Err(format!("{place}: there is no `description`"));
            }
            if stem != "refdata" {
                check_node(definition, &place, stem, files, true)?;
            }
        }
    }
    Ok(())
}

fn check_node(node: &Value, place: &str, stem: &str, files: &Schemas, named: bool) -> Result<(), String> {
    let Some(fields) = node.as_object() else {
        return Err(format!(
            "{place}: expected a schema, an object in braces, found `{node}`"
        ));
    };
    if let Some(keyword) = fields.keys().find(|key| !KEYWORDS.contains(&key.as_str())) {
        return Err(format!(
            "{place}: the keyword `{keyword}` is not one of {}",
            KEYWORDS.join(", ")
        ));
    }
    let kinds = match &node["type"] {
        Value::Null => Vec::new(),
        Value::Array(kinds) => kinds.iter().collect(),
        kind => vec![kind],
    };
    for kind in kinds {
        if !kind.as_str().is_some_and(|kind| TYPES.contains(&kind)) {
            return Err(format!("{place}/type: {kind} is not one of {}", TYPES.join(", ")));
        }
    }
    if let Some(format) = node.get("format") {
        if !format.as_str().is_some_and(|format| FORMATS.contains(&format)) {
            return Err(format!(
                "{place}/format: {format} is not one of {}",
                FORMATS.join(", ")
            ));
        }
    }
    for keyword in ["$ref", "x-keys"] {
        let Some(reference) = node.get(keyword) else {
            continue;
        };
        let found = reference.as_str().and_then(|reference| resolve(reference, stem));
        if !found.is_some_and(|(home, name)| {
            files
                .get(home)
                .is_some_and(|file| file.schema["definitions"][name].is_object())
        }) {
            return Err(format!("{place}/{keyword}: {reference} leads to no definition"));
        }
    }
    if let Some(properties) = node.get("properties") {
        if !named {
            return Err(format!(
                "{place}: give this object a name: make it a definition and refer to it by $ref"
            ));
        }
        let Some(properties) = properties.as_object() else {
            return Err(format!("{place}/properties: expected an object"));
        };
        for (name, property) in properties {
            let place = format!("{place}/properties/{name}");
            check_node(property, &place, stem, files, false)?;
            if !property["description"].is_string() {
                return Err(format!("{place}: there is no `description`"));
            }
            let is_required = node["required"]
                .as_array()
                .is_some_and(|names| names.iter().any(|known| known == name));
            if !is_required && (property["type"] == "array" || property["type"] == "object") {
                return Err(format!(
                    "{place}: a list or map that can be absent must allow null too, else an empty one is lost"
                ));
            }
        }
        for name in node["required"].as_array().into_iter().flatten() {
            if !name.as_str().is_some_and(|name| properties.contains_key(name)) {
                return Err(format!("{place}/required: {name} is not one of the properties"));
            }
        }
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(inner) = node.get(keyword) {
            check_node(inner, &format!("{place}/{keyword}"), stem, files, false)?;
        }
    }
    for keyword in ["anyOf", "allOf"] {
        if let Some(members) = node.get(keyword) {
            let Some(members) = members.as_array() else {
                return Err(format!("{place}/{keyword}: expected a list of schemas"));
            };
            for (index, member) in members.iter().enumerate() {
                check_node(member, &format!("{place}/{keyword}/{index}"), stem, files, false)?;
            }
        }
    }
    Ok(())
}

/// The file and the definition that a reference in the file `stem` leads to.
fn resolve<'a>(reference: &'a str, stem: &'a str) -> Option<(&'a str, &'a str)> {
    let (file, name) = reference.split_once("#/definitions/")?;
    match file {
        "" => Some((stem, name)),
        file => Some((file.strip_suffix(".json")?, name)),
    }
}

/// The structs of one schema file, by typify.
fn structs(stem: &str, files: &Schemas) -> Result<String, String> {
    let mut schema = files[stem].schema.clone();
    let order = &files[stem].order;
    let mut settings = TypeSpaceSettings::default();
    settings
        .with_derive("PartialEq".into())
        .with_map_type("::std::collections::BTreeMap")
        .with_conversion(
            text_of("date-time"),
            "::jiff::Timestamp",
            [TypeSpaceImpl::Display].into_iter(),
        )
        .with_conversion(
            text_of("duration"),
            "crate::duration::Duration",
            [TypeSpaceImpl::Display].into_iter(),
        );

    let mut foreign = BTreeSet::new();
    localize(&mut schema, stem, &mut foreign);
    for (home, name) in foreign {
        let path = rust_path(&home, &name, &files[&home].schema["definitions"][&name]);
        settings.with_replacement(&name, path, [].into_iter());
        schema["definitions"][&name] = Value::Bool(true);
    }
    for (name, definition) in definitions(&files[stem]) {
        if !is_model(definition) {
            settings.with_replacement(name, rust_path(stem, name, definition), [].into_iter());
        }
    }

    let in_words = |problem: String| format!("schemas/{stem}.json: {problem}");
    let root: RootSchema = serde_json::from_value(schema).map_err(|error| in_words(error.to_string()))?;
    let mut types = TypeSpace::new(&settings);
    types
        .add_root_schema(root)
        .map_err(|error| in_words(error.to_string()))?;
    let mut code: syn::File = syn::parse2(types.to_stream()).map_err(|error| in_words(error.to_string()))?;
    tidy(&mut code, order);
    Ok(prettyplease::unparse(&code))
}

/// Puts fields back into the schema's order, lets a field that can be null be absent too, and drops
/// a module of errors for conversions that these types do not have.
fn tidy(code: &mut syn::File, order: &FieldOrder) {
    code.items
        .retain(|item| !matches!(item, syn::Item::Mod(module) if module.ident == "error"));
    for item in &mut code.items {
        let syn::Item::Struct(item) = item else { continue };
        let syn::Fields::Named(fields) = &mut item.fields else {
            continue;
        };
        let mut sorted: Vec<syn::Field> = std::mem::take(&mut fields.named).into_iter().collect();
        for attribute in sorted.iter_mut().flat_map(|field| &mut field.attrs) {
            if let Ok(options) = attribute.parse_args_with(SerdeOptions::parse_terminated) {
                let kept = options
                    .into_iter()
                    .filter(|option| !option.path().is_ident("deserialize_with"));
                let kept: SerdeOptions = kept.collect();
                *attribute = syn::parse_quote!(#[serde(#kept)]);
            }
        }
        let names = order.get(&item.ident.to_string());
        sorted.sort_by_key(|field| {
            let name = field
                .attrs
                .iter()
                .find_map(renamed)
                .or(field.ident.as_ref().map(ToString::to_string));
            names.and_then(|names| names.iter().position(|known| Some(known) == name.as_ref()))
        });
        fields.named = sorted.into_iter().collect();
    }
}

type SerdeOptions = syn::punctuated::Punctuated<syn::Meta, syn::Token![,]>;

/// The field's name on the wire, where this attribute gives it.
fn renamed(attribute: &syn::Attribute) -> Option<String> {
    let options = attribute.parse_args_with(SerdeOptions::parse_terminated).ok()?;
    options.iter().find_map(|option| match option {
        syn::Meta::NameValue(syn::MetaNameValue {
            path,
            value:
                syn::Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Str(name),
                    ..
                }),
            ..
        }) if path.is_ident("rename") => Some(name.value()),
        _ => None,
    })
}

fn text_of(format: &str) -> SchemaObject {
    SchemaObject {
        instance_type: Some(InstanceType::String.into()),
        format: Some(format.into()),
        ..SchemaObject::default()
    }
}

/// Turns references to other files into local ones and notes where they lead.
fn localize(node: &mut Value, stem: &str, foreign: &mut BTreeSet<(String, String)>) {
    match node {
        Value::Object(fields) => {
            // `x-keys` stands apart from `propertyNames` because keys are texts to JSON Schema: it
            // would refuse those of an enumeration of integers.
            if let Some(reference) = fields.remove("x-keys") {
                fields.insert("propertyNames".into(), serde_json::json!({ "$ref": reference }));
            }
            for (key, value) in fields {
                let outside = match value {
                    Value::String(reference) if key == "$ref" => {
                        resolve(reference, stem).filter(|(home, _)| *home != stem)
                    }
                    _ => None,
                };
                match outside.map(|(home, name)| (home.to_owned(), name.to_owned())) {
                    Some((home, name)) => {
                        *value = Value::String(format!("#/definitions/{name}"));
                        foreign.insert((home, name));
                    }
                    None => localize(value, stem, foreign),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| localize(item, stem, foreign)),
        _ => {}
    }
}

fn rust_path(stem: &str, name: &str, definition: &Value) -> String {
    match definition["x-rust"].as_str() {
        Some(path) => path.to_owned(),
        None if stem == "refdata" => format!("crate::refdata::{name}"),
        None => format!("crate::models::{stem}::{name}"),
    }
}

/// The open enumerations and the bots' names, as calls of the macros in `src/refdata.rs`.
fn enumerations(file: &Schema) -> Result<String, String> {
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
            let _ = writeln!(code, "        {variant} = {value} => {display:?},");
        }
        code.push_str("    }\n}\n");
    }

    let Some(bots) = file.schema["x-bots"].as_object() else {
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

/// A macro that hands every model's name and path to a macro of the caller's.
fn registry(models: &BTreeMap<String, String>) -> String {
    let mut code = String::from(
        "/// Calls a macro with the path of every model of this crate, sorted by name:\n\
         /// `callback! { MatchCount: path::to::MatchCount, … }`.\n\
         ///\n\
         /// For tools that choose a model by its name; the example `decode` is one.\n\
         #[macro_export]\nmacro_rules! for_each_model {\n    ($callback:ident) => {\n        $callback! {\n",
    );
    for (name, stem) in models {
        let _ = writeln!(code, "            {name}: $crate::models::{stem}::{name},");
    }
    code.push_str("        }\n    };\n}\n");
    code
}
