//! The code of the table.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::calls::Call;
use super::signature::{Method, Parameter};

/// The table.
pub fn table(calls: &[Call]) -> String {
    format!(
        "const METHOD_COUNT: usize = {};\nstatic METHODS: [Method; METHOD_COUNT] = [\n{}];\n",
        calls.len(),
        calls.iter().map(call).collect::<String>()
    )
}

fn call(Call { method: of, setters }: &Call) -> String {
    let method = &of.method;
    let described = setters.iter().map(|setter| {
        format!(
            "Setter {{ name: {:?}, about: {:?}, arguments: &[{}] }},\n",
            setter.name,
            setter.about,
            arguments(setter)
        )
    });
    format!(
        "Method {{
            handle: {:?}, name: {:?}, about: {:?},
            model: match <{model} as IntoContent>::MODEL {{ Some(model) => model, None => {:?} }},
            is_file: <{model} as IntoContent>::IS_FILE,
            arguments: &[{}],
            setters: &[{}],
            request: |pipeline, {}| {{
                let request = crate::services::{}::{}::new(pipeline).{}({});
                {}Ok(Box::new(request))
            }},
        }},\n",
        of.service,
        method.name,
        method.about,
        of.model,
        arguments(method),
        described.collect::<String>(),
        if method.parameters.is_empty() && setters.is_empty() {
            "_"
        } else {
            "arguments"
        },
        of.service,
        of.handle,
        method.name,
        values("arguments", &method.parameters),
        setters.iter().map(|setter| set(setter)).collect::<String>(),
        model = of.model_path,
    )
}

fn arguments(method: &Method) -> String {
    let arguments = method.parameters.iter();
    let arguments =
        arguments.map(|parameter| format!("Argument::of::<{}>({:?})", parameter.kind.path, parameter.name));
    arguments.collect::<Vec<_>>().join(", ")
}

/// The statement that calls a setter, if its argument is there.
fn set(setter: &Method) -> String {
    let name = &setter.name;
    let (read, value) = match &setter.parameters[..] {
        [one] => (
            format!("arguments.setter::<{}>({name:?})?", one.kind.path),
            format!("{}value", reference(one)),
        ),
        several => {
            let names: Vec<_> = several.iter().map(|parameter| &parameter.name).collect();
            (
                format!("arguments.parts({name:?}, &{names:?})?"),
                values("value", several),
            )
        }
    };
    format!("let request = match {read} {{ Some(value) => request.{name}({value}), None => request }};\n")
}

/// The values of the parameters, as a call passes them on.
fn values(from: &str, parameters: &[Parameter]) -> String {
    let values = parameters.iter().map(|parameter| {
        let Parameter { name, kind } = parameter;
        format!("{}{from}.value::<{}>({name:?})?", reference(parameter), kind.path)
    });
    values.collect::<Vec<_>>().join(", ")
}

fn reference(parameter: &Parameter) -> &'static str {
    if parameter.kind.by_reference { "&" } else { "" }
}

/// How the enumerations among the parameters are read: those of the services, and those of `refdata.json`.
pub fn enumerations(
    calls: &[Call],
    of_services: &BTreeMap<String, Vec<String>>,
    refdata: &Path,
) -> Result<String, String> {
    let problem = |error: &dyn std::fmt::Display| format!("{}: {error}", refdata.display());
    let refdata_json = fs::read_to_string(refdata).map_err(|error| problem(&error))?;
    let refdata_json: Value = serde_json::from_str(&refdata_json).map_err(|error| problem(&error))?;
    let methods = calls.iter().flat_map(|call| {
        [&call.method.method]
            .into_iter()
            .chain(call.setters.iter().copied())
    });
    let parameters = methods.flat_map(|method| &method.parameters);
    let kinds: BTreeSet<_> = parameters.map(|parameter| parameter.kind.innermost()).collect();
    let mut code = String::new();
    for path in kinds {
        if let Some(variants) = of_services.get(path) {
            let values: Vec<_> = variants
                .iter()
                .map(|variant| format!("{path}::{variant}"))
                .collect();
            let read = format!("variant(value, &[{}])", values.join(", "));
            code += &enumeration(path, "a name from its list", variants, &read);
        } else if let Some(name) = path.strip_prefix("crate::refdata::") {
            let definition = &refdata_json["definitions"][name];
            let variants = definition["x-values"].as_array().into_iter().flatten();
            let variants: Vec<_> = variants.filter_map(|value| value["name"].as_str()).collect();
            code += &match definition["type"].as_str() {
                Some("integer") => enumeration(
                    path,
                    "a name from its list, or the service's number",
                    &variants,
                    "numbered(value)",
                ),
                Some("string") => enumeration(
                    path,
                    "a name from its list, or the service's text",
                    &variants,
                    "texted(value)",
                ),
                _ => return Err(problem(&format!("there is no enumeration `{name}`"))),
            };
        }
    }
    Ok(code)
}

fn enumeration(path: &str, kind: &str, variants: &[impl std::fmt::Debug], read: &str) -> String {
    let reads_json = read.starts_with("numbered");
    format!(
        "impl FromArgument for {path} {{
            const KIND: &'static str = {kind:?};
            const VALUES: &'static [&'static str] = &{variants:?};
            const READS_JSON: bool = {reads_json};
            fn from_argument(value: &Value) -> Result<Self, String> {{ {read} }}
        }}\n"
    )
}
