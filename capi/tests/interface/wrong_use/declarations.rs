//! The declarations of the header have a row each, whose kinds fit their types.

use super::rows::rows;
use super::texts::TEXTS;

/// A row of the table: a function, and the names and kinds of its parameters.
pub struct Row {
    pub function: &'static str,
    pub parameters: &'static [(&'static str, &'static str)],
}

/// The functions of the header, with the types and names of their parameters.
fn declarations() -> Vec<(String, Vec<(String, String)>)> {
    let header = include_str!("../../../include/halo_infinite.h");
    let lines = header.lines().filter(|line| !line.starts_with("//"));
    let text = lines.collect::<Vec<_>>().join(" ");
    let mut declarations = Vec::new();
    // Code is declarations that end with `);`. Types of callbacks have their names in front, in parentheses.
    for part in text.split(';') {
        let Some(open) = part.find('(') else { continue };
        let name = part[..open].rsplit([' ', '*']).next().unwrap();
        let Some(inside) = part[open + 1..].trim_end().strip_suffix(')') else {
            continue;
        };
        if !name.starts_with("halo_") {
            continue;
        }
        let parameters = inside.split(',').map(str::trim).filter(|text| *text != "void");
        let parameters = parameters.map(|parameter| {
            let start = parameter.rfind([' ', '*']).unwrap() + 1;
            let (of_type, name) = parameter.split_at(start);
            (of_type.replace(' ', ""), name.to_owned())
        });
        declarations.push((name.to_owned(), parameters.collect()));
    }
    declarations
}

/// The kinds that a parameter of this type can have.
fn kinds(of_type: &str) -> &'static [&'static str] {
    let is_pointer = of_type.ends_with('*');
    let is_constant = of_type.starts_with("const");
    match of_type {
        "constchar*" => TEXTS,
        "HaloError**" => &["Error", "Out"],
        "constHaloSession*const*" => &["Sessions"],
        "void*" => &["Context"],
        "constuint8_t*" => &["Bytes"],
        _ if of_type.ends_with("Callback") => &["Callback", "OptionalCallback", "LogCallback", "Plain"],
        _ if of_type.starts_with("constHalo") => &["Handle", "OptionalHandle", "NoHandle", "Cancelled"],
        _ if of_type.starts_with("Halo") && is_pointer && !of_type.ends_with("**") => &["Close"],
        _ if is_pointer && (!is_constant || of_type.ends_with("**")) => &["Out", "IndexOut"],
        _ if !is_pointer => &["Plain", "Limited", "Length"],
        _ => &[],
    }
}

#[test]
fn every_function_of_the_header_has_a_row() {
    let declarations = declarations();
    assert!(declarations.len() > 20, "{declarations:?}");
    for (function, parameters) in &declarations {
        let found: Vec<_> = rows().filter(|row| row.function == function).collect();
        let [row] = found.as_slice() else {
            panic!("{function} has {} rows in wrong_use/rows", found.len());
        };
        let names: Vec<_> = parameters.iter().map(|(_, name)| name.as_str()).collect();
        let of_row: Vec<_> = row.parameters.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, of_row, "{function}");
        for ((of_type, name), (_, kind)) in parameters.iter().zip(row.parameters) {
            assert!(
                kinds(of_type).contains(kind),
                "{function}, {name}: {kind} is no kind for the type {of_type}"
            );
        }
    }
    for row in rows() {
        let is_declared = declarations.iter().any(|(function, _)| function == row.function);
        assert!(is_declared, "{} is not in the header", row.function);
    }
}
