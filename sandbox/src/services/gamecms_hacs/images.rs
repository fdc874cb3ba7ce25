//! The images of reward tracks.

use super::{png, tracks};
use crate::world::career;
use crate::world::catalog::{events, seasons};

/// The folders of the career rank images, with their size in pixels.
const CAREER: [(&str, usize); 3] = [
    ("progresswidget", 280),
    ("celebrationmoment", 600),
    ("nameplateadornment", 196),
];

/// An image, by its lower-case path.
pub(super) fn image(path: &str) -> Option<Vec<u8>> {
    if let Some((folder, file)) = path
        .strip_prefix("career_rank/")
        .and_then(|path| path.split_once('/'))
    {
        let (_, side) = CAREER.into_iter().find(|(known, _)| *known == folder)?;
        let ranks = career::ranks();
        let rank = ranks
            .iter()
            .position(|rank| tracks::is_image_of(rank, folder, file))?;
        return Some(png::plain(side, side, rank));
    }
    let tracks = seasons::ALL.iter().map(|season| season.track);
    let tracks = tracks.chain(events::ALL.iter().map(|event| event.track));
    let mut images = tracks.flat_map(tracks::image_paths);
    let index = images.position(|image| image.eq_ignore_ascii_case(path))?;
    Some(png::plain(960, 540, index))
}
