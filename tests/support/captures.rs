//! The payloads that `manifest.tsv` lists.

use std::path::{Path, PathBuf};

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

/// The folders of captures: [`folder`], and those beside it for years, such as `captures-2022`.
fn folders() -> Vec<PathBuf> {
    let mut folders = vec![folder()];
    let name = folders[0]
        .file_name()
        .map(|name| name.to_string_lossy().into_owned() + "-");
    let beside = folders[0].parent().and_then(|parent| parent.read_dir().ok());
    let (Some(name), Some(beside)) = (name, beside) else {
        return folders;
    };
    let years = beside.map(|entry| entry.expect("a folder can be listed").path());
    folders.extend(years.filter(|path| {
        let other = path.file_name().unwrap_or_default().to_string_lossy();
        other.starts_with(&name)
    }));
    folders
}

/// All JSON payloads; none without a folder of captures.
pub fn payloads() -> Vec<Payload> {
    folders().iter().flat_map(|folder| payloads_of(folder)).collect()
}

fn payloads_of(folder: &Path) -> Vec<Payload> {
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
