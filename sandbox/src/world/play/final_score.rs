//! The final scores and rounds of a match of two teams.

use crate::rng::Rng;
use crate::world::catalog::modes::Rules;
use crate::world::plan::MatchPlan;
use crate::world::stats::core::Rounds;

/// The final score of a team.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Final {
    pub(crate) team: i64,
    pub(crate) score: i64,
    pub(crate) rounds: Rounds,
}

/// The final scores, team 0 first. The winner has the higher score; equal scores are a tie.
pub(crate) fn draw(plan: &MatchPlan, rng: &mut Rng) -> [Final; 2] {
    let (winner, loser) = match plan.mode.rules {
        Rules::Oddball => oddball(plan, rng),
        Rules::Elimination => rounds(plan, rng),
        _ => points(plan, rng),
    };
    let ends = [winner, loser];
    let first = rng.index(2);
    [0, 1].map(|team| {
        let (score, rounds) = ends[first ^ team];
        Final {
            team: team as i64,
            score,
            rounds,
        }
    })
}

type End = (i64, Rounds);

/// One round for points.
fn points(plan: &MatchPlan, rng: &mut Rng) -> (End, End) {
    let target = plan.mode.target;
    if plan.tie {
        let score = rng.between(target / 3, target - 1);
        let rounds = Rounds {
            tied: 1,
            ..Rounds::default()
        };
        return ((score, rounds), (score, rounds));
    }
    // One match in five ends by the time limit.
    let high = if rng.chance(20) {
        rng.between((target / 2).max(1), target)
    } else {
        target
    };
    let low = rng.between(high * 3 / 10, high - 1);
    (
        (
            high,
            Rounds {
                won: 1,
                ..Rounds::default()
            },
        ),
        (
            low,
            Rounds {
                lost: 1,
                ..Rounds::default()
            },
        ),
    )
}

/// Up to three rounds of 100 ticks.
fn oddball(plan: &MatchPlan, rng: &mut Rng) -> (End, End) {
    if plan.tie {
        let score = 100 + rng.between(20, 99);
        let rounds = Rounds {
            won: 1,
            lost: 1,
            tied: 1,
        };
        return ((score, rounds), (score, rounds));
    }
    let lost = rng.between(0, 1);
    let high = 200 + lost * rng.between(30, 99);
    let low = lost * 100 + rng.between(20, 120);
    (
        (
            high,
            Rounds {
                won: 2,
                lost,
                tied: 0,
            },
        ),
        (
            low,
            Rounds {
                won: lost,
                lost: 2,
                tied: 0,
            },
        ),
    )
}

/// Rounds are the score.
fn rounds(plan: &MatchPlan, rng: &mut Rng) -> (End, End) {
    let target = plan.mode.target;
    if plan.tie {
        let won = target - 1;
        let rounds = Rounds {
            won,
            lost: won,
            tied: 1,
        };
        return ((won, rounds), (won, rounds));
    }
    let lost = rng.between(0, target - 1);
    let loser = Rounds {
        won: lost,
        lost: target,
        tied: 0,
    };
    (
        (
            target,
            Rounds {
                won: target,
                lost,
                tied: 0,
            },
        ),
        (lost, loser),
    )
}
