//! Bodies that are passed on in place of their written models.

use halo_infinite::Client;
use halo_infinite::services::by_name::Content;
use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::{Value, json};

use super::same_json::difference;
use crate::every_call::{Call, every_call};

/// The name of a field that stands for a repeated one.
const AGAIN: &str = "(again)";

/// The places of all values, as pointers. Of each list only the first item counts: the others are similar.
fn places(value: &Value, place: &str, places: &mut Vec<String>) {
    places.push(place.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                self::places(field, &format!("{place}/{name}"), places);
            }
        }
        Value::Array(items) => {
            for item in items.iter().take(1) {
                self::places(item, &format!("{place}/0"), places);
            }
        }
        _ => {}
    }
}

/// Removes all but the first items of each list.
fn shorten(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(shorten),
        Value::Array(items) => {
            items.truncate(1);
            items.iter_mut().for_each(shorten);
        }
        _ => {}
    }
}

/// Other forms of a value, which services send in other years.
fn other_forms(value: &Value) -> Vec<Value> {
    let mut forms = vec![Value::Null];
    match value {
        Value::Number(number) => {
            forms.push(json!(number.to_string()));
            forms.push(json!(number.as_f64().unwrap().trunc()));
            forms.push(json!(number.as_f64().unwrap().trunc() as i64));
        }
        Value::String(text) => {
            forms.extend([
                "".into(),
                text.to_uppercase().into(),
                format!("xuid({text})").into(),
                format!("0{text}").into(),
                text.replace('Z', "+00:00").into(),
                text.replace('Z', "0000000000Z").into(),
            ]);
            if text.starts_with('P') {
                forms.extend(["PT90M", "PT0.5S", "PT05S", "-PT5S", "P0D", "PT1.50S"].map(Value::from));
            }
            if let Ok(number) = text.parse::<u64>() {
                forms.push(number.into());
            }
        }
        Value::Object(fields) => {
            let mut unknown = fields.clone();
            unknown.insert("NewField".into(), json!({ "Deep": [1, 2.5, null, "x"] }));
            let mut again = fields.clone();
            again.extend(
                fields
                    .iter()
                    .next()
                    .map(|(_, first)| (AGAIN.into(), first.clone())),
            );
            forms.extend([unknown.into(), again.into()]);
            forms.extend(
                (fields.len() == 1 && fields.contains_key("ISO8601Date"))
                    .then(|| json!({ "ISO8601Date": null })),
            );
        }
        Value::Bool(_) | Value::Array(_) | Value::Null => {}
    }
    forms.retain(|form| form != value);
    forms
}

/// The document with another value at a place, and without the value.
fn changed(document: &Value, place: &str) -> Vec<String> {
    let value = document.pointer(place).unwrap();
    let mut texts: Vec<String> = other_forms(value)
        .into_iter()
        .map(|form| {
            let first = form.as_object().and_then(|fields| fields.keys().next()).cloned();
            let mut document = document.clone();
            *document.pointer_mut(place).unwrap() = form;
            let quoted = |text: &str| json!(text).to_string();
            document
                .to_string()
                .replace(&quoted(AGAIN), &quoted(&first.unwrap_or_default()))
        })
        .collect();
    if let Some((parent, name)) = place.rsplit_once('/') {
        let mut document = document.clone();
        if let Some(Value::Object(fields)) = document.pointer_mut(parent) {
            fields.remove(&name.replace("~1", "/").replace("~0", "~"));
            texts.push(document.to_string());
        }
    }
    texts
}

/// Whether the body is passed on. Asserts that it is then the JSON of the model.
fn is_passed_on(sandbox: &Sandbox, client: &Client, call: &Call, body: &str) -> bool {
    let name = call.endpoint.to_string();
    let answer = || {
        Answer::new(200)
            .header("content-type", "application/json")
            .body(body)
    };
    sandbox.answer_next("/", answer());
    let sent = client.by_name(&name, &call.arguments).unwrap().send();
    let Ok(Content::Json(content)) = sent.map(|response| response.content) else {
        return false;
    };
    if content != body.as_bytes() {
        return false;
    }
    sandbox.answer_next("/", answer());
    let written = (call.content)().unwrap_or_else(|error| panic!("{name}: {error}"));
    // `Value` has only one of the repeated fields; translations keep all.
    let repeats = |json: &[u8], value: &Value| json.len() > value.to_string().len();
    let [in_body, in_model] = [body.as_bytes(), &written].map(|json| serde_json::from_slice(json).unwrap());
    assert_eq!(difference(&in_body, &in_model), None, "{name}");
    assert!(
        !repeats(body.as_bytes(), &in_body) || repeats(&written, &in_model),
        "{name}: a field is repeated in {body}"
    );
    true
}

#[test]
fn a_body_is_passed_on_only_if_it_is_the_json_of_its_model() {
    let sandbox = Sandbox::start().unwrap();
    let client = Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .xbox_token(sandbox.xbox_user_hash(), sandbox.xbox_token())
        .unlimited()
        .allow_writes()
        .build()
        .unwrap();
    let (mut whole, mut passed_on, mut changes) = (0, 0, 0);
    for call in every_call(&sandbox, &client) {
        let request = client
            .by_name(&call.endpoint.to_string(), &call.arguments)
            .unwrap();
        let Content::File(body) = request.send_raw().unwrap().content else {
            continue;
        };
        let Ok(mut document) = serde_json::from_slice::<Value>(&body.bytes) else {
            continue;
        };
        shorten(&mut document);
        whole += usize::from(is_passed_on(&sandbox, &client, &call, &document.to_string()));
        let mut all = Vec::new();
        places(&document, "", &mut all);
        // Of a long body, every n-th place: 20 to 40 of them.
        for place in all.iter().step_by((all.len() / 20).max(1)) {
            for body in changed(&document, place) {
                changes += 1;
                passed_on += usize::from(is_passed_on(&sandbox, &client, &call, &body));
            }
        }
        sandbox.clear_requests();
        sandbox.faults().clear();
    }
    println!("{whole} bodies passed on, and {passed_on} of {changes} changed ones");
    assert!(
        whole > 50 && passed_on > 500 && changes > 2 * passed_on,
        "{whole} {passed_on} {changes}"
    );
}
