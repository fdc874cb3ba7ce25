//! The paths of the types that a file names.

use std::collections::{BTreeMap, BTreeSet};

use syn::{GenericArgument, Item, PathArguments, Type, UseTree};

/// The types of a file by the names that it has for them.
pub struct Imports {
    /// The modules from `services` to the file, such as `economy` and `stores`.
    modules: Vec<String>,
    /// The modules that the file declares.
    children: BTreeSet<String>,
    paths: BTreeMap<String, String>,
}

impl Imports {
    pub fn of(file: &syn::File, modules: Vec<String>) -> Self {
        let mut imports = Self {
            modules,
            children: file.items.iter().filter_map(child).collect(),
            paths: BTreeMap::new(),
        };
        for item in &file.items {
            match item {
                Item::Use(item) => imports.add(&item.tree, &mut Vec::new()),
                Item::Enum(item) => imports.add_own(&item.ident),
                Item::Struct(item) => imports.add_own(&item.ident),
                Item::Type(item) => imports.add_own(&item.ident),
                _ => {}
            }
        }
        imports
    }

    /// The module of the service.
    pub fn service(&self) -> &str {
        self.modules.first().map_or("", String::as_str)
    }

    fn add_own(&mut self, name: &syn::Ident) {
        let path = self.path(&["self".into(), name.to_string()]);
        self.paths.insert(name.to_string(), path);
    }

    fn add(&mut self, tree: &UseTree, before: &mut Vec<String>) {
        match tree {
            UseTree::Path(tree) => {
                before.push(tree.ident.to_string());
                self.add(&tree.tree, before);
                before.pop();
            }
            UseTree::Group(tree) => tree.items.iter().for_each(|tree| self.add(tree, before)),
            UseTree::Name(tree) => self.add_name(&tree.ident, &tree.ident, before),
            UseTree::Rename(tree) => self.add_name(&tree.ident, &tree.rename, before),
            UseTree::Glob(_) => {}
        }
    }

    fn add_name(&mut self, name: &syn::Ident, here: &syn::Ident, before: &[String]) {
        let path = self.path(&[before, &[name.to_string()]].concat());
        self.paths.insert(here.to_string(), path);
    }

    /// The path as any module of the crate can write it. The modules of a service are private, but the service exports
    /// the types of its parameters.
    fn path(&self, segments: &[String]) -> String {
        let mut modules = self.modules.clone();
        let of_services = match segments {
            [first, second, rest @ ..] if first == "crate" && second == "services" => rest.to_vec(),
            [first, ..] if first == "self" || first == "super" || self.children.contains(first) => {
                let up = segments.iter().take_while(|segment| *segment == "super").count();
                modules.truncate(modules.len().saturating_sub(up));
                let names = segments
                    .iter()
                    .filter(|segment| *segment != "self" && *segment != "super");
                modules.into_iter().chain(names.cloned()).collect()
            }
            _ => return segments.join("::"),
        };
        match &of_services[..] {
            [service, .., name] => format!("crate::services::{service}::{name}"),
            others => format!("crate::services::{}", others.join("::")),
        }
    }

    /// A type with the paths of all its names; `None` if it is more than names, such as a reference or a slice.
    pub fn resolve(&self, of: &Type) -> Option<String> {
        let Type::Path(of) = of else { return None };
        let names: Vec<_> = of
            .path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let path = match &names[..] {
            [name] => self.paths.get(name).unwrap_or(name).clone(),
            names => self.path(names),
        };
        match &of.path.segments.last()?.arguments {
            PathArguments::None => Some(path),
            PathArguments::AngleBracketed(arguments) => {
                let arguments = arguments.args.iter().map(|argument| match argument {
                    GenericArgument::Type(of) => self.resolve(of),
                    _ => None,
                });
                let arguments: Option<Vec<_>> = arguments.collect();
                Some(format!("{path}<{}>", arguments?.join(", ")))
            }
            PathArguments::Parenthesized(_) => None,
        }
    }
}

/// The module that an item declares.
fn child(item: &Item) -> Option<String> {
    match item {
        Item::Mod(item) => Some(item.ident.to_string()),
        _ => None,
    }
}
