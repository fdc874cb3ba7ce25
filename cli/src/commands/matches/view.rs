//! The match for people.

use std::collections::HashMap;

use halo_infinite::jiff::SignedDuration;
use halo_infinite::refdata::MedalDifficulty;

use super::fetch::Parts;
use super::records::{Game, PlayerLine, TeamLine};
use crate::commands::common::{Event, outcome_paint, place_name, rarity_paint, team_paint};
use crate::show::{Cell, Column, Paint, Report, Table};

/// Adds the title, the scoreboard, the medals and the events.
pub fn blocks(report: Report, game: &Game, parts: &Parts, each_medal: bool) -> Report {
    let info = &parts.stats.match_info;
    let marked = parts.player.and_then(|player| parts.stats.player(player));
    let outcome = |player: &halo_infinite::models::stats::PlayerStats| {
        Cell::text(player.outcome.to_string()).paint(outcome_paint(player.outcome))
    };
    let mut facts = vec![
        (
            "playlist",
            Cell::text(place_name(game.playlist.as_deref(), &game.kind)),
        ),
        ("outcome", Cell::maybe(marked, outcome)),
        ("played", Cell::time(game.start)),
        ("length", Cell::duration(*info.playable_duration)),
        ("match", Cell::text(game.match_id.clone()).paint(Paint::Faint)),
    ];
    facts.extend(changed_teams(game).map(|players| ("changed teams", players)));
    let mut report = report
        .title(format!("{} on {}", game.mode, game.map))
        .facts(facts)
        .main_table(scoreboard(game));
    if game.players.iter().any(|player| !player.medals.is_empty()) {
        report = report.title("Medals").table(match each_medal {
            true => medals_one_by_one(game),
            false => medals_by_rarity(game),
        });
    }
    match &game.events {
        Some(events) => report.title("Events").table(event_table(game, events)),
        None => report,
    }
}

/// The players whose numbers are not all in the sums of the team above them.
fn changed_teams(game: &Game) -> Option<Cell> {
    let changed = game.players.iter().filter(|player| player.changed_teams());
    let names: Vec<_> = changed.map(|player| player.player.as_str()).collect();
    (!names.is_empty()).then(|| {
        Cell::text(format!(
            "{} (the row counts the whole match, the sums of a team only the part in it)",
            names.join(", ")
        ))
    })
}

/// The players below their teams.
fn scoreboard(game: &Game) -> Table {
    let mut table = Table::new([
        Column::new("#").right().rank(2),
        Column::new("player"),
        // The mark of the asked player: apart from the name, so that pipes have the name alone.
        Column::new(""),
        Column::new("score").right().rank(1),
        Column::new("K").right(),
        Column::new("D").right(),
        Column::new("A").right(),
        Column::new("KDA").right().rank(3),
        Column::new("accuracy").right().rank(6),
        Column::new("dealt").right().rank(9),
        Column::new("taken").right().rank(9),
        Column::new("CSR").rank(4),
        Column::new("CSR change").right().rank(5),
        Column::new("MMR").right().rank(7),
        Column::new("expected K").right().rank(8),
        Column::new("expected D").right().rank(8),
        Column::new("note").rank(6),
    ]);
    for team in &game.teams {
        let mut players = game
            .players
            .iter()
            .filter(|player| player.of == team.of.0)
            .peekable();
        // The enemies of Firefight are a team without players.
        if players.peek().is_some() {
            table.row(team_row(team));
        }
        for player in players {
            table.row(player_row(player, false));
        }
    }
    let in_no_team = |player: &&PlayerLine| game.teams.iter().all(|team| team.of.0 != player.of);
    for player in game.players.iter().filter(in_no_team) {
        table.row(player_row(player, true));
    }
    table
}

fn team_row(team: &TeamLine) -> [Cell; 17] {
    let empty = Cell::default;
    let count = |count| Cell::count(count).paint(Paint::Strong);
    [
        Cell::count(team.rank),
        Cell::text(format!("{}: {}", team.team.to_uppercase(), team.outcome)).paint(team_paint(team.of.0)),
        empty(),
        count(team.score),
        count(team.kills),
        count(team.deaths),
        count(team.assists),
        empty(),
        empty(),
        empty(),
        empty(),
        empty(),
        empty(),
        Cell::maybe(team.mmr, |mmr| Cell::decimal(mmr, 0)),
        empty(),
        empty(),
        match (team.has_rounds, team.rounds_won) {
            (false, _) => empty(),
            (true, 1) => "1 round won".into(),
            (true, rounds) => Cell::text(format!("{rounds} rounds won")),
        },
    ]
}

