//! The list of features.

use std::collections::BTreeSet;

use halo_infinite_capi::{halo_features, known_features};

use crate::documented::{comment, in_backticks};
use crate::support::text;

#[test]
fn the_features_are_those_of_the_manifest_and_of_the_header() {
    let manifest: toml::Table = include_str!("../../../Cargo.toml").parse().unwrap();
    let features = manifest["features"].as_table().unwrap().keys();
    let features: BTreeSet<_> = features.filter(|name| *name != "default").cloned().collect();
    let known: BTreeSet<_> = known_features().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(known, features);
    let documented = in_backticks(&comment("halo_features").join(" ")).into_iter();
    let documented: BTreeSet<_> = documented.filter(|word| !word.starts_with("HALO_")).collect();
    assert_eq!(documented, features);
}

#[test]
fn the_list_has_the_features_of_the_build() {
    let list: Vec<String> = serde_json::from_str(&text(halo_features()).unwrap()).unwrap();
    let on = known_features().filter(|(_, is_on)| *is_on);
    assert!(on.map(|(name, _)| name).eq(list.iter().map(String::as_str)));
    assert_eq!(
        list.contains(&"cache".to_owned()),
        cfg!(feature = "cache"),
        "{list:?}"
    );
    // The text is made once.
    assert_eq!(halo_features(), halo_features());
}
