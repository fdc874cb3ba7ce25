//! Theater films: their chunks, and the chunks' files.

mod bits;
mod clock;
mod events;
mod header;
mod packets;
mod players;
mod replication;
mod stored;
mod version;

pub(crate) use self::events::highlights;
pub(crate) use self::players::players;
use self::version::major_version;
use super::plan::MatchPlan;
use crate::rng::Rng;
use crate::wire::time_span::TICKS_PER_MS;
use std::sync::Arc;
use uuid::Uuid;

const HEADER: i64 = 1;
const REPLICATION_DATA: i64 = 2;
const HIGHLIGHT_EVENTS: i64 = 3;
/// The duration of a chunk of replication data, in milliseconds.
const CHUNK: i64 = 20_000;

/// The film of a match.
pub(crate) struct Film<'a> {
    plan: &'a MatchPlan,
    pub(crate) asset: Uuid,
    pub(crate) version: Uuid,
    /// In milliseconds.
    pub(crate) length: i64,
    pub(crate) major_version: i64,
    pub(crate) chunks: Vec<Chunk>,
    players: Vec<u8>,
    highlights: Arc<Vec<u8>>,
}

/// A chunk of a film, stored in a file.
pub(crate) struct Chunk {
    pub(crate) index: usize,
    pub(crate) start: i64,
    pub(crate) duration: i64,
    /// The size of the file, in bytes.
    pub(crate) size: usize,
    pub(crate) kind: i64,
}

impl<'a> Film<'a> {
    /// The asset and the version of the film of the match with a seed.
    pub(crate) fn ids(seed: u64) -> (Uuid, Uuid) {
        let mut rng = Rng::for_subject(seed, "film");
        (rng.uuid(), rng.uuid())
    }

    /// Whether a match has a film. Old custom games have none.
    pub(crate) fn exists(plan: &MatchPlan) -> bool {
        !plan.is_of_2022() || plan.setting.playlist().is_some()
    }

    /// A match's film, with the records of its players and its file of highlight events.
    pub(crate) fn new(plan: &'a MatchPlan, players: Vec<u8>, highlights: Arc<Vec<u8>>) -> Self {
        let (asset, version) = Self::ids(plan.seed);
        let length = plan.duration_ticks / TICKS_PER_MS;
        Self {
            plan,
            asset,
            version,
            length,
            major_version: major_version(plan.start),
            chunks: chunks(plan, length, highlights.len(), replication::least(&players)),
            players,
            highlights,
        }
    }

    /// A chunk's file.
    pub(crate) fn file(&self, chunk: &Chunk) -> Vec<u8> {
        if chunk.kind == HIGHLIGHT_EVENTS {
            return self.highlights.to_vec();
        }
        let mut rng = Rng::for_subject(self.plan.seed, &format!("film chunk {}", chunk.index));
        let length = stored::content_of(chunk.size);
        if chunk.kind == HEADER {
            let mut content = header::start(self.major_version);
            let rest = length.saturating_sub(content.len());
            replication::fill(&mut rng, &mut content, rest);
            return stored::file(&content);
        }
        let start = clock::time(self.plan.seed, chunk.start);
        let duration = chunk.duration as u64 * 1000;
        stored::file(&replication::content(
            &mut rng,
            length,
            &self.players,
            start,
            duration,
        ))
    }
}

/// A header, the whole match in chunks of about 20 seconds with at least as many bytes, and the highlight events.
fn chunks(plan: &MatchPlan, length: i64, highlights: usize, least: usize) -> Vec<Chunk> {
    let mut rng = Rng::for_subject(plan.seed, "film chunks");
    let chunk = |index, start, duration, size, kind| Chunk {
        index,
        start,
        duration,
        size,
        kind,
    };
    let mut chunks = vec![chunk(0, 0, 10, stored::size(&mut rng, 300_000, 400_000), HEADER)];
    let mut start = 0;
    while start < length {
        let duration = CHUNK.min(length - start);
        let least = least as i64;
        let size = stored::size(&mut rng, (duration * 14).max(least), (duration * 18).max(least));
        chunks.push(chunk(chunks.len(), start, duration, size, REPLICATION_DATA));
        start += duration;
    }
    chunks.push(chunk(chunks.len(), length, 2, highlights, HIGHLIGHT_EVENTS));
    chunks
}
