//! The table of calls by name, from the signatures of the services' methods.
//!
//! A method that returns a `Request` or a `Batch` is a call, and its parameters are the call's arguments. The setters
//! of the request that it returns are further arguments, which may be left out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use quote::ToTokens;
use syn::{
    FnArg, GenericArgument, GenericParam, ImplItem, Item, PathArguments, ReceiverKind, ReturnType, Type,
    TypeParamBound,
};

/// A method of a service, or a setter of a request.
struct Method {
    name: String,
    about: String,
    /// Names, the types that they are read as, and the expressions that pass them on.
    parameters: Vec<(String, String, String)>,
}

/// What the sources say.
#[derive(Default)]
struct Sources {
    /// Methods with the module and the type that has them, and the type that they return.
    methods: Vec<(String, String, Method, String)>,
    /// Setters by the type that has them, such as `Request<MatchHistory>` or `Request<impl Localized>`.
    setters: BTreeMap<String, Vec<Method>>,
    /// Types that implement a trait, by its name.
    implementations: BTreeMap<String, Vec<String>>,
    /// Variants of enumerations without content.
    variants: BTreeMap<String, Vec<String>>,
}

/// The code of the table, from the sources in this folder.
pub fn by_name(services: &Path) -> Result<String, String> {
    let mut sources = Sources::default();
    let mut files = Vec::new();
    list(services, &mut files).map_err(|error| format!("{}: {error}", services.display()))?;
    files.sort();
    for file in &files {
        let relative = file.strip_prefix(services).unwrap_or(file);
        let module = relative.iter().next().unwrap_or_default().to_string_lossy();
        let module = module.trim_end_matches(".rs");
        if module != "by_name" {
            sources.read(file, module)?;
        }
    }
    Ok(sources.table())
}

