//! The rooms of a package, which are the top-level modules of its `src`: the order of their imports, and circles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The path of a module: `["world", "film"]`. The crate root is empty.
pub type Module = Vec<String>;

/// All modules with the text of their files.
pub type Sources = BTreeMap<Module, String>;

/// Reads the sources of the package.
pub fn sources() -> Sources {
    let mut sources = Sources::new();
    read(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &Module::new(),
        &mut sources,
    );
    sources
}

fn read(folder: &Path, module: &Module, sources: &mut Sources) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let mut child = module.clone();
        if !["lib", "mod"].contains(&name.as_str()) {
            child.push(name);
        }
        if path.is_dir() {
            read(&path, &child, sources);
        } else {
            sources.insert(child, std::fs::read_to_string(&path).expect("a source file"));
        }
    }
}

fn room(module: &Module) -> &str {
    module.first().map_or("lib", String::as_str)
}

fn name(module: &Module) -> String {
    if module.is_empty() {
        "lib".to_owned()
    } else {
        module.join("::")
    }
}

/// The modules that each module imports.
fn imports(sources: &Sources) -> BTreeMap<&Module, BTreeSet<&Module>> {
    let mut imports = BTreeMap::new();
    for (module, text) in sources {
        let code: Vec<&str> = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        let code = without_visibilities(&code.join("\n"));
        let (code, tests) = code.split_once("mod tests {").unwrap_or((&code, ""));
        let mut tests_module = module.clone();
        tests_module.push("tests".to_owned());
        let mut targets = BTreeSet::new();
        for (code, from) in [(code, module), (tests, &tests_module)] {
            for path in paths(code) {
                targets.extend(resolve(&path, from, sources).filter(|target| *target != module));
            }
        }
        imports.insert(module, targets);
    }
    imports
}

/// Removes visibilities such as `pub(in crate::auth)`: their paths import nothing.
fn without_visibilities(code: &str) -> String {
    let mut parts = code.split("pub(in ");
    let mut rest: String = parts.next().unwrap_or_default().to_owned();
    rest.extend(parts.filter_map(|part| Some(part.split_once(')')?.1)));
    rest
}

/// All paths in the code. Groups are expanded: `a::{b, c}` is `a::b` and `a::c`.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut prefixes: Vec<Vec<String>> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let word = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        if !word.is_empty() {
            path.push(word.to_owned());
            rest = &rest[word.len()..];
            if rest.starts_with("::") {
                continue;
            }
            let prefix = prefixes.last().into_iter().flatten().cloned();
            paths.push(prefix.chain(path.drain(..)).collect());
        } else if let Some(after) = rest.strip_prefix("::{") {
            let prefix = prefixes.last().into_iter().flatten().cloned();
            prefixes.push(prefix.chain(path.drain(..)).collect());
            rest = after;
        } else if let Some(after) = rest.strip_prefix("::") {
            rest = after;
        } else {
            // A star, a generic argument or a macro ends the path that came before it.
            if !path.is_empty() {
                path.push("*".to_owned());
                let prefix = prefixes.last().into_iter().flatten().cloned();
                paths.push(prefix.chain(path.drain(..)).collect());
            }
            match first {
                // A brace after `::` is a group of imports. All others are outside of groups.
                '{' => prefixes.push(Vec::new()),
                '}' => drop(prefixes.pop()),
                _ => {}
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    paths
}

/// The module that a path leads to, if it is one of this crate.
fn resolve<'a>(
    path: &[String],
    from: &Module,
    sources: &'a Sources,
) -> impl Iterator<Item = &'a Module> + use<'a> {
    let mut target = from.clone();
    let mut is_ours = false;
    for (index, part) in path.iter().enumerate() {
        match part.as_str() {
            "crate" if index == 0 => {
                target.clear();
                is_ours = true;
            }
            "super" => {
                target.pop();
                is_ours = true;
            }
            "self" => is_ours |= index == 0,
            _ => {
                target.push(part.clone());
                let is_module = sources.contains_key(&target);
                // Without `crate`, `super` or `self`, only the name of a child module starts a path of this crate.
                is_ours |= index == 0 && is_module;
                if !is_module {
                    target.pop();
                    break;
                }
            }
        }
    }
    // A single name is a visibility, such as `pub(crate)`, or a local name.
    let found = sources
        .get_key_value(&target)
        .filter(|_| is_ours && path.len() > 1);
    found.map(|(module, _)| module).into_iter()
}

/// Everything in the sources that breaks the order of the rooms.
pub fn violations(sources: &Sources, order: &[&str]) -> Vec<String> {
    let rooms: BTreeSet<&str> = sources.keys().map(room).collect();
    let listed: BTreeSet<&str> = order.iter().copied().collect();
    let missing = rooms
        .difference(&listed)
        .map(|room| format!("{room} is not in the table"));
    let stale = listed
        .difference(&rooms)
        .map(|room| format!("{room} is in the table only"));
    let mut violations: Vec<String> = missing.chain(stale).collect();
    let place = |module| order.iter().position(|listed| *listed == room(module));
    for (module, targets) in imports(sources) {
        for target in targets.into_iter().filter(|_| !module.is_empty()) {
            if place(target) < place(module) {
                violations.push(format!(
                    "{} imports {}, which is above it",
                    name(module),
                    name(target)
                ));
            }
        }
    }
    violations
}

/// The files that import themselves by way of others.
pub fn circle(sources: &Sources) -> Vec<String> {
    let imports = imports(sources);
    let is_in_circle = |module: &Module| {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&Module> = imports[module].iter().copied().collect();
        while let Some(target) = next.pop() {
            if reached.insert(target) {
                next.extend(&imports[target]);
            }
        }
        reached.contains(module)
    };
    sources
        .keys()
        .filter(|module| is_in_circle(module))
        .map(name)
        .collect()
}
