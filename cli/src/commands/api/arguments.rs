//! The arguments of `halo api`: words of the command line as a JSON object.

use std::fs;
use std::io::{self, Read};

use halo_infinite::Xuid;
use halo_infinite::services::by_name::{Argument, NamedEndpoint};
use serde_json::{Map, Value};

use crate::failure::Failure;

/// The object of arguments that the words stand for. `me` is the signed-in player.
pub fn read(
    named: &NamedEndpoint,
    words: &[String],
    me: impl Fn() -> Result<Xuid, Failure>,
) -> Result<Value, Failure> {
    let mut arguments = Map::new();
    // Words come before members of the same name.
    if words.iter().any(|word| word == "-") {
        arguments = object()?;
    }
    let mut given = Map::new();
    for word in words.iter().filter(|word| *word != "-") {
        match split(word) {
            Some((key, Sign::Text, value)) => set(&mut given, key, value_of(named, key, value, &me)?)?,
            Some((key, Sign::Json, value)) => set(&mut given, key, json(key, &content(key, value)?)?)?,
            None => {
                let mut free = named.arguments().iter().map(|argument| argument.name);
                let key = free.find(|name| !given.contains_key(*name) && !arguments.contains_key(*name));
                let key = key.ok_or_else(|| too_many(named, word))?;
                set(&mut given, key, value_of(named, key, word, &me)?)?;
            }
        }
    }
    arguments.extend(given);
    Ok(Value::Object(arguments))
}

/// The sign between key and value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// `=`
    Text,
    /// `:=`
    Json,
}

/// The key, the sign and the value of a word; `None` for a word without a key.
fn split(word: &str) -> Option<(&str, Sign, &str)> {
    let is_of_key = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
    let (key, rest) = word.split_at(word.find(|letter| !is_of_key(letter))?);
    let (sign, value) = match rest.strip_prefix('=') {
        Some(value) => (Sign::Text, value),
        None => (Sign::Json, rest.strip_prefix(":=")?),
    };
    (!key.is_empty()).then_some((key, sign, value))
}

/// Sets an argument, or a member of one: `sort.order`.
fn set(arguments: &mut Map<String, Value>, key: &str, value: Value) -> Result<(), Failure> {
    let twice = || Failure::Usage(format!("{key}: it is given twice"));
    let before = match key.split_once('.') {
        None => arguments.insert(key.to_owned(), value),
        Some((of, member)) => {
            let object = arguments.entry(of).or_insert_with(|| Value::Object(Map::new()));
            let object = object.as_object_mut().ok_or_else(twice)?;
            object.insert(member.to_owned(), value)
        }
    };
    match before {
        None => Ok(()),
        Some(_) => Err(twice()),
    }
}

/// The value of a text, as the argument needs it.
fn value_of(
    named: &NamedEndpoint,
    key: &str,
    text: &str,
    me: impl Fn() -> Result<Xuid, Failure>,
) -> Result<Value, Failure> {
    let text = content(key, text)?;
    let Some(argument) = find(named, key) else {
        // The SDK reports an unknown argument. An object is JSON.
        return Ok(serde_json::from_str(&text).unwrap_or_else(|_| Value::from(text)));
    };
    let mut value = argument.typed(&text);
    if argument.is_player {
        let entries = match &mut value {
            Value::Array(entries) => entries.as_mut_slice(),
            value => std::slice::from_mut(value),
        };
        for entry in entries {
            if entry.as_str().is_some_and(|text| text.eq_ignore_ascii_case("me")) {
                *entry = Value::from(me()?.get().to_string());
            }
        }
    }
    Ok(value)
}

/// An argument of the endpoint, or a member of one.
fn find(named: &NamedEndpoint, key: &str) -> Option<&'static Argument> {
    let by_name =
        |arguments: &'static [Argument], name: &str| arguments.iter().find(|argument| argument.name == name);
    let (name, member) = match key.split_once('.') {
        Some((name, member)) => (name, Some(member)),
        None => (key, None),
    };
    if let Some(argument) = by_name(named.arguments(), key) {
        return Some(argument);
    }
    let setter = named.setters().iter().find(|setter| setter.name == name)?;
    match (member, setter.arguments) {
        // The name of a setter's only value makes no difference.
        (None, [only]) => Some(only),
        (None, _) => None,
        (Some(member), arguments) => by_name(arguments, member),
    }
}

fn too_many(named: &NamedEndpoint, word: &str) -> Failure {
    let names: Vec<_> = named.arguments().iter().map(|argument| argument.name).collect();
    let takes = match names.is_empty() {
        true => "takes no values without a key".to_owned(),
        false => format!("takes {}", names.join(", ")),
    };
    let endpoint = named.endpoint();
    Failure::Usage(format!(
        "`{word}` is one value too many: {endpoint} {takes}; see `halo api {endpoint} --describe`"
    ))
}

