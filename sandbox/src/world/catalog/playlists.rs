//! The playlists of the sandbox's world.

use super::maps::{self, Map};
use super::modes::{self, Mode};
use super::{Asset, AssetKind};

/// A matchmaking playlist.
#[derive(Debug)]
pub(crate) struct Playlist {
    pub(crate) asset: Asset,
    /// The API's `PlaylistExperience`.
    pub(crate) experience: i64,
    pub(crate) ranked: bool,
    pub(crate) modes: &'static [&'static Mode],
    pub(crate) maps: &'static [&'static Map],
    /// The weight of drawing this playlist.
    pub(crate) weight: i64,
}

impl Playlist {
    /// The release of its first mode, in milliseconds since 1970.
    pub(crate) fn since(&self) -> i64 {
        self.modes.iter().map(|mode| mode.since).min().unwrap_or(i64::MAX)
    }
}

pub(crate) static QUICK_PLAY: Playlist = Playlist {
    asset: Asset::new(
        AssetKind::Playlist,
        "Quick Play",
        "bdceefb3-1c52-4848-a6b7-d49acd13109d",
        "2d41cb65-6193-4d7b-aaf1-bd0379c02c78",
    ),
    experience: 2,
    ranked: false,
    modes: &[
        &modes::ARENA_SLAYER,
        &modes::ARENA_CTF,
        &modes::ARENA_ONE_FLAG_CTF,
        &modes::ARENA_ODDBALL,
        &modes::ARENA_STRONGHOLDS,
        &modes::ARENA_KING_OF_THE_HILL,
        &modes::ARENA_LAND_GRAB,
        &modes::ARENA_ATTRITION,
        &modes::ARENA_ELIMINATION,
        &modes::ARENA_EXTRACTION,
    ],
    maps: &maps::ARENA,
    weight: 20,
};
pub(crate) static RANKED_ARENA: Playlist = Playlist {
    asset: Asset::new(
        AssetKind::Playlist,
        "Ranked Arena",
        "edfef3ac-9cbe-4fa2-b949-8f29deafd483",
        "1de8f8b9-b907-4c91-8aa0-9779590cdba0",
    ),
    experience: 2,
    ranked: true,
    modes: &[
        &modes::RANKED_SLAYER,
        &modes::RANKED_CTF,
        &modes::RANKED_ODDBALL,
        &modes::RANKED_STRONGHOLDS,
        &modes::RANKED_KING_OF_THE_HILL,
    ],
    maps: &maps::ARENA,
    weight: 35,
};
pub(crate) static RANKED_SLAYER_PLAYLIST: Playlist = Playlist {
    asset: Asset::new(
        AssetKind::Playlist,
        "Ranked Slayer",
        "dcb2e24e-05fb-4390-8076-32a0cdb4326e",
        "016adf1a-bfb3-493c-b57e-1adfdda43c07",
    ),
    experience: 2,
    ranked: true,
    modes: &[&modes::RANKED_SLAYER],
    maps: &maps::ARENA,
    weight: 10,
};
pub(crate) static BIG_TEAM_BATTLE: Playlist = Playlist {
    asset: Asset::new(
        AssetKind::Playlist,
        "Big Team Battle",
        "dc4929de-216c-43bc-b207-1702253f4576",
        "0d05897b-4847-40b4-8da5-9cb223abe4b4",
    ),
    experience: 3,
    ranked: false,
    modes: &[
        &modes::BTB_SLAYER,
        &modes::BTB_CTF,
        &modes::BTB_TOTAL_CONTROL,
        &modes::BTB_STOCKPILE,
    ],
    maps: &maps::BIG,
    weight: 10,
};
pub(crate) static FIESTA: Playlist = Playlist {
    asset: Asset::new(
        AssetKind::Playlist,
        "Fiesta",
        "4829f027-a9af-4b2f-86dd-7b290d6bb0a4",
        "f7b1d2e6-e0ab-40df-a120-9af020006806",
    ),
    experience: 2,
    ranked: false,
    modes: &[&modes::FIESTA_SLAYER],
    maps: &maps::ARENA,
    weight: 8,
};
pub(crate) static RUMBLE_PIT: Playlist = Playlist {
    asset: Asset::new(
        AssetKind::Playlist,
        "Rumble Pit",
        "f6c93ddd-a623-41b1-b9e3-81632ff73cfb",
        "91354711-9f49-4214-b33c-5b2288ae34db",
    ),
    experience: 2,
    ranked: false,
    modes: &[&modes::ARENA_FFA_SLAYER],
    maps: &maps::ARENA,
    weight: 5,
};
pub(crate) static BOT_BOOTCAMP: Playlist = Playlist {
    asset: Asset::new(
        AssetKind::Playlist,
        "Bot Bootcamp",
        "a446725e-b281-414c-a21e-31b8700e95a1",
        "25507858-c0a8-4d0f-9e05-c2850935d1a9",
    ),
    experience: 4,
    ranked: false,
    modes: &[&modes::ARENA_SLAYER_BOTS],
    maps: &maps::ARENA,
    weight: 2,
};
pub(crate) static SURVIVE_THE_UNDEAD: Playlist = Playlist {
    asset: Asset::new(
        AssetKind::Playlist,
        "Survive The Undead",
        "e8d02d03-3ee0-4c23-8eb0-d14ca93dd3b9",
        "e6771e9f-3888-426b-bde8-6718524eb8ed",
    ),
    experience: 5,
    ranked: false,
    modes: &[&modes::INFECTION],
    maps: &maps::ARENA,
    weight: 3,
};
pub(crate) static ACTION_SACK: Playlist = Playlist {
    asset: Asset::new(
        AssetKind::Playlist,
        "Action Sack",
        "d1c82b06-9d02-41c7-bd07-3341ee9570a2",
        "dbba9e46-02dd-4dab-b7d9-a2ebefbc6532",
    ),
    experience: 5,
    ranked: false,
    modes: &[&modes::VIP, &modes::MINIGAME],
    maps: &maps::ARENA,
    weight: 3,
};
pub(crate) static GRIFBALL: Playlist = Playlist {
    asset: Asset::new(
        AssetKind::Playlist,
        "Grifball",
        "562dc613-bf54-4b9b-90b5-a0ba6c3aa3f9",
        "6e6d906a-0ae8-46d0-885a-976c578de27b",
    ),
    experience: 5,
    ranked: false,
    modes: &[&modes::ARENA_GRIFBALL],
    maps: &[&maps::GRIFBALL_COURT],
    weight: 2,
};
pub(crate) static FIREFIGHT: Playlist = Playlist {
    asset: Asset::new(
        AssetKind::Playlist,
        "Firefight: King of the Hill",
        "05a31b26-514b-49ca-856c-3f2cb965a636",
        "f511ed75-6177-4539-b369-d38775b0063d",
    ),
    experience: 5,
    ranked: false,
    modes: &[&modes::FIREFIGHT],
    maps: &[&maps::HOUSE_OF_RECKONING],
    weight: 2,
};

/// All playlists.
pub(crate) static ALL: [&Playlist; 11] = [
    &QUICK_PLAY,
    &RANKED_ARENA,
    &RANKED_SLAYER_PLAYLIST,
    &BIG_TEAM_BATTLE,
    &FIESTA,
    &RUMBLE_PIT,
    &BOT_BOOTCAMP,
    &SURVIVE_THE_UNDEAD,
    &ACTION_SACK,
    &GRIFBALL,
    &FIREFIGHT,
];
