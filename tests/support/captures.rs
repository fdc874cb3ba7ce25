//! The payloads that `manifest.tsv` lists.

use std::path::PathBuf;

pub struct Payload {
    pub file: String,
    pub model: String,
    pub bytes: Vec<u8>,
}

/// The folder of captures: `$HALO_CAPTURES`, else `../shared/captures`.
pub fn folder() -> PathBuf {
    std::env::var_os("HALO_CAPTURES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/captures"),
        PathBuf::from,
    )
}

/// All JSON payloads; none without a folder of captures.
pub fn payloads() -> Vec<Payload> {
    let folder = folder();
    let Ok(manifest) = std::fs::read_to_string(folder.join("manifest.tsv")) else {
        println!("skipped: no captures in {}; set HALO_CAPTURES", folder.display());
        return Vec::new();
    };
    let rows = manifest.lines().skip(1).filter_map(|row| {
        let mut columns = row.split('\t');
        Some((columns.next()?.to_owned(), columns.next()?.to_owned()))
    });
    rows.filter(|(file, _)| file.ends_with(".json"))
        .map(|(file, model)| {
            let bytes = std::fs::read(folder.join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            Payload { file, model, bytes }
        })
        .collect()
}
