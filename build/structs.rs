//! The structs of a schema, by typify.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use schemars::schema::{InstanceType, RootSchema, SchemaObject};
use serde_json::Value;
use typify::{TypeSpace, TypeSpaceImpl, TypeSpaceSettings};

use super::deserialize::deserialize;
use super::read::{Order, Schemas};
use super::serialize::{JsonField, serialize};
use super::{FORMATS, definitions, resolve, rust_path};

/// The structs of one schema file, by typify.
pub fn structs(stem: &str, files: &Schemas) -> Result<String, String> {
    let mut schema = files[stem].json.clone();
    let mut settings = TypeSpaceSettings::default();
    settings
        .with_derive("PartialEq".into())
        .with_map_type("::std::collections::BTreeMap");
    for (format, path) in FORMATS {
        settings.with_conversion(text_of(format), path, [TypeSpaceImpl::Display].into_iter());
    }

    let mut foreign = BTreeSet::new();
    localize(&mut schema, stem, &mut foreign);
    for (home, name) in foreign {
        let path = rust_path(&home, &name, &files[&home].json["definitions"][&name]);
        settings.with_replacement(&name, path, [].into_iter());
        schema["definitions"][&name] = Value::Bool(true);
    }
    for (name, definition) in definitions(&files[stem]) {
        if definition.get("x-rust").is_some() {
            settings.with_replacement(name, rust_path(stem, name, definition), [].into_iter());
        }
    }

    let in_file = |problem: String| format!("schemas/{stem}.json: {problem}");
    let root: RootSchema = serde_json::from_value(schema).map_err(|error| in_file(error.to_string()))?;
    let mut types = TypeSpace::new(&settings);
    types
        .add_root_schema(root)
        .map_err(|error| in_file(error.to_string()))?;
    let mut code: syn::File = syn::parse2(types.to_stream()).map_err(|error| in_file(error.to_string()))?;
    tidy(&mut code, &files[stem].order);
    // A line for each item: formatting would cost a crate.
    let items: Vec<_> = code
        .items
        .iter()
        .map(|item| item.to_token_stream().to_string())
        .collect();
    Ok(items.join("\n"))
}

/// Restores the schema's order of fields, makes structs non-exhaustive, implements [`serialize`] and
/// [`deserialize`] for them, and drops typify's module of conversion errors, which these types do not need.
fn tidy(code: &mut syn::File, order: &BTreeMap<String, Order>) {
    code.items
        .retain(|item| !matches!(item, syn::Item::Mod(module) if module.ident == "error"));
    let mut implementations = Vec::new();
    for item in &mut code.items {
        let syn::Item::Struct(item) = item else { continue };
        let syn::Fields::Named(fields) = &mut item.fields else {
            continue;
        };
        let mut sorted: Vec<syn::Field> = std::mem::take(&mut fields.named).into_iter().collect();
        let names = order.get(&item.ident.to_string());
        sorted.sort_by_key(|field| {
            let name = wire_name(field);
            names.and_then(|names| names.fields.iter().position(|known| *known == name))
        });
        let json: Vec<JsonField> = sorted.iter().map(json_field).collect();
        fields.named = sorted.into_iter().collect();
        for field in &mut fields.named {
            field
                .attrs
                .retain(|attribute| !attribute.path().is_ident("serde"));
        }
        for attribute in &mut item.attrs {
            keep_derives(attribute, &["Clone", "Debug", "Default", "PartialEq"]);
        }
        item.attrs.push(syn::parse_quote!(#[non_exhaustive]));
        implementations.push(serialize(item, &json));
        implementations.extend(deserialize(item, &json).items);
    }
    code.items.append(&mut implementations);
}

type List = syn::punctuated::Punctuated<syn::Meta, syn::Token![,]>;

/// Reduces a `derive` to the traits in `kept`.
fn keep_derives(attribute: &mut syn::Attribute, kept: &[&str]) {
    if !attribute.path().is_ident("derive") {
        return;
    }
    if let Ok(derives) = attribute.parse_args_with(List::parse_terminated) {
        let is_kept = |meta: &syn::Meta| {
            let last = meta.path().segments.last();
            last.is_some_and(|last| kept.iter().any(|kept| last.ident == kept))
        };
        let derives: List = derives.into_iter().filter(is_kept).collect();
        *attribute = syn::parse_quote!(#[derive(#derives)]);
    }
}

fn json_field(field: &syn::Field) -> JsonField {
    JsonField {
        name: wire_name(field),
        can_be_absent: field.attrs.iter().any(|attribute| {
            let options = attribute.parse_args_with(List::parse_terminated);
            options.is_ok_and(|options| {
                options
                    .iter()
                    .any(|option| option.path().is_ident("skip_serializing_if"))
            })
        }),
    }
}

/// The field's name in JSON.
fn wire_name(field: &syn::Field) -> String {
    let renamed = field.attrs.iter().find_map(renamed);
    renamed.unwrap_or_else(|| field.ident.as_ref().map(ToString::to_string).unwrap_or_default())
}

/// The field's name in JSON, if this attribute has it.
fn renamed(attribute: &syn::Attribute) -> Option<String> {
    let options = attribute.parse_args_with(List::parse_terminated).ok()?;
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

/// Turns references to other files into local ones and adds their targets to `foreign`. Wraps a reference that has
/// a description in an `allOf`, because draft-07 ignores everything beside a `$ref`.
fn localize(node: &mut Value, stem: &str, foreign: &mut BTreeSet<(String, String)>) {
    match node {
        Value::Object(fields) => {
            // `x-keys` is not called `propertyNames` because keys are strings in JSON Schema: an
            // enumeration of integers would reject them.
            if let Some(reference) = fields.remove("x-keys") {
                fields.insert("propertyNames".into(), serde_json::json!({ "$ref": reference }));
            }
            for (key, value) in &mut *fields {
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
            if fields.len() > 1
                && let Some(reference) = fields.remove("$ref")
            {
                fields.insert("allOf".into(), serde_json::json!([{ "$ref": reference }]));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| localize(item, stem, foreign)),
        _ => {}
    }
}
