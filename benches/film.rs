//! What reading a film's highlight events costs beside inflating its chunk.
//!
//! ```text
//! HALO_CAPTURES=DIR cargo bench --bench film
//! ```
//!
//! The chunks are those of the folder `film` beside `DIR`, else one of the sandbox's. The table at the
//! end has for each chunk the ratio of inflating and reading to inflating alone: the fastest of many
//! runs, measured by turns.

use std::hint::black_box;
use std::io::Read;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use divan::Bencher;
use flate2::read::ZlibDecoder;
use halo_infinite::film::{HighlightEvents, read_highlight_events};
use halo_infinite_sandbox::Sandbox;

struct Chunk {
    name: String,
    version: i64,
    bytes: Vec<u8>,
    inflated: Vec<u8>,
}

static CHUNKS: LazyLock<Vec<Chunk>> = LazyLock::new(|| {
    let mut chunks = real();
    if chunks.is_empty() {
        chunks.push(made_up());
    }
    chunks
});

fn chunk(name: String, version: i64, bytes: Vec<u8>) -> Chunk {
    Chunk {
        inflated: inflate(&bytes),
        name,
        version,
        bytes,
    }
}

fn real() -> Vec<Chunk> {
    let captures = std::env::var_os("HALO_CAPTURES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/captures"),
        PathBuf::from,
    );
    let entries = std::fs::read_dir(captures.join("../film"));
    let paths = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()));
    let mut chunks: Vec<Chunk> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "zlib"))
        .filter_map(|path| {
            let name = path.file_stem()?.to_string_lossy().into_owned();
            let version = name.split('v').nth(1)?.get(..2)?.parse().ok()?;
            let name = name.chars().take(10).collect();
            Some(chunk(name, version, std::fs::read(&path).ok()?))
        })
        .collect();
    chunks.sort_by(|one, other| one.name.cmp(&other.name));
    chunks
}

fn made_up() -> Chunk {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox.client().unwrap();
    let id = sandbox.world().match_ids(sandbox.world().home())[0];
    let film = client.discovery_ugc().film_by_match_id(id).send().unwrap();
    let highlights = film.highlight_events().unwrap();
    let file = client.films().chunk(&film, highlights).send().unwrap();
    chunk("sandbox".into(), film.custom_data.film_major_version, file.bytes)
}

fn inflate(bytes: &[u8]) -> Vec<u8> {
    let mut inflated = Vec::new();
    ZlibDecoder::new(bytes).read_to_end(&mut inflated).unwrap();
    inflated
}

fn names() -> impl Iterator<Item = usize> {
    0..CHUNKS.len()
}

#[divan::bench(args = names())]
fn inflate_alone(bencher: Bencher, index: usize) {
    bencher.bench(|| inflate(black_box(&CHUNKS[index].bytes)));
}

#[divan::bench(args = names())]
fn inflate_and_read(bencher: Bencher, index: usize) {
    let chunk = &CHUNKS[index];
    bencher.bench(|| {
        read_highlight_events(black_box(&chunk.bytes), chunk.version)
            .unwrap()
            .read_all()
    });
}

#[divan::bench(args = names())]
fn read_alone(bencher: Bencher, index: usize) {
    let chunk = &CHUNKS[index];
    bencher.bench(|| HighlightEvents::of_inflated(black_box(&chunk.inflated), chunk.version).read_all());
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn ratios() {
    println!("\nchunk        inflated    inflate   inflate+read   ratio");
    for chunk in CHUNKS.iter() {
        let (mut alone, mut both) = (Duration::MAX, Duration::MAX);
        for _ in 0..200 {
            alone = alone.min(time(|| inflate(black_box(&chunk.bytes))));
            both = both.min(time(|| {
                read_highlight_events(black_box(&chunk.bytes), chunk.version)
                    .unwrap()
                    .read_all()
            }));
        }
        println!(
            "{:10} {:>9} B {:>8.0} us {:>11.0} us {:>7.2}",
            chunk.name,
            chunk.inflated.len(),
            alone.as_secs_f64() * 1e6,
            both.as_secs_f64() * 1e6,
            both.as_secs_f64() / alone.as_secs_f64(),
        );
    }
}

fn main() {
    divan::main();
    ratios();
}
