//! The files of user-generated content: images of maps and modes, and any other file of an asset.
//!
//! Host: `blobs-infiniteugc.svc.halowaypoint.com`. The requests carry no tokens, neither there nor to another
//! host that an asset names. The chunks of films have a service of their own, [`films`](super::films).
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let me = sandbox.world().home().xuid();
//! use halo_infinite::models::discovery_ugc::Asset;
//!
//! # let history = client.stats().match_history(me).count(1).send()?;
//! # let played = &history.results[0].match_info.map_variant;
//! let map = client.discovery_ugc().map(played).send()?;
//! if let Some(url) = map.thumbnail_url() {
//!     let image = client.blobs().asset_file(&url).send()?;
//!     println!("{}: {} bytes", map.public_name, image.bytes.len());
//! #   assert_eq!(image.content_type.as_deref(), Some("image/png"));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::time::Duration;

use ureq::http::{HeaderValue, header};

use super::address::Address;
use crate::pipeline::Pipeline;
use crate::request::{RawFile, Request};
use crate::types::{ArgumentError, CacheRule, Endpoint, ResponseKind, Service, endpoints};

endpoints! {
    // The address of a file has its version.
    ASSET_FILE = Endpoint::get(Service::Blobs, "asset_file", "/{path…}")
        .without_token()
        .returns(ResponseKind::File)
        .cached(CacheRule::For(Duration::from_secs(30 * 24 * 3600)));
}

/// The endpoint for the files of assets.
#[derive(Clone, Copy)]
pub struct Blobs<'c> {
    pipeline: &'c Pipeline,
}

impl<'c> Blobs<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }

    /// A file of an asset, by its address.
    ///
    /// Assets have addresses of [small](crate::models::discovery_ugc::Asset::thumbnail_url) and
    /// [large images](crate::models::discovery_ugc::Asset::hero_url),
    /// [screenshots](crate::models::discovery_ugc::Asset::screenshot_urls) and
    /// [any other file](crate::models::discovery_ugc::AssetFiles::url); search results have the one of their
    /// [small image](crate::models::discovery_ugc::AssetSearchResult::thumbnail_url).
    ///
    /// If the address has the host of the real service, the request goes to that service in the client's
    /// [environment](crate::Environment). A request to another host uses HTTPS, and plain HTTP only on this
    /// machine. `send` reports any other address, and one with a query or a user name.
    pub fn asset_file(self, url: &str) -> Request<RawFile> {
        match Address::of(url) {
            Ok(address) => {
                let mut request = address.request(&ASSET_FILE);
                let any = HeaderValue::from_static("*/*");
                request.headers.insert(header::ACCEPT, any);
                Request::of(self.pipeline, Ok(request))
            }
            Err(problem) => Request::failed(
                self.pipeline,
                ArgumentError::new("url", format!("the address {problem}")),
            ),
        }
    }
}
