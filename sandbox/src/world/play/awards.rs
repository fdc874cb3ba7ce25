//! The medals and personal scores of the sandbox, with the API's ids.

pub(crate) mod medal {
    pub(crate) const DOUBLE_KILL: u32 = 622_331_684;
    pub(crate) const TRIPLE_KILL: u32 = 2_063_152_177;
    pub(crate) const OVERKILL: u32 = 835_814_121;
    pub(crate) const KILLTACULAR: u32 = 2_137_071_619;
    pub(crate) const KILLING_SPREE: u32 = 2_780_740_615;
    pub(crate) const KILLING_FRENZY: u32 = 4_261_842_076;
    pub(crate) const RUNNING_RIOT: u32 = 418_532_952;
    pub(crate) const RAMPAGE: u32 = 1_486_797_009;
    pub(crate) const KILLJOY: u32 = 3_233_952_928;
    pub(crate) const PERFECT: u32 = 1_512_363_953;
    pub(crate) const SNIPE: u32 = 4_229_934_157;
    pub(crate) const NO_SCOPE: u32 = 2_602_963_073;
    pub(crate) const BACK_SMACK: u32 = 548_533_137;
    pub(crate) const NADE_SHOT: u32 = 265_478_668;
    pub(crate) const STICK: u32 = 3_655_682_764;
    pub(crate) const REVERSAL: u32 = 2_123_530_881;
    pub(crate) const GUARDIAN_ANGEL: u32 = 3_334_154_676;
    pub(crate) const FLAG_JOUST: u32 = 976_049_027;
    pub(crate) const HILL_GUARDIAN: u32 = 580_478_179;
    pub(crate) const ZONE_GUARDIAN: u32 = 420_808_268;
    pub(crate) const STRAIGHT_BALLING: u32 = 781_229_683;
    pub(crate) const HANG_UP: u32 = 4_285_712_605;
    pub(crate) const ZOMBIE_SLAYER: u32 = 557_309_779;
    pub(crate) const KONG: u32 = 3_546_244_406;
    pub(crate) const LAST_SHOT: u32 = 3_091_261_182;
}

/// A personal score: its id and its value.
#[derive(Clone, Copy)]
pub(crate) struct PersonalScore(pub(crate) u32, pub(crate) i64);

pub(crate) const KILLED_PLAYER: PersonalScore = PersonalScore(1_024_030_246, 100);
pub(crate) const KILL_ASSIST: PersonalScore = PersonalScore(638_246_808, 50);
pub(crate) const MARK_ASSIST: PersonalScore = PersonalScore(152_718_958, 10);
pub(crate) const SELF_DESTRUCTION: PersonalScore = PersonalScore(249_491_819, -100);
pub(crate) const BETRAYED_PLAYER: PersonalScore = PersonalScore(911_992_497, -100);
pub(crate) const DESTROYED_WARTHOG: PersonalScore = PersonalScore(3_107_879_375, 50);
pub(crate) const HIJACKED_WARTHOG: PersonalScore = PersonalScore(1_834_653_062, 25);
pub(crate) const DRIVER_ASSIST: PersonalScore = PersonalScore(963_594_075, 50);
pub(crate) const EMP_ASSIST: PersonalScore = PersonalScore(221_060_588, 50);
pub(crate) const FLAG_CAPTURED: PersonalScore = PersonalScore(601_966_503, 300);
pub(crate) const FLAG_CAPTURE_ASSIST: PersonalScore = PersonalScore(555_570_945, 100);
pub(crate) const FLAG_STOLEN: PersonalScore = PersonalScore(3_002_710_045, 25);
pub(crate) const FLAG_RETURNED: PersonalScore = PersonalScore(22_113_181, 25);
pub(crate) const RUNNER_STOPPED: PersonalScore = PersonalScore(316_828_380, 25);
pub(crate) const ELIMINATED_PLAYER: PersonalScore = PersonalScore(2_408_971_842, 200);
pub(crate) const REVIVED_PLAYER: PersonalScore = PersonalScore(3_428_202_435, 100);
pub(crate) const EXTRACTION_INITIATED: PersonalScore = PersonalScore(1_825_517_751, 50);
pub(crate) const EXTRACTION_CONVERTED: PersonalScore = PersonalScore(1_117_301_492, 50);
pub(crate) const CONVERSION_DENIED: PersonalScore = PersonalScore(4_247_243_561, 25);
pub(crate) const EXTRACTION_DENIED: PersonalScore = PersonalScore(1_552_628_741, 25);
pub(crate) const EXTRACTION_COMPLETED: PersonalScore = PersonalScore(4_130_011_565, 200);
pub(crate) const BALL_TAKEN: PersonalScore = PersonalScore(204_144_695, 10);
pub(crate) const BALL_CONTROL: PersonalScore = PersonalScore(454_168_309, 50);
pub(crate) const CARRIER_STOPPED: PersonalScore = PersonalScore(746_397_417, 25);
pub(crate) const CARRIER_KILLED: PersonalScore = PersonalScore(4_128_329_646, 10);
pub(crate) const POWER_SEED_SECURED: PersonalScore = PersonalScore(2_188_620_691, 100);
pub(crate) const POWER_SEED_STOLEN: PersonalScore = PersonalScore(3_996_338_664, 50);
pub(crate) const HILL_CONTROL: PersonalScore = PersonalScore(340_198_991, 25);
pub(crate) const HILL_SCORED: PersonalScore = PersonalScore(1_032_565_232, 100);
pub(crate) const ZONE_CAPTURED_50: PersonalScore = PersonalScore(3_507_884_073, 50);
pub(crate) const ZONE_CAPTURED_75: PersonalScore = PersonalScore(4_026_987_576, 75);
pub(crate) const ZONE_CAPTURED_100: PersonalScore = PersonalScore(757_037_588, 100);
pub(crate) const ZONE_SECURED: PersonalScore = PersonalScore(709_346_128, 25);
/// The score that a mode's script awards, in units of 10.
pub(crate) const CUSTOM: PersonalScore = PersonalScore(4_294_967_295, 10);
