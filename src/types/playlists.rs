//! GUIDs of well-known playlists.
//!
//! Playlists come and go: a playlist may be out of rotation today, or be replaced by another with the same name
//! and another GUID. Match statistics name the playlist of each match.
//!
//! Ranked Arena is the playlist of captured matches. The others come from public programs: `halo_api`, LeafApp,
//! SpartanRecord, LevelUp, and the tests of an older client by SPNKr's author.

use super::guid::Guid;

macro_rules! playlists {
    ($($(#[$doc:meta])+ $constant:ident = $guid:literal, $name:literal;)+) => {
        $($(#[$doc])+ pub const $constant: Guid = Guid::from_u128($guid);)+

        /// All playlists of this module, with their English names.
        pub const ALL: &[(Guid, &str)] = &[$(($constant, $name)),+];
    };
}

playlists! {
    /// Ranked Arena, since 2021.
    RANKED_ARENA = 0xedfef3ac_9cbe_4fa2_b949_8f29deafd483, "Ranked Arena";
    /// Ranked Slayer.
    RANKED_SLAYER = 0xdcb2e24e_05fb_4390_8076_32a0cdb4326e, "Ranked Slayer";
    /// Ranked Doubles.
    RANKED_DOUBLES = 0xfa5aa2a3_2428_4912_a023_e1eeea7b877c, "Ranked Doubles";
    /// Ranked Snipers, which is not always in rotation.
    RANKED_SNIPERS = 0x6233381c_fc96_40b9_b1ff_f6a4de72dd7a, "Ranked Snipers";
    /// Ranked Tactical, which is not always in rotation.
    RANKED_TACTICAL = 0x57e417dd_7366_4dda_9bdd_2802151d5e81, "Ranked Tactical";
    /// Ranked FFA, which is not always in rotation.
    RANKED_FFA = 0x71734db4_4b8e_4682_9206_62b6eff92582, "Ranked FFA";
    /// Quick Play, in matches of recent years.
    QUICK_PLAY = 0x1b1691dc_d8b9_4b1f_825d_cb1c065184c1, "Quick Play";
    /// Quick Play, in matches of the first years.
    QUICK_PLAY_2021 = 0xbdceefb3_1c52_4848_a6b7_d49acd13109d, "Quick Play";
    /// Big Team Battle, in matches of recent years.
    BIG_TEAM_BATTLE = 0x2825d417_93e6_4366_98f9_839a2dc41fe4, "Big Team Battle";
    /// Big Team Battle, in matches of the first years.
    BIG_TEAM_BATTLE_2021 = 0xdc4929de_216c_43bc_b207_1702253f4576, "Big Team Battle";
    /// Bot Bootcamp.
    BOT_BOOTCAMP = 0xa446725e_b281_414c_a21e_31b8700e95a1, "Bot Bootcamp";
    /// Fiesta.
    FIESTA = 0x4829f027_a9af_4b2f_86dd_7b290d6bb0a4, "Fiesta";
}

/// The English name of a playlist of this module; `None` for any other.
///
/// ```
/// use halo_infinite::types::playlists;
///
/// assert_eq!(playlists::name(playlists::RANKED_ARENA), Some("Ranked Arena"));
/// ```
pub fn name(playlist: Guid) -> Option<&'static str> {
    let (_, name) = ALL.iter().find(|(known, _)| *known == playlist)?;
    Some(name)
}
