//! Decodes the same payloads with the SDK, with `halo_api` and with `serde_json` alone, and prints
//! how they compare as Markdown tables: `cargo run --release --bin decode -- [--compact] [ROUNDS]`.
//!
//! `--compact` takes the white space out of the payloads first.

use std::hint::black_box;
use std::time::Duration;

use halo_api::clients::hi::models as peer;
use halo_infinite::models::{discovery_ugc, gamecms_hacs, stats};
use halo_infinite_peers::{Payloads, compact, payloads};
use rounds::{Rival, Time, measure, thread};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

#[path = "../../../support/rounds.rs"]
mod rounds;

/// What is measured, in the order of the columns.
const DECODE: &str = "decode";
const MODEL: &str = "from_slice, our model";
const PEER: &str = "from_slice, halo_api's";
const SKIP: &str = "IgnoredAny";
const VALUE: &str = "Value";
const RIVALS: [&str; 5] = [DECODE, MODEL, PEER, SKIP, VALUE];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rounds = 101;
    let mut is_compact = false;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--compact" => is_compact = true,
            number => rounds = number.parse::<usize>().map_err(|_| "usage: decode [--compact] [ROUNDS]")?,
        }
    }
    let (mut kinds, origin) = payloads()?;
    if is_compact {
        for document in kinds.iter_mut().flat_map(|kind| &mut kind.documents) {
            *document = compact(document);
        }
    }
    println!(
        "{origin}, {}; processor time, medians of {} interleaved rounds\n",
        if is_compact { "without white space" } else { "as they are" },
        rounds.max(1)
    );
    let mut tables = Vec::new();
    for kind in &kinds {
        tables.push((kind.kind, kind.bytes(), run(kind, rounds.max(1))?));
    }
    print_times(&tables);
    println!();
    print_ratios(&tables);
    Ok(())
}

fn run(kind: &Payloads, rounds: usize) -> Result<Vec<Time>, Box<dyn std::error::Error>> {
    match kind.kind {
        "match stats" => rivals::<stats::MatchStats, peer::MatchStats>(kind, rounds),
        "match history" => rivals::<stats::MatchHistory, peer::PlayerMatchHistory>(kind, rounds),
        "service record" => rivals::<stats::ServiceRecord, peer::ServiceRecord>(kind, rounds),
        "medals metadata" => rivals::<gamecms_hacs::MedalMetadata, peer::MedalMetadata>(kind, rounds),
        "career track" => rivals::<gamecms_hacs::CareerRewardTrack, peer::CareerRewardTrack>(kind, rounds),
        "playlist" => rivals::<discovery_ugc::Playlist, peer::PlaylistAsset>(kind, rounds),
        other => Err(format!("unknown: `{other}`").into()),
    }
}

fn rivals<Ours: DeserializeOwned, Theirs: DeserializeOwned>(
    kind: &Payloads,
    rounds: usize,
) -> Result<Vec<Time>, Box<dyn std::error::Error>> {
    let mut documents = Vec::new();
    for document in &kind.documents {
        halo_infinite::payload::decode::<Ours>(document).map_err(|error| format!("{}: {error}", kind.kind))?;
        match serde_json::from_slice::<Theirs>(document) {
            Ok(_) => documents.push(document.as_slice()),
            Err(error) => eprintln!("{}: a payload is left out, halo_api fails: {error}", kind.kind),
        }
    }
    if documents.is_empty() {
        return Err(format!("{}: halo_api decodes none of the payloads", kind.kind).into());
    }
    let mut rivals = [
        Rival::new(DECODE, || each(&documents, |json| black_box(halo_infinite::payload::decode::<Ours>(json)).is_ok())),
        Rival::new(MODEL, || each(&documents, decodes::<Ours>)),
        Rival::new(PEER, || each(&documents, decodes::<Theirs>)),
        Rival::new(SKIP, || each(&documents, decodes::<IgnoredAny>)),
        Rival::new(VALUE, || each(&documents, decodes::<Value>)),
    ];
    Ok(measure(&mut rivals, rounds, Duration::from_millis(3), thread))
}

fn decodes<T: DeserializeOwned>(json: &[u8]) -> bool {
    black_box(serde_json::from_slice::<T>(json)).is_ok()
}

fn each(documents: &[&[u8]], decode: impl Fn(&[u8]) -> bool) -> usize {
    documents.iter().filter(|document| decode(black_box(document))).count()
}

fn print_times(tables: &[(&str, usize, Vec<Time>)]) {
    println!("| µs, median (least) | KB | {} |", RIVALS.join(" | "));
    println!("|---|---:{}|", "|---:".repeat(RIVALS.len()));
    for (kind, bytes, times) in tables {
        let cells: Vec<String> = times
            .iter()
            .map(|time| format!("{:.1} ({:.1})", time.median / 1000.0, time.least / 1000.0))
            .collect();
        println!("| {kind} | {} | {} |", bytes / 1000, cells.join(" | "));
    }
}

fn print_ratios(tables: &[(&str, usize, Vec<Time>)]) {
    println!("| `decode` is times as fast as | `halo_api` | `serde_json`, `IgnoredAny` | `serde_json`, `Value` | `serde_json`, our models |");
    println!("|---|---:|---:|---:|---:|");
    let all: Vec<Time> = (0..RIVALS.len())
        .map(|index| Time {
            name: RIVALS[index],
            median: tables.iter().map(|(.., times)| times[index].median).sum(),
            least: tables.iter().map(|(.., times)| times[index].least).sum(),
        })
        .collect();
    for (kind, times) in tables
        .iter()
        .map(|(kind, _, times)| (*kind, times))
        .chain([("all six", &all)])
    {
        let of = |name| times.iter().find(|time| time.name == name).map_or(f64::NAN, |time| time.median);
        println!(
            "| {kind} | {:.2} | {:.2} | {:.2} | {:.2} |",
            of(PEER) / of(DECODE),
            of(SKIP) / of(DECODE),
            of(VALUE) / of(DECODE),
            of(MODEL) / of(DECODE)
        );
    }
}
