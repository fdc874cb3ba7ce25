//! The result of a match: team totals, outcomes, ranks, and the payload.

use super::field::{Field, Moment};
use super::final_score::Final;
use crate::wire::{time_span, timestamp};
use crate::world::catalog::modes::{Rules, Sides};
use crate::world::people::Person;
use crate::world::plan::{MatchPlan, Seat, Who};
use crate::world::shapes::Shapes;
use crate::world::stats::Stats;
use crate::world::stats::core::Rounds;
use serde_json::{Value, json};
use std::cmp::Ordering;

/// The API's `Outcome`.
pub(crate) const TIE: i64 = 1;
pub(crate) const WIN: i64 = 2;
pub(crate) const LOSS: i64 = 3;
const DID_NOT_FINISH: i64 = 4;

/// A played match.
#[derive(Debug)]
pub(crate) struct PlayedMatch<'a> {
    pub(crate) plan: &'a MatchPlan,
    /// In the order of the plan's seats.
    pub(crate) players: Vec<PlayedPlayer>,
    teams: Vec<PlayedTeam>,
}

/// The stats of a player, by team.
#[derive(Debug)]
pub(crate) struct PlayedPlayer {
    pub(crate) outcome: i64,
    pub(crate) rank: i64,
    pub(crate) teams: Vec<(i64, Stats)>,
    /// Events with a known time. Others have none.
    pub(crate) moments: Vec<Moment>,
    /// The times of joining and leaving, in milliseconds of playable time.
    pub(crate) present: (i64, i64),
}

#[derive(Debug)]
struct PlayedTeam {
    team: i64,
    outcome: i64,
    rank: i64,
    stats: Stats,
}

/// Sums up the teams and ranks the players.
pub(super) fn settle(plan: &MatchPlan, field: Field, ends: Option<[Final; 2]>) -> PlayedMatch<'_> {
    let teams = match plan.mode.sides {
        Sides::FreeForAll(_) => Vec::new(),
        Sides::Coop(_) | Sides::Teams(_) | Sides::Bots(_) => teams(plan, &field, ends),
    };
    let mut players: Vec<PlayedPlayer> = plan
        .seats
        .iter()
        .map(|_| PlayedPlayer {
            outcome: LOSS,
            rank: 0,
            teams: Vec::new(),
            moments: Vec::new(),
            present: (i64::MAX, 0),
        })
        .collect();
    for stretch in field.stretches {
        let player = &mut players[stretch.seat];
        player.present = (
            player.present.0.min(stretch.from),
            player.present.1.max(stretch.to),
        );
        player.moments.extend(stretch.moments);
        player.teams.push((stretch.team, stretch.stats));
    }
    // A player's last team comes first.
    players.iter_mut().for_each(|player| player.teams.reverse());
    let mut result = PlayedMatch { plan, players, teams };
    result.rank();
    result
}

/// The outcome for a player of a team, from the order of its score and the other team's.
pub(super) fn outcome(seat: &Seat, score: Ordering) -> i64 {
    if seat.left.is_some() {
        DID_NOT_FINISH
    } else {
        of_team(score).0
    }
}

/// The outcome and the rank of a team.
fn of_team(score: Ordering) -> (i64, i64) {
    match score {
        Ordering::Greater => (WIN, 1),
        Ordering::Equal => (TIE, 1),
        Ordering::Less => (LOSS, 2),
    }
}

fn teams(plan: &MatchPlan, field: &Field, ends: Option<[Final; 2]>) -> Vec<PlayedTeam> {
    let mut teams: Vec<PlayedTeam> = [0, 1].map(|team| sum(field, team)).into();
    let Some(ends) = ends else {
        against_the_ai(&mut teams, plan.mode.target);
        return teams;
    };
    for (team, end) in teams.iter_mut().zip(ends) {
        team.stats.core.rounds = end.rounds;
        if matches!(
            plan.mode.rules,
            Rules::Zones | Rules::Elimination | Rules::Stockpile
        ) {
            // The team scores, not its players.
            team.stats.core.score = end.score;
        }
        if let Some(zones) = &mut team.stats.blocks.zones {
            zones.scoring_ticks = end.score;
        }
        if let Some(elimination) = &mut team.stats.blocks.elimination {
            elimination.rounds_survived = end.rounds.won;
        }
    }
    let scores = [teams[0].stats.core.score, teams[1].stats.core.score];
    for (team, other) in [(0, 1), (1, 0)] {
        (teams[team].outcome, teams[team].rank) = of_team(scores[team].cmp(&scores[other]));
    }
    teams
}

/// Sums the statistics of a team's players. An event counts once for the team, also if several players share it.
fn sum(field: &Field, team: i64) -> PlayedTeam {
    let mut stats = Stats::default();
    for stretch in field.stretches.iter().filter(|stretch| stretch.team == team) {
        stats.absorb(&stretch.stats);
    }
    stats.core.assists -= stats.core.shared_assists;
    if let Some(flag) = &mut stats.blocks.capture_the_flag {
        flag.flag_returns -= flag.shared_flag_returns;
    }
    if let Some(zones) = &mut stats.blocks.zones {
        zones.captures -= zones.shared_captures;
    }
    PlayedTeam {
        team,
        outcome: LOSS,
        rank: 0,
        stats,
    }
}