fn list(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

impl Sources {
    fn read(&mut self, path: &Path, module: &str) -> Result<(), String> {
        let problem = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = std::fs::read_to_string(path).map_err(|error| problem(&error))?;
        let file = syn::parse_file(&text).map_err(|error| problem(&error))?;
        for item in &file.items {
            match item {
                Item::Enum(item) if item.variants.iter().all(|variant| variant.fields.is_empty()) => {
                    let variants = item.variants.iter().map(|variant| variant.ident.to_string());
                    self.variants.insert(item.ident.to_string(), variants.collect());
                }
                Item::Impl(item) => self.read_impl(item, module).map_err(|error| problem(&error))?,
                _ => {}
            }
        }
        Ok(())
    }

    fn read_impl(&mut self, item: &syn::ItemImpl, module: &str) -> Result<(), String> {
        let of = text(&*item.self_ty);
        if let Some((implemented, _)) = &item.trait_ {
            let implemented = implemented
                .segments
                .last()
                .map(|segment| segment.ident.to_string());
            self.implementations
                .entry(implemented.unwrap_or_default())
                .or_default()
                .push(of);
            return Ok(());
        }
        let Type::Path(self_type) = &*item.self_ty else {
            return Ok(());
        };
        let Some(self_type) = self_type.path.segments.last() else {
            return Ok(());
        };
        let is_request = self_type.ident == "Request" || self_type.ident == "Batch";
        // `impl<T: Localized> Request<T>` concerns all types that implement the trait.
        let of = match item.generics.params.iter().find_map(bound) {
            Some((parameter, bound)) => of.replace(&format!("<{parameter}>"), &format!("<impl {bound}>")),
            None => of,
        };
        for function in &item.items {
            let ImplItem::Fn(function) = function else {
                continue;
            };
            let ReturnType::Type(_, returned) = &function.sig.output else {
                continue;
            };
            let takes_self = matches!(function.sig.inputs.first(), Some(FnArg::Receiver(self_)) if matches!(self_.kind, ReceiverKind::Value));
            if !matches!(function.vis, syn::Visibility::Public(_)) || !takes_self {
                continue;
            }
            let returned = text(&**returned);
            let method = || method(function);
            if is_request && returned == "Self" {
                self.setters.entry(of.clone()).or_default().push(method()?);
            } else if !is_request && (returned.starts_with("Request<") || returned.starts_with("Batch<")) {
                let handle = self_type.ident.to_string();
                self.methods
                    .push((module.to_owned(), handle, method()?, returned));
            }
        }
        Ok(())
    }

    /// The setters of a type such as `Request<Map>`.
    fn setters_of(&self, returned: &str) -> Vec<&Method> {
        let by_trait = self.implementations.iter().filter_map(|(implemented, types)| {
            let (request, model) = returned.strip_suffix('>')?.split_once('<')?;
            let implements = types.iter().any(|of| of == model);
            implements.then(|| self.setters.get(&format!("{request}<impl {implemented}>")))?
        });
        self.setters
            .get(returned)
            .into_iter()
            .chain(by_trait)
            .flatten()
            .collect()
    }

    fn table(&self) -> String {
        let mut code = String::from("static METHODS: &[Method] = &[\n");
        for (module, handle, method, returned) in &self.methods {
            let setters = self.setters_of(returned);
            let (request, model) = returned.split_once('<').unwrap_or_default();
            let model = model.trim_end_matches(',');
            let _ = writeln!(
                code,
                "Method {{ handle: {:?}, name: {:?}, about: {:?}, model: {:?}, arguments: &[{}], setters: &[",
                module,
                method.name,
                method.about,
                model.strip_suffix('>').unwrap_or(model),
                self.arguments(method),
            );
            for setter in &setters {
                let _ = writeln!(
                    code,
                    "Setter {{ name: {:?}, about: {:?}, arguments: &[{}] }},",
                    setter.name,
                    setter.about,
                    self.arguments(setter)
                );
            }
            let _ = writeln!(
                code,
                "], request: |pipeline, {}| {{ {} let request = crate::services::{module}::{handle}::new(pipeline).{}({});",
                if method.parameters.is_empty() && setters.is_empty() {
                    "_"
                } else {
                    "arguments"
                },
                reads(method, "arguments"),
                method.name,
                passes(method)
            );
            for setter in &setters {
                let read = match setter.parameters.as_slice() {
                    [(_, kind, _)] => format!(
                        "let {} = arguments.value::<{kind}>({:?})?;",
                        setter.parameters[0].0, setter.name
                    ),
                    parameters => {
                        let names: Vec<_> = parameters.iter().map(|(name, _, _)| name).collect();
                        format!(
                            "let parts = arguments.part({:?}, &{names:?})?; {}",
                            setter.name,
                            reads(setter, "parts")
                        )
                    }
                };
                let _ = writeln!(
                    code,
                    "let request = if arguments.has({:?}) {{ {read} request.{}({}) }} else {{ request }};",
                    setter.name,
                    setter.name,
                    passes(setter)
                );
            }
            let _ = writeln!(
                code,
                "Ok(NamedRequest::of_{}(request)) }} }},",
                request.to_lowercase()
            );
        }
        code.push_str("];\n");
        for (enumeration, variants) in self.enumerations() {
            let known: Vec<_> = variants
                .iter()
                .map(|name| format!("({name:?}, Self::{name})"))
                .collect();
            let _ = writeln!(
                code,
                "impl FromArgument for {enumeration} {{
                    const KIND: &'static str = \"name\";
                    fn from_argument(value: &Value) -> Result<Self, String> {{ variant(value, &[{}]) }}
                }}",
                known.join(", ")
            );
        }
        code
    }

    /// The enumerations of the services that are parameters.
    fn enumerations(&self) -> impl Iterator<Item = (&String, &Vec<String>)> {
        let methods = self.methods.iter().map(|(_, _, method, _)| method);
        let methods: Vec<_> = methods.chain(self.setters.values().flatten()).collect();
        self.variants.iter().filter(move |(enumeration, _)| {
            methods
                .iter()
                .any(|method| method.parameters.iter().any(|(_, kind, _)| kind == *enumeration))
        })
    }

    fn arguments(&self, method: &Method) -> String {
        let arguments = method.parameters.iter().map(|(name, kind, _)| {
            let variants = self.variants.get(kind.as_str());
            format!(
                "Argument {{ name: {name:?}, kind: <{kind} as FromArgument>::KIND, values: &{:?} }}",
                variants.map_or(&[][..], Vec::as_slice)
            )
        });
        arguments.collect::<Vec<_>>().join(", ")
    }
}

