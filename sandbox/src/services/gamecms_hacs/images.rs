//! The images of reward tracks, seasons, items, manufacturers and currencies.

use super::{items, metadata, seasons, tracks};
use crate::wire::png;
use crate::world::career;
use crate::world::catalog::{self, events};

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
        return Some(png::badge(side, png::color(rank), 1 + rank % 3));
    }
    let tracks = catalog::seasons::ALL.iter().map(|season| season.track);
    let tracks = tracks.chain(events::ALL.iter().map(|event| event.track));
    let mut images = tracks.flat_map(tracks::image_paths);
    let of_track = images.position(|image| image.eq_ignore_ascii_case(path));
    of_track
        .map(|index| png::plain(960, 540, index))
        .or_else(|| seasons::picture(path))
        .or_else(|| items::picture(path))
        .or_else(|| metadata::picture(path))
}
