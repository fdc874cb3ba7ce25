//! The calls of the game's content management for the shop's files.

use super::recorder::{get_with_clearance, refused, sent};

const FILES: &str = "https://gamecms-hacs.svc.halowaypoint.com/hi/Progression/file";

#[test]
fn inventory_catalog() {
    assert_eq!(
        sent(|client| client.gamecms_hacs().inventory_catalog()),
        get_with_clearance(&format!("{FILES}/inventory/catalog/inventory_catalog.json"))
    );
}

#[test]
fn storefronts() {
    assert_eq!(
        sent(|client| client.gamecms_hacs().storefronts()),
        get_with_clearance(&format!("{FILES}/Store/storefronts.json"))
    );
}

#[test]
fn store_offering() {
    let path = "StoreContent/Display/Offerings/20240306-01.json";
    assert_eq!(
        sent(|client| client.gamecms_hacs().store_offering(path)),
        get_with_clearance(&format!("{FILES}/{path}"))
    );
    assert!(refused(|client| client.gamecms_hacs().store_offering("a/../b")).starts_with("path: "));
}

#[test]
fn currency() {
    let path = "Currency/Currencies/cR.json";
    assert_eq!(
        sent(|client| client.gamecms_hacs().currency(&format!("/{path}"))),
        get_with_clearance(&format!("{FILES}/{path}"))
    );
    assert!(refused(|client| client.gamecms_hacs().currency("")).starts_with("path: "));
}
