//! The files of theater films: downloads.
//!
//! They live on `blobs-infiniteugc.svc.halowaypoint.com`. These calls carry no tokens, neither there
//! nor to any other host that a manifest may name. The manifest, which lists a film's chunks, comes
//! from [`film_by_match_id`](super::discovery_ugc::DiscoveryUgc::film_by_match_id).
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

use ureq::http::{HeaderValue, header};

use crate::call::{Call, CallCredentials};
use crate::client::Client;
use crate::environment::Service;
use crate::film::{Address, ChunkFile, Download};
use crate::models::discovery_ugc::{Film, FilmChunk};
use crate::request::Request;

/// The calls for the files of films.
#[derive(Debug, Clone, Copy)]
pub struct Films<'c> {
    client: &'c Client,
}

impl<'c> Films<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self { client }
    }

    /// A chunk of a film, as the servers have it: compressed with zlib.
    ///
    /// Where the manifest names the host of the real service, the call goes where the client's
    /// [environment](crate::Environment) has that service. Any other host is asked over HTTPS, as the
    /// manifest says; over plain HTTP only this machine is.
    pub fn chunk(self, film: &Film, chunk: &FilmChunk) -> Request<ChunkFile> {
        let call = Address::of(&film.chunk_url(chunk)).map(|address| {
            let mut call = Call::get(Service::Blobs, "chunk", address.path);
            call.base = address.base;
            call.credentials = CallCredentials::None;
            call.headers
                .insert(header::ACCEPT, HeaderValue::from_static("*/*"));
            #[cfg(feature = "cache")]
            {
                call.is_passing = film.film_status_bond != crate::refdata::FilmStatus::Complete;
            }
            call
        });
        Request::new(self.client, call)
    }

    /// Downloads the chunks of a film, all of them or those of one kind, into memory or into files.
    pub fn download(self, film: &Film) -> Download<'_> {
        Download::new(self.client.clone(), film)
    }
}
