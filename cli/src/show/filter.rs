//! JSON, and jq filters over it: `--jq`.

use std::panic::resume_unwind;
use std::sync::mpsc;
use std::thread;

use jaq_core::load::{self, Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Vars, compile, data};
use jaq_json::{Val, read};
use serde_json::Value;

use super::values::{is_harmless, printable};
use crate::failure::Failure;

/// Filters of jq that jaq lacks. `halt_error` has the input as its message, and no exit code of its own.
const DEFINITIONS: &str = r#"
def _cells(text): map(
    if . == null then "" elif isstring then text elif isarray or isobject
    then error("a row has texts and numbers, and not \(tojson)") else tojson end);
def @csv: _cells("\"" + (split("\"") | join("\"\"")) + "\"") | join(",");
def @tsv: _cells(split("\\") | join("\\\\") | split("\t") | join("\\t") | split("\n") | join("\\n")
    | split("\r") | join("\\r")) | join("\t");
def halt_error: error(.);
def halt_error($code): error(.);
"#;
/// The longest filter, in characters. Each may nest the filter deeper.
const LONGEST: usize = 5000;
/// The stack for reading and running a filter, which takes some ten thousand bytes for each level.
const STACK: usize = 256 << 20;
/// The longest part of a filter or a value that an error quotes, in characters.
const QUOTED: usize = 60;