/// In free-for-all, each player is a team with its MMR.
fn player_row(player: &PlayerLine, is_alone: bool) -> [Cell; 17] {
    let notes = [
        (player.joined_late, "joined late"),
        (player.changed_teams(), "changed teams"),
        (player.left_early, "left early"),
    ];
    let notes: Vec<_> = notes
        .into_iter()
        .filter_map(|(holds, note)| holds.then_some(note))
        .collect();
    [
        Cell::count(player.rank),
        named(player),
        if player.is_marked { "◀" } else { "" }.into(),
        Cell::count(player.score),
        Cell::count(player.kills),
        Cell::count(player.deaths),
        Cell::count(player.assists),
        Cell::decimal(player.kda, 2),
        Cell::percent(player.accuracy),
        Cell::count(player.damage_dealt),
        Cell::count(player.damage_taken),
        Cell::maybe(player.csr_rank.clone(), Cell::text),
        Cell::maybe(player.csr_change, Cell::change),
        Cell::maybe(player.team_mmr.filter(|_| is_alone), |mmr| Cell::decimal(mmr, 0)),
        Cell::maybe(player.expected_kills, |kills| Cell::decimal(kills, 1)),
        Cell::maybe(player.expected_deaths, |deaths| Cell::decimal(deaths, 1)),
        Cell::text(notes.join(", ")),
    ]
}

/// The player's name: marked if it is the player of the report, else in the colour of the team.
fn named(player: &PlayerLine) -> Cell {
    Cell::text(player.player.clone()).paint(match player.is_marked {
        true => Paint::Strong,
        false => team_paint(player.of),
    })
}

/// The rarities, the rarest first.
const RARITIES: [MedalDifficulty; 4] = [
    MedalDifficulty::Mythic,
    MedalDifficulty::Legendary,
    MedalDifficulty::Heroic,
    MedalDifficulty::Normal,
];

fn medals_by_rarity(game: &Game) -> Table {
    let mut table = Table::new([
        Column::new("player"),
        Column::new("mythic").right().rank(2),
        Column::new("legendary").right().rank(2),
        Column::new("heroic").right().rank(2),
        Column::new("normal").right().rank(2),
        Column::new("medals"),
    ]);
    for player in game.players.iter().filter(|player| !player.medals.is_empty()) {
        let mut cells = vec![named(player)];
        for rarity in RARITIES {
            let of_rarity = player
                .medals
                .iter()
                .filter(|medal| medal.difficulty == Some(rarity));
            let count: i64 = of_rarity.map(|medal| medal.count).sum();
            cells.push(
                Cell::maybe((count > 0).then_some(count), Cell::count).paint(rarity_paint(Some(rarity))),
            );
        }
        let names: Vec<_> = player
            .medals
            .iter()
            .map(|medal| match medal.count {
                1 => medal.name.clone(),
                count => format!("{} ×{count}", medal.name),
            })
            .collect();
        let rarest = player.medals.first().and_then(|medal| medal.difficulty);
        cells.push(Cell::text(names.join(", ")).paint(rarity_paint(rarest)));
        table.row(cells);
    }
    table
}

fn medals_one_by_one(game: &Game) -> Table {
    let mut table = Table::new([
        Column::new("player"),
        Column::new("medal"),
        Column::new("rarity").rank(1),
        Column::new("count").right(),
    ]);
    for player in &game.players {
        for medal in &player.medals {
            table.row([
                named(player),
                Cell::text(medal.name.clone()).paint(rarity_paint(medal.difficulty)),
                Cell::maybe(medal.rarity.clone(), Cell::text),
                Cell::count(medal.count),
            ]);
        }
    }
    table
}

fn event_table(game: &Game, events: &[Event]) -> Table {
    let paints: HashMap<_, _> = game
        .players
        .iter()
        .filter_map(|player| Some((player.xuid.as_deref()?, team_paint(player.of))))
        .collect();
    let mut table = Table::new([
        Column::new("time").right(),
        Column::new("player"),
        Column::new("event"),
        Column::new("with"),
    ]);
    for event in events {
        let paint = paints.get(event.xuid.as_str()).copied().unwrap_or_default();
        table.row([
            Cell::duration(SignedDuration::from_millis((event.time_seconds * 1000.0) as i64)),
            Cell::text(event.player.clone()).paint(paint),
            Cell::text(event.event.clone()),
            Cell::maybe(
                event.medal.clone().or_else(|| event.likely_opponent.clone()),
                Cell::text,
            ),
        ]);
    }
    table
}
