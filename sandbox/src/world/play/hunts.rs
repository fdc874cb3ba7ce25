//! Modes about players: Elimination, Attrition, VIP and Infection.

use super::awards::medal;
use super::field::Field;
use super::final_score::Final;
use crate::rng::Rng;
use crate::world::catalog::modes::Mode;
use crate::world::stats::Stats;
use crate::world::stats::blocks::{EliminationStats, InfectionStats, VipStats};
use crate::world::stats::core::Rounds;

const ATTRITION: i64 = 7;

pub(crate) fn elimination(field: &mut Field, rng: &mut Rng, ends: &[Final; 2], mode: &Mode) {
    fn own(stats: &mut Stats) -> &mut EliminationStats {
        stats.blocks.elimination.get_or_insert_default()
    }
    let attrition = mode.category == ATTRITION;
    for stretch in &mut field.stretches {
        let core = &stretch.stats.core;
        let (kills, assists) = (core.kills, core.assists);
        let own = own(&mut stretch.stats);
        // In Attrition most killed players return from the pool of lives.
        own.eliminations = if attrition { kills * 40 / 100 } else { kills };
        own.elimination_assists = if attrition { assists * 40 / 100 } else { assists };
        own.kills_as_last_player_standing = own.eliminations * rng.between(0, 30) / 100;
    }
    for end in ends {
        let team = end.team;
        let denied = rng.between(0, 2);
        field.distribute(
            rng,
            team,
            denied,
            |stats| stats.core.kills > 0,
            |stats| {
                own(stats).enemy_revives_denied += 1;
            },
        );
        // Each revive has a reviver and a revived player in one team.
        let revives = rng.between(0, 4);
        field.distribute(
            rng,
            team,
            revives,
            |_| true,
            |stats| own(stats).allies_revived += 1,
        );
        field.distribute(
            rng,
            team,
            revives,
            |_| true,
            |stats| own(stats).times_revived_by_ally += 1,
        );
        field.distribute(rng, team, end.rounds.won, last_standing_left, |stats| {
            own(stats).last_players_standing_killed += 1;
            stats.core.medals.add(medal::LAST_SHOT, 1, 0);
        });
        let survived = end.rounds.won;
        for stretch in field.of_team(team).filter(|stretch| stretch.last) {
            own(&mut stretch.stats).rounds_survived = rng.between(0, survived);
            if attrition {
                own(&mut stretch.stats).lives_remaining = rng.between(0, 2);
            }
        }
    }
    fn last_standing_left(stats: &Stats) -> bool {
        let own = stats.blocks.elimination.as_ref();
        own.is_some_and(|own| own.last_players_standing_killed < own.eliminations)
    }
}

/// Kills of the other team's VIP are the score.
pub(crate) fn vip(field: &mut Field, rng: &mut Rng, ends: &[Final; 2]) {
    fn own(stats: &mut Stats) -> &mut VipStats {
        stats.blocks.vip.get_or_insert_default()
    }
    let kills_left = |stats: &Stats| {
        stats
            .blocks
            .vip
            .as_ref()
            .is_none_or(|vip| vip.vip_kills < stats.core.kills)
    };
    field.add_block(own);
    for end in ends {
        let team = end.team;
        field.distribute(rng, team, end.score, kills_left, |stats| {
            stats.core.score += 1;
            own(stats).vip_kills += 1;
        });
        let assists = rng.between(0, end.score);
        field.distribute(
            rng,
            team,
            assists,
            |stats| stats.core.assists > 0,
            |stats| own(stats).vip_assists += 1,
        );
        let selections = ends[1 - end.team as usize].score + 1;
        for _ in 0..selections {
            let tenths = rng.between(100, 900);
            field.distribute(
                rng,
                team,
                1,
                |_| true,
                |stats| {
                    let vip = own(stats);
                    vip.times_selected_as_vip += 1;
                    vip.time_as_vip += tenths;
                    vip.longest_time_as_vip = vip.longest_time_as_vip.max(tenths);
                },
            );
        }
        for stretch in field.of_team(team) {
            let core = &stretch.stats.core;
            let (kills, spree) = (core.kills, core.max_killing_spree);
            let vip = own(&mut stretch.stats);
            if vip.times_selected_as_vip > 0 {
                vip.kills_as_vip = rng.between(0, kills / 2);
                vip.max_killing_spree_as_vip = vip.kills_as_vip.min(spree);
            }
        }
    }
}

/// Each for themselves. Survival time and infections are the score.
pub(crate) fn infection(field: &mut Field, rng: &mut Rng, rounds: i64) {
    let playable = field.playable;
    for stretch in &mut field.stretches {
        let present = stretch.to - stretch.from;
        let rounds = (rounds * present / playable).max(1);
        let core = &mut stretch.stats.core;
        core.score = present / 1000 * rng.between(30, 90) / 100 + core.kills * 10;
        let won = rng.between(0, rounds / 2);
        core.rounds = Rounds {
            won,
            lost: rounds - won,
            tied: 0,
        };
        let infected = rng.between(0, core.kills);
        let undead = core.kills - infected;
        if undead >= 4 {
            core.medals.add(medal::ZOMBIE_SLAYER, 1, 0);
        }
        let last_standing = rng.chance(35);
        stretch.stats.blocks.infection = Some(InfectionStats {
            alphas_killed: i64::from(undead > 0 && rng.chance(20)),
            spartans_infected: infected,
            spartans_infected_as_alpha: if rng.chance(20) { infected / 2 } else { 0 },
            kills_as_last_spartan_standing: if last_standing { undead / 2 } else { 0 },
            last_spartans_standing_infected: i64::from(infected > 0 && rng.chance(30)),
            rounds_as_alpha: i64::from(rng.chance(30)),
            rounds_as_last_spartan_standing: i64::from(last_standing),
            rounds_finished_as_infected: rounds - won,
            rounds_survived_as_spartan: won,
            rounds_survived_as_last_spartan_standing: i64::from(last_standing && won > 0),
            time_as_last_spartan_standing: if last_standing { rng.between(20, 400) } else { 0 },
            infected_killed: undead,
        });
    }
}
