//! `halo career`: progress towards Hero.

mod forecast;

use clap::Args;
use halo_infinite::Xuid;
use halo_infinite::models::economy::PlayerCareerRank;
use halo_infinite::models::gamecms_hacs::CareerRewardTrack;

use crate::commands::common::check_players;
use crate::context::{Context, PlayerArgument};
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, record};

use forecast::Pace;

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Career {
    /// Gamertags, XUIDs, or `me`
    #[arg(default_value = "me")]
    players: Vec<PlayerArgument>,
    /// Number of matches that the forecast is made from, up to 100; 0 for none
    #[arg(long, value_name = "N", default_value_t = 25, value_parser = clap::value_parser!(u32).range(0..=100))]
    matches: u32,
}

record! {
    /// A player's career.
    pub struct Progress {
        /// The gamertag
        player: String,
        /// The XUID
        xuid: String,
        /// The name of the career rank, such as Cadet Bronze 2
        career_rank: String,
        /// The number of the career rank, from 1 (Recruit)
        rank_number: i64,
        /// The number of ranks
        ranks: i64,
        /// The XP of this rank that are earned, in per cent; the rest is left to the next rank
        percent: Option<f64>,
        /// The XP that are missing for the next rank; null for Hero
        xp_to_next: Option<i64>,
        /// The XP earned in the career
        xp: Option<i64>,
        /// The XP that are missing for Hero; 0 for Hero
        xp_to_hero: Option<i64>,
        /// The matches that the forecast is made from; null without a forecast
        forecast_matches: Option<i64>,
        /// The mean personal score of those matches, which is the XP of a match
        xp_per_match: Option<f64>,
        /// The matches per day in the time of those matches
        matches_per_day: Option<f64>,
        /// The start of the first of those matches, in UTC
        forecast_from: Option<halo_infinite::jiff::Timestamp>,
        /// The end of the last of those matches, in UTC
        forecast_to: Option<halo_infinite::jiff::Timestamp>,
        /// The matches to Hero at that pace
        matches_to_hero: Option<i64>,
        /// The days to Hero at that pace
        days_to_hero: Option<i64>,
    }
}

impl Career {
    /// Prints the careers.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let client = context.client()?;
        let mut unknown = Vec::new();
        let mut players: Vec<Xuid> = Vec::new();
        match self.players.as_slice() {
            [one] => players.push(context.xuid(one)?),
            // With others, an unknown gamertag is no reason to stop.
            several => {
                for found in context.xuids(several)? {
                    match found {
                        Ok(xuid) => players.push(xuid),
                        Err(words) => unknown.push(words),
                    }
                }
            }
        }
        let track = client.gamecms_hacs().career_reward_track().send()?;
        let careers = match players.is_empty() {
            true => None,
            false => Some(client.economy().career_ranks(players.iter().copied()).send()?),
        };
        let names = context.names()?;
        names.prepare(&players);
        let mut progress = Vec::new();
        for player in players {
            let name = names.player(player).to_string();
            let Some(career) = careers.as_ref().and_then(|careers| careers.result(player)) else {
                unknown.push(format!("the service has no career of {name}"));
                continue;
            };
            let mut shown = Progress::new(context, &name, player, career, &track);
            if self.matches > 0 && shown.xp_to_hero != Some(0) {
                let pace = forecast::pace(context, player, self.matches);
                let pace = context.part(format_args!("a forecast for {name}"), pace)?;
                shown.add(pace.flatten().as_ref());
            }
            progress.push(shown);
        }
        if !progress.is_empty() {
            print(context, &progress)?;
        }
        check_players(
            context,
            &unknown,
            self.players.len(),
            "have no career",
            "check their spelling; careers exist since June 2023",
        )
    }
}

fn print(context: &Context, progress: &[Progress]) -> Result<(), Failure> {
    let report = Report::list(progress)?;
    let mut report = match progress {
        [one] => facts(report, one),
        several => report.table(table(several)),
    };
    if context.out.is_terminal() && progress.iter().any(|career| career.forecast_matches.is_some()) {
        report =
            report.line("Forecast: the pace of the last matchmaking matches, whose personal score is XP.");
    }
    context.out.report(&report)
}