/// Statements that read the parameters.
fn reads(method: &Method, from: &str) -> String {
    let reads = method
        .parameters
        .iter()
        .map(|(name, kind, _)| format!("let {name} = {from}.value::<{kind}>({name:?})?;"));
    reads.collect()
}

/// The parameters, as they are passed on.
fn passes(method: &Method) -> String {
    let passes: Vec<_> = method
        .parameters
        .iter()
        .map(|(_, _, pass)| pass.as_str())
        .collect();
    passes.join(", ")
}

fn method(function: &syn::ImplItemFn) -> Result<Method, String> {
    let name = function.sig.ident.to_string();
    let generics: BTreeMap<_, _> = function.sig.generics.params.iter().filter_map(bound).collect();
    let mut parameters = Vec::new();
    for input in &function.sig.inputs {
        let FnArg::Typed(input) = input else { continue };
        let parameter = text(&*input.pat);
        let (kind, pass) = kind(&input.ty, &parameter, &generics)
            .ok_or_else(|| format!("{name}: calls by name cannot read the type of `{parameter}`"))?;
        parameters.push((parameter, kind, pass));
    }
    Ok(Method {
        about: about(&function.attrs),
        name,
        parameters,
    })
}

/// The type that a parameter is read as, and the expression that passes it on.
fn kind(of: &Type, name: &str, generics: &BTreeMap<String, String>) -> Option<(String, String)> {
    let by_value = |kind: String| Some((kind, name.to_owned()));
    let by_reference = |kind: String| Some((kind, format!("&{name}")));
    match of {
        Type::Reference(reference) => match text(&*reference.elem).as_str() {
            "str" => by_reference("String".into()),
            other => by_reference(other.into()),
        },
        Type::ImplTrait(bounds) => {
            let (bound, argument) = bounds.bounds.iter().find_map(trait_of)?;
            match (bound.as_str(), argument?) {
                ("TryInto" | "Into", GenericArgument::Type(of)) => by_value(text(&of)),
                ("AsRef", _) => by_value("String".into()),
                ("IntoIterator", GenericArgument::AssocType(item)) => match &item.ty {
                    Type::Reference(reference) => by_reference(format!("Vec<{}>", text(&*reference.elem))),
                    of => {
                        let of = text(of);
                        let of = generics.get(&of).cloned().unwrap_or(of);
                        let of = if of == "AsRef" { "String".into() } else { of };
                        by_value(format!("Vec<{of}>"))
                    }
                },
                _ => None,
            }
        }
        of => by_value(text(of)),
    }
}

/// A type parameter, and the type that it stands for or its trait: `P: TryInto<Player>` stands for `Player`.
fn bound(parameter: &GenericParam) -> Option<(String, String)> {
    let GenericParam::Type(parameter) = parameter else {
        return None;
    };
    let (bound, argument) = parameter.bounds.iter().find_map(trait_of)?;
    let stands_for = match argument {
        Some(GenericArgument::Type(of)) if bound == "TryInto" => text(&of),
        _ => bound,
    };
    Some((parameter.ident.to_string(), stands_for))
}

/// The name of a trait, and its first argument.
fn trait_of(bound: &TypeParamBound) -> Option<(String, Option<GenericArgument>)> {
    let TypeParamBound::Trait(bound) = bound else {
        return None;
    };
    let segment = bound.path.segments.last()?;
    let argument = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.first().cloned(),
        _ => None,
    };
    Some((segment.ident.to_string(), argument))
}

/// The first paragraph of a doc comment, without links and backticks.
fn about(attributes: &[syn::Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(doc) if doc.path.is_ident("doc") => match &doc.value {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(line),
                ..
            }) => Some(line.value()),
            _ => None,
        },
        _ => None,
    });
    let paragraph: Vec<_> = lines
        .map(|line| line.trim().to_owned())
        .take_while(|line| !line.is_empty())
        .collect();
    let mut about = String::new();
    let mut rest = paragraph.join(" ").replace('`', "");
    while let Some((before, link)) = rest.split_once('[') {
        let Some((shown, after)) = link.split_once(']') else {
            break;
        };
        let after = match after.strip_prefix('(').and_then(|target| target.split_once(')')) {
            Some((_, after)) => after,
            None => after,
        };
        about.push_str(before);
        about.push_str(shown);
        rest = after.to_owned();
    }
    about + &rest
}

/// The code of a type or a pattern, without blanks.
fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}
