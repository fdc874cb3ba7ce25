//! Matchmaking ratings: of teams, and the performance expected of players.

use super::catalog::modes::Rules;
use super::people::Person;
use super::plan::{MatchPlan, Who};
use super::ranks::TIERS;
use super::shapes::Shapes;
use crate::rng::Rng;
use serde_json::{Map, Value, json};

/// The rating of a team of bots.
const BOTS: f64 = 420.0;

/// A player's actual kills and deaths.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Performance {
    pub(crate) kills: i64,
    pub(crate) deaths: i64,
}

/// A match's random numbers for one subject.
pub(crate) fn dice(plan: &MatchPlan, subject: &str) -> Rng {
    Rng::for_subject(plan.seed, subject)
}

/// The ratings in a match.
#[derive(Debug)]
pub(crate) struct Ratings {
    /// By seat; `None` for bots.
    players: Vec<Option<f64>>,
    /// Ordered by team number.
    teams: Vec<(i64, f64)>,
    minutes: f64,
}

impl Ratings {
    pub(crate) fn new(plan: &MatchPlan, people: &[Person]) -> Self {
        let mut rng = dice(plan, "ratings");
        let players: Vec<Option<f64>> = plan
            .seats
            .iter()
            .map(|seat| match seat.who {
                Who::Human(person) => Some(rating(&mut rng, &people[person])),
                Who::Bot(..) => None,
            })
            .collect();
        let mut numbers: Vec<i64> = plan.seats.iter().map(|seat| seat.team).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mean = |team: i64| {
            let of_team = plan.seats.iter().zip(&players);
            let of_team: Vec<f64> = of_team
                .filter(|(seat, _)| seat.team == team)
                .filter_map(|(_, rating)| *rating)
                .collect();
            if of_team.is_empty() {
                BOTS
            } else {
                of_team.iter().sum::<f64>() / of_team.len() as f64
            }
        };
        Self {
            teams: numbers.into_iter().map(|team| (team, mean(team))).collect(),
            players,
            minutes: plan.playable_ms as f64 / 60_000.0,
        }
    }

    pub(crate) fn of_team(&self, team: i64) -> Option<f64> {
        let found = self.teams.iter().find(|(number, _)| *number == team);
        found.map(|(_, rating)| *rating)
    }

    /// The service's `TeamMmrs`, with team numbers as keys.
    pub(crate) fn to_json(&self) -> Value {
        let teams = self.teams.iter();
        Value::Object(
            teams
                .map(|(team, rating)| (team.to_string(), json!(rating)))
                .collect(),
        )
    }

    /// The expectation for the player in a seat.
    pub(crate) fn expectation(&self, seat: usize) -> Expectation {
        Expectation {
            rating: self.players[seat].unwrap_or(BOTS),
            minutes: self.minutes,
        }
    }
}

/// Close to the points of the player's skill, and different in each match.
fn rating(rng: &mut Rng, person: &Person) -> f64 {
    let thousandths = 1000 * (150 + 150 * person.skill) + rng.between(-90_000, 90_000);
    thousandths as f64 / 1000.0 + rng.between(1, 999_999) as f64 / 1e9
}

/// The expected performance of a player.
#[derive(Debug)]
pub(crate) struct Expectation {
    rating: f64,
    minutes: f64,
}

impl Expectation {
    /// The expected kills and deaths: better players kill more and die less.
    fn of(&self, rating: f64) -> (f64, f64) {
        (
            self.minutes * (0.35 + rating / 1000.0),
            self.minutes * (1.75 - rating / 3000.0),
        )
    }

    /// Empty for unranked matches in 2022.
    pub(crate) fn performances_json(&self, plan: &MatchPlan, is: Performance, shapes: Shapes) -> Value {
        if shapes == Shapes::Year2022 && !plan.is_ranked() {
            return json!({});
        }
        let (kills, deaths) = self.of(self.rating);
        let performance = |count: i64, expected: f64| {
            json!({
                "Count": count,
                "Expected": expected,
                "StdDev": 1.2 + expected.sqrt() * 0.95,
            })
        };
        json!({ "Kills": performance(is.kills, kills), "Deaths": performance(is.deaths, deaths) })
    }

    /// `null` for unranked matches in 2022; against the AI the values are `"NaN"`.
    pub(crate) fn counterfactuals_json(&self, plan: &MatchPlan, shapes: Shapes) -> Value {
        let counts = |rating: f64| {
            if plan.mode.rules == Rules::Firefight {
                return json!({ "Kills": "NaN", "Deaths": "NaN" });
            }
            let (kills, deaths) = self.of(rating);
            json!({ "Kills": kills, "Deaths": deaths })
        };
        let tiers: Map<String, Value> = match shapes {
            Shapes::Year2022 if !plan.is_ranked() => return Value::Null,
            Shapes::Year2022 => Map::new(),
            Shapes::Year2024 | Shapes::Current => {
                (TIERS.iter().zip([150.0, 450.0, 750.0, 1050.0, 1350.0, 1600.0]))
                    .map(|(tier, rating)| ((*tier).to_owned(), counts(rating)))
                    .collect()
            }
        };
        json!({ "SelfCounterfactuals": counts(self.rating), "TierCounterfactuals": tiers })
    }
}
