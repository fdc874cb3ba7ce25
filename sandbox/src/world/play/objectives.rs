//! The objectives of team modes: each mode's stats block, and the players' share of the score.
//!
//! Counters of special kills (of carriers, as a carrier, of the VIP) never exceed a player's kills.

use super::awards::medal;
use super::field::Field;
use super::final_score::Final;
use crate::rng::Rng;
use crate::world::stats::Stats;
use crate::world::stats::blocks::{
    CaptureTheFlagStats, ExtractionStats, OddballStats, StockpileStats, ZonesStats,
};

const ALWAYS: fn(&Stats) -> bool = |_| true;

pub(crate) fn capture_the_flag(field: &mut Field, rng: &mut Rng, ends: &[Final; 2]) {
    fn flag(stats: &mut Stats) -> &mut CaptureTheFlagStats {
        stats.blocks.capture_the_flag.get_or_insert_default()
    }
    let kills_left = |stats: &Stats| {
        let flag = stats.blocks.capture_the_flag.as_ref();
        flag.is_none_or(|f| f.flag_carriers_killed + f.flag_returners_killed < stats.core.kills)
    };
    field.add_block(flag);
    for end in ends {
        let team = end.team;
        field.distribute(rng, team, end.score, ALWAYS, |stats| {
            stats.core.score += 1;
            let flag = flag(stats);
            flag.flag_captures += 1;
            flag.flag_steals += 1;
            flag.flag_grabs += 1;
        });
        let assists = rng.between(0, end.score);
        field.distribute(rng, team, assists, ALWAYS, |stats| {
            flag(stats).flag_capture_assists += 1
        });
        let steals = rng.between(1, 6);
        field.distribute(rng, team, steals, ALWAYS, |stats| {
            flag(stats).flag_steals += 1;
            flag(stats).flag_grabs += 1;
        });
        let grabs = rng.between(0, 8);
        field.distribute(rng, team, grabs, ALWAYS, |stats| flag(stats).flag_grabs += 1);
        let returns = rng.between(1, 6);
        field.distribute(rng, team, returns, ALWAYS, |stats| flag(stats).flag_returns += 1);
        // Two players sometimes return the flag together.
        let together = i64::from(rng.chance(25));
        let shares = |stats: &Stats| {
            let flag = stats.blocks.capture_the_flag.as_ref();
            flag.is_some_and(|flag| flag.flag_returns < returns)
        };
        field.distribute(rng, team, together, shares, |stats| {
            flag(stats).flag_returns += 1;
            flag(stats).shared_flag_returns += 1;
        });
        let secures = rng.between(2, 6);
        field.distribute(rng, team, secures, ALWAYS, |stats| flag(stats).flag_secures += 1);
        let carriers = rng.between(0, 5);
        field.distribute(rng, team, carriers, kills_left, |stats| {
            flag(stats).flag_carriers_killed += 1
        });
        let returners = rng.between(0, 2);
        field.distribute(rng, team, returners, kills_left, |stats| {
            flag(stats).flag_returners_killed += 1
        });
        let jousts = rng.between(0, 1);
        field.distribute(
            rng,
            team,
            jousts,
            |stats| stats.core.kills > 2,
            |stats| {
                flag(stats).kills_as_flag_carrier += 1;
                stats.core.medals.add(medal::FLAG_JOUST, 1, 0);
            },
        );
        let seconds = (steals + grabs) * rng.between(2, 6);
        field.distribute(rng, team, seconds, carries, |stats| {
            flag(stats).time_as_flag_carrier += 10
        });
    }
    fn carries(stats: &Stats) -> bool {
        stats
            .blocks
            .capture_the_flag
            .as_ref()
            .is_some_and(|flag| flag.flag_grabs > 0)
    }
}

pub(crate) fn oddball(field: &mut Field, rng: &mut Rng, ends: &[Final; 2]) {
    fn ball(stats: &mut Stats) -> &mut OddballStats {
        stats.blocks.oddball.get_or_insert_default()
    }
    let kills_left = |stats: &Stats| {
        let ball = stats.blocks.oddball.as_ref();
        ball.is_none_or(|ball| ball.skull_carriers_killed < stats.core.kills)
    };
    field.add_block(ball);
    for end in ends {
        let team = end.team;
        // Each carry scores a few ticks.
        let mut left = end.score;
        while left > 0 {
            let ticks = rng.between(1, 24).min(left);
            let tenths = ticks * 10 + rng.between(0, 9);
            field.distribute(rng, team, 1, ALWAYS, |stats| {
                stats.core.score += ticks;
                let ball = ball(stats);
                ball.skull_scoring_ticks += ticks;
                ball.skull_grabs += 1;
                ball.time_as_skull_carrier += tenths;
                ball.longest_time_as_skull_carrier = ball.longest_time_as_skull_carrier.max(tenths);
            });
            left -= ticks;
        }
        let carriers = rng.between(3, 14);
        field.distribute(rng, team, carriers, kills_left, |stats| {
            ball(stats).skull_carriers_killed += 1
        });
        let with_ball = rng.between(0, 2);
        field.distribute(
            rng,
            team,
            with_ball,
            |stats| stats.core.melee_kills > 2,
            |stats| {
                ball(stats).kills_as_skull_carrier += 1;
            },
        );
        field.distribute(
            rng,
            team,
            1,
            |stats| stats.core.score > 60,
            |stats| {
                stats.core.medals.add(medal::STRAIGHT_BALLING, 1, 0);
            },
        );
    }
}

