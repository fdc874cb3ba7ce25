//! Each argument of each endpoint: its values, and its errors.

use halo_infinite::Error;
use halo_infinite::error::ArgumentError;
use halo_infinite::services::by_name::{Argument, NamedEndpoint, named_endpoints};
use halo_infinite_sandbox::Sandbox;
use serde_json::{Value, json};

use super::setters::cases;
use crate::every_call::every_call;
use crate::requests::recorder::Recorder;

/// An argument of an endpoint, or a member of one, with arguments that the endpoint accepts.
struct Place {
    named: NamedEndpoint,
    argument: &'static Argument,
    /// The argument itself, and the member of its object.
    path: (&'static str, Option<&'static str>),
    is_needed: bool,
    arguments: Value,
}

impl Place {
    fn name(&self) -> String {
        format!("{} {:?}", self.named.endpoint(), self.path)
    }

    /// The arguments with another value in this place.
    fn with(&self, value: Value) -> Value {
        let mut arguments = self.arguments.clone();
        match self.path {
            (name, None) => arguments[name] = value,
            (name, Some(member)) => arguments[name][member] = value,
        }
        arguments
    }
}

fn places(recorder: &Recorder) -> Vec<Place> {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let calls = every_call(&sandbox, &client);
    let cases = cases(&recorder.client());
    let mut places = Vec::new();
    for named in named_endpoints() {
        let call = calls
            .iter()
            .find(|call| call.endpoint == named.endpoint())
            .unwrap();
        places.extend(named.arguments().iter().map(|argument| Place {
            named,
            argument,
            path: (argument.name, None),
            is_needed: true,
            arguments: call.arguments.clone(),
        }));
        for setter in named.setters() {
            let name = named.endpoint().to_string();
            let mut of_endpoint = cases.iter().filter(|case| case.endpoint == name);
            let case = of_endpoint.find(|case| case.setter == setter.name).unwrap();
            let is_object = setter.arguments.len() > 1;
            places.extend(setter.arguments.iter().map(|argument| Place {
                named,
                argument,
                path: (setter.name, is_object.then_some(argument.name)),
                is_needed: is_object && !argument.optional,
                arguments: case.arguments.clone(),
            }));
        }
    }
    assert!(places.len() > 180, "{}", places.len());
    places
}

/// The error about an argument of this call, if it has one. Then nothing was sent.
fn refused(recorder: &Recorder, place: &Place, arguments: &Value) -> Option<ArgumentError> {
    let client = recorder.client();
    let request = client.by_name(&place.named.endpoint().to_string(), arguments);
    let error = match request.map(|request| request.send()) {
        Err(error) | Ok(Err(Error::Argument(error))) => error,
        // The recorder responds with 404.
        Ok(_) => {
            recorder.taken();
            return None;
        }
    };
    assert!(recorder.taken().is_empty(), "{}: {error}", place.name());
    Some(error)
}

#[test]
fn an_error_names_the_argument_as_the_caller_wrote_it() {
    let recorder = Recorder::default();
    let long = "a".repeat(10_000);
    let bad = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!(" "),
        json!(".."),
        json!("a/../b"),
        json!("a\u{0}b"),
        json!("Some Gamertag"),
        json!("xuid(1)"),
        json!(long),
        json!([]),
        json!([null]),
        json!(["", 1]),
        json!(["Some Gamertag"]),
        json!([[]]),
        json!({}),
        json!({ "other": 1 }),
        json!({ "asset_id": "x" }),
        json!({ "tags": [1] }),
    ];
    for place in places(&recorder) {
        let mut refusals = 0;
        for value in &bad {
            let Some(error) = refused(&recorder, &place, &place.with(value.clone())) else {
                continue;
            };
            refusals += 1;
            let shown = value.to_string();
            let shown = shown.get(..60).unwrap_or(&shown);
            // This one is about several setters, whose names its text has.
            if error.argument == "filters" {
                assert_eq!(place.named.endpoint().name(), "service_record");
                continue;
            }
            assert_eq!(
                error.argument,
                place.path.0,
                "{} = {shown}: {error}",
                place.name()
            );
            if let Some(member) = place.path.1 {
                assert!(
                    error.problem.contains(member),
                    "{} = {shown}: {error}",
                    place.name()
                );
            }
        }
        assert!(
            refusals > 5,
            "{}: only {refusals} values were refused",
            place.name()
        );
    }
}

#[test]
fn a_needed_argument_must_be_there_and_another_one_need_not() {
    let recorder = Recorder::default();
    for place in places(&recorder) {
        let (name, member) = place.path;
        let mut missing = place.arguments.clone();
        let object = match member {
            None => &mut missing,
            Some(_) => &mut missing[name],
        };
        object.as_object_mut().unwrap().remove(member.unwrap_or(name));
        let (missing, null) = (
            refused(&recorder, &place, &missing),
            refused(&recorder, &place, &place.with(Value::Null)),
        );
        assert_eq!(missing, null, "{}", place.name());
        assert_eq!(missing.is_some(), place.is_needed, "{}", place.name());
        if let Some(error) = missing {
            let in_member = member.map(|member| format!("{member}: ")).unwrap_or_default();
            let expected = format!(
                "{in_member}it is missing or null, but must be {}",
                place.argument.kind
            );
            assert!(error.problem.starts_with(&expected), "{}: {error}", place.name());
        }
    }
}

#[test]
fn each_listed_value_is_accepted_in_any_spelling() {
    let recorder = Recorder::default();
    let client = recorder.client();
    let mut enumerations = 0;
    for place in places(&recorder) {
        let endpoint = place.named.endpoint().to_string();
        let is_list = place.argument.kind.starts_with("a list");
        enumerations += usize::from(!place.argument.values.is_empty());
        for value in place.argument.values {
            for spelling in [value.to_string(), value.to_lowercase(), format!("_{value}-")] {
                let value = if is_list {
                    json!([spelling])
                } else {
                    json!(spelling)
                };
                let request = client.by_name(&endpoint, &place.with(value));
                assert!(
                    request.is_ok(),
                    "{} = {spelling}: {:?}",
                    place.name(),
                    request.err()
                );
            }
        }
        if !place.argument.values.is_empty() && !is_list {
            let error = client
                .by_name(&endpoint, &place.with(json!("no such name")))
                .unwrap_err();
            assert!(error.problem.contains("`no such name` is not one of "), "{error}");
            assert!(
                error.problem.ends_with(&place.argument.values.join(", ")),
                "{error}"
            );
        }
    }
    assert!(enumerations > 20, "{enumerations}");
}

#[test]
fn typed_texts_are_the_values_that_arguments_need() {
    let recorder = Recorder::default();
    for place in places(&recorder) {
        let value = match place.path {
            (name, None) => &place.arguments[name],
            (name, Some(member)) => &place.arguments[name][member],
        };
        // A member that is left out.
        if value.is_null() {
            continue;
        }
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let mut texts = vec![text(value)];
        if let Some(entries) = value.as_array() {
            assert!(place.argument.is_list, "{}", place.name());
            texts.push(entries.iter().map(text).collect::<Vec<_>>().join(", "));
        }
        for text in texts {
            let typed = place.argument.typed(&text);
            // An XUID may be a number or a text.
            if !place.argument.is_player {
                assert_eq!(&typed, value, "{}: {text}", place.name());
            }
            let refused = refused(&recorder, &place, &place.with(typed));
            assert_eq!(refused, None, "{}: {text}", place.name());
        }
    }
}
