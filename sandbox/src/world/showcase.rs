//! The newest matches of every world: one of each kind, so that the first page of a history contains every mode and
//! every incident.

use super::catalog::maps;
use super::catalog::modes::{self as m, Mode};
use super::catalog::playlists::{self as l, Playlist};
use super::pick::Pick;
use super::plan::Setting;
use super::roster::Incidents;
use crate::rng::Rng;

enum Where {
    Playlist(&'static Playlist),
    Custom,
    Local,
}

const PLAIN: Incidents = Incidents {
    leaver: false,
    joiner: false,
    bot_fills_in: false,
    changes_team: false,
    bots: false,
    tie: false,
};

/// The number of showcase matches.
pub(super) const LEN: usize = SHOWN.len();

static SHOWN: [(Where, &Mode, Incidents); 25] = [
    (Where::Playlist(&l::RANKED_ARENA), &m::RANKED_SLAYER, PLAIN),
    (Where::Playlist(&l::QUICK_PLAY), &m::ARENA_CTF, PLAIN),
    (Where::Playlist(&l::RANKED_ARENA), &m::RANKED_ODDBALL, PLAIN),
    (Where::Playlist(&l::RANKED_ARENA), &m::RANKED_STRONGHOLDS, PLAIN),
    (
        Where::Playlist(&l::BIG_TEAM_BATTLE),
        &m::BTB_SLAYER,
        Incidents {
            leaver: true,
            joiner: true,
            ..PLAIN
        },
    ),
    (
        Where::Playlist(&l::RANKED_ARENA),
        &m::RANKED_KING_OF_THE_HILL,
        Incidents {
            leaver: true,
            ..PLAIN
        },
    ),
    (
        Where::Custom,
        &m::ARENA_ODDBALL,
        Incidents {
            bots: true,
            changes_team: true,
            ..PLAIN
        },
    ),
    (
        Where::Playlist(&l::FIESTA),
        &m::FIESTA_SLAYER,
        Incidents {
            leaver: true,
            bot_fills_in: true,
            ..PLAIN
        },
    ),
    (Where::Playlist(&l::FIREFIGHT), &m::FIREFIGHT, PLAIN),
    (Where::Playlist(&l::RUMBLE_PIT), &m::ARENA_FFA_SLAYER, PLAIN),
    (Where::Playlist(&l::QUICK_PLAY), &m::ARENA_LAND_GRAB, PLAIN),
    (
        Where::Playlist(&l::SURVIVE_THE_UNDEAD),
        &m::INFECTION,
        Incidents {
            leaver: true,
            joiner: true,
            ..PLAIN
        },
    ),
    (Where::Playlist(&l::QUICK_PLAY), &m::ARENA_ONE_FLAG_CTF, PLAIN),
    (Where::Playlist(&l::QUICK_PLAY), &m::ARENA_ELIMINATION, PLAIN),
    (Where::Playlist(&l::BIG_TEAM_BATTLE), &m::BTB_TOTAL_CONTROL, PLAIN),
    (Where::Playlist(&l::ACTION_SACK), &m::VIP, PLAIN),
    (Where::Playlist(&l::QUICK_PLAY), &m::ARENA_EXTRACTION, PLAIN),
    (Where::Playlist(&l::QUICK_PLAY), &m::ARENA_ATTRITION, PLAIN),
    (Where::Playlist(&l::BIG_TEAM_BATTLE), &m::BTB_STOCKPILE, PLAIN),
    (Where::Playlist(&l::GRIFBALL), &m::ARENA_GRIFBALL, PLAIN),
    (Where::Playlist(&l::ACTION_SACK), &m::MINIGAME, PLAIN),
    (Where::Playlist(&l::BOT_BOOTCAMP), &m::ARENA_SLAYER_BOTS, PLAIN),
    (Where::Local, &m::ARENA_SLAYER, PLAIN),
    (
        Where::Playlist(&l::RANKED_ARENA),
        &m::RANKED_CTF,
        Incidents { tie: true, ..PLAIN },
    ),
    (Where::Custom, &m::ARENA_SLAYER, Incidents { bots: true, ..PLAIN }),
];

/// Picks the showcase match at an index below [`LEN`].
pub(super) fn pick(rng: &mut Rng, index: usize) -> Pick {
    let (place, mode, incidents) = &SHOWN[index];
    let (setting, maps): (_, &'static [_]) = match place {
        Where::Playlist(playlist) => (Setting::Matchmade(playlist), playlist.maps),
        Where::Custom => (Setting::Custom, &maps::ARENA),
        Where::Local => (Setting::Local, &maps::ARENA),
    };
    Pick {
        setting,
        mode,
        map: rng.pick(maps),
        incidents: *incidents,
    }
}
