//! The game modes (UGC game variants) of the sandbox's world.

use super::{Asset, AssetKind};
use crate::wire::timestamp::midnight;

/// The objective, which determines the stats block and the scoring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rules {
    /// Kills are the score. Also Fiesta and minigames.
    Slayer,
    CaptureTheFlag,
    /// Up to three rounds of 100 ticks.
    Oddball,
    /// Strongholds, King of the Hill, Total Control, Land Grab: the team scores, not the player.
    Zones,
    /// Rounds are the score. Elimination and Attrition.
    Elimination,
    Extraction,
    Infection,
    Stockpile,
    Vip,
    /// Grifball, which has no stats block.
    Goals,
    /// Against the AI.
    Firefight,
}

/// The sides of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sides {
    /// Two teams of this size.
    Teams(i64),
    /// This many players, each for themselves.
    FreeForAll(i64),
    /// This many players against the AI.
    Coop(i64),
    /// This many humans against as many bots.
    Bots(i64),
}

/// A game mode.
#[derive(Debug)]
pub(crate) struct Mode {
    pub(crate) asset: Asset,
    pub(crate) category: i64,
    pub(crate) rules: Rules,
    pub(crate) sides: Sides,
    /// The score that ends a match.
    pub(crate) target: i64,
    /// The range of match durations, in seconds.
    pub(crate) seconds: (i64, i64),
    /// The release of the mode, in milliseconds since 1970.
    pub(crate) since: i64,
}

/// The game's launch.
pub(crate) const LAUNCH: i64 = midnight(2021, 11, 15);
const SEASON_2: i64 = midnight(2022, 5, 3);
const YEAR_2023: i64 = midnight(2023, 1, 1);
const YEAR_2024: i64 = midnight(2024, 1, 1);

impl Mode {
    /// A typical mode: four against four, since the launch.
    const fn arena(
        name: &'static str,
        id: &'static str,
        version: &'static str,
        category: i64,
        rules: Rules,
    ) -> Self {
        let asset = Asset::new(AssetKind::UgcGameVariant, name, id, version);
        Self {
            asset,
            category,
            rules,
            sides: Sides::Teams(4),
            target: 50,
            seconds: (420, 720),
            since: LAUNCH,
        }
    }

    const fn lasting(mut self, from: i64, to: i64) -> Self {
        self.seconds = (from, to);
        self
    }

    const fn to(mut self, target: i64) -> Self {
        self.target = target;
        self
    }

    const fn sides(mut self, sides: Sides) -> Self {
        self.sides = sides;
        self
    }

    const fn since(mut self, since: i64) -> Self {
        self.since = since;
        self
    }
}