/// The text itself, or the content of the file that it names: `@FILE`.
fn content(key: &str, text: &str) -> Result<String, Failure> {
    let Some(file) = text.strip_prefix('@') else {
        return Ok(text.to_owned());
    };
    let read = match file {
        "-" => io::read_to_string(io::stdin()),
        file => fs::read_to_string(file),
    };
    let text = read.map_err(|error| Failure::Usage(format!("{key}: {file} cannot be read: {error}")))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn json(key: &str, text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|error| {
        Failure::Usage(format!(
            "{key}: the value is not JSON: {error}; for a text, write `{key}=TEXT`"
        ))
    })
}

/// The object on the standard input.
fn object() -> Result<Map<String, Value>, Failure> {
    let mut text = String::new();
    io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| Failure::Usage(format!("the standard input cannot be read: {error}")))?;
    serde_json::from_str(&text).map_err(|error| {
        Failure::Usage(format!(
            "the standard input is not a JSON object of arguments: {error}"
        ))
    })
}

#[cfg(test)]
mod tests {
    use halo_infinite::services::by_name::{named_endpoint, named_endpoints};
    use serde_json::json;

    use super::*;

    const ME: u64 = 2_533_274_800_000_001;

    fn read_for(endpoint: &str, words: &[&str]) -> Result<Value, Failure> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        read(&named_endpoint(endpoint).unwrap(), &words, || Ok(ME.try_into()?))
    }

    #[test]
    fn values_are_what_the_arguments_need() {
        let id = "cb914b9e-f206-11ed-9d5c-0022480b4cf5";
        for (endpoint, words, expected) in [
            (
                "stats.match_history",
                &["player=me", "count=5"][..],
                json!({ "player": ME.to_string(), "count": 5 }),
            ),
            (
                "stats.match_history",
                &["ME"],
                json!({ "player": ME.to_string() }),
            ),
            ("stats.match_stats", &[id], json!({ "match_id": id })),
            (
                "skill.match_skill",
                &["players=me,xuid(7)", id],
                json!({ "players": [ME.to_string(), "xuid(7)"], "match_id": id }),
            ),
            (
                "discovery_ugc.search_assets",
                &["term=5", "sort.sort=likes", "sort.order=descending"],
                json!({ "term": "5", "sort": { "sort": "likes", "order": "descending" } }),
            ),
            (
                "discovery_ugc.search_assets",
                &["term:=5", r#"created={"from":"2026-01-31T20:00:00Z"}"#],
                json!({ "term": 5, "created": { "from": "2026-01-31T20:00:00Z" } }),
            ),
            ("stats.match_history", &["count=many"], json!({ "count": "many" })),
            ("stats.match_history", &["player=a=b"], json!({ "player": "a=b" })),
            ("stats.match_history", &["nonsense=1"], json!({ "nonsense": 1 })),
        ] {
            assert_eq!(
                read_for(endpoint, words).unwrap(),
                expected,
                "{endpoint} {words:?}"
            );
        }
    }

    #[test]
    fn wrong_words_are_errors() {
        for (words, expected) in [
            (&["me", "me"][..], "one value too many"),
            (&["player=me", "player=me"], "given twice"),
            (&["count=1", "count.of=1"], "given twice"),
            (&["count:=many"], "not JSON"),
            (&["player=@/nowhere/file"], "cannot be read"),
        ] {
            let error = read_for("stats.match_history", words).unwrap_err();
            assert!(matches!(error, Failure::Usage(_)), "{error:?}");
            assert!(error.to_string().contains(expected), "{error}");
        }
    }

    /// The words of a small alphabet: all that is special, and a few letters.
    #[test]
    fn no_word_is_lost_or_makes_the_reader_panic() {
        const ALPHABET: [&str; 12] = ["", "=", ":", ":=", ".", ",", "[", "\"", "{}", "1", "player", "me"];
        for named in named_endpoints() {
            let first = named
                .arguments()
                .first()
                .map_or("start", |argument| argument.name);
            for one in ALPHABET {
                for other in ALPHABET {
                    for third in ALPHABET {
                        let value = format!("{one}{other}{third}");
                        let words = [format!("{first}={value}")];
                        let read = read(&named, &words, || Ok(ME.try_into()?)).unwrap();
                        assert_eq!(read.as_object().unwrap().len(), 1, "{words:?}");
                        if let Some((key, sign, rest)) = split(&value) {
                            let sign = if sign == Sign::Text { "=" } else { ":=" };
                            assert_eq!(format!("{key}{sign}{rest}"), value);
                        }
                    }
                }
            }
        }
    }
}
