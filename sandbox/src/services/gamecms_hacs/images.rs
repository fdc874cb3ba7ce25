//! The images of reward tracks, seasons and items.

use super::{calendars, items, seasons, tracks};
use crate::wire::png;
use crate::world::{career, catalog};

/// The folders of the career rank images, with their size in pixels.
const CAREER: [(&str, usize); 3] = [
    ("career_rank/progresswidget/", 280),
    ("career_rank/celebrationmoment/", 600),
    ("career_rank/nameplateadornment/", 196),
];

/// An image, by its lower-case path.
pub(super) fn image(path: &str) -> Option<Vec<u8>> {
    let of_career = CAREER
        .iter()
        .find_map(|(folder, side)| Some((path.strip_prefix(folder)?, *side)));
    if let Some((file, side)) = of_career {
        let ranks = career::ranks();
        let rank = ranks
            .iter()
            .position(|rank| tracks::image_name(rank).eq_ignore_ascii_case(file))?;
        return Some(png::plain(side, side, rank));
    }
    let tracks = catalog::seasons::ALL.iter().map(|season| season.track);
    let tracks = tracks.chain(calendars::EVENTS.iter().map(|(track, ..)| *track));
    let mut images = tracks.flat_map(tracks::image_paths);
    let of_track = images.position(|image| image.eq_ignore_ascii_case(path));
    of_track
        .map(|index| png::plain(960, 540, index))
        .or_else(|| seasons::picture(path))
        .or_else(|| items::picture(path))
}