/// The objectives count once for the players' team. The AI's team is listed, without stats and as not finished.
fn against_the_ai(teams: &mut [PlayedTeam], objectives: i64) {
    for team in teams {
        let players = team.team == 0;
        (team.outcome, team.rank) = if players { (WIN, 1) } else { (DID_NOT_FINISH, 2) };
        let objectives = if players { objectives } else { 0 };
        let rounds = Rounds {
            won: i64::from(players),
            ..Rounds::default()
        };
        let core = &mut team.stats.core;
        (core.score, core.objectives_completed, core.rounds) = (objectives, objectives, rounds);
        team.stats.pve.get_or_insert_default();
        team.stats.blocks.elimination.get_or_insert_default();
    }
}

impl PlayedMatch<'_> {
    fn rank(&mut self) {
        let free_for_all = matches!(self.plan.mode.sides, Sides::FreeForAll(_));
        let score = |player: &PlayedPlayer| {
            player
                .teams
                .iter()
                .map(|(_, stats)| stats.core.score)
                .sum::<i64>()
        };
        let best = (self.players.iter().zip(&self.plan.seats))
            .filter(|(_, seat)| seat.left.is_none())
            .map(|(player, _)| score(player));
        let best = best
            .clone()
            .max()
            .map(|score| (score, best.filter(|other| *other == score).count()));
        // Winners before losers, higher scores before lower ones, leavers last.
        let keys: Vec<(bool, i64, i64)> = (self.players.iter().zip(&self.plan.seats))
            .map(|(player, seat)| {
                let team = self.teams.iter().find(|team| team.team == seat.team);
                (
                    seat.left.is_some(),
                    team.map_or(0, |team| team.rank),
                    -score(player),
                )
            })
            .collect();
        for (index, (player, seat)) in self.players.iter_mut().zip(&self.plan.seats).enumerate() {
            player.rank = 1 + keys.iter().filter(|key| **key < keys[index]).count() as i64;
            let team = self.teams.iter().find(|team| team.team == seat.team);
            player.outcome = match (seat.left, team, best) {
                (Some(_), ..) => DID_NOT_FINISH,
                (None, Some(team), _) => team.outcome,
                (None, None, Some((best, of))) if free_for_all && score(player) == best => {
                    if of == 1 {
                        WIN
                    } else {
                        TIE
                    }
                }
                _ => LOSS,
            };
        }
    }

    /// The payload of the match's statistics.
    pub(crate) fn to_json(&self, people: &[Person], shapes: Shapes) -> Value {
        let team = |team: &PlayedTeam| {
            json!({
                "TeamId": team.team,
                "Outcome": team.outcome,
                "Rank": team.rank,
                "Stats": team.stats.to_json(shapes),
            })
        };
        let players = self.players.iter().zip(&self.plan.seats);
        json!({
            "MatchId": self.plan.id.to_string(),
            "MatchInfo": self.plan.match_info(),
            "Teams": self.teams.iter().map(team).collect::<Value>(),
            "Players": players.map(|(player, seat)| self.player_json(player, seat, people, shapes)).collect::<Value>(),
        })
    }

    fn player_json(&self, player: &PlayedPlayer, seat: &Seat, people: &[Person], shapes: Shapes) -> Value {
        let (id, kind, bot) = match seat.who {
            Who::Human(person) => (people[person].player_id(), 1, Value::Null),
            Who::Bot(number, difficulty) => {
                (format!("bid({number}.0)"), 2, json!({ "Difficulty": difficulty }))
            }
        };
        let in_team = |(team, stats): &(i64, Stats)| {
            let mut stats = stats.to_json(shapes);
            // Only a team's number of lives is never `null`.
            if let Some(lives) = stats
                .pointer_mut("/EliminationStats/LivesRemaining")
                .filter(|lives| **lives == 0)
            {
                *lives = Value::Null;
            }
            json!({ "TeamId": team, "Stats": stats })
        };
        json!({
            "PlayerId": id,
            "PlayerType": kind,
            "BotAttributes": bot,
            "LastTeamId": seat.team,
            "Outcome": player.outcome,
            "Rank": player.rank,
            "ParticipationInfo": self.participation_json(seat),
            "PlayerTeamStats": player.teams.iter().map(in_team).collect::<Value>(),
        })
    }

    fn participation_json(&self, seat: &Seat) -> Value {
        let human = matches!(seat.who, Who::Human(_));
        let begun = if seat.from == 0 {
            self.plan.start + seat.joined_after
        } else {
            self.plan.first_joined()
        };
        let joined = begun + self.plan.wall_clock(seat.from);
        let left = seat
            .left
            .map(|left| timestamp::from_ms(begun + self.plan.wall_clock(left)));
        json!({
            "FirstJoinedTime": timestamp::from_ms(joined),
            "LastLeaveTime": left,
            "PresentAtBeginning": human && seat.from == 0,
            "JoinedInProgress": seat.from > 0,
            "LeftInProgress": seat.left.is_some(),
            "PresentAtCompletion": seat.left.is_none(),
            "TimePlayed": time_span::from_ticks(self.time_played_ticks(seat)),
            "ConfirmedParticipation": null,
        })
    }

    /// The time of late joiners has a finer precision.
    pub(crate) fn time_played_ticks(&self, seat: &Seat) -> i64 {
        let to = seat.left.unwrap_or(self.plan.playable_ms);
        let finer = if seat.from > 0 {
            (self.plan.seed % 10_000) as i64 - 10_000
        } else {
            0
        };
        (to - seat.from) * time_span::TICKS_PER_MS + finer
    }
}
