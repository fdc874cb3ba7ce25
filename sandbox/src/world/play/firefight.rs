//! Firefight: humans against the AI. Kills of players do not count.

use super::field::Field;
use crate::rng::Rng;
use crate::world::stats::blocks::EliminationStats;
use crate::world::stats::core::Rounds;

/// The share of each kind of AI enemy, in percent: marines, grunts, jackals, elites, brutes, hunters, skimmers,
/// sentinels.
const SHARES: [i64; 8] = [0, 32, 30, 11, 13, 2, 12, 0];

/// `hills` is the number of objectives, which every player completes.
pub(crate) fn play(field: &mut Field, rng: &mut Rng, hills: i64) {
    for stretch in &mut field.stretches {
        let present = stretch.to - stretch.from;
        let share = |amount: i64| amount * (present / 1000) / 760;
        let stats = &mut stretch.stats;
        let mut kinds = [0; 9];
        for (kind, percent) in SHARES.into_iter().enumerate() {
            kinds[kind] = share(percent * rng.between(50, 120) / 100);
        }
        kinds[8] = rng.between(0, 2);
        let core = &mut stats.core;
        core.kills = kinds.iter().sum();
        core.deaths = rng.between(0, 3);
        core.assists = share(rng.between(18, 36));
        core.shared_assists = core.assists * rng.between(5, 25) / 100;
        core.shots_fired = core.kills * rng.between(6, 12);
        core.shots_hit = core.shots_fired * rng.between(52, 62) / 100;
        core.damage_dealt = core.kills * rng.between(150, 175);
        core.damage_taken = rng.between(2, 180);
        core.rounds = Rounds {
            won: 1,
            ..Rounds::default()
        };
        core.spawns = core.deaths + 1;
        core.alive_ms = present - (core.deaths * 9_000).min(present / 2);
        core.objectives_completed = if stretch.last && stretch.to == field.playable {
            hills
        } else {
            0
        };
        stats.pve = Some(kinds);
        stats.blocks.elimination = Some(EliminationStats::default());
    }
    let revives = rng.between(0, 5);
    field.distribute(
        rng,
        0,
        revives,
        |_| true,
        |stats| {
            stats.blocks.elimination.get_or_insert_default().allies_revived += 1;
        },
    );
    field.distribute(
        rng,
        0,
        revives,
        |_| true,
        |stats| {
            stats
                .blocks
                .elimination
                .get_or_insert_default()
                .times_revived_by_ally += 1;
        },
    );
}