/// In the zone modes the team scores. Until 2023 the ticks were credited to players too.
pub(crate) fn zones(field: &mut Field, rng: &mut Rng, ends: &[Final; 2], is_of_2022: bool) {
    fn zone(stats: &mut Stats) -> &mut ZonesStats {
        stats.blocks.zones.get_or_insert_default()
    }
    let kills_left = |stats: &Stats| {
        let zones = stats.blocks.zones.as_ref();
        zones.is_none_or(|zones| zones.defensive_kills + zones.offensive_kills < stats.core.kills)
    };
    field.add_block(zone);
    for end in ends {
        let team = end.team;
        let players = field.of_team(team).count() as i64;
        let captures = players * rng.between(2, 6);
        field.distribute(rng, team, captures, ALWAYS, |stats| zone(stats).captures += 1);
        // Players often capture a zone together.
        let together = captures * rng.between(20, 60) / 100;
        let shares = |stats: &Stats| {
            let zones = stats.blocks.zones.as_ref();
            zones.is_some_and(|zones| zones.captures < captures)
        };
        field.distribute(rng, team, together, shares, |stats| {
            zone(stats).captures += 1;
            zone(stats).shared_captures += 1;
        });
        let secures = players * rng.between(1, 3);
        field.distribute(rng, team, secures, ALWAYS, |stats| zone(stats).secures += 1);
        let kills: i64 = field.of_team(team).map(|stretch| stretch.stats.core.kills).sum();
        let defensive = kills * rng.between(15, 30) / 100;
        let taken = field.distribute(rng, team, defensive, kills_left, |stats| {
            zone(stats).defensive_kills += 1
        });
        let guardians = taken / 6;
        field.distribute(rng, team, guardians, kills_left, |stats| {
            stats.core.medals.add(medal::ZONE_GUARDIAN, 1, 0);
        });
        let offensive = kills * rng.between(15, 30) / 100;
        field.distribute(rng, team, offensive, kills_left, |stats| {
            zone(stats).offensive_kills += 1
        });
        for stretch in field.of_team(team) {
            let share = (stretch.to - stretch.from) / 100 * rng.between(8, 22) / 100;
            zone(&mut stretch.stats).occupation_time += share;
        }
        if is_of_2022 {
            field.distribute(rng, team, end.score, ALWAYS, |stats| {
                zone(stats).scoring_ticks += 1
            });
        }
    }
}

pub(crate) fn extraction(field: &mut Field, rng: &mut Rng, ends: &[Final; 2]) {
    fn site(stats: &mut Stats) -> &mut ExtractionStats {
        stats.blocks.extraction.get_or_insert_default()
    }
    field.add_block(site);
    for end in ends {
        let team = end.team;
        field.distribute(rng, team, end.score, ALWAYS, |stats| {
            stats.core.score += 1;
            site(stats).successful_extractions += 1;
        });
        let initiated = end.score + rng.between(0, 4);
        field.distribute(rng, team, initiated, ALWAYS, |stats| {
            site(stats).initiations_completed += 1
        });
        let converted = rng.between(0, 5);
        field.distribute(rng, team, converted, ALWAYS, |stats| {
            site(stats).conversions_completed += 1
        });
        let denied = rng.between(0, 3);
        field.distribute(rng, team, denied, ALWAYS, |stats| {
            site(stats).conversions_denied += 1
        });
        let stopped = rng.between(0, 2);
        field.distribute(rng, team, stopped, ALWAYS, |stats| {
            site(stats).initiations_denied += 1;
            stats.core.medals.add(medal::HANG_UP, 1, 0);
        });
    }
}

/// Five seeds score a point for the team, not for a player.
pub(crate) fn stockpile(field: &mut Field, rng: &mut Rng, ends: &[Final; 2]) {
    fn seeds(stats: &mut Stats) -> &mut StockpileStats {
        stats.blocks.stockpile.get_or_insert_default()
    }
    let kills_left = |stats: &Stats| {
        let seeds = stats.blocks.stockpile.as_ref();
        let named = seeds.map_or(0, |s| {
            s.power_seed_carriers_killed + s.kills_as_power_seed_carrier
        });
        named < stats.core.kills
    };
    field.add_block(seeds);
    for end in ends {
        let team = end.team;
        let stolen = rng.between(0, 3);
        field.distribute(rng, team, stolen, ALWAYS, |stats| {
            seeds(stats).power_seeds_stolen += 1;
            seeds(stats).time_as_power_seed_carrier += 93;
        });
        let deposited = end.score * 5 + rng.between(0, 4);
        for _ in 0..deposited {
            let carried = rng.between(40, 400);
            let driven = if rng.chance(20) { rng.between(20, 200) } else { 0 };
            field.distribute(rng, team, 1, ALWAYS, |stats| {
                let seeds = seeds(stats);
                seeds.power_seeds_deposited += 1;
                seeds.time_as_power_seed_carrier += carried;
                seeds.time_as_power_seed_driver += driven;
            });
        }
        let carriers = rng.between(2, 9);
        field.distribute(rng, team, carriers, kills_left, |stats| {
            seeds(stats).power_seed_carriers_killed += 1
        });
        let carrying = rng.between(0, 1);
        field.distribute(rng, team, carrying, kills_left, |stats| {
            seeds(stats).kills_as_power_seed_carrier += 1
        });
    }
}
