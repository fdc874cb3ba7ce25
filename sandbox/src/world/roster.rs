//! The participants of a match: their teams and times.

use super::catalog::modes::{Mode, Sides};
use super::people::BOTS;
use super::plan::{Seat, Who};
use crate::rng::Rng;

/// The incidents in a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Incidents {
    /// A player leaves early.
    pub(crate) leaver: bool,
    /// Another human replaces the leaver.
    pub(crate) joiner: bool,
    /// A bot replaces the leaver.
    pub(crate) bot_fills_in: bool,
    /// The home player changes teams.
    pub(crate) changes_team: bool,
    /// Bots fill the teams from the start.
    pub(crate) bots: bool,
    pub(crate) tie: bool,
}

/// The bots' `Difficulty` in custom games, and in the Bot Bootcamp.
const RECRUIT: i64 = 4;
const MARINE: i64 = 1;

/// Seats the home player (person 0) first, and then other people on both sides.
pub(super) fn seat(
    rng: &mut Rng,
    mode: &Mode,
    incidents: Incidents,
    people: usize,
    playable: i64,
) -> Vec<Seat> {
    let mut roster = Roster {
        rng,
        strangers: (1..people).collect(),
        seats: Vec::new(),
        bots: 0,
    };
    match mode.sides {
        Sides::Teams(size) => roster.seat_teams(size, incidents.bots),
        Sides::FreeForAll(size) => (0..size).for_each(|team| roster.seat_human(team)),
        Sides::Coop(size) => (0..size).for_each(|_| roster.seat_human(0)),
        Sides::Bots(size) => {
            let team = roster.rng.between(0, 1);
            (0..size).for_each(|_| roster.seat_human(team));
            (0..size).for_each(|_| roster.seat_bot(1 - team, MARINE));
        }
    }
    if incidents.changes_team {
        let at = roster.rng.between(playable / 4, playable / 2);
        let home = &mut roster.seats[0];
        home.changed = Some((at, 1 - home.team));
    }
    if incidents.leaver {
        roster.leave(incidents, playable);
    }
    roster.seats
}

struct Roster<'a> {
    rng: &'a mut Rng,
    strangers: Vec<usize>,
    seats: Vec<Seat>,
    bots: i64,
}

impl Roster<'_> {
    fn seat_teams(&mut self, size: i64, bots: bool) {
        let home_team = self.rng.between(0, 1);
        let humans = if bots { size / 2 } else { size };
        for team in [home_team, 1 - home_team] {
            (0..humans).for_each(|_| self.seat_human(team));
        }
        for team in [home_team, 1 - home_team] {
            (humans..size).for_each(|_| self.seat_bot(team, RECRUIT));
        }
    }

    fn seat_human(&mut self, team: i64) {
        let (who, joined_after) = match self.seats.first() {
            None => (0, self.rng.between(15_000, 40_000)),
            Some(home) => {
                let joined_after = home.joined_after + self.rng.between(5, 10);
                (self.stranger(), joined_after)
            }
        };
        self.seats.push(Seat {
            who: Who::Human(who),
            team,
            from: 0,
            left: None,
            changed: None,
            joined_after,
        });
    }

    /// A person who is not in the match. The first dozen people are met often.
    fn stranger(&mut self) -> usize {
        let pool = if self.rng.chance(30) {
            self.strangers.len().min(12)
        } else {
            self.strangers.len()
        };
        let index = self.rng.index(pool);
        self.strangers.remove(index)
    }

    fn seat_bot(&mut self, team: i64, difficulty: i64) {
        // Bots arrive shortly after the first human.
        let joined_after = self.seats.first().map_or(0, |home| home.joined_after) + 1_500 + self.bots;
        let who = self.bot(difficulty);
        self.seats.push(Seat {
            who,
            team,
            from: 0,
            left: None,
            changed: None,
            joined_after,
        });
    }

    fn bot(&mut self, difficulty: i64) -> Who {
        let first = self.rng.between(0, BOTS - 1);
        let taken = |number| {
            self.seats
                .iter()
                .any(|seat| seat.who == Who::Bot(number, difficulty))
        };
        let number = (first..first + BOTS)
            .map(|number| number % BOTS)
            .find(|number| !taken(*number));
        self.bots += 1;
        Who::Bot(number.unwrap_or(first), difficulty)
    }

    /// One human leaves, rarely the home player. Their team keeps at least one player.
    fn leave(&mut self, incidents: Incidents, playable: i64) {
        let humans = self
            .seats
            .iter()
            .filter(|seat| matches!(seat.who, Who::Human(_)))
            .count();
        let leaver = if self.rng.chance(8) {
            0
        } else {
            1 + self.rng.index(humans - 1)
        };
        let at = self.rng.between(playable / 5, playable * 4 / 5);
        let team = self.seats[leaver].team;
        self.seats[leaver].left = Some(at);
        let from = at + self.rng.between(3_000, 20_000);
        if from > playable * 9 / 10 {
            return;
        }
        let who = match incidents {
            Incidents { joiner: true, .. } => Who::Human(self.stranger()),
            Incidents {
                bot_fills_in: true, ..
            } => self.bot(MARINE),
            _ => return,
        };
        self.seats.push(Seat {
            who,
            team,
            from,
            left: None,
            changed: None,
            joined_after: 0,
        });
    }
}
