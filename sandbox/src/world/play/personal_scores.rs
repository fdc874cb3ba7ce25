//! Personal scores. A player's `PersonalScore` is their sum.

use super::awards::{self as a, PersonalScore, medal};
use crate::rng::Rng;
use crate::world::catalog::modes::{Mode, Rules};
use crate::world::stats::Stats;

const KING_OF_THE_HILL: i64 = 12;
const TOTAL_CONTROL: i64 = 14;
const LAND_GRAB: i64 = 39;

/// Computes the personal scores of a player's time in a team.
pub(crate) fn award(stats: &mut Stats, mode: &Mode, rng: &mut Rng) {
    let add = |stats: &mut Stats, score: PersonalScore, count: i64| {
        let PersonalScore(name_id, worth) = score;
        stats.core.personal_scores.add(name_id, count, count * worth);
        stats.core.personal_score += count * worth;
    };
    let objectives = objectives(stats, mode, rng);
    let core = &stats.core;
    let eliminations = match (mode.rules, &stats.blocks.elimination) {
        (Rules::Elimination, Some(elimination)) => elimination.eliminations,
        _ => 0,
    };
    // The script of Firefight awards kills by itself.
    let player_kills = if mode.rules == Rules::Firefight {
        0
    } else {
        core.kills - eliminations
    };
    let assists = if mode.rules == Rules::Firefight {
        0
    } else {
        core.assists
    };
    let common = [
        (a::KILLED_PLAYER, player_kills),
        (a::ELIMINATED_PLAYER, eliminations),
        (a::KILL_ASSIST, assists),
        (a::MARK_ASSIST, core.callout_assists),
        (a::DESTROYED_WARTHOG, core.vehicle_destroys),
        (a::HIJACKED_WARTHOG, core.hijacks),
        (a::DRIVER_ASSIST, core.driver_assists),
        (a::EMP_ASSIST, core.emp_assists),
        (a::SELF_DESTRUCTION, core.suicides),
        (a::BETRAYED_PLAYER, core.betrayals),
    ];
    for (score, count) in common.into_iter().chain(objectives) {
        add(stats, score, count);
    }
}

/// The scores of the mode's objectives.
fn objectives(stats: &mut Stats, mode: &Mode, rng: &mut Rng) -> Vec<(PersonalScore, i64)> {
    let core = &mut stats.core;
    let blocks = &stats.blocks;
    let mut objectives = Vec::new();
    if let Some(flag) = &blocks.capture_the_flag {
        objectives.extend([
            (a::FLAG_CAPTURED, flag.flag_captures),
            (a::FLAG_CAPTURE_ASSIST, flag.flag_capture_assists),
            (a::FLAG_STOLEN, flag.flag_steals),
            (a::FLAG_RETURNED, flag.flag_returns),
            (a::RUNNER_STOPPED, flag.flag_carriers_killed),
        ]);
    }
    if let Some(ball) = &blocks.oddball {
        objectives.extend([
            (a::BALL_TAKEN, ball.skull_grabs),
            (a::BALL_CONTROL, ball.skull_scoring_ticks / 5),
            (a::CARRIER_STOPPED, ball.skull_carriers_killed),
        ]);
    }
    if let Some(zones) = &blocks.zones {
        objectives.extend(match mode.category {
            KING_OF_THE_HILL => [
                (a::HILL_CONTROL, zones.captures),
                (a::HILL_SCORED, zones.secures / 3),
            ],
            TOTAL_CONTROL => [
                (a::ZONE_CAPTURED_100, zones.captures),
                (a::ZONE_SECURED, zones.secures),
            ],
            LAND_GRAB => [
                (a::ZONE_CAPTURED_75, zones.captures),
                (a::ZONE_SECURED, zones.secures),
            ],
            _ => [
                (a::ZONE_CAPTURED_50, zones.captures),
                (a::ZONE_SECURED, zones.secures),
            ],
        });
        if mode.category == KING_OF_THE_HILL {
            core.medals
                .add(medal::HILL_GUARDIAN, zones.defensive_kills / 4, 0);
        }
    }
    if let Some(site) = &blocks.extraction {
        objectives.extend([
            (a::EXTRACTION_INITIATED, site.initiations_completed),
            (a::EXTRACTION_CONVERTED, site.conversions_completed),
            (a::CONVERSION_DENIED, site.conversions_denied),
            (a::EXTRACTION_DENIED, site.initiations_denied),
            (a::EXTRACTION_COMPLETED, site.successful_extractions),
        ]);
    }
    if let Some(seeds) = &blocks.stockpile {
        objectives.extend([
            (a::POWER_SEED_SECURED, seeds.power_seeds_deposited),
            (a::POWER_SEED_STOLEN, seeds.power_seeds_stolen),
            (a::CARRIER_KILLED, seeds.power_seed_carriers_killed),
        ]);
    }
    match mode.rules {
        Rules::Elimination => {
            let revived = blocks.elimination.as_ref().map_or(0, |own| own.allies_revived);
            objectives.push((a::REVIVED_PLAYER, revived));
        }
        Rules::Infection => objectives.push((a::CUSTOM, core.score / 25)),
        Rules::Goals => objectives.push((a::CUSTOM, core.score * 20)),
        Rules::Firefight => {
            core.medals.add(medal::KONG, core.kills / 12, 0);
            objectives.extend([
                (a::CUSTOM, core.kills * 2),
                (a::HILL_CONTROL, rng.between(20, 80)),
                (a::HILL_SCORED, core.objectives_completed.min(rng.between(2, 5))),
            ]);
        }
        _ => {}
    }
    objectives
}