/// JSON: indented for people, on one line for programs. Characters that a terminal obeys are escaped.
pub fn json(value: &Value, is_pretty: bool) -> String {
    let plain = match is_pretty {
        true => format!("{value:#}"),
        false => value.to_string(),
    };
    let mut text = String::with_capacity(plain.len());
    for letter in plain.chars() {
        match letter {
            // JSON escapes those of a text itself.
            '\n' => text.push(letter),
            _ if is_harmless(letter) => text.push(letter),
            // All others are of the basic plane.
            _ => text += &format!("\\u{:04x}", u32::from(letter)),
        }
    }
    text
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

/// Reads a filter, and runs it if there is an input. A filter that nests deep needs a large stack, so it has a thread of its
/// own.
fn run(
    filter: &str,
    input: Option<&Value>,
    is_pretty: bool,
    mut print: impl FnMut(&str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if filter.chars().count() > LONGEST {
        return Err(Failure::Usage(format!(
            "--jq: the filter is longer than {LONGEST} characters"
        )));
    }
    thread::scope(|scope| {
        let (sender, lines) = mpsc::sync_channel(1);
        let send = move |line: &str| sender.send(line.to_owned()).map_err(|_| Failure::ClosedPipe);
        let runner = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, move || run_here(filter, input, is_pretty, send))
            .map_err(|error| {
                Failure::new(
                    format!("--jq: the system cannot start a thread: {error}"),
                    "end some programs, or raise the limits of memory",
                )
            })?;
        let printed = lines.iter().try_for_each(|line| print(&line));
        // A filter whose results nobody prints ends at its next one.
        drop(lines);
        let ran = runner.join().unwrap_or_else(|panic| resume_unwind(panic));
        printed.and(ran)
    })
}

fn run_here(
    filter: &str,
    input: Option<&Value>,
    is_pretty: bool,
    mut print: impl FnMut(&str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let own = load::parse(DEFINITIONS, |parser| parser.defs()).unwrap_or_default();
    let definitions = jaq_core::defs()
        .chain(jaq_std::defs())
        .chain(jaq_json::defs())
        .chain(own);
    let functions = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let arena = Arena::default();
    let file = File {
        code: filter,
        path: (),
    };
    let modules = Loader::new(definitions).load(&arena, file).map_err(|errors| {
        let first = errors.into_iter().next();
        wrong(filter, first.and_then(|(_, error)| syntax_error(error)))
    })?;
    let compiled = Compiler::default().with_funs(functions).compile(modules);
    let compiled = compiled.map_err(|errors| {
        let first = errors.into_iter().flat_map(|(_, errors)| errors).next();
        wrong(filter, first.map(|(word, kind)| (word, unknown(word, &kind))))
    })?;
    let Some(input) = input else { return Ok(()) };
    let input =
        read::parse_single(input.to_string().as_bytes()).map_err(|error| failed(&error.to_string()))?;
    let context = Ctx::<data::JustLut<Val>>::new(&compiled.lut, Vars::new([]));
    for result in compiled.id.run((context, input)) {
        let text = match result.map_err(jaq_core::Exn::get_err) {
            Ok(value) => value.to_string(),
            Err(Ok(error)) => return Err(failed(&error.to_string())),
            // `halt` ends the filter, and not this program.
            Err(Err(exception)) => {
                return match exception.get_halt() {
                    Ok(0) => Ok(()),
                    Ok(code) => Err(failed(&format!("the filter halts with the code {code}"))),
                    Err(_) => Err(failed("the filter leaves a label that it is not in")),
                };
            }
        };
        // What jq can compute, but JSON cannot hold, is printed as jq prints it.
        match serde_json::from_str(&text) {
            Ok(Value::String(text)) => print(&format!("{text}\n"))?,
            Ok(value) => print(&format!("{}\n", json(&value, is_pretty)))?,
            Err(_) => print(&format!("{text}\n"))?,
        }
    }
    Ok(())
}

/// The word at which a filter is no filter, and the problem.
fn syntax_error(error: load::Error<&str>) -> Option<(&str, String)> {
    match error {
        load::Error::Io(errors) => {
            let (module, _) = errors.into_iter().next()?;
            Some((module, "modules cannot be loaded".into()))
        }
        load::Error::Lex(errors) => {
            let (expected, rest) = errors.into_iter().next()?;
            Some((rest, expected_before(expected.as_str(), rest)))
        }
        load::Error::Parse(errors) => {
            let (expected, word) = errors.into_iter().next()?;
            Some((word, expected_before(expected.as_str(), word)))
        }
    }
}

fn expected_before(expected: &str, word: &str) -> String {
    match word {
        "" => format!("{expected} is expected"),
        word => format!("{expected} is expected before `{}`,", cut(word)),
    }
}

fn unknown(word: &str, kind: &compile::Undefined) -> String {
    match kind {
        compile::Undefined::Filter(arguments) if *arguments > 0 => {
            format!("no filter `{word}` has {arguments} arguments")
        }
        kind => format!("there is no {} `{word}`", kind.as_str()),
    }
}

/// An invalid filter: the problem, and its place in the filter.
fn wrong(filter: &str, error: Option<(&str, String)>) -> Failure {
    let (word, problem) = error.unwrap_or(("", "it has no meaning".into()));
    let start = (word.as_ptr() as usize).checked_sub(filter.as_ptr() as usize);
    let before = start
        .filter(|_| !word.is_empty())
        .and_then(|start| filter.get(..start));
    let place = match before {
        Some(before) => format!("at character {}", before.chars().count() + 1),
        None => "at its end".into(),
    };
    Failure::Usage(format!("--jq: this is not a jq filter: {problem} {place}"))
}

/// A filter that does not fit the JSON.
fn failed(error: &str) -> Failure {
    Failure::new(
        format!("--jq: {}", cut(error)),
        "print the JSON with `--json all` and look at its shape",
    )
}

/// The text on one line. Of a long one, the start and the end: a message can begin with the whole input.
fn cut(text: &str) -> String {
    let text = printable(text);
    let count = text.chars().count();
    if count <= 2 * QUOTED {
        return text;
    }
    let start: String = text.chars().take(QUOTED).collect();
    let end: String = text.chars().skip(count - QUOTED).collect();
    format!("{start}…{end}")
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
        let value = json!({ "name": "a\u{9b}2J\u{1b}[2J\u{202e}\u{61c}\u{2028}\u{2029}" });
        for (is_pretty, kept) in [(true, "\n\n"), (false, "")] {
            let text = json(&value, is_pretty);
            let harmful: String = text.chars().filter(|letter| !is_harmless(*letter)).collect();
            assert_eq!(harmful, kept);
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        }
    }

    #[test]
    fn a_filter_that_does_not_parse_or_fit_is_an_error() {
        assert!(matches!(results(".[").unwrap_err(), Failure::Usage(_)));
        assert!(matches!(results("nonsense").unwrap_err(), Failure::Usage(_)));
        assert!(matches!(results(".map").unwrap_err(), Failure::Other { .. }));
        let input = json!(vec![1; 1000]);
        let failure = apply(".map", &input, false, |_| Ok(())).unwrap_err().to_string();
        assert!(
            failure.chars().count() < 250 && failure.contains("map"),
            "{failure}"
        );
    }

    #[test]
    fn errors_name_the_word_and_its_place() {
        for (filter, words) in [
            (".[", "closing bracket is expected at its end"),
            (
                "map(.a) | nonsense",
                "there is no filter `nonsense` at character 11",
            ),
            ("map(1; 2)", "no filter `map` has 2 arguments at character 1"),
            ("\"ü\" | $x", "there is no variable `$x` at character 7"),
            (". | ", "term is expected at its end"),
            (". }", "is expected before `}`, at character 3"),
        ] {
            let failure = results(filter).unwrap_err().to_string();
            assert!(failure.ends_with(words), "{filter}: {failure}");
        }
    }

    #[test]
    fn rows_become_separated_values() {
        for (filter, expected) in [
            (r#"["a\"b", 1.5, null, true] | @csv"#, "\"a\"\"b\",1.5,,true\n"),
            (r#"["a\tb\\", 1] | @tsv"#, "a\\tb\\\\\t1\n"),
            (".[] | [.map, .kills] | @csv", "\"Aquarius\",12\n\"Bazaar\",3\n"),
        ] {
            assert_eq!(results(filter).unwrap(), expected, "{filter}");
        }
        let failure = results("@csv").unwrap_err().to_string();
        assert!(failure.contains("a row has texts and numbers"), "{failure}");
    }

    #[test]
    fn a_filter_that_nests_deep_does_not_overflow_the_stack() {
        for (before, inside, after) in [
            ("(", ".", ")"),
            ("[", "", "]"),
            ("{a:", "1", "}"),
            ("-", "1", ""),
            (".|", ".", ""),
            (".,", ".", ""),
            ("1+", "1", ""),
            ("try ", "1", ""),
            ("if . then ", "1", " end"),
            (". as $x|", "1", ""),
            ("\"\\(", "1", ")\""),
            ("def f: ", "1", "; f"),
            ("", ".", "[0]?"),
        ] {
            let levels = (LONGEST - inside.len()) / (before.len() + after.len());
            let filter = before.repeat(levels) + inside + &after.repeat(levels);
            // The result does not matter.
            let _ = results(&filter);
            let failure = results(&format!("{filter}{}", " ".repeat(LONGEST))).unwrap_err();
            assert!(
                failure.to_string().contains("longer than 5000 characters"),
                "{failure}"
            );
        }
    }

    #[test]
    fn endless_results_end_when_nobody_prints_them() {
        let mut count = 0;
        let ended = apply("repeat(1)", &json!(null), false, |_| {
            count += 1;
            match count {
                3 => Err(Failure::ClosedPipe),
                _ => Ok(()),
            }
        });
        assert!(matches!(ended, Err(Failure::ClosedPipe)));
    }

    #[test]
    fn halt_ends_the_filter_and_not_the_program() {
        assert_eq!(results("1, halt, 2").unwrap(), "1\n");
        let failure = results("\"no map\" | halt_error").unwrap_err().to_string();
        assert!(failure.starts_with("--jq: \"no map\": "), "{failure}");
        let failure = results("halt(3)").unwrap_err().to_string();
        assert!(failure.contains("code 3"), "{failure}");
    }
}
