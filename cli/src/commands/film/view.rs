//! The film for people.

use crate::commands::common::Event;
use crate::context::Context;
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, local_time};

use super::events::{Checked, Count, FilmOfMatch};

/// Prints the film. A pipe gets the events only.
pub fn print(context: &Context, film: &FilmOfMatch) -> Result<(), Failure> {
    let is_terminal = context.out.is_terminal();
    let mut report = Report::one(film)?.rows(&film.events)?;
    if !is_terminal {
        return context.out.report(&report.table(events(film, is_terminal)));
    }
    if let Some(title) = &film.title {
        report = report.title(title.clone());
    }
    if let Some(line) = line(film) {
        report = report.line(line);
    }
    report = report.table(events(film, is_terminal));
    if film.events.iter().any(|event| event.event == "kill") {
        let (pairs, multi) = (pairs(film), multi_kills(film));
        if !pairs.is_empty() {
            report = report.title("Likely killers and victims").table(pairs);
        }
        if !multi.is_empty() {
            report = report.title("Multi-kills").table(multi);
        }
    }
    let differences = differences(film);
    if !differences.is_empty() {
        report = report.title("Film and statistics differ");
        for reason in reasons(film) {
            report = report.line(reason);
        }
        report = report.table(differences);
    }
    context.out.report(&report)
}

fn line(film: &FilmOfMatch) -> Option<String> {
    let start = local_time(film.start?);
    let players = film.check.len();
    let agreement = match film.agrees? {
        true => format!("film and statistics agree about all {players} players"),
        false => {
            let count = film.check.iter().filter(|player| !player.agrees).count();
            format!("film and statistics differ about {count} of {players} players")
        }
    };
    Some(format!("{start}, {agreement}"))
}

/// Minutes, seconds and thousandths on terminals, seconds in pipes.
fn time(seconds: f64, is_terminal: bool) -> Cell {
    if !is_terminal {
        return Cell::decimal(seconds, 3);
    }
    let minutes = (seconds / 60.0).floor();
    Cell::text(format!("{minutes}:{:06.3}", seconds - minutes * 60.0)).paint(Paint::Faint)
}

fn events(film: &FilmOfMatch, is_terminal: bool) -> Table {
    let mut table = Table::new([
        Column::new("time").right(),
        Column::new("player"),
        Column::new("event"),
        Column::new("medal or opponent"),
    ]);
    for event in &film.events {
        let kind = Cell::text(event.event.clone()).paint(match event.event.as_str() {
            "kill" => Paint::Good,
            "death" => Paint::Bad,
            "medal" => Paint::Notice,
            _ => Paint::Faint,
        });
        table.row([
            time(event.time_seconds, is_terminal),
            Cell::text(event.player.clone()),
            kind,
            Cell::text(about(event, is_terminal)),
        ]);
    }
    table
}

fn about(event: &Event, is_terminal: bool) -> String {
    let opponent =
        event
            .likely_opponent
            .as_deref()
            .map(|opponent| match (is_terminal, event.event.as_str()) {
                (false, _) => opponent.to_owned(),
                (true, "kill") => format!("of {opponent}"),
                (true, _) => format!("by {opponent}"),
            });
    event.medal.clone().or(opponent).unwrap_or_default()
}

fn pairs(film: &FilmOfMatch) -> Table {
    let mut table = Table::new([
        Column::new("killer"),
        Column::new("victim"),
        Column::new("kills").right(),
    ]);
    for pair in &film.kill_pairs {
        table.row([
            Cell::text(pair.killer.clone()),
            Cell::text(pair.victim.clone()),
            count(pair.kills),
        ]);
    }
    table
}

fn multi_kills(film: &FilmOfMatch) -> Table {
    let mut table = Table::new([
        Column::new("time").right(),
        Column::new("player"),
        Column::new("kills").right(),
        Column::new("seconds").right().rank(1),
        Column::new("medal"),
    ]);
    for multi in &film.multi_kills {
        table.row([
            time(multi.time_seconds, true),
            Cell::text(multi.player.clone()),
            count(multi.kills),
            Cell::decimal(multi.duration_seconds, 1),
            Cell::maybe(multi.medal.clone(), Cell::text),
        ]);
    }
    table
}

fn count(count: usize) -> Cell {
    Cell::count(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The likely reasons of the differences, with their players if not all players share them.
fn reasons(film: &FilmOfMatch) -> Vec<String> {
    let differ = || film.check.iter().filter(|player| !player.agrees);
    let mut reasons: Vec<&str> = differ().filter_map(|player| player.explanation).collect();
    reasons.sort_unstable();
    reasons.dedup();
    let line = |reason: &str| {
        let shares = |player: &&Checked| player.explanation == Some(reason);
        match differ().all(|player| shares(&player)) {
            true => format!("likely reason: {reason}"),
            false => {
                let players: Vec<_> = differ()
                    .filter(shares)
                    .map(|player| player.player.as_str())
                    .collect();
                format!("likely reason for {}: {reason}", players.join(", "))
            }
        }
    };
    reasons.into_iter().map(line).collect()
}

fn differences(film: &FilmOfMatch) -> Table {
    let mut table = Table::new([
        Column::new("player"),
        Column::new("kills"),
        Column::new("deaths"),
        Column::new("medals"),
    ]);
    let both = |count: Count| match count.film == count.statistics {
        true => Cell::count(count.film),
        false => Cell::text(format!("{} of {}", count.film, count.statistics)).paint(Paint::Notice),
    };
    for player in film.check.iter().filter(|player| !player.agrees) {
        table.row([
            Cell::text(player.player.clone()),
            both(player.kills),
            both(player.deaths),
            both(player.medals),
        ]);
    }
    table
}
