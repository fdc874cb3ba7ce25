//! The medals: their types and difficulties, and their weights, scores and places in the sprite sheets.

use self::MedalDifficulty::{Heroic, Legendary, Mythic, Normal};
use self::MedalType::{Mode, Multikill, Proficiency, Skill, Spree, Style};

/// The types, in the order of the API's indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MedalType {
    Spree,
    Mode,
    Multikill,
    Proficiency,
    Skill,
    Style,
}

/// The difficulties, in the order of the API's indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MedalDifficulty {
    Normal,
    Heroic,
    Legendary,
    Mythic,
}

/// The API's names of the types.
pub(crate) const TYPES: [&str; 6] = ["spree", "mode", "multikill", "proficiency", "skill", "style"];
/// The API's names of the difficulties.
pub(crate) const DIFFICULTIES: [&str; 4] = ["normal", "heroic", "legendary", "mythic"];

/// A medal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Medal {
    pub(crate) name_id: u32,
    pub(crate) name: &'static str,
    pub(crate) kind: MedalType,
    pub(crate) difficulty: MedalDifficulty,
    pub(crate) personal_score: i64,
    /// Films store it too.
    pub(crate) sorting_weight: u8,
    pub(crate) sprite: usize,
}

const fn medal(
    name_id: u32,
    name: &'static str,
    kind: MedalType,
    difficulty: MedalDifficulty,
    personal_score: i64,
    sorting_weight: u8,
    sprite: usize,
) -> Medal {
    Medal {
        name_id,
        name,
        kind,
        difficulty,
        personal_score,
        sorting_weight,
        sprite,
    }
}

/// The sorting weight of a medal, by its name id.
pub(crate) fn weight(name_id: u32) -> u8 {
    let found = ALL.iter().find(|medal| medal.name_id == name_id);
    found.map_or(0, |medal| medal.sorting_weight)
}

