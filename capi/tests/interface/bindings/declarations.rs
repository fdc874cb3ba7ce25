//! Reads the declarations of the header. It knows only what cbindgen writes.

/// The content of the header.
pub struct Declarations {
    pub functions: Vec<Function>,
    pub callbacks: Vec<Function>,
    /// The types that only the library sees inside.
    pub handles: Vec<String>,
    /// Names without `HALO_CODE_`, and values.
    pub codes: Vec<(String, i32)>,
    pub abi_version: u32,
}

/// A function, or a type of callbacks.
pub struct Function {
    pub name: String,
    pub returns: String,
    pub parameters: Vec<Parameter>,
}

/// A parameter. The type has no blank before `*`.
pub struct Parameter {
    pub kind: String,
    pub name: String,
}

impl Declarations {
    pub fn read(header: &str) -> Self {
        let lines = header
            .lines()
            .map(|line| line.split("//").next().unwrap_or_default());
        let constants = lines
            .clone()
            .filter_map(|line| line.strip_prefix("#define HALO_ABI_VERSION "));
        let text: String = lines
            .filter(|line| !line.starts_with('#'))
            .map(|line| format!("{} ", line.trim()))
            .collect();
        // The comment at the top is the only one of this form.
        let (_, text) = text
            .rsplit_once("*/")
            .expect("a comment that says who made the header");
        let (codes, rest) = codes(text);
        let mut read = Self {
            functions: Vec::new(),
            callbacks: Vec::new(),
            handles: Vec::new(),
            codes,
            abi_version: constants
                .map(|version| version.trim().parse().unwrap())
                .next()
                .unwrap(),
        };
        for statement in rest.split(';') {
            let statement = statement.trim().trim_start_matches("extern \"C\" {").trim();
            if let Some(handle) = statement.strip_prefix("typedef struct ") {
                read.handles.push(handle.split_once(' ').unwrap().0.to_owned());
            } else if let Some(callback) = statement.strip_prefix("typedef void (*") {
                read.callbacks
                    .push(function(&format!("void {}", callback.replacen(')', "", 1))));
            } else if statement.contains("halo_") {
                read.functions.push(function(statement));
            } else {
                let known = [
                    "",
                    "typedef enum HaloCode HaloCode",
                    "typedef int32_t HaloCode",
                    "}",
                ];
                assert!(
                    known.contains(&statement),
                    "what is this in the header? {statement}"
                );
            }
        }
        read
    }
}

/// The codes, and the text behind them.
fn codes(text: &str) -> (Vec<(String, i32)>, &str) {
    let (_, text) = text.split_once("enum HaloCode").unwrap();
    let (list, rest) = text.split_once("};").unwrap();
    let (_, list) = list.split_once('{').unwrap();
    let codes = list.split(',').map(str::trim).filter(|code| !code.is_empty());
    let codes = codes.map(|code| {
        let (name, value) = code.split_once(" = ").unwrap();
        (
            name.trim_start_matches("HALO_CODE_").to_owned(),
            value.parse().unwrap(),
        )
    });
    (codes.collect(), rest)
}

fn function(text: &str) -> Function {
    let (head, parameters) = text.split_once('(').unwrap();
    let parameters = parameters.trim_end().trim_end_matches(')');
    let parameters = parameters
        .split(',')
        .map(str::trim)
        .filter(|text| *text != "void");
    let Parameter { kind, name } = parameter(head.trim());
    Function {
        name,
        returns: kind,
        parameters: parameters.map(parameter).collect(),
    }
}

fn parameter(text: &str) -> Parameter {
    let start = text.rfind([' ', '*']).unwrap() + 1;
    Parameter {
        kind: text[..start].trim().replace(" *", "*"),
        name: text[start..].to_owned(),
    }
}
