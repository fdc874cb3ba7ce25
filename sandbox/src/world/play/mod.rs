//! The simulation of a match. A plan always produces the same match.

mod awards;
mod field;
mod final_score;
mod firefight;
mod hunts;
mod kills;
mod objectives;
mod personal_scores;
mod result;

use self::field::Field;
pub(crate) use self::field::{Moment, MomentKind};
use self::final_score::Final;
use self::kills::Killing;
pub(crate) use self::result::{LOSS, PlayedMatch, PlayedPlayer, TIE, WIN};
use super::catalog::modes::{Rules, Sides};
use super::people::Person;
use super::plan::{MatchPlan, Who};
use crate::rng::Rng;

/// The outcome of a match for the player in a seat. Matches of two teams need not be played for it.
pub(crate) fn outcome(plan: &MatchPlan, seat: usize, people: &[Person]) -> i64 {
    let sitting = &plan.seats[seat];
    match plan.mode.sides {
        Sides::Teams(_) | Sides::Bots(_) => {
            let ends = final_score::draw(plan, &mut dice(plan));
            let [own, other] = if sitting.team == ends[0].team {
                ends
            } else {
                [ends[1], ends[0]]
            };
            result::outcome(sitting, own.score.cmp(&other.score))
        }
        Sides::FreeForAll(_) | Sides::Coop(_) => play(plan, people).players[seat].outcome,
    }
}

fn dice(plan: &MatchPlan) -> Rng {
    Rng::for_subject(plan.seed, "play")
}

/// Plays a match.
pub(crate) fn play<'a>(plan: &'a MatchPlan, people: &[Person]) -> PlayedMatch<'a> {
    let mut rng = dice(plan);
    let mut field = Field::new(plan, people);
    let ends = match plan.mode.sides {
        Sides::FreeForAll(players) => {
            play_free_for_all(&mut field, &mut rng, plan, players);
            None
        }
        Sides::Coop(_) => {
            firefight::play(&mut field, &mut rng, plan.mode.target);
            None
        }
        Sides::Teams(size) | Sides::Bots(size) => {
            let ends = final_score::draw(plan, &mut rng);
            play_teams(&mut field, &mut rng, plan, size, &ends);
            Some(ends)
        }
    };
    for stretch in &mut field.stretches {
        personal_scores::award(&mut stretch.stats, plan.mode, &mut rng);
        if matches!(plan.seats[stretch.seat].who, Who::Bot(..)) {
            // The API counts the stats of bots but omits their medals and personal scores.
            stretch.stats.core.medals.0.clear();
            stretch.stats.core.personal_scores.0.clear();
        }
    }
    result::settle(plan, field, ends)
}

fn play_free_for_all(field: &mut Field, rng: &mut Rng, plan: &MatchPlan, players: i64) {
    let kills = plan.playable_ms / 1000 * players * rng.between(14, 19) / 1000;
    let infection = plan.mode.rules == Rules::Infection;
    let target = if infection { i64::MAX - 1 } else { plan.mode.target };
    kills::simulate(field, rng, Killing::FreeForAll { kills, target });
    if infection {
        hunts::infection(field, rng, plan.mode.target);
    } else {
        score_kills(field);
    }
}

fn play_teams(field: &mut Field, rng: &mut Rng, plan: &MatchPlan, size: i64, ends: &[Final; 2]) {
    let kills = ends
        .iter()
        .map(|end| (end.team, team_kills(rng, plan, size, end)))
        .collect();
    kills::simulate(field, rng, Killing::PerTeam(kills));
    for end in ends {
        for stretch in field.of_team(end.team).filter(|stretch| stretch.last) {
            stretch.stats.core.rounds = end.rounds;
        }
    }
    match plan.mode.rules {
        Rules::CaptureTheFlag => objectives::capture_the_flag(field, rng, ends),
        Rules::Oddball => objectives::oddball(field, rng, ends),
        Rules::Zones => objectives::zones(field, rng, ends, plan.is_of_2022()),
        Rules::Extraction => objectives::extraction(field, rng, ends),
        Rules::Stockpile => objectives::stockpile(field, rng, ends),
        Rules::Elimination => hunts::elimination(field, rng, ends, plan.mode),
        Rules::Vip => hunts::vip(field, rng, ends),
        Rules::Goals => {
            for end in ends {
                field.distribute(rng, end.team, end.score, |_| true, |stats| stats.core.score += 1);
            }
        }
        Rules::Slayer | Rules::Infection | Rules::Firefight => {
            score_kills(field);
        }
    }
    if size > 4 {
        use_vehicles(field, rng);
    }
}

/// The number of kills of a team, from its final score.
fn team_kills(rng: &mut Rng, plan: &MatchPlan, size: i64, end: &Final) -> i64 {
    match plan.mode.rules {
        Rules::Slayer => end.score,
        // The winner of a round kills the whole other team.
        Rules::Elimination => end.rounds.won * size + end.rounds.lost * rng.between(0, 2),
        // Each goal costs some kills, so that a team has enough for its VIP kills.
        Rules::Vip | Rules::Goals => end.score * rng.between(3, 5) + rng.between(4, 12),
        _ => plan.playable_ms / 1000 * size * rng.between(15, 22) / 1000,
    }
}

fn score_kills(field: &mut Field) {
    for stretch in &mut field.stretches {
        stretch.stats.core.score = stretch.stats.core.kills;
    }
}

fn use_vehicles(field: &mut Field, rng: &mut Rng) {
    for stretch in &mut field.stretches {
        let core = &mut stretch.stats.core;
        if rng.chance(25) {
            core.vehicle_destroys = rng.between(1, 2);
        }
        if rng.chance(15) {
            core.driver_assists = rng.between(1, 4);
        }
        core.hijacks = i64::from(rng.chance(8));
        core.emp_assists = i64::from(rng.chance(5));
    }
}
