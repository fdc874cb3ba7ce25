//! Keeps the shared library in memory until the program ends.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // A thread that is left behind, such as that of a worker whose callback has not returned, would run code that
    // `dlclose` has unmapped. The linkers of macOS and Windows have no such flag: the README says what a plug-in does.
    let family = env::var("CARGO_CFG_TARGET_FAMILY").unwrap_or_default();
    let vendor = env::var("CARGO_CFG_TARGET_VENDOR").unwrap_or_default();
    if family.split(',').any(|family| family == "unix") && vendor != "apple" {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
