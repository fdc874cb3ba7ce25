//! The files of the services.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::{
    FnArg, GenericArgument, GenericParam, ImplItem, Item, PathArguments, ReceiverKind, ReturnType, Type,
    TypeParamBound,
};

use super::imports::Imports;
use super::signature::{Method, text};

/// A method that returns a request.
pub struct ServiceMethod {
    /// The module of the service.
    pub service: String,
    /// The type that has the method.
    pub handle: String,
    pub method: Method,
    /// `Request<…>` or `Batch<…>`, with the path of the model.
    pub request: String,
    /// The path of the model.
    pub model_path: String,
    /// The model as the method names it.
    pub model: String,
}

#[derive(Default)]
pub struct Sources {
    pub methods: Vec<ServiceMethod>,
    /// Setters by their request, such as `Request<crate::models::stats::MatchHistory>` or `Request<impl Localized>`.
    pub setters: BTreeMap<String, Vec<Method>>,
    /// The types that implement a trait, by its name.
    pub implementors: BTreeMap<String, Vec<String>>,
    /// The variants of enumerations without content, by the path of the type.
    pub enumerations: BTreeMap<String, Vec<String>>,
}

impl Sources {
    /// Reads all files of the folder, but those of the calls by name themselves.
    pub fn read(services: &Path) -> Result<Self, String> {
        let mut sources = Self::default();
        let mut files = Vec::new();
        list(services, &mut files).map_err(|error| format!("{}: {error}", services.display()))?;
        files.sort();
        for file in &files {
            let relative = file.strip_prefix(services).unwrap_or(file).with_extension("");
            let modules = relative.iter().map(|part| part.to_string_lossy().into_owned());
            let modules: Vec<_> = modules.filter(|module| module != "mod").collect();
            if modules.first().is_some_and(|module| module == "by_name") {
                continue;
            }
            let problem = |error: String| format!("{}: {error}", file.display());
            let text = fs::read_to_string(file).map_err(|error| problem(error.to_string()))?;
            let file = syn::parse_file(&text).map_err(|error| problem(error.to_string()))?;
            sources
                .add(&file, &Imports::of(&file, modules))
                .map_err(problem)?;
        }
        Ok(sources)
    }

    fn add(&mut self, file: &syn::File, imports: &Imports) -> Result<(), String> {
        for item in &file.items {
            match item {
                Item::Enum(item) if item.variants.iter().all(|variant| variant.fields.is_empty()) => {
                    let path = format!("crate::services::{}::{}", imports.service(), item.ident);
                    let variants = item.variants.iter().map(|variant| variant.ident.to_string());
                    self.enumerations.insert(path, variants.collect());
                }
                Item::Impl(item) => match &item.trait_ {
                    Some((implemented, _)) => self.add_implementor(implemented, &item.self_ty, imports),
                    None => self.add_methods(item, imports)?,
                },
                Item::Macro(item) if item.to_token_stream().to_string().contains("pub fn ") => {
                    return Err(unseen("a macro"));
                }
                Item::Mod(item) if !is_test(&item.attrs) => {
                    let items = item.content.iter().flat_map(|(_, items)| items);
                    let has_methods = |item: &Item| matches!(item, Item::Impl(item) if item.trait_.is_none());
                    if items.into_iter().any(has_methods) {
                        return Err(unseen(&format!("the module `{}` inside of the file", item.ident)));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn add_implementor(&mut self, implemented: &syn::Path, of: &Type, imports: &Imports) {
        if let (Some(implemented), Some(of)) = (implemented.segments.last(), imports.resolve(of)) {
            let implementors = self.implementors.entry(implemented.ident.to_string());
            implementors.or_default().push(of);
        }
    }

    fn add_methods(&mut self, item: &syn::ItemImpl, imports: &Imports) -> Result<(), String> {
        let Type::Path(of) = &*item.self_ty else {
            return Ok(());
        };
        let Some(handle) = of.path.segments.last().map(|segment| segment.ident.to_string()) else {
            return Ok(());
        };
        let is_request = handle == "Request" || handle == "Batch";
        for function in &item.items {
            let function = match function {
                ImplItem::Fn(function) => function,
                ImplItem::Macro(_) => return Err(unseen(&format!("a macro in the methods of `{handle}`"))),
                _ => continue,
            };
            let ReturnType::Type(_, returned) = &function.sig.output else {
                continue;
            };
            if !matches!(function.vis, syn::Visibility::Public(_)) || !takes_self(function) {
                continue;
            }
            let request = request(returned);
            if is_request && text(&**returned) == "Self" {
                let setters = self.setters.entry(request_of_impl(item, imports)?).or_default();
                setters.push(Method::of(function, imports)?);
            } else if is_request && request.is_some() {
                return Err(format!(
                    "`{}`: a setter that can be called by name returns `Self`",
                    function.sig.ident
                ));
            } else if let Some((name, model)) = request {
                let method = Method::of(function, imports)?;
                let model_path = imports.resolve(model).ok_or_else(|| {
                    format!(
                        "`{}`: calls by name cannot name the model `{}`",
                        method.name,
                        text(model)
                    )
                })?;
                self.methods.push(ServiceMethod {
                    service: imports.service().to_owned(),
                    handle: handle.clone(),
                    method,
                    request: format!("{name}<{model_path}>"),
                    model_path,
                    model: text(model),
                });
            }
        }
        Ok(())
    }
}

fn unseen(place: &str) -> String {
    format!("calls by name do not see the methods of {place}: write them into the file itself")
}

/// The Rust files of a folder and of those in it.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| text(attribute) == "#[cfg(test)]")
}

fn takes_self(function: &syn::ImplItemFn) -> bool {
    let first = function.sig.inputs.first();
    matches!(first, Some(FnArg::Receiver(receiver)) if matches!(receiver.kind, ReceiverKind::Value))
}

/// `Request` or `Batch` of a model.
fn request(of: &Type) -> Option<(String, &Type)> {
    let Type::Path(of) = of else { return None };
    let segment = of.path.segments.last()?;
    let name = segment.ident.to_string();
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) if name == "Request" || name == "Batch" => {
            match arguments.args.first()? {
                GenericArgument::Type(model) => Some((name, model)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The request whose setters these are: `impl<T: Localized> Request<T>` concerns all types that implement the trait.
fn request_of_impl(item: &syn::ItemImpl, imports: &Imports) -> Result<String, String> {
    let shown = text(&*item.self_ty);
    let (name, model) = request(&item.self_ty).ok_or_else(|| format!("`{shown}` has no model"))?;
    let parameters: Vec<_> = item.generics.params.iter().collect();
    match (&parameters[..], &item.generics.where_clause) {
        ([], None) => imports.resolve(model).map(|model| format!("{name}<{model}>")),
        ([GenericParam::Type(parameter)], None) if parameter.ident == text(model) => {
            match parameter.bounds.iter().collect::<Vec<_>>()[..] {
                [TypeParamBound::Trait(bound)] => bound.path.segments.last(),
                _ => None,
            }
            .map(|implemented| format!("{name}<impl {}>", implemented.ident))
        }
        _ => None,
    }
    .ok_or_else(|| {
        format!("the setters of `{shown}`: calls by name understand `Request<Model>` and `impl<T: Trait> Request<T>`")
    })
}
