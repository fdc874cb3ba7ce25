//! The cost of reading a film's highlight events beside inflating its chunk: `cargo bench --bench film`.
//!
//! The chunks are those of the folder `film` beside `$HALO_CAPTURES`, else beside `../shared/captures`,
//! else one of the sandbox's.

use std::error::Error;
use std::hint::black_box;
use std::io::Read;
use std::time::Duration;

use flate2::read::ZlibDecoder;
use halo_infinite::film::{HighlightEvents, MAX_INFLATED, inflate, read_highlight_events};
use halo_infinite_sandbox::Sandbox;
use support::rounds::{Rival, measure, thread};

#[path = "../tests/support/captures.rs"]
#[allow(dead_code, reason = "the payloads are not measured here")]
mod captures;
mod support {
    pub mod rounds;
}

const ROUNDS: usize = 101;
const SLICE: Duration = Duration::from_millis(10);

struct Chunk {
    name: String,
    version: i64,
    bytes: Vec<u8>,
}

fn real() -> Vec<Chunk> {
    let entries = std::fs::read_dir(captures::folder().join("../film"));
    let paths = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()));
    let mut chunks: Vec<Chunk> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "zlib"))
        .filter_map(|path| {
            let name = path.file_stem()?.to_string_lossy().into_owned();
            Some(Chunk {
                version: name.split('v').nth(1)?.get(..2)?.parse().ok()?,
                name: name.chars().take(10).collect(),
                bytes: std::fs::read(&path).ok()?,
            })
        })
        .collect();
    chunks.sort_by(|one, other| one.name.cmp(&other.name));
    chunks
}

fn made_up() -> Result<Chunk, Box<dyn Error>> {
    let sandbox = Sandbox::start()?;
    let client = sandbox.client()?;
    let id = sandbox.world().match_ids(sandbox.world().home())[0];
    let film = client.discovery_ugc().film_by_match_id(id).send()?;
    let highlights = film.highlight_events().ok_or("the film has no events")?;
    Ok(Chunk {
        name: "sandbox".into(),
        version: film.custom_data.film_major_version,
        bytes: client.films().chunk(&film, highlights).send()?.bytes,
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut chunks = real();
    if chunks.is_empty() {
        chunks.push(made_up()?);
    }
    println!(
        "| processor time in µs | KB inflated | flate2 alone | `inflate` alone | reading alone | both | both / flate2 | both / `inflate` |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    for Chunk { name, version, bytes } in &chunks {
        let inflated = inflate(bytes, MAX_INFLATED)?;
        let mut rivals = [
            Rival::new("flate2", || {
                let mut whole = Vec::new();
                ZlibDecoder::new(black_box(bytes.as_slice()))
                    .read_to_end(&mut whole)
                    .map(|_| whole)
            }),
            Rival::new("inflate", || {
                inflate(black_box(bytes), MAX_INFLATED).map(|whole| whole.len())
            }),
            Rival::new("read", || {
                HighlightEvents::of_inflated(black_box(&*inflated), *version).read_all()
            }),
            Rival::new("both", || {
                read_highlight_events(black_box(bytes), *version).map(|events| events.read_all())
            }),
        ];
        let times = measure(&mut rivals, ROUNDS, SLICE, thread);
        let [flate2, own, read, both] = times.as_slice() else {
            return Err("expected one time for each rival".into());
        };
        println!(
            "| {name} | {:.0} | {:.0} | {:.0} | {:.0} | {:.0} | {:.2} | {:.2} |",
            inflated.len() as f64 / 1000.0,
            flate2.median / 1000.0,
            own.median / 1000.0,
            read.median / 1000.0,
            both.median / 1000.0,
            both.median / flate2.median,
            both.median / own.median,
        );
    }
    Ok(())
}
