//! The committed header is the one that cbindgen makes.

use std::path::Path;

/// The header that the sources make.
pub fn made() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_root_or_default(root);
    let bindings = cbindgen::Builder::new()
        .with_crate(root)
        .with_config(config)
        .generate()
        .unwrap();
    let mut made = Vec::new();
    bindings.write(&mut made);
    String::from_utf8(made).unwrap()
}

#[test]
fn the_header_is_current() {
    let made = made();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/halo_infinite.h");
    if std::env::var_os("UPDATE_HEADER").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == made,
        "include/halo_infinite.h is not current: run `UPDATE_HEADER=1 cargo test -p halo-infinite-capi header`"
    );
}
