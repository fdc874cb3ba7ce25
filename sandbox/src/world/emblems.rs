//! The emblems of Spartans, each in several palettes.

use crate::rng::Rng;

/// An emblem of Spartans.
#[derive(Debug)]
pub(crate) struct Emblem {
    /// The path of its item file.
    pub(crate) path: &'static str,
    /// Its palettes, by their `ConfigurationId`.
    pub(crate) palettes: &'static [i64],
}

/// All palettes of weapon emblems.
pub(crate) static WEAPON_PALETTES: [i64; 2] = [WEAPON_PALETTE, 802_727_239];
/// The palette that all weapon emblems are worn in.
pub(crate) const WEAPON_PALETTE: i64 = -1_391_772_538;

/// Some palettes have negative numbers.
pub(crate) static ALL: [Emblem; 4] = [
    Emblem {
        path: "Inventory/Spartan/Emblems/104-001-olympus-stand-5f00ee04.json",
        palettes: &[567_098_062, -809_699_482, 802_727_239],
    },
    Emblem {
        path: "Inventory/Spartan/Emblems/104-001-reach-lantern-5f00ee14.json",
        palettes: &[-1_490_538_315, 651_339_664],
    },
    Emblem {
        path: "Inventory/Spartan/Emblems/104-001-samurai-heron-5f00ee24.json",
        palettes: &[1_198_260_756, -1_391_772_538, 824_330_229],
    },
    Emblem {
        path: "Inventory/Spartan/Emblems/104-001-olympus-comet-5f00ee34.json",
        palettes: &[-1_561_561_067, 2_029_654_151],
    },
];

impl Emblem {
    /// The name of its item file, without the extension.
    pub(crate) fn id(&self) -> &'static str {
        let file = self.path.rsplit('/').next().unwrap_or_default();
        file.strip_suffix(".json").unwrap_or(file)
    }
}

/// The emblem and the palette that a player wears.
pub(crate) fn worn(xuid: u64) -> (&'static Emblem, i64) {
    let mut rng = Rng::for_subject(xuid, "emblem");
    let emblem = &ALL[rng.index(ALL.len())];
    (emblem, rng.pick(emblem.palettes))
}

/// All palettes, each once.
fn palettes() -> Vec<i64> {
    let mut palettes: Vec<i64> = ALL.iter().flat_map(|emblem| emblem.palettes).copied().collect();
    palettes.extend(WEAPON_PALETTES);
    palettes.sort_unstable();
    palettes.dedup();
    palettes
}

/// The paths of the palettes' files.
pub(crate) fn palette_paths() -> impl Iterator<Item = String> {
    palettes().into_iter().map(palette_path)
}

/// The path of a palette's file.
pub(crate) fn palette_path(palette: i64) -> String {
    // The palettes are 32-bit numbers.
    let bits = palette as u32;
    format!("Configuration/Emblems/Coatings/1000-000-{bits:08x}.json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn players_differ_in_their_emblems() {
        let worn: BTreeSet<(&str, i64)> = (0..200)
            .map(|xuid| {
                let (emblem, palette) = worn(2_533_274_800_000_000 + xuid);
                assert!(emblem.palettes.contains(&palette));
                (emblem.id(), palette)
            })
            .collect();
        let all: usize = ALL.iter().map(|emblem| emblem.palettes.len()).sum();
        assert_eq!(worn.len(), all);
    }

    #[test]
    fn palettes_have_different_files() {
        let paths: BTreeSet<String> = palette_paths().collect();
        assert_eq!(paths.len(), palettes().len());
    }
}
