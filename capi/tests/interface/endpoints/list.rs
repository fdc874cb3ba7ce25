//! The list of endpoints.

use std::collections::BTreeSet;

use halo_infinite::services::endpoints;
use halo_infinite_capi::halo_endpoints;
use serde_json::Value;

use crate::documented::{comment, in_backticks, listed};
use crate::support::text;

fn list() -> Vec<Value> {
    serde_json::from_str(&text(halo_endpoints()).unwrap()).unwrap()
}

fn members(object: &Value) -> BTreeSet<String> {
    object.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn the_list_has_all_endpoints_in_order() {
    let list = list();
    let names: Vec<_> = list
        .iter()
        .map(|endpoint| endpoint["name"].as_str().unwrap())
        .collect();
    let expected: Vec<_> = endpoints().map(ToString::to_string).collect();
    assert_eq!(names, expected);
    for (described, endpoint) in list.iter().zip(endpoints()) {
        assert_eq!(described["method"], endpoint.method().as_str());
        assert_eq!(described["path"], endpoint.path());
        assert_eq!(described["writes"], endpoint.writes());
        assert_eq!(described["late"], endpoint.appears_late());
        assert!(!described["about"].as_str().unwrap().is_empty(), "{endpoint}");
        assert!(!described["model"].as_str().unwrap().is_empty(), "{endpoint}");
        assert!(
            !described["credentials"].as_str().unwrap().is_empty(),
            "{endpoint}"
        );
        assert!(!described["cache"].as_str().unwrap().is_empty(), "{endpoint}");
    }
    // The text is made once.
    assert_eq!(halo_endpoints(), halo_endpoints());
}

#[test]
fn the_header_documents_each_member() {
    let list = list();
    let documented = listed("halo_endpoints");
    for endpoint in &list {
        assert_eq!(members(endpoint), documented, "{}", endpoint["name"]);
    }
    // Without names of functions and of endpoints.
    let words = in_backticks(&comment("halo_endpoints").join(" ")).into_iter();
    let words: BTreeSet<_> = words
        .filter(|word| !word.starts_with("halo_") && !word.contains('.'))
        .collect();
    let inner = list.iter().flat_map(|endpoint| {
        let required = endpoint["arguments"].as_array().unwrap().iter();
        let optional = endpoint["optional_arguments"].as_array().unwrap().iter();
        let nested = optional
            .clone()
            .flat_map(|setter| setter["arguments"].as_array().unwrap());
        required.chain(optional).chain(nested).collect::<Vec<_>>()
    });
    let inner: BTreeSet<_> = inner.flat_map(members).collect();
    assert!(inner.contains("values") && inner.is_subset(&words), "{inner:?}");
    // And what the header says about them exists.
    let returns: BTreeSet<_> = list
        .iter()
        .map(|endpoint| endpoint["returns"].as_str().unwrap().to_owned())
        .collect();
    let nothing_else = &(&words - &documented) - &inner;
    assert_eq!(nothing_else, returns);
}
