//! The pictures of a card.

use super::card::SpartanId;
use crate::client::Client;
use crate::error::Error;
use crate::request::{RawFile, Request};

/// The pictures of a [`SpartanId`], as image files.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct SpartanPictures {
    /// The emblem.
    pub emblem: Option<RawFile>,
    /// The nameplate: the strip behind the gamertag.
    pub nameplate: Option<RawFile>,
    /// The backdrop of the Spartan.
    pub backdrop: Option<RawFile>,
    /// The rank in the career.
    pub career_rank: Option<RawFile>,
    /// The competitive rank.
    pub csr: Option<RawFile>,
    /// The errors of the requests for missing pictures.
    pub errors: Vec<Error>,
}

/// A place for a picture.
type Place = fn(&mut SpartanPictures) -> &mut Option<RawFile>;

impl SpartanId {
    /// Fetches the pictures of the card, in parallel. A picture that the card does not name, or whose request
    /// fails, is `None`.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// use halo_infinite::spartan_id::SpartanId;
    /// use halo_infinite::types::playlists;
    ///
    /// let card = SpartanId::fetch(&client, me, playlists::RANKED_ARENA)?;
    /// let pictures = card.pictures(&client);
    /// if let Some(emblem) = &pictures.emblem {
    ///     println!("{:?}: {} bytes", emblem.content_type, emblem.bytes.len());
    /// }
    /// # assert!(pictures.emblem.is_some() && pictures.errors.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pictures(&self, client: &Client) -> SpartanPictures {
        let (wanted, mut pictures) = (self.picture_requests(client), SpartanPictures::default());
        for fetched in client.fetch(wanted.iter().map(|(_, request)| request)) {
            match (wanted.get(fetched.index), fetched.result) {
                (Some((place, _)), Ok(file)) => *place(&mut pictures) = Some(file),
                (_, Err(error)) => pictures.errors.push(error),
                (None, Ok(_)) => {}
            }
        }
        pictures
    }

    fn picture_requests(&self, client: &Client) -> Vec<(Place, Request<RawFile>)> {
        let cms = client.gamecms_hacs();
        let mut wanted: Vec<(Place, Request<RawFile>)> = Vec::new();
        let emblem = self.emblem.as_ref();
        if let Some(path) = emblem.and_then(|pictures| pictures.emblem_path()) {
            wanted.push((|pictures| &mut pictures.emblem, cms.waypoint_file(path)));
        }
        if let Some(path) = emblem.and_then(|pictures| pictures.nameplate_path()) {
            wanted.push((|pictures| &mut pictures.nameplate, cms.waypoint_file(path)));
        }
        if let Some(path) = &self.backdrop {
            wanted.push((|pictures| &mut pictures.backdrop, cms.image(path)));
        }
        let icon = self
            .career_rank
            .as_ref()
            .and_then(|rank| rank.rank_icon.as_deref());
        if let Some(path) = icon.filter(|path| !path.is_empty()) {
            wanted.push((|pictures| &mut pictures.career_rank, cms.image(path)));
        }
        if let Some(csr) = &self.csr {
            let request = client.waypoint().csr_image(&csr.image_name());
            wanted.push((|pictures| &mut pictures.csr, request));
        }
        wanted
    }
}
