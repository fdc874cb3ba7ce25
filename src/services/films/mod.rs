//! The files of theater films: downloads.
//!
//! Host: `blobs-infiniteugc.svc.halowaypoint.com`. The requests carry no tokens, neither there nor to another
//! host that a manifest names. The manifest, which lists a film's chunks, comes from
//! [`film_by_match_id`](super::discovery_ugc::DiscoveryUgc::film_by_match_id).
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let match_id = sandbox.world().match_ids(sandbox.world().home())[0];
//! let film = client.discovery_ugc().film_by_match_id(match_id).send()?;
//! if let Some(chunk) = film.highlight_events() {
//!     let file = client.films().chunk(&film, chunk).send()?;
//!     let events = file.highlight_events(film.custom_data.film_major_version)?;
//!     println!("{} bytes, {} events", file.bytes.len(), events.len());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod chunk_file;
mod download;

pub use chunk_file::ChunkFile;
pub use download::{Download, DownloadProgress, DownloadedChunk};

pub(super) use chunk_file::ENDPOINTS;

use crate::models::discovery_ugc::{Film, FilmChunk};
use crate::pipeline::Pipeline;
use crate::request::Request;

/// The endpoints for the files of films.
#[derive(Clone, Copy)]
pub struct Films<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> Films<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    /// A chunk of a film, compressed with zlib as the servers have it.
    ///
    /// If the manifest names the host of the real service, the request goes to that service in the client's
    /// [environment](crate::Environment). A request to another host uses HTTPS, and plain HTTP only on this
    /// machine.
    ///
    /// The request is [`Error::Manifest`](crate::Error::Manifest) if the manifest names an address that is
    /// not allowed.
    pub fn chunk(self, film: &Film, chunk: &FilmChunk) -> Request<ChunkFile> {
        chunk_file::request(self.pipeline, film, chunk)
    }

    /// Downloads the chunks of a film, all or those of one kind, to memory or to files.
    pub fn download(self, film: &Film) -> Download<'_> {
        Download::new(self.pipeline.clone(), film)
    }
}