pub(crate) static ARENA_SLAYER: Mode = Mode::arena(
    "Arena:Slayer",
    "1e8cd10b-1496-423b-8699-f98f6f5db67e",
    "4155142e-b867-4030-a8a0-d5f44f9dce60",
    6,
    Rules::Slayer,
)
.to(50)
.lasting(420, 720);
pub(crate) static ARENA_CTF: Mode = Mode::arena(
    "Arena:CTF",
    "8650f7e0-1f82-4d45-a127-32dd54df06e5",
    "2cb07a58-190d-4fbc-a071-721147faa9e4",
    15,
    Rules::CaptureTheFlag,
)
.to(3)
.lasting(480, 720);
pub(crate) static ARENA_ONE_FLAG_CTF: Mode = Mode::arena(
    "Arena:One Flag CTF",
    "29a97061-cf32-49c6-80f0-6638f5a9d0bd",
    "fca7e5e6-bbf0-4491-b4ef-abf702e492a7",
    15,
    Rules::CaptureTheFlag,
)
.to(2)
.lasting(480, 780);
pub(crate) static ARENA_ODDBALL: Mode = Mode::arena(
    "Arena:Oddball",
    "d3aa10fe-502d-4778-8bc2-db5c3a9242ad",
    "bf90f526-d11a-4619-a84d-bfe7d6e9ac8d",
    18,
    Rules::Oddball,
)
.to(2)
.lasting(480, 900);
pub(crate) static ARENA_STRONGHOLDS: Mode = Mode::arena(
    "Arena:Strongholds",
    "d99a8a3e-b402-405b-88db-753eace29ec3",
    "3b949998-ec27-461e-b775-5f6f9c1cc6f9",
    11,
    Rules::Zones,
)
.to(200)
.lasting(480, 720);
pub(crate) static ARENA_KING_OF_THE_HILL: Mode = Mode::arena(
    "Arena:King of the Hill",
    "373f3d27-cb4c-4d7b-b6c9-7757de3c1133",
    "ad7c1591-fe57-4ef7-8b0b-a4ba861fd8d7",
    12,
    Rules::Zones,
)
.to(4)
.lasting(480, 720)
.since(SEASON_2);
pub(crate) static ARENA_LAND_GRAB: Mode = Mode::arena(
    "Arena:Land Grab",
    "8d6e16cd-7e95-4166-92fd-d280163b7ab7",
    "6ce17bcf-6af5-4d26-9181-9583ed35af56",
    39,
    Rules::Zones,
)
.to(11)
.lasting(420, 660)
.since(SEASON_2);
pub(crate) static ARENA_ATTRITION: Mode = Mode::arena(
    "Arena:Attrition",
    "4d0f6e15-cc3f-46e0-9d06-22de6311c4cb",
    "d6a43d27-9a54-4873-b7b5-fb2c22539fdc",
    7,
    Rules::Elimination,
)
.to(2)
.lasting(300, 600);
pub(crate) static ARENA_ELIMINATION: Mode = Mode::arena(
    "Arena:Elimination",
    "ec11de80-191f-4077-a5ae-232524acd861",
    "c2635591-f512-434a-88d2-71d7aba7b546",
    8,
    Rules::Elimination,
)
.to(3)
.lasting(300, 600);
pub(crate) static ARENA_EXTRACTION: Mode = Mode::arena(
    "Arena:Extraction",
    "32ed13b7-ca55-4095-bd5f-12ff91b42987",
    "e1a731b7-fdb9-49c4-8a1c-d6a772205e65",
    17,
    Rules::Extraction,
)
.to(5)
.lasting(360, 600)
.since(YEAR_2023);
pub(crate) static ARENA_FFA_SLAYER: Mode = Mode::arena(
    "Arena:FFA Slayer",
    "d5305579-5310-45a8-840e-3d3beb13113f",
    "67f141be-5b80-401a-9c87-cb581a5e5044",
    6,
    Rules::Slayer,
)
.sides(Sides::FreeForAll(8))
.to(25)
.lasting(420, 660);
pub(crate) static ARENA_GRIFBALL: Mode = Mode::arena(
    "Arena:Grifball",
    "d3c5c904-b855-4c3f-b29c-d8c74582aeb7",
    "8747acfa-2d1c-41c6-8d2a-74e79b18a482",
    25,
    Rules::Goals,
)
.to(5)
.lasting(300, 600)
.since(YEAR_2023);
pub(crate) static ARENA_SLAYER_BOTS: Mode = Mode::arena(
    "Arena:Slayer Bots",
    "8d2cf821-2e8b-4dc0-93f2-fd674ce87df4",
    "bed16e4f-9a15-456f-8b95-bb33991d27b0",
    6,
    Rules::Slayer,
)
.sides(Sides::Bots(4))
.to(50)
.lasting(360, 600);
pub(crate) static RANKED_SLAYER: Mode = Mode::arena(
    "Ranked:Slayer",
    "c2d20d44-8606-4669-b894-afae15b3524f",
    "9eee25fe-39db-493f-ab0d-d95403df66b8",
    6,
    Rules::Slayer,
)
.to(50)
.lasting(480, 720);
pub(crate) static RANKED_CTF: Mode = Mode::arena(
    "Ranked:CTF",
    "507191c6-a492-4331-b2ae-a172101eb23e",
    "ee8c890b-a95f-4154-bac6-0009992d74f6",
    15,
    Rules::CaptureTheFlag,
)
.to(5)
.lasting(540, 780);
pub(crate) static RANKED_ODDBALL: Mode = Mode::arena(
    "Ranked:Oddball",
    "751bcc9d-aace-45a1-8d71-358f0bc89f7e",
    "29f36248-0181-44ba-96a0-3c3b9b924085",
    18,
    Rules::Oddball,
)
.to(2)
.lasting(540, 1100);
pub(crate) static RANKED_STRONGHOLDS: Mode = Mode::arena(
    "Ranked:Strongholds",
    "22b8a0eb-0d02-4eb3-8f56-5f63fc254f83",
    "2cdb80b0-2a02-4934-a649-2911368d49e1",
    11,
    Rules::Zones,
)
.to(250)
.lasting(540, 810);
pub(crate) static RANKED_KING_OF_THE_HILL: Mode = Mode::arena(
    "Ranked:King of the Hill",
    "88c22b1f-2d64-48b9-bab1-26fe4721fb23",
    "3f49d4f7-f411-48bf-82ee-7fd329c19d53",
    12,
    Rules::Zones,
)
.to(4)
.lasting(480, 780)
.since(SEASON_2);
pub(crate) static FIESTA_SLAYER: Mode = Mode::arena(
    "Fiesta:Slayer",
    "aca7bbf8-7a18-4aae-8785-1bd3f58275fd",
    "3685f6b2-2860-4e98-9d13-513087edb465",
    9,
    Rules::Slayer,
)
.to(50)
.lasting(360, 600);
pub(crate) static BTB_SLAYER: Mode = Mode::arena(
    "BTB:Slayer",
    "920d628c-9eae-47a6-b96c-d141cf36ade2",
    "457cbadd-5650-44fb-b749-88ca50e89746",
    6,
    Rules::Slayer,
)
.sides(Sides::Teams(12))
.to(100)
.lasting(540, 840);
pub(crate) static BTB_CTF: Mode = Mode::arena(
    "BTB:CTF",
    "1519c0cb-759d-424e-a68e-b9cb870b1e14",
    "bb4138ae-465d-4a61-b175-3a0e82e3f272",
    15,
    Rules::CaptureTheFlag,
)
.sides(Sides::Teams(12))
.to(3)
.lasting(720, 1200);
pub(crate) static BTB_TOTAL_CONTROL: Mode = Mode::arena(
    "BTB:Total Control",
    "34bac2c7-b6d7-4202-b634-1d770e5247a4",
    "e3577f2c-9e03-4429-8aff-b84f58bd5603",
    14,
    Rules::Zones,
)
.sides(Sides::Teams(12))
.to(3)
.lasting(600, 960);
pub(crate) static BTB_STOCKPILE: Mode = Mode::arena(
    "BTB:Stockpile",
    "3d614e5f-0787-405c-844e-e34c7301e750",
    "41e85111-e012-48ab-a128-fac471f544dc",
    19,
    Rules::Stockpile,
)
.sides(Sides::Teams(12))
.to(3)
.lasting(600, 1080);
pub(crate) static INFECTION: Mode = Mode::arena(
    "Infection-Infection-UGC",
    "9f86d640-f2f2-4854-8533-9549527b782c",
    "30f1ac40-3db8-48c8-98e2-01231353699c",
    22,
    Rules::Infection,
)
.sides(Sides::FreeForAll(12))
.to(4)
.lasting(280, 420)
.since(YEAR_2023);
pub(crate) static VIP: Mode = Mode::arena(
    "VIP-Default-UGC",
    "c5603875-9a55-4398-aba2-f4a545ac5c38",
    "541e075e-0bcb-4ecc-a975-1be96e0145eb",
    23,
    Rules::Vip,
)
.to(10)
.lasting(300, 540)
.since(YEAR_2024);
pub(crate) static FIREFIGHT: Mode = Mode::arena(
    "Firefight:King of the Hill",
    "090375a2-ced7-469a-b8f4-7370a6b925b4",
    "0d0cc373-ab13-4ebb-b871-4232da0c1e73",
    42,
    Rules::Firefight,
)
.sides(Sides::Coop(4))
.to(5)
.lasting(660, 900)
.since(YEAR_2024);
pub(crate) static MINIGAME: Mode = Mode::arena(
    "Minigame:Duck Hunt",
    "d3ed3a54-d958-4e34-bf3d-6ea61d4cade4",
    "b7b0e9d0-242c-4be0-ba8d-d6de72315d68",
    41,
    Rules::Slayer,
)
.sides(Sides::FreeForAll(8))
.to(25)
.lasting(300, 480)
.since(YEAR_2024);
