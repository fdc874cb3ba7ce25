//! The payloads that the SDK, `halo_api` and `serde_json` are measured on.

use std::path::{Path, PathBuf};

/// The six models that are compared.
pub const KINDS: [&str; 6] = [
    "match stats",
    "match history",
    "service record",
    "medals metadata",
    "career track",
    "playlist",
];

/// The documents of one kind, decoded one after the other.
pub struct Payloads {
    pub kind: &'static str,
    pub documents: Vec<Vec<u8>>,
}

impl Payloads {
    pub fn bytes(&self) -> usize {
        self.documents.iter().map(Vec::len).sum()
    }
}

/// The payloads of every kind, and in words where they are from.
///
/// # Errors
///
/// Where there are no captures, and no sandbox has been built in.
pub fn payloads() -> Result<(Vec<Payloads>, &'static str), Box<dyn std::error::Error>> {
    let folder = std::env::var_os("HALO_CAPTURES").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/captures"),
        PathBuf::from,
    );
    if folder.join("manifest.tsv").exists() {
        return Ok((captured(&folder)?, "captured payloads"));
    }
    #[cfg(feature = "sandbox")]
    return Ok((made()?, "payloads of the sandbox"));
    #[cfg(not(feature = "sandbox"))]
    Err(format!(
        "there are no captures in {}: set HALO_CAPTURES, or add `--features sandbox`",
        folder.display()
    )
    .into())
}

fn captured(folder: &Path) -> Result<Vec<Payloads>, Box<dyn std::error::Error>> {
    let manifest = std::fs::read_to_string(folder.join("manifest.tsv"))?;
    let models = [
        "MatchStats",
        "MatchHistory",
        "ServiceRecord",
        "MedalMetadata",
        "CareerRewardTrack",
        "Playlist",
    ];
    let mut all = Vec::new();
    for (kind, model) in KINDS.into_iter().zip(models) {
        let mut documents = Vec::new();
        for row in manifest.lines().skip(1) {
            let mut columns = row.split('\t');
            if let (Some(file), Some(of)) = (columns.next(), columns.next()) {
                if of == model {
                    documents.push(std::fs::read(folder.join(file))?);
                }
            }
        }
        if documents.is_empty() {
            return Err(format!("the manifest of {} has no {model}", folder.display()).into());
        }
        all.push(Payloads { kind, documents });
    }
    Ok(all)
}

/// What the home player of a sandbox gets.
#[cfg(feature = "sandbox")]
fn made() -> Result<Vec<Payloads>, Box<dyn std::error::Error>> {
    let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    let client = sandbox.client()?;
    let (stats, cms) = (client.stats(), client.gamecms_hacs());
    let home = sandbox.world().home().xuid();
    let history = stats.match_history(home).count(25).response()?;
    let mut matches = Vec::new();
    let mut playlist = None;
    for entry in history.model()?.results.iter().take(12) {
        matches.push(stats.match_stats(entry.match_id).response()?.into_bytes());
        playlist = playlist.or(entry.match_info.playlist.clone());
    }
    let playlist = playlist.ok_or("the home player of the sandbox has not been in matchmaking")?;
    let playlist = client
        .discovery_ugc()
        .playlist(&playlist)
        .response()?;
    let documents = [
        matches,
        vec![history.into_bytes()],
        vec![stats.service_record(home).response()?.into_bytes()],
        vec![cms.medal_metadata().response()?.into_bytes()],
        vec![cms.career_reward_track().response()?.into_bytes()],
        vec![playlist.into_bytes()],
    ];
    let named = |(kind, documents)| Payloads { kind, documents };
    Ok(KINDS.into_iter().zip(documents).map(named).collect())
}

/// A document without the white space between its tokens.
pub fn compact(json: &[u8]) -> Vec<u8> {
    let (mut is_text, mut is_escaped) = (false, false);
    let mut kept = Vec::with_capacity(json.len());
    for &byte in json {
        if is_text {
            is_text = is_escaped || byte != b'"';
            is_escaped = !is_escaped && byte == b'\\';
        } else if byte.is_ascii_whitespace() {
            continue;
        } else {
            is_text = byte == b'"';
        }
        kept.push(byte);
    }
    kept
}
