//! The bindings of the examples have all functions of the header, as the header declares them.

mod declarations;
mod languages;

use std::path::Path;

use declarations::Declarations;

const PYTHON: &str = "examples/python/halo_infinite.py";
const LUA: &str = "examples/lua/halo_infinite.lua";

/// The bindings, and what makes the declarations of each. The one for C++ includes the header.
type Make = fn(&Declarations) -> String;
const BINDINGS: [(&str, Option<Make>); 4] = [
    ("include/halo_infinite.hpp", None),
    (PYTHON, Some(languages::python)),
    (LUA, Some(languages::lua)),
    ("examples/csharp/HaloInfinite.cs", Some(languages::csharp)),
];

/// Functions that a binding declares, but does not use, with the reason.
const UNUSED: [(&str, &str, &str); 5] = [
    (
        PYTHON,
        "halo_response_json",
        "it takes the bytes, whose length is known",
    ),
    (LUA, "halo_client_observe", NO_OTHER_THREADS),
    (LUA, "halo_log_set", NO_OTHER_THREADS),
    (LUA, "halo_watch_new_with_callback", NO_OTHER_THREADS),
    (LUA, "halo_worker_submit_with_callback", NO_OTHER_THREADS),
];
const NO_OTHER_THREADS: &str = "LuaJIT allows no calls from other threads";

/// The declarations stand between these words, each on a line of its own.
const BEGIN: &str = "Made from the header by its tests: begin";
const END: &str = "Made from the header by its tests: end";

fn path(binding: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(binding)
}

/// A binding: what stands before the declarations, the declarations, and what stands behind them. A binding that makes no
/// declarations of its own has all before.
fn parts(binding: &str, has_declarations: bool) -> [String; 3] {
    let text = std::fs::read_to_string(path(binding)).unwrap();
    if !has_declarations {
        return [text, String::new(), String::new()];
    }
    let after_line = |word: &str| {
        let at = text
            .find(word)
            .unwrap_or_else(|| panic!("{binding} has no line `{word}`"));
        at + text[at..].find('\n').unwrap() + 1
    };
    let begin = after_line(BEGIN);
    let end = text[..text.find(END).unwrap()].rfind('\n').unwrap() + 1;
    [&text[..begin], &text[begin..end], &text[end..]].map(str::to_owned)
}

#[test]
fn the_declarations_of_bindings_are_those_of_the_header() {
    let header = Declarations::read(&crate::header::made());
    for (binding, make) in BINDINGS {
        let Some(make) = make else { continue };
        let [before, found, behind] = parts(binding, true);
        let made = make(&header);
        if std::env::var_os("UPDATE_HEADER").is_some() {
            std::fs::write(path(binding), format!("{before}{made}{behind}")).unwrap();
        } else {
            assert!(
                found == made,
                "{binding} is not current: run `UPDATE_HEADER=1 cargo test -p halo-infinite-capi header`"
            );
        }
    }
}

#[test]
fn each_binding_uses_all_functions_of_the_header() {
    let header = Declarations::read(&crate::header::made());
    assert!(header.functions.len() > 20, "the header is read");
    let mut wrong = Vec::new();
    for (binding, make) in BINDINGS {
        let [before, declared, behind] = parts(binding, make.is_some());
        let is_word = |letter: char| char::is_alphanumeric(letter) || letter == '_';
        // The declarations of C# close handles.
        let closing = declared
            .lines()
            .filter(|line| line.contains("return Native.") && line.contains("_close("));
        let written = format!("{before} {behind} {}", closing.collect::<String>());
        let used: Vec<&str> = written.split(|letter| !is_word(letter)).collect();
        for function in &header.functions {
            let name = function.name.as_str();
            let is_listed = UNUSED
                .iter()
                .any(|(of, unused, _)| *of == binding && *unused == name);
            match (used.contains(&name), is_listed) {
                (false, false) => wrong.push(format!("{binding} does not use {name}")),
                (true, true) => wrong.push(format!(
                    "{binding} uses {name}, so the list of unused functions is wrong"
                )),
                _ => {}
            }
        }
    }
    for (binding, function, reason) in UNUSED {
        let exists = header.functions.iter().any(|known| known.name == function);
        if !exists || reason.is_empty() {
            wrong.push(format!(
                "the list of unused functions is wrong: {binding} {function}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
