//! JSON as XML, the default format of the Halo services.

use serde_json::Value;

/// The fields with dictionaries, whose keys are content and not names of elements.
const DICTIONARIES: [&str; 4] = ["Authorities", "RetryPolicies", "Settings", "Endpoints"];

/// Writes a document. Its root element has the model's name.
pub(crate) fn document(model: &str, value: &Value) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    element(
        &mut xml,
        model,
        " xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"",
        value,
    );
    xml
}

fn element(xml: &mut String, name: &str, attributes: &str, value: &Value) {
    match value {
        Value::Null => *xml += &format!("<{name}{attributes} i:nil=\"true\" />"),
        Value::Array(items) => {
            *xml += &format!("<{name}{attributes}>");
            items.iter().for_each(|item| element(xml, "Item", "", item));
            *xml += &format!("</{name}>");
        }
        Value::Object(fields) if DICTIONARIES.contains(&name) => {
            *xml += &format!("<{name}{attributes}>");
            for (key, value) in fields {
                *xml += &format!("<KeyValuePair><Key>{}</Key>", escape(key));
                element(xml, "Value", "", value);
                *xml += "</KeyValuePair>";
            }
            *xml += &format!("</{name}>");
        }
        Value::Object(fields) => {
            *xml += &format!("<{name}{attributes}>");
            fields
                .iter()
                .for_each(|(field, value)| element(xml, &element_name(field), "", value));
            *xml += &format!("</{name}>");
        }
        Value::String(text) => *xml += &format!("<{name}{attributes}>{}</{name}>", escape(text)),
        Value::Bool(_) | Value::Number(_) => *xml += &format!("<{name}{attributes}>{value}</{name}>"),
    }
}

/// Makes a valid element name: some models have numeric keys.
fn element_name(field: &str) -> String {
    let name: String = field
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' })
        .collect();
    if name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        name
    } else {
        format!("_{name}")
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn all_kinds_of_values_become_elements_in_order() {
        let value = json!({ "B": "a<b & c", "A": [1, null], "0": true, "x-y": 0.5 });
        assert_eq!(
            document("Model", &value),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
             <Model xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"><B>a&lt;b &amp; c</B>\
             <A><Item>1</Item><Item i:nil=\"true\" /></A><_0>true</_0><x_y>0.5</x_y></Model>"
        );
    }

    #[test]
    fn dictionaries_become_keys_and_values() {
        let value = json!({ "Settings": { "a b": "c" } });
        assert!(document("Model", &value).ends_with(
            "<Settings><KeyValuePair><Key>a b</Key><Value>c</Value></KeyValuePair></Settings></Model>"
        ));
    }
}
