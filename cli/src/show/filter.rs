//! JSON, and jq filters over it: `--jq`.

use std::fmt::Debug;

use jaq_core::load::{Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Vars, data, unwrap_valr};
use jaq_json::{Val, read};
use serde_json::Value;

use super::values::printable_lines;
use crate::failure::Failure;

/// JSON: indented for people, on one line for programs.
pub fn json(value: &Value, is_pretty: bool) -> String {
    match is_pretty {
        // JSON escapes only the first control characters, and a terminal obeys the others too.
        true => {
            let mut text = String::new();
            for letter in format!("{value:#}").chars() {
                match letter {
                    '\u{7f}'..='\u{9f}' => text += &format!("\\u{:04x}", u32::from(letter)),
                    letter => text.push(letter),
                }
            }
            text
        }
        false => value.to_string(),
    }
}

/// Fails if this is not a filter.
pub fn check(filter: &str) -> Result<(), Failure> {
    run(filter, None, false, |_| Ok(()))
}

/// Prints the results of a filter, each on a line of its own. Texts are without quotation marks, as `jq -r` has them.
pub fn apply(
    filter: &str,
    input: &Value,
    is_pretty: bool,
    print: impl FnMut(&str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    run(filter, Some(input), is_pretty, print)
}

/// Reads a filter, and runs it if there is an input.
fn run(
    filter: &str,
    input: Option<&Value>,
    is_pretty: bool,
    mut print: impl FnMut(&str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let definitions = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
    let functions = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let arena = Arena::default();
    let file = File {
        code: filter,
        path: (),
    };
    let modules = Loader::new(definitions)
        .load(&arena, file)
        .map_err(|errors| wrong(&errors))?;
    let filter = Compiler::default()
        .with_funs(functions)
        .compile(modules)
        .map_err(|errors| wrong(&errors))?;
    let Some(input) = input else { return Ok(()) };
    let input =
        read::parse_single(input.to_string().as_bytes()).map_err(|error| failed(&error.to_string()))?;
    let context = Ctx::<data::JustLut<Val>>::new(&filter.lut, Vars::new([]));
    for result in filter.id.run((context, input)).map(unwrap_valr) {
        let text = result.map_err(|error| failed(&error.to_string()))?.to_string();
        // What jq can compute, but JSON cannot hold, is printed as jq prints it.
        match serde_json::from_str(&text) {
            Ok(Value::String(text)) if is_pretty => print(&format!("{}\n", printable_lines(&text)))?,
            Ok(Value::String(text)) => print(&format!("{text}\n"))?,
            Ok(value) => print(&format!("{}\n", json(&value, is_pretty)))?,
            Err(_) => print(&format!("{text}\n"))?,
        }
    }
    Ok(())
}

/// A filter that is none.
fn wrong(errors: &impl Debug) -> Failure {
    Failure::Usage(format!("--jq: this is not a jq filter: {errors:?}"))
}

/// A filter that does not fit the JSON.
fn failed(error: &str) -> Failure {
    Failure::new(
        format!("--jq: {error}"),
        "print the JSON with `--json all` and look at its shape",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn results(filter: &str) -> Result<String, Failure> {
        let mut text = String::new();
        let input = json!([{ "map": "Aquarius", "kills": 12 }, { "map": "Bazaar", "kills": 3 }]);
        apply(filter, &input, false, |line| {
            text += line;
            Ok(())
        })?;
        Ok(text)
    }

    #[test]
    fn results_are_lines_and_texts_have_no_quotation_marks() {
        for (filter, expected) in [
            (".[].map", "Aquarius\nBazaar\n"),
            ("map(.kills) | add", "15\n"),
            (".[0]", "{\"map\":\"Aquarius\",\"kills\":12}\n"),
            (".[] | select(.kills > 100)", ""),
        ] {
            assert_eq!(results(filter).unwrap(), expected, "{filter}");
        }
    }

    #[test]
    fn a_terminal_gets_no_control_characters() {
        let value = json!({ "name": "a\u{9b}2J\u{1b}[2J" });
        let text = json(&value, true);
        assert_eq!(
            text.chars()
                .filter(|letter| letter.is_control())
                .collect::<String>(),
            "\n\n"
        );
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        let mut shown = String::new();
        let print = |line: &str| {
            shown += line;
            Ok(())
        };
        apply(".name", &value, true, print).unwrap();
        assert_eq!(shown, "a 2J [2J\n");
    }

    #[test]
    fn a_filter_that_does_not_parse_or_fit_is_an_error() {
        assert!(matches!(results(".[").unwrap_err(), Failure::Usage(_)));
        assert!(matches!(results("nonsense").unwrap_err(), Failure::Usage(_)));
        assert!(matches!(results(".map").unwrap_err(), Failure::Other { .. }));
    }
}