impl Progress {
    fn new(
        context: &Context,
        name: &str,
        player: Xuid,
        career: &PlayerCareerRank,
        track: &CareerRewardTrack,
    ) -> Self {
        let rank = career.rank(track);
        let xp = career.total_xp(track);
        let hero = track.last_rank().and_then(|hero| track.total_xp_to(hero.rank));
        let number = rank.map_or_else(|| career.number(), |rank| rank.rank);
        Self {
            player: name.to_owned(),
            xuid: player.get().to_string(),
            career_rank: rank.map_or_else(|| format!("rank {number}"), |rank| rank.name(context.tag())),
            rank_number: number,
            ranks: i64::try_from(track.ranks.len()).unwrap_or(i64::MAX),
            percent: career.progress(track).map(|share| share * 100.0),
            xp_to_next: career.xp_to_next(track),
            xp,
            xp_to_hero: hero.zip(xp).map(|(hero, xp)| hero.saturating_sub(xp).max(0)),
            forecast_matches: None,
            xp_per_match: None,
            matches_per_day: None,
            forecast_from: None,
            forecast_to: None,
            matches_to_hero: None,
            days_to_hero: None,
        }
    }

    fn add(&mut self, pace: Option<&Pace>) {
        let (Some(pace), Some(missing)) = (pace, self.xp_to_hero) else {
            return;
        };
        self.forecast_matches = Some(pace.matches);
        self.xp_per_match = Some(pace.xp_per_match);
        self.matches_per_day = pace.matches_per_day;
        self.forecast_from = Some(pace.from);
        self.forecast_to = Some(pace.to);
        let rounded_up = |number: f64| number.is_finite().then_some(number.ceil() as i64);
        let matches = rounded_up(missing as f64 / pace.xp_per_match);
        self.matches_to_hero = matches;
        self.days_to_hero = matches
            .zip(pace.matches_per_day)
            .and_then(|(matches, per_day)| rounded_up(matches as f64 / per_day));
    }
}

/// The number with enough decimals for a player who seldom plays.
fn matches_per_day(number: f64) -> Cell {
    Cell::decimal(number, if number < 0.1 { 4 } else { 2 })
}

/// The number without decimals.
fn rounded_count(number: f64) -> Cell {
    Cell::count(number.round() as i64)
}

fn facts(report: Report, progress: &Progress) -> Report {
    report.title(progress.player.clone()).facts([
        (
            "rank",
            Cell::text(progress.career_rank.clone()).paint(Paint::Strong),
        ),
        (
            "number",
            Cell::text(format!("{} of {}", progress.rank_number, progress.ranks)),
        ),
        ("rank earned", Cell::maybe(progress.percent, Cell::percent)),
        ("XP missing", Cell::maybe(progress.xp_to_next, Cell::count)),
        ("career XP", Cell::maybe(progress.xp, Cell::count)),
        ("XP to Hero", Cell::maybe(progress.xp_to_hero, Cell::count)),
        (
            "matches to Hero",
            Cell::maybe(progress.matches_to_hero, Cell::count),
        ),
        ("days to Hero", Cell::maybe(progress.days_to_hero, Cell::count)),
        ("XP per match", Cell::maybe(progress.xp_per_match, rounded_count)),
        (
            "matches per day",
            Cell::maybe(progress.matches_per_day, matches_per_day),
        ),
        ("forecast from", Cell::maybe(progress.forecast_from, Cell::time)),
        ("forecast until", Cell::maybe(progress.forecast_to, Cell::time)),
    ])
}

fn table(careers: &[Progress]) -> Table {
    let mut table = Table::new([
        Column::new("player"),
        Column::new("rank"),
        Column::new("number").right().rank(6),
        Column::new("rank earned").right().rank(5),
        Column::new("XP to Hero").right().rank(2),
        Column::new("matches to Hero").right().rank(4),
        Column::new("days to Hero").right().rank(1),
        Column::new("XP per match").right().rank(3),
        Column::new("matches per day").right().rank(3),
        Column::new("forecast from").rank(6),
    ]);
    for career in careers {
        table.row([
            Cell::text(career.player.clone()),
            Cell::text(career.career_rank.clone()).paint(Paint::Strong),
            Cell::count(career.rank_number),
            Cell::maybe(career.percent, Cell::percent),
            Cell::maybe(career.xp_to_hero, Cell::count),
            Cell::maybe(career.matches_to_hero, Cell::count),
            Cell::maybe(career.days_to_hero, Cell::count),
            Cell::maybe(career.xp_per_match, rounded_count),
            Cell::maybe(career.matches_per_day, matches_per_day),
            Cell::maybe(career.forecast_from, Cell::time),
        ]);
    }
    table
}
