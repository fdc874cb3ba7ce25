//! Methods and their parameters.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{FnArg, GenericArgument, GenericParam, PathArguments, Token, Type, TypeParamBound};

use super::imports::Imports;

/// A method of a service, or a setter of a request.
pub struct Method {
    pub name: String,
    /// The first paragraph of its documentation.
    pub about: String,
    pub parameters: Vec<Parameter>,
}

pub struct Parameter {
    pub name: String,
    pub kind: Kind,
}

/// The type that a parameter is read as.
#[derive(Clone)]
pub struct Kind {
    pub path: String,
    /// Whether the parameter is a reference to it.
    pub by_reference: bool,
}

impl Kind {
    /// The type without `Vec<…>` and `Option<…>`.
    pub fn innermost(&self) -> &str {
        let after = self.path.rsplit('<').next().unwrap_or_default();
        after.trim_end_matches('>')
    }
}

impl Method {
    pub fn of(function: &syn::ImplItemFn, imports: &Imports) -> Result<Self, String> {
        let name = function.sig.ident.to_string();
        let mut kinds = Kinds {
            imports,
            generics: BTreeMap::new(),
        };
        for parameter in &function.sig.generics.params {
            if let GenericParam::Type(parameter) = parameter {
                let kind = kinds.of_bounds(&parameter.bounds);
                kinds.generics.insert(parameter.ident.to_string(), kind);
            }
        }
        let mut parameters = Vec::new();
        for input in &function.sig.inputs {
            let FnArg::Typed(input) = input else { continue };
            let parameter = text(&*input.pat);
            let kind = kinds.of(&input.ty).ok_or_else(|| {
                format!(
                    "`{name}`: calls by name cannot read the type of `{parameter}`, which is `{}`",
                    input.ty.to_token_stream()
                )
            })?;
            parameters.push(Parameter {
                name: parameter,
                kind,
            });
        }
        Ok(Self {
            about: about(&function.attrs),
            name,
            parameters,
        })
    }
}

/// The types that parameters of a method are read as.
struct Kinds<'i> {
    imports: &'i Imports,
    /// The type parameters; `None` for one that cannot be read.
    generics: BTreeMap<String, Option<Kind>>,
}

impl Kinds<'_> {
    fn of(&self, of: &Type) -> Option<Kind> {
        match of {
            Type::Reference(reference) => match text(&*reference.elem).as_str() {
                "str" => Some(by_reference("String".into())),
                _ => self.imports.resolve(&reference.elem).map(by_reference),
            },
            Type::ImplTrait(of) => self.of_bounds(&of.bounds),
            of => match self.generics.get(&text(of)) {
                Some(kind) => kind.clone(),
                None => self.imports.resolve(of).map(by_value),
            },
        }
    }

    /// The type of `impl TryInto<Player>`, `impl AsRef<str>` or `impl IntoIterator<Item = …>`.
    fn of_bounds(&self, bounds: &Punctuated<TypeParamBound, Token![+]>) -> Option<Kind> {
        bounds.iter().find_map(|bound| {
            let TypeParamBound::Trait(bound) = bound else {
                return None;
            };
            let segment = bound.path.segments.last()?;
            let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
                return None;
            };
            match (segment.ident.to_string().as_str(), arguments.args.first()?) {
                ("TryInto" | "Into", GenericArgument::Type(of)) => self.of(of),
                ("AsRef", GenericArgument::Type(of)) if text(of) == "str" => Some(by_value("String".into())),
                ("IntoIterator", GenericArgument::AssocType(item)) => {
                    let item = self.of(&item.ty)?;
                    Some(Kind {
                        path: format!("Vec<{}>", item.path),
                        ..item
                    })
                }
                _ => None,
            }
        })
    }
}

fn by_value(path: String) -> Kind {
    Kind {
        path,
        by_reference: false,
    }
}

fn by_reference(path: String) -> Kind {
    Kind {
        path,
        by_reference: true,
    }
}

/// The first paragraph of a doc comment, without links and backticks.
fn about(attributes: &[syn::Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(doc) if doc.path.is_ident("doc") => match &doc.value {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(line),
                ..
            }) => Some(line.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    });
    let paragraph: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
    let mut about = String::new();
    let mut rest = paragraph.join(" ").replace('`', "");
    // `[shown](target)` and `[shown]` are links.
    while let Some((before, link)) = rest.split_once('[') {
        let Some((shown, after)) = link.split_once(']') else {
            break;
        };
        let target = after.strip_prefix('(').and_then(|target| target.split_once(')'));
        about += before;
        about += shown;
        rest = target.map_or(after, |(_, after)| after).to_owned();
    }
    about + &rest
}

/// The code of a type or a pattern, without blanks.
pub fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}
