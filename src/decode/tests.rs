use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
struct Inner {
    number: i64,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Outer {
    list: Vec<Option<Inner>>,
}

#[test]
fn errors_have_the_path_and_the_problem() {
    for (json, path, problem) in [
        (
            r#"{"list":[{"number":1},{"number":"x"}]}"#,
            "list[1].number",
            "invalid type: string",
        ),
        (r#"{"list":[{}]}"#, "list[0]", "missing field `number`"),
        (r#"{}"#, ".", "missing field `list`"),
        (r#"{"list":[{"number":1}"#, "list", "EOF"),
        (r#"{"list":[]} trailing"#, ".", "trailing characters"),
        ("", ".", "the document is empty"),
        (
            "  <!DOCTYPE html>\n<title>Down</title>",
            ".",
            "HTML or XML: <!DOCTYPE html> <title>Down</title>",
        ),
    ] {
        let error = decode::<Outer>(json.as_bytes()).unwrap_err();
        assert_eq!(error.path, path, "{json}");
        assert!(error.problem.contains(problem), "{json}: {error}");
        assert_eq!(drift::<Outer>(json.as_bytes()).unwrap_err(), error);
    }
}

/// A struct that takes much more memory than its shortest text, `{}`.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Large {
    fields: [Option<u64>; 32],
}

#[test]
fn memory_is_limited_by_the_length_of_the_document() {
    let list = |item: &str, count: usize| format!("[{}{item}]", format!("{item},").repeat(count - 1));
    assert_eq!(
        decode::<Vec<Large>>(list("{}", 50_000).as_bytes()).unwrap().len(),
        50_000
    );
    for json in [list("{}", 1_000_000), list(&list("{}", 1000), 1000)] {
        let problem = match json.starts_with("[[") {
            true => decode::<Vec<Vec<Large>>>(json.as_bytes()).unwrap_err(),
            false => decode::<Vec<Large>>(json.as_bytes()).unwrap_err(),
        };
        assert!(problem.path.starts_with('['), "{problem}");
        assert!(problem.problem.contains("too much memory"), "{problem}");
    }
    let entries: Vec<String> = (0..200_000).map(|number| format!("\"{number}\":{{}}")).collect();
    let map = format!("{{{}}}", entries.join(","));
    let problem = decode::<BTreeMap<u64, Large>>(map.as_bytes()).unwrap_err();
    assert!(problem.problem.contains("too much memory"), "{problem}");
    // JSON of any model takes less.
    let plain = list(r#"[1,"a",{"b":[]}]"#, 100_000);
    assert!(decode::<Value>(plain.as_bytes()).is_ok());
    assert!(decode::<Value>(list("1", 500_000).as_bytes()).is_ok());
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let json = "\u{feff}{\"list\":[],\"new\":1}".as_bytes();
    assert_eq!(decode::<Outer>(json).unwrap().list, []);
    assert_eq!(drift::<Outer>(json).unwrap(), ["new"]);
    assert!(
        decode::<Outer>("\u{feff}".as_bytes())
            .unwrap_err()
            .problem
            .contains("empty")
    );
}

#[test]
fn drift_lists_each_unknown_field_once() {
    let json = br#"{"list":[{"number":1,"new":1},null,{"number":2,"new":[],"b":{}}],"added":null}"#;
    assert_eq!(drift::<Outer>(json).unwrap(), ["added", "list[].b", "list[].new"]);
    assert_eq!(
        drift::<Vec<Inner>>(br#"[{"number":1,"new":1}]"#).unwrap(),
        ["[].new"]
    );
}

#[test]
fn excerpts_are_short_and_on_one_line() {
    assert_eq!(excerpt(b"a\r\n\t b  c"), "a b c");
    let long = excerpt("é".repeat(1000).as_bytes());
    assert_eq!(long.chars().count(), 121);
}

#[derive(Debug, PartialEq, Deserialize)]
struct Record {
    first: Option<i64>,
    #[serde(rename = "Second")]
    second: String,
    third: Vec<f64>,
    #[serde(default)]
    by_number: BTreeMap<i64, bool>,
}

fn is_read(json: &str) -> bool {
    let ours: Result<Value, _> = decode(json.as_bytes());
    let theirs: Result<Value, _> = serde_json::from_str(json);
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(ours, theirs, "{json}");
            true
        }
        (Err(_), Err(_)) => false,
        (ours, theirs) => panic!("{json}: this reader returns {ours:?}, serde_json {theirs:?}"),
    }
}

#[test]
fn valid_documents_are_read_as_by_serde_json() {
    for json in [
        "null",
        " true\r\n",
        "false",
        "0",
        "-1",
        "12345678",
        "999999999999999999",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "-0",
        "-999999999999999999",
        "1.5",
        "-0.0",
        "2.5e3",
        "1E-7",
        "0.1234567890123456",
        "\"\"",
        "\"plain\"",
        "\"exactly8\"",
        "\"a text of more than eight bytes, é, 日本語, 😀\"",
        r#""\"\\\/\b\f\n\r\t""#,
        r#""before \u00e9\u65E5 behind""#,
        r#""\ud83d\ude00""#,
        "[]",
        "[ ]",
        "{}",
        "{\n        \n}",
        r#"[1,"a",null,{"b":[true,false]}]"#,
        "{\n    \"a\": 1,\n    \"b\" :{ \"c\":\t[ 2 , 3 ] }\n}",
        r#"{"with \"escapes\"": 1}"#,
    ] {
        assert!(is_read(json), "{json}");
    }
    let deep = format!("{}{}", "[".repeat(127), "]".repeat(127));
    assert!(is_read(&deep));
}

#[test]
fn documents_that_serde_json_rejects_are_errors() {
    for json in [
        "",
        " ",
        "nul",
        "nullx",
        "True",
        "1 2",
        "01",
        "-",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "+1",
        "1e999",
        "NaN",
        "\"",
        "\"a",
        "\"a\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u+123\"",
        "\"\\ud83d\"",
        "\"\\ud83dx\"",
        "\"\\ude00\"",
        "\"\\ud83d\\u0041\"",
        "\"line\nbreak\"",
        "\"\u{1}\"",
        "\"eight bytes and then\t\"",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\" 1}",
        "{1:1}",
        "{a:1}",
        "{\"a\":1]",
        "'a'",
        "\u{a0}1",
        "// comment\n1",
    ] {
        assert!(!is_read(json), "{json}");
    }
    let deep = format!("{}{}", "[".repeat(128), "]".repeat(128));
    assert!(!is_read(&deep));
}

#[test]
fn fields_are_read_in_any_order() {
    let expected = Record {
        first: Some(-3),
        second: "é".into(),
        third: vec![1.0, 2.5],
        by_number: BTreeMap::from([(0, true)]),
    };
    for json in [
        r#"{"first":-3,"Second":"é","third":[1,2.5],"by_number":{"0":true}}"#,
        r#"{"by_number":{"0":true},"third":[1,2.5],"Second":"\u00e9","first":-3}"#,
        r#"{"new":{"first":[]},"first":-3,"newer":1,"Second":"é","third":[1,2.5],"by_number":{"0":true},"end":""}"#,
        r#"{"\u0066irst":-3,"Second":"é","third":[1,2.5],"by_number":{"0":true}}"#,
    ] {
        assert_eq!(decode::<Record>(json.as_bytes()).unwrap(), expected, "{json}");
    }
    assert_eq!(
        decode::<Record>(br#"{"Second":"","third":[]}"#).unwrap(),
        Record {
            first: None,
            second: String::new(),
            third: vec![],
            by_number: BTreeMap::new(),
        }
    );
    for json in [
        r#"{"first":1,"first":1,"Second":"","third":[]}"#,
        r#"{"first":1,"third":[]}"#,
        r#"{"first":"1","Second":"","third":[]}"#,
        r#"{"Second":"","third":[],"by_number":{"x":true}}"#,
        r#"{"Second":"","third":[],"by_number":{"01":true}}"#,
        r#"{"Second":"","third":[],"by_number":{" 1":true}}"#,
    ] {
        assert!(decode::<Record>(json.as_bytes()).is_err(), "{json}");
    }
}

#[test]
fn every_truncated_document_is_an_error() {
    let json = r#"{"a": [1.5, -2, {"b": "c\u00e9\n"}, true, null], "d": {}}"#;
    assert!(is_read(json));
    for end in (0..json.len()).filter(|end| json.is_char_boundary(*end)) {
        assert!(!is_read(&json[..end]), "{}", &json[..end]);
    }
}

#[derive(Debug, PartialEq, PartialOrd, Eq, Ord, Deserialize)]
enum Kind {
    Unit,
    Newtype(u8),
    Tuple(u8, bool),
    Struct { letter: char },
}

/// Types that models do not have, but that users of `decode` may have.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Others {
    kinds: Vec<Kind>,
    pair: (i8, String),
    small: u8,
    large: u64,
    real: f32,
    unit: (),
    flag: Option<bool>,
    by_number: BTreeMap<i16, u8>,
    by_flag: BTreeMap<bool, u8>,
    by_kind: BTreeMap<Kind, u8>,
    by_letter: BTreeMap<Option<char>, u8>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[test]
fn other_types_are_read_as_by_serde_json() {
    for (fields, is_valid) in [
        (
            r#""kinds":["Unit",{"Newtype":1},{"Tuple":[1,true]},{"Struct":{"letter":"\u00e9"}}]"#,
            true,
        ),
        (r#""kinds":["\u0055nit"]"#, true),
        (r#""kinds":["Other"]"#, false),
        (r#""kinds":["Newtype"]"#, false),
        (r#""kinds":[{"Newtype":256}]"#, false),
        (r#""kinds":[{"Newtype":1,"Unit":null}]"#, false),
        (r#""kinds":[{}]"#, false),
        (r#""kinds":[1]"#, false),
        (r#""pair":[-1,"b"]"#, true),
        (r#""pair":[-1]"#, false),
        (r#""pair":[-1,"b",2]"#, false),
        (r#""small":255"#, true),
        (r#""small":256"#, false),
        (r#""small":-1"#, false),
        (r#""small":1.0"#, false),
        (r#""large":18446744073709551615"#, true),
        (r#""large":18446744073709551616"#, false),
        (r#""real":1"#, true),
        (r#""real":1e999"#, false),
        (r#""unit":null"#, true),
        (r#""unit":0"#, false),
        (r#""flag":null"#, true),
        (r#""flag":"yes""#, false),
        (r#""byNumber":{"-5":1,"0":2}"#, true),
        (r#""byNumber":{"32768":1}"#, false),
        (r#""byNumber":{"1.5":1}"#, false),
        (r#""byNumber":{"1 ":1}"#, false),
        (r#""byNumber":{"":1}"#, false),
        (r#""byFlag":{"true":1,"false":2}"#, true),
        (r#""byFlag":{"True":1}"#, false),
        (r#""byFlag":{"tru\u0065":1}"#, false),
        (r#""byNumber":{"\u0031":1}"#, false),
        (r#""byNumber":{"1\u0030":1}"#, false),
        (r#""byKind":{"Unit":1}"#, true),
        (r#""byKind":{"Other":1}"#, false),
        (r#""byLetter":{"a":1}"#, true),
        (r#""byLetter":{"ab":1}"#, false),
        (r#""new":{"deep":[1,{"a":null}]},"\u0061":1"#, true),
        (r#""new":1e999"#, false),
    ] {
        let json = format!("{{{fields}}}");
        let ours: Result<Others, _> = decode(json.as_bytes());
        let theirs: Result<Others, _> = serde_json::from_str(&json);
        assert_eq!(
            ours.as_ref().ok(),
            theirs.as_ref().ok(),
            "{json}: {ours:?}, {theirs:?}"
        );
        assert_eq!(ours.is_ok(), is_valid, "{json}: {ours:?}");
    }
}

#[test]
fn skipped_values_need_only_be_valid_json_syntax() {
    let read = |new: &str| {
        let json = format!(r#"{{"Second":"","new":{new},"third":[]}}"#);
        let is_read = decode::<Record>(json.as_bytes()).is_ok();
        assert_eq!(is_read, serde_json::from_str::<Record>(&json).is_ok(), "{json}");
        is_read
    };
    let deep = format!("{}{}", "[{\"a\":".repeat(100_000), "}]".repeat(100_000));
    for valid in [
        "1e999",
        "123456789012345678901234567890",
        r#""\ud83d""#,
        r#"{"\ud83d": [true, false, null, {}, [], ""]}"#,
        &deep.replace(":}", ":0}"),
    ] {
        assert!(read(valid), "{valid}");
    }
    for invalid in [
        "",
        "1e",
        "01",
        "[",
        "{",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{1:1}",
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{"a":1,}"#,
        r#"{"a" 1}"#,
        r#"{"a":1]"#,
        r#""\x""#,
        r#""\u12""#,
        r#""\u12g4""#,
        "\"\n\"",
        "nul",
        "tru",
        "falsy",
    ] {
        assert!(!read(invalid), "{invalid}");
    }
}
