//! What the header and the sources of the SDK say.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::{FnArg, ImplItem, Item, ReturnType, Type, Visibility};

/// The comment of a function in the header, without the slashes.
pub fn comment(function: &str) -> Vec<String> {
    let header = include_str!("../../include/halo_infinite.h");
    let call = format!(" {function}(");
    let pointer_call = format!("*{function}(");
    let lines: Vec<_> = header.lines().collect();
    let place = lines.iter().position(|line| {
        !line.trim_start().starts_with("//") && (line.contains(&call) || line.contains(&pointer_call))
    });
    let place = place.unwrap_or_else(|| panic!("the header has no {function}"));
    let above = lines[..place].iter().rev();
    let mut comment: Vec<_> = above
        .take_while(|line| line.trim_start().starts_with("//"))
        .map(|line| {
            line.trim_start()
                .trim_start_matches('/')
                .strip_prefix(' ')
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    comment.reverse();
    comment
}

/// The names in backticks before the colons of the comment's lists. Items that begin with another word are prose.
pub fn listed(function: &str) -> BTreeSet<String> {
    let comment = comment(function);
    let items = comment.iter().filter_map(|line| line.strip_prefix("- "));
    let items = items.filter(|item| item.starts_with('`'));
    items
        .flat_map(|item| in_backticks(item.split(": ").next().unwrap()))
        .collect()
}

/// The texts in backticks.
pub fn in_backticks(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The public methods of a type of the SDK that take `self` and return `Self`: its setters.
pub fn setters(of: &str) -> BTreeSet<String> {
    let mut setters = BTreeSet::new();
    let start = format!("impl {of} {{");
    for file in sources() {
        let source = fs::read_to_string(&file).unwrap();
        if !source.contains(&start) {
            continue;
        }
        for item in syn::parse_file(&source).unwrap().items {
            let Item::Impl(block) = item else { continue };
            if block.trait_.is_some() || !is_named(&block.self_ty, of) {
                continue;
            }
            for item in block.items {
                let ImplItem::Fn(method) = item else { continue };
                let is_public = matches!(method.vis, Visibility::Public(_));
                let has_self = matches!(method.sig.inputs.first(), Some(FnArg::Receiver(_)));
                let returns_self = match &method.sig.output {
                    ReturnType::Type(_, output) => is_named(output, "Self"),
                    ReturnType::Default => false,
                };
                if is_public && has_self && returns_self {
                    setters.insert(method.sig.ident.to_string());
                }
            }
        }
    }
    assert!(!setters.is_empty(), "{of} has no setters");
    setters
}

/// The public fields of a struct of the SDK.
pub fn fields(of: &str) -> BTreeSet<String> {
    let start = format!("pub struct {of} {{");
    let source = sources()
        .into_iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .find(|source| source.contains(&start))
        .unwrap_or_else(|| panic!("there is no struct {of}"));
    let items = syn::parse_file(&source).unwrap().items.into_iter();
    let mut structs = items.filter_map(|item| match item {
        Item::Struct(item) if item.ident == of => Some(item),
        _ => None,
    });
    let fields = structs.next().unwrap().fields.into_iter();
    let public = fields.filter(|field| matches!(field.vis, Visibility::Public(_)));
    public.map(|field| field.ident.unwrap().to_string()).collect()
}

fn is_named(found: &Type, name: &str) -> bool {
    matches!(found, Type::Path(path) if path.path.is_ident(name))
}

/// The source files of the SDK.
fn sources() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|extension| extension == "rs") => files.push(path),
                false => {}
            }
        }
    }
    files
}
