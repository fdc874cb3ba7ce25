//! The images of competitive ranks.

use std::time::Duration;

use super::service::Waypoint;
use crate::http::segment;
use crate::request::{RawFile, Request};
use crate::types::{CacheRule, Endpoint, ResponseKind, Service, endpoints};

const MONTH: CacheRule = CacheRule::For(Duration::from_secs(30 * 24 * 3600));

endpoints! {
    CSR_IMAGE = Endpoint::get(Service::Waypoint, "csr_image", "/images/halo-infinite/csr/{file}")
        .without_token()
        .returns(ResponseKind::File)
        .cached(MONTH);
}

impl Waypoint<'_> {
    /// The image of a competitive rank, by its name, such as `diamond_4`, from
    /// [`Csr::image_name`](crate::types::Csr::image_name) or
    /// [`CsrContainer::image_name`](crate::models::skill::CsrContainer::image_name).
    ///
    /// The names are those that the public program OpenSpartan Workshop downloads: `unranked_0` to `unranked_9`,
    /// `bronze_1` to `diamond_6`, and `onyx_1`.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// use halo_infinite::types::Csr;
    ///
    /// let rank: Csr = "Diamond IV".parse()?;
    /// let request = client.waypoint().csr_image(&rank.image_name());
    /// println!("{} bytes from {}", request.send()?.bytes.len(), request.http()?.uri());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn csr_image(self, name: &str) -> Request<RawFile> {
        let file = segment("name", name).map(|name| format!("{name}.png"));
        Request::new(self.pipeline, &CSR_IMAGE, [file])
    }
}
