//! Medals and their images.

use super::schema::{Medal, MedalMetadata};
use crate::refdata::MedalNameId;

/// The sizes of medal images.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MedalSize {
    /// 72 pixels.
    Small,
    /// 128 pixels.
    Medium,
    /// 256 pixels.
    ExtraLarge,
}

/// The place of a medal's image on a sheet: a rectangle, in pixels from the sheet's upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct MedalSprite<'a> {
    /// The path of the sheet, an image under the service's Waypoint path.
    pub sheet: &'a str,
    /// The distance of the left edge from the sheet's left edge.
    pub x: u32,
    /// The distance of the upper edge from the sheet's upper edge.
    pub y: u32,
    /// The width.
    pub width: u32,
    /// The height.
    pub height: u32,
}

impl MedalMetadata {
    /// A medal, by its ID in statistics.
    ///
    /// ```
    /// use halo_infinite::models::gamecms_hacs::{MedalMetadata, MedalSize};
    /// use halo_infinite::refdata::MedalNameId;
    ///
    /// let metadata: MedalMetadata = serde_json::from_str(r#"{
    ///     "difficulties": ["normal", "heroic"], "types": ["spree", "mode"],
    ///     "sprites": {"medium": {"path": "medals/medium.png", "columns": 16, "size": 128}},
    ///     "medals": [{
    ///         "name": {"value": "Killing Spree"}, "nameId": 2780740615,
    ///         "difficultyIndex": 1, "typeIndex": 0, "spriteIndex": 18
    ///     }]
    /// }"#)?;
    /// let medal = metadata.medal(MedalNameId::KillingSpree).expect("the medal is in the list");
    /// assert_eq!((metadata.difficulty(medal), metadata.kind(medal)), (Some("heroic"), Some("spree")));
    /// let sprite = metadata.sprite(medal, MedalSize::Medium).expect("the sheet is in the metadata");
    /// assert_eq!((sprite.sheet, sprite.x, sprite.y), ("medals/medium.png", 256, 128));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn medal(&self, name_id: MedalNameId) -> Option<&Medal> {
        self.medals.iter().find(|medal| medal.name_id == name_id)
    }

    /// The difficulty of a medal, such as `heroic`.
    pub fn difficulty(&self, medal: &Medal) -> Option<&str> {
        name_at(&self.difficulties, medal.difficulty_index?.value())
    }

    /// The kind of a medal, such as `spree`.
    pub fn kind(&self, medal: &Medal) -> Option<&str> {
        name_at(&self.types, medal.type_index?.value())
    }

    /// The place of a medal's image; `None` if the medal has no image or the metadata have no sheet of this
    /// size.
    pub fn sprite(&self, medal: &Medal, size: MedalSize) -> Option<MedalSprite<'_>> {
        let sheets = self.sprites.as_ref()?;
        let sheet = match size {
            MedalSize::Small => sheets.small.as_ref(),
            MedalSize::Medium => sheets.medium.as_ref(),
            MedalSize::ExtraLarge => sheets.extra_large.as_ref(),
        }?;
        let index = u32::try_from(medal.sprite_index?).ok()?;
        let (columns, size) = (
            u32::try_from(sheet.columns).ok()?,
            u32::try_from(sheet.size).ok()?,
        );
        Some(MedalSprite {
            sheet: &sheet.path,
            x: index.checked_rem(columns)?.checked_mul(size)?,
            y: index.checked_div(columns)?.checked_mul(size)?,
            width: size,
            height: size,
        })
    }
}

fn name_at(names: &[String], index: i64) -> Option<&str> {
    names.get(usize::try_from(index).ok()?).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(sprites: &str, medal: &str) -> MedalMetadata {
        let json = format!(
            r#"{{"difficulties": ["normal"], "types": ["spree", "mode"], "sprites": {sprites},
                "medals": [{{"name": {{"value": "Ace"}}, "nameId": 5 {medal}}}]}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn sprites_are_numbered_row_by_row() {
        let sprites = r#"{"small": {"path": "a.png", "columns": 16, "size": 72},
                          "extra-large": {"path": "b.png", "columns": 16, "size": 256}}"#;
        for (index, x, y) in [(0, 0, 0), (15, 3840, 0), (16, 0, 256), (168, 2048, 2560)] {
            let metadata = metadata(sprites, &format!(r#", "spriteIndex": {index}"#));
            let medal = metadata.medal(MedalNameId::from(5)).unwrap();
            let sprite = metadata.sprite(medal, MedalSize::ExtraLarge).unwrap();
            assert_eq!(
                (sprite.sheet, sprite.x, sprite.y, sprite.width),
                ("b.png", x, y, 256)
            );
            assert_eq!(metadata.sprite(medal, MedalSize::Medium), None);
        }
    }

    #[test]
    fn invalid_indexes_have_no_sprite_and_no_name() {
        let sheet = |columns: i64, size: i64| {
            format!(r#"{{"small": {{"path": "a.png", "columns": {columns}, "size": {size}}}}}"#)
        };
        for (sprites, medal) in [
            ("null".into(), r#", "spriteIndex": 1"#),
            (sheet(16, 72), ""),
            (sheet(16, 72), r#", "spriteIndex": null"#),
            (sheet(16, 72), r#", "spriteIndex": -1"#),
            (sheet(0, 72), r#", "spriteIndex": 1"#),
            (sheet(-1, 72), r#", "spriteIndex": 1"#),
            (sheet(1, 4_000_000_000), r#", "spriteIndex": 4000000000"#),
        ] {
            let metadata = metadata(&sprites, medal);
            let medal = metadata.medal(MedalNameId::from(5)).unwrap();
            assert_eq!(metadata.sprite(medal, MedalSize::Small), None, "{sprites}");
        }
        let metadata = metadata("{}", r#", "difficultyIndex": 7, "typeIndex": -1"#);
        let medal = metadata.medals.first().unwrap();
        assert_eq!((metadata.difficulty(medal), metadata.kind(medal)), (None, None));
        assert!(metadata.medal(MedalNameId::KillingSpree).is_none());
    }
}