/// All medals, in the order of the game's file. The file captured in 2024 lacks the last 15: only their ids and names
/// are known, the rest is invented.
#[rustfmt::skip]
pub(crate) static ALL: [Medal; 166] = [
    medal(622_331_684, "Double Kill", Multikill, Heroic, 50, 100, 64),
    medal(2_063_152_177, "Triple Kill", Multikill, Legendary, 100, 150, 65),
    medal(835_814_121, "Overkill", Multikill, Mythic, 150, 220, 66),
    medal(2_137_071_619, "Killtacular", Multikill, Mythic, 200, 225, 67),
    medal(1_430_343_434, "Killtrocity", Multikill, Mythic, 250, 230, 68),
    medal(3_835_606_176, "Killamanjaro", Multikill, Mythic, 300, 235, 69),
    medal(2_242_633_421, "Killtastrophe", Multikill, Mythic, 350, 240, 70),
    medal(3_352_648_716, "Killpocalypse", Multikill, Mythic, 400, 245, 71),
    medal(3_233_051_772, "Killionaire", Multikill, Mythic, 350, 250, 72),
    medal(2_780_740_615, "Killing Spree", Spree, Heroic, 100, 100, 1),
    medal(4_261_842_076, "Killing Frenzy", Spree, Legendary, 200, 150, 2),
    medal(418_532_952, "Running Riot", Spree, Mythic, 300, 205, 3),
    medal(1_486_797_009, "Rampage", Spree, Mythic, 400, 210, 4),
    medal(865_763_896, "Perfection", Mode, Mythic, 0, 200, 11),
    medal(3_233_952_928, "Killjoy", Spree, Normal, 5, 50, 0),
    medal(710_323_196, "Nightmare", Spree, Mythic, 500, 220, 5),
    medal(1_720_896_992, "Boogeyman", Spree, Mythic, 600, 230, 6),
    medal(2_567_026_752, "Grim Reaper", Spree, Mythic, 700, 240, 7),
    medal(2_875_941_471, "Demon", Spree, Mythic, 800, 250, 8),
    medal(1_680_000_231, "Flawless Victory", Mode, Legendary, 0, 150, 10),
    medal(1_169_390_319, "Steaktacular", Mode, Legendary, 0, 150, 9),
    medal(3_488_248_720, "Stopped Short", Mode, Normal, 0, 50, 15),
    medal(976_049_027, "Flag Joust", Mode, Normal, 0, 50, 16),
    medal(3_227_840_152, "Goal Line Stand", Mode, Heroic, 0, 100, 17),
    medal(3_011_158_621, "Necromancer", Mode, Legendary, 0, 150, 22),
    medal(3_120_600_565, "Immortal", Mode, Legendary, 0, 150, 20),
    medal(2_623_698_509, "Lone Wolf", Mode, Heroic, 0, 100, 19),
    medal(4_247_875_860, "Duelist", Mode, Normal, 0, 50, 18),
    medal(521_420_212, "Ace", Mode, Legendary, 0, 150, 21),
    medal(4_100_966_367, "Extermination", Mode, Mythic, 0, 200, 23),
    medal(2_477_555_653, "Spotter", Proficiency, Normal, 0, 50, 73),
    medal(1_685_043_466, "Treasure Hunter", Proficiency, Normal, 0, 50, 74),
    medal(20_397_755, "Saboteur", Proficiency, Normal, 0, 50, 75),
    medal(1_284_032_216, "Wingman", Proficiency, Normal, 0, 50, 76),
    medal(2_926_348_688, "Wheelman", Proficiency, Normal, 0, 50, 77),
    medal(3_783_455_472, "Gunner", Proficiency, Normal, 0, 50, 78),
    medal(3_027_762_381, "Driver", Proficiency, Normal, 0, 50, 79),
    medal(2_593_226_288, "Pilot", Proficiency, Normal, 0, 50, 80),
    medal(2_278_023_431, "Tanker", Proficiency, Normal, 0, 50, 92),
    medal(2_852_571_933, "Rifleman", Proficiency, Normal, 0, 50, 81),
    medal(1_146_876_011, "Bomber", Proficiency, Normal, 0, 50, 84),
    medal(2_648_272_972, "Grenadier", Proficiency, Normal, 0, 50, 83),
    medal(269_174_970, "Boxer", Proficiency, Normal, 0, 50, 85),
    medal(1_210_678_802, "Warrior", Proficiency, Normal, 0, 50, 86),
    medal(1_172_766_553, "Gunslinger", Proficiency, Normal, 0, 50, 87),
    medal(3_347_922_939, "Scattergunner", Proficiency, Normal, 0, 50, 88),
    medal(4_277_328_263, "Sharpshooter", Proficiency, Normal, 0, 50, 90),
    medal(2_758_320_809, "Marksman", Proficiency, Normal, 0, 50, 91),
    medal(4_086_138_034, "Heavy", Proficiency, Normal, 0, 50, 82),
    medal(555_849_395, "Bodyguard", Proficiency, Normal, 0, 50, 93),
    medal(548_533_137, "Back Smack", Skill, Normal, 5, 50, 100),
    medal(2_253_222_811, "Nuclear Football", Skill, Legendary, 0, 150, 130),
    medal(524_758_914, "Boom Block", Skill, Legendary, 0, 150, 122),
    medal(3_114_137_341, "Bulltrue", Skill, Heroic, 5, 100, 110),
    medal(3_905_838_030, "Cluster Luck", Skill, Heroic, 10, 100, 97),
    medal(1_229_018_603, "Dogfight", Skill, Normal, 0, 50, 95),
    medal(2_418_616_582, "Harpoon", Skill, Normal, 0, 50, 96),
    medal(1_880_789_493, "Mind the Gap", Skill, Heroic, 0, 100, 114),
    medal(3_085_856_613, "Ninja", Skill, Mythic, 0, 200, 133),
    medal(87_172_902, "Odin's Raven", Skill, Normal, 5, 50, 106),
    medal(3_876_426_273, "Pancake", Skill, Heroic, 0, 100, 109),
    medal(1_312_042_926, "Quigley", Skill, Mythic, 10, 200, 132),
    medal(3_160_646_854, "Remote Detonation", Skill, Mythic, 0, 200, 131),
    medal(3_059_799_290, "Return to Sender", Skill, Legendary, 0, 150, 124),
    medal(656_245_292, "Rideshare", Skill, Heroic, 0, 100, 108),
    medal(731_054_446, "Skyjack", Skill, Normal, 0, 50, 94),
    medal(3_655_682_764, "Stick", Skill, Normal, 10, 50, 98),
    medal(1_841_872_491, "Tag & Bag", Skill, Heroic, 0, 100, 107),
    medal(1_734_214_473, "Whiplash", Skill, Heroic, 0, 100, 120),
    medal(3_546_244_406, "Kong", Skill, Normal, 0, 50, 105),
    medal(1_623_236_079, "Autopilot Engaged", Skill, Legendary, 0, 150, 126),
    medal(670_606_868, "Sneak King", Skill, Legendary, 0, 150, 128),
    medal(2_827_657_131, "Windshield Wiper", Skill, Heroic, 5, 100, 121),
    medal(2_123_530_881, "Reversal", Skill, Normal, 10, 50, 102),
    medal(3_934_547_153, "Hail Mary", Skill, Heroic, 5, 100, 115),
    medal(265_478_668, "Nade Shot", Skill, Heroic, 0, 100, 112),
    medal(4_229_934_157, "Snipe", Skill, Normal, 10, 50, 103),
    medal(1_512_363_953, "Perfect", Skill, Heroic, 5, 100, 113),
    medal(2_414_983_178, "Bank Shot", Skill, Heroic, 0, 100, 111),
    medal(988_255_960, "Fire & Forget", Skill, Heroic, 5, 100, 116),
    medal(4_215_552_487, "Ballista", Skill, Heroic, 0, 100, 117),
    medal(4_132_863_117, "Pull", Skill, Heroic, 0, 100, 129),
    medal(2_602_963_073, "No Scope", Skill, Heroic, 10, 100, 119),
    medal(3_217_141_618, "Achilles Spine", Skill, Legendary, 5, 150, 127),
    medal(1_646_928_910, "Grand Slam", Skill, Legendary, 0, 150, 123),
    medal(3_334_154_676, "Guardian Angel", Skill, Normal, 10, 50, 104),
    medal(651_256_911, "Interlinked", Skill, Legendary, 0, 150, 125),
    medal(677_323_068, "Death Race", Skill, Heroic, 0, 100, 118),
    medal(1_969_067_783, "Chain Reaction", Skill, Normal, 0, 50, 99),
    medal(1_427_176_344, "360", Style, Legendary, 0, 150, 153),
    medal(641_726_424, "Combat Evolved", Style, Legendary, 0, 150, 156),
    medal(2_396_845_048, "Deadly Catch", Style, Legendary, 0, 150, 152),
    medal(197_913_196, "Driveby", Style, Legendary, 0, 150, 155),
    medal(1_211_820_913, "Fastball", Style, Mythic, 5, 200, 157),
    medal(3_739_610_597, "Flyin' High", Style, Normal, 5, 50, 134),
    medal(2_625_820_422, "From the Grave", Style, Normal, 10, 50, 137),
    medal(3_588_869_844, "From the Void", Style, Heroic, 0, 100, 144),
    medal(690_125_105, "Grapple-jack", Style, Heroic, 0, 100, 146),
    medal(175_594_566, "Hold This", Style, Heroic, 0, 100, 147),
    medal(3_091_261_182, "Last Shot", Style, Normal, 5, 50, 140),
    medal(3_475_540_930, "Lawnmower", Style, Heroic, 0, 100, 145),
    medal(1_065_136_443, "Mount Up", Style, Normal, 0, 50, 135),
    medal(1_283_796_619, "Off the Rack", Style, Heroic, 0, 100, 149),
    medal(2_861_418_269, "Quick Draw", Style, Normal, 0, 50, 139),
    medal(3_583_966_655, "Party's Over", Style, Heroic, 0, 100, 142),
    medal(2_019_283_350, "Pineapple Express", Style, Heroic, 0, 100, 151),
    medal(1_298_835_518, "Ramming Speed", Style, Heroic, 0, 100, 143),
    medal(1_445_036_152, "Reclaimer", Style, Normal, 0, 50, 136),
    medal(1_169_571_763, "Shot Caller", Style, Heroic, 0, 100, 148),
    medal(1_176_569_867, "Yard Sale", Style, Heroic, 0, 100, 150),
    medal(275_666_139, "Special Delivery", Style, Normal, 0, 50, 138),
    medal(2_967_011_722, "Street Sweeper", Style, Legendary, 0, 150, 154),
    medal(3_732_790_338, "Fumble", Mode, Heroic, 0, 100, 47),
    medal(781_229_683, "Straight Balling", Mode, Legendary, 0, 150, 48),
    medal(1_472_686_630, "Always Rotating", Mode, Normal, 0, 50, 61),
    medal(3_630_529_364, "Clock Stop", Mode, Heroic, 0, 100, 63),
    medal(221_693_153, "Splatter", Skill, Normal, 5, 50, 101),
    medal(3_528_500_956, "All That Juice", Mode, Legendary, 0, 150, 54),
    medal(1_376_646_881, "Great Journey", Mode, Heroic, 0, 100, 52),
    medal(629_165_579, "Power Outage", Mode, Legendary, 0, 150, 53),
    medal(2_750_622_016, "Breacher", Proficiency, Normal, 0, 50, 89),
    medal(1_331_361_851, "Mounted & Loaded", Style, Heroic, 0, 100, 141),
    medal(2_717_755_703, "Sole Survivor", Mode, Normal, 0, 50, 26),
    medal(1_025_827_095, "Culling", Mode, Heroic, 0, 100, 27),
    medal(88_914_608, "Blight", Mode, Heroic, 0, 100, 28),
    medal(557_309_779, "Zombie Slayer", Mode, Heroic, 0, 100, 29),
    medal(3_467_301_935, "Purge", Mode, Legendary, 0, 150, 30),
    medal(1_155_542_859, "Disease", Mode, Legendary, 0, 150, 31),
    medal(1_447_057_920, "Undead Hunter", Mode, Legendary, 0, 150, 32),
    medal(1_064_731_598, "Untainted", Mode, Legendary, 0, 150, 33),
    medal(1_765_213_446, "Cleansing", Mode, Mythic, 0, 205, 34),
    medal(3_786_134_933, "Plague", Mode, Mythic, 0, 205, 35),
    medal(217_730_222, "Hell's Janitor", Mode, Mythic, 0, 200, 36),
    medal(17_866_865, "The Sickness", Mode, Mythic, 0, 200, 37),
    medal(496_411_737, "Purification", Mode, Mythic, 0, 220, 38),
    medal(1_719_203_329, "Pestilence", Mode, Mythic, 0, 210, 39),
    medal(2_164_872_967, "Divine Intervention", Mode, Mythic, 0, 230, 40),
    medal(3_520_382_976, "Scourge", Mode, Mythic, 0, 220, 41),
    medal(3_653_884_673, "Apocalypse", Mode, Mythic, 0, 230, 42),
    medal(394_349_536, "Clear Reception", Mode, Heroic, 0, 101, 168),
    medal(4_285_712_605, "Hang Up", Mode, Normal, 0, 51, 166),
    medal(2_964_157_454, "Call Blocked", Mode, Normal, 0, 52, 167),
    medal(2_426_456_555, "Secure Line", Mode, Heroic, 0, 101, 24),
    medal(3_931_425_309, "Signal Block", Mode, Heroic, 0, 101, 25),
    medal(4_007_438_389, "Blind Fire", Style, Legendary, 0, 150, 165),
    medal(1_477_806_194, "Counter-snipe", Skill, Heroic, 0, 100, 158),
    medal(1_090_931_685, "Monopoly", Mode, Heroic, 0, 100, 159),
    medal(580_478_179, "Hill Guardian", Mode, Heroic, 0, 100, 62),
    medal(2_848_470_465, "Death Cabbie", Spree, Legendary, 0, 150, 163),
    medal(3_169_118_333, "Driving Spree", Spree, Heroic, 0, 100, 162),
    medal(1_739_996_188, "Immortal Chauffeur", Spree, Mythic, 0, 200, 164),
    medal(420_808_268, "Zone Guardian", Mode, Heroic, 0, 100, 43),
    medal(590_706_932, "Contract Killer", Mode, Heroic, 0, 100, 44),
    medal(1_053_114_074, "Clash of Kings", Mode, Heroic, 0, 100, 45),
    medal(1_210_968_206, "Watch the Throne", Mode, Legendary, 0, 150, 46),
    medal(1_254_180_082, "Deep Ball", Mode, Heroic, 0, 100, 49),
    medal(1_325_926_691, "Hang Time", Mode, Normal, 0, 50, 50),
    medal(1_334_138_090, "Late Boomer", Style, Heroic, 0, 100, 51),
    medal(1_585_298_941, "Assured Destruction", Style, Legendary, 0, 150, 55),
    medal(2_005_352_812, "Meganaut", Mode, Legendary, 0, 150, 56),
    medal(2_125_906_504, "Big Deal", Mode, Heroic, 0, 100, 57),
    medal(2_362_950_720, "Interception", Mode, Normal, 0, 50, 58),
    medal(2_976_102_155, "Action Hero", Style, Legendary, 0, 150, 59),
    medal(3_041_030_832, "High Value Target", Mode, Normal, 0, 50, 60),
    medal(3_945_864_962, "Fast Lane", Mode, Normal, 0, 50, 160),
    medal(4_014_259_917, "Fast Break", Mode, Normal, 0, 50, 161),
];

#[cfg(test)]
mod tests {
    use super::*;
    use halo_infinite::refdata::MedalNameId;
    use std::collections::BTreeSet;

    #[test]
    fn all_medals_that_the_sdk_names_are_listed_once() {
        let ids: BTreeSet<i64> = ALL.iter().map(|medal| i64::from(medal.name_id)).collect();
        assert_eq!(
            ids,
            MedalNameId::KNOWN.iter().map(|medal| medal.value()).collect()
        );
        let sprites: BTreeSet<usize> = ALL.iter().map(|medal| medal.sprite).collect();
        assert_eq!((ids.len(), sprites.len()), (ALL.len(), ALL.len()));
        for medal in &ALL {
            assert_eq!(
                MedalNameId::from(i64::from(medal.name_id)).display_name(),
                medal.name
            );
        }
    }
}
