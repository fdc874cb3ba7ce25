//! The images of reward tracks, seasons, items, offerings, manufacturers, currencies and news.

use super::{items, messages, metadata, offerings, seasons, tracks};
use crate::wire::png;
use crate::world::catalog::{self, events};

/// The grades of a rank; each adds a mark to its image.
const GRADES: usize = 3;

/// An image, by its lower-case path.
pub(super) fn image(path: &str) -> Option<Vec<u8>> {
    let is_path = |image: &String| image.eq_ignore_ascii_case(path);
    if path.starts_with("career_rank/") {
        return tracks::RANK_IMAGES.into_iter().find_map(|(folder, side)| {
            let rank = tracks::rank_images(folder).iter().position(is_path)?;
            Some(png::badge(side, png::color(rank), 1 + rank % GRADES))
        });
    }
    let of_track = of_tracks().position(|image| is_path(&image));
    of_track
        .map(|index| png::plain(960, 540, index))
        .or_else(|| seasons::picture(path))
        .or_else(|| items::picture(path))
        .or_else(|| metadata::picture(path))
        .or_else(|| offerings::picture(path))
}

fn of_tracks() -> impl Iterator<Item = String> {
    let tracks = catalog::seasons::ALL.iter().map(|season| season.track);
    let tracks = tracks.chain(events::ALL.iter().map(|event| event.track));
    tracks.flat_map(tracks::image_paths)
}

/// The paths of all images, in groups whose files have one length.
pub(super) fn groups() -> Vec<Vec<String>> {
    let (logos, backgrounds) = seasons::pictures().partition(|path| seasons::is_logo(path));
    let mut groups = Vec::new();
    for (folder, _) in tracks::RANK_IMAGES {
        let images = tracks::rank_images(folder);
        let mut of_grade = [(); GRADES].map(|()| Vec::new());
        for (rank, image) in images.iter().enumerate() {
            // Ranks can share an image: that of the first one.
            if !images[..rank].contains(image) {
                of_grade[rank % GRADES].push(image.clone());
            }
        }
        groups.extend(of_grade);
    }
    groups.extend([
        of_tracks().collect(),
        logos,
        backgrounds,
        items::pictures().collect(),
        metadata::pictures().collect(),
        offerings::pictures().collect(),
    ]);
    // The lengths of JPEG images depend on their colours too.
    groups.extend(messages::PICTURES.map(|path| vec![path.to_owned()]));
    groups
}
