//! The times of the polls: a schedule without clocks and requests.

use std::time::Duration;

/// The interval between two polls of a player.
#[derive(Debug, Clone, Copy)]
pub(super) struct Interval {
    pub shortest: Duration,
    pub longest: Duration,
}

impl Default for Interval {
    fn default() -> Self {
        Self {
            shortest: Duration::from_secs(60),
            longest: Duration::from_secs(600),
        }
    }
}

impl Interval {
    /// The share of a player's idle time. A match lasts some ten minutes, so an active player is polled every minute
    /// or two.
    const IDLE_SHARE: u32 = 10;

    fn clamp(self, wait: Duration) -> Duration {
        wait.max(self.shortest).min(self.longest.max(self.shortest))
    }

    /// The interval for a player who ended no match for this time.
    fn after(self, idle: Duration) -> Duration {
        self.clamp(idle / Self::IDLE_SHARE)
    }

    /// The interval after this many failed polls in a row.
    fn after_failures(self, failures: u32) -> Duration {
        let doublings = failures.saturating_sub(1).min(31);
        self.clamp(self.shortest.saturating_mul(1 << doublings))
    }
}

/// The outcome of a poll.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome {
    /// The time since the end of the player's newest match.
    Idle(Duration),
    Failed,
    /// Another poll would fail as well.
    Hopeless,
}

/// The times of the polls of several players. They are spread: two polls have a gap between them, and each interval is
/// lengthened at random.
#[derive(Debug)]
pub(super) struct Schedule {
    interval: Interval,
    gap: Duration,
    /// The earliest time of the next poll.
    free: Duration,
    players: Vec<Turn>,
}

#[derive(Debug)]
struct Turn {
    /// `None` if the player is not polled any more.
    at: Option<Duration>,
    failures: u32,
}

impl Schedule {
    /// All players are polled once, one after the other. The gap is the time between two polls.
    pub fn new(players: usize, interval: Interval, gap: Duration, now: Duration) -> Self {
        let turn = || Turn {
            at: Some(now),
            failures: 0,
        };
        Self {
            interval,
            gap,
            free: now,
            players: std::iter::repeat_with(turn).take(players).collect(),
        }
    }

    /// The next player, and the time of the poll; `None` if there is no player any more.
    pub fn next(&self) -> Option<(usize, Duration)> {
        let turns = self.players.iter().enumerate();
        let turns = turns.filter_map(|(index, turn)| Some((turn.at?, index)));
        let (at, index) = turns.min()?;
        Some((index, at.max(self.free)))
    }

    /// Notes a poll that is over now. `up_to` draws a random duration up to its argument.
    pub fn polled(
        &mut self,
        index: usize,
        outcome: Outcome,
        now: Duration,
        up_to: impl Fn(Duration) -> Duration,
    ) {
        self.free = now.saturating_add(self.gap);
        let Some(turn) = self.players.get_mut(index) else {
            return;
        };
        let wait = match outcome {
            Outcome::Idle(idle) => {
                turn.failures = 0;
                self.interval.after(idle)
            }
            Outcome::Failed => {
                turn.failures = turn.failures.saturating_add(1);
                self.interval.after_failures(turn.failures)
            }
            Outcome::Hopeless => {
                turn.at = None;
                return;
            }
        };
        turn.at = Some(now.saturating_add(wait).saturating_add(up_to(wait / 5)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn no_jitter(_: Duration) -> Duration {
        Duration::ZERO
    }

    #[test]
    fn the_interval_follows_the_idle_time() {
        let interval = Interval::default();
        let minutes = |idle: u32| interval.after(idle * MINUTE).as_secs_f64() / 60.0;
        assert_eq!(
            [0, 5, 15, 30, 100, 10_000].map(minutes),
            [1.0, 1.0, 1.5, 3.0, 10.0, 10.0]
        );
        let failures = |count| interval.after_failures(count).as_secs() / 60;
        assert_eq!([1, 2, 3, 4, 5, u32::MAX].map(failures), [1, 2, 4, 8, 10, 10]);
    }

    #[test]
    fn failures_in_a_row_back_off_and_a_success_ends_them() {
        let mut schedule = Schedule::new(1, Interval::default(), Duration::ZERO, MINUTE);
        let mut now = MINUTE;
        let mut waits = Vec::new();
        for outcome in [
            Outcome::Failed,
            Outcome::Failed,
            Outcome::Failed,
            Outcome::Idle(Duration::ZERO),
            Outcome::Failed,
        ] {
            schedule.polled(0, outcome, now, no_jitter);
            let (_, at) = schedule.next().unwrap();
            waits.push((at - now).as_secs() / 60);
            now = at;
        }
        assert_eq!(waits, [1, 2, 4, 1, 1]);
        schedule.polled(0, Outcome::Hopeless, now, no_jitter);
        assert_eq!(schedule.next(), None);
    }

    #[test]
    fn many_players_take_turns_with_gaps() {
        let gap = Duration::from_millis(400);
        let mut schedule = Schedule::new(300, Interval::default(), gap, Duration::ZERO);
        let mut polls = [0; 300];
        let mut now = Duration::ZERO;
        // 300 players every minute would be more than the gaps allow.
        for _ in 0..1500 {
            let (index, at) = schedule.next().unwrap();
            assert!(at >= now);
            now = at;
            polls[index] += 1;
            schedule.polled(index, Outcome::Idle(Duration::ZERO), now, |max| max / 2);
        }
        assert_eq!(polls, [5; 300]);
        assert_eq!(now, gap * 1499);
    }

    #[test]
    fn no_interval_is_shorter_than_the_shortest_and_none_overflows() {
        let interval = Interval {
            shortest: 2 * MINUTE,
            longest: MINUTE,
        };
        assert_eq!(interval.after(Duration::MAX), 2 * MINUTE);
        let endless = Interval {
            shortest: Duration::MAX,
            longest: Duration::MAX,
        };
        let mut schedule = Schedule::new(1, endless, Duration::MAX, MINUTE);
        schedule.polled(0, Outcome::Failed, MINUTE, |max| max);
        assert_eq!(schedule.next(), Some((0, Duration::MAX)));
    }
}
