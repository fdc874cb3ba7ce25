//! The scoreboard of a match.

use std::collections::BTreeMap;

use halo_infinite::Xuid;
use halo_infinite::models::common::AssetReference;
use halo_infinite::models::discovery_ugc::{Asset, Map, Playlist, UgcGameVariant};
use halo_infinite::models::profile::User;
use halo_infinite::models::stats::{MatchStats, MedalCount, PlayerStats, TeamStats};
use halo_infinite::refdata::{MedalNameId, Outcome};
use halo_infinite::types::{IsoDuration, PlayerId};

use crate::table::Table;

/// The names for the IDs of a match, as far as they are known.
pub struct Names {
    /// The player of the report.
    pub me: Option<Xuid>,
    pub players: BTreeMap<Xuid, User>,
    pub map: Option<Map>,
    pub mode: Option<UgcGameVariant>,
    pub playlist: Option<Playlist>,
}

/// The name and version of an asset. Captures may return another asset than the requested one: its name
/// is ignored then.
fn asset<A: Asset>(reference: &AssetReference, asset: Option<&A>) -> String {
    let ids = format!("{} version {}", reference.asset_id, reference.version_id);
    match asset.filter(|asset| asset.asset_id() == reference.asset_id) {
        Some(asset) => format!("{} ({ids})", asset.public_name()),
        None => ids,
    }
}

/// A duration as `12:34`, or `1:02:03` from an hour on.
pub fn minutes(duration: IsoDuration) -> String {
    let seconds = duration.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

fn name(player: &PlayerStats, names: &Names) -> String {
    match &player.player_id {
        PlayerId::Xuid(xuid) => {
            let name = names
                .players
                .get(xuid)
                .map_or_else(|| xuid.to_string(), |user| user.gamertag.clone());
            if Some(*xuid) == names.me {
                format!("{name} ◀")
            } else {
                name
            }
        }
        PlayerId::Bot(bot) => bot
            .name()
            .map_or_else(|| bot.to_string(), |name| format!("{name} (bot)")),
        other => other.to_string(),
    }
}

fn medals(medals: &[MedalCount]) -> String {
    let mut medals: Vec<_> = medals.iter().collect();
    medals.sort_by_key(|medal| (-medal.count, medal.name_id.display_name()));
    let names = medals.into_iter().map(|medal| {
        let name = match medal.name_id {
            MedalNameId::Unknown(id) => format!("medal {id}"),
            known => known.to_string(),
        };
        if medal.count == 1 {
            name
        } else {
            format!("{name} ×{}", medal.count)
        }
    });
    names.collect::<Vec<_>>().join(", ")
}

fn table<'a>(players: impl Iterator<Item = &'a PlayerStats>, names: &Names) -> Table {
    let mut players: Vec<_> = players.collect();
    players.sort_by_key(|player| player.rank);
    let mut table = Table::new(&[
        ">#",
        "player",
        ">score",
        ">K",
        ">D",
        ">A",
        ">KDA",
        ">accuracy",
        ">dealt",
        ">taken",
        "",
    ]);
    for player in players {
        let Some(core) = player.core_stats() else { continue };
        table.row([
            player.rank.to_string(),
            name(player, names),
            thousands(core.personal_score),
            core.kills.to_string(),
            core.deaths.to_string(),
            core.assists.to_string(),
            format!("{:.2}", core.kda),
            format!("{:.1} %", core.accuracy),
            thousands(core.damage_dealt),
            thousands(core.damage_taken),
            match player.outcome {
                Outcome::DidNotFinish => "left early".into(),
                _ if player.participation_info.joined_in_progress => "joined late".into(),
                _ => String::new(),
            },
        ]);
        if !core.medals.is_empty() {
            table.note(medals(&core.medals));
        }
    }
    table
}

fn team_title(team: &TeamStats) -> String {
    let core = &team.stats.core_stats;
    let rounds = if core.rounds_won + core.rounds_lost + core.rounds_tied > 1 {
        format!(", {} rounds won", core.rounds_won)
    } else {
        String::new()
    };
    format!(
        "{} · {} · score {}{rounds} · {} kills, {} deaths, {} assists",
        team.team_id.to_string().to_uppercase(),
        team.outcome,
        core.score,
        core.kills,
        core.deaths,
        core.assists,
    )
}

/// Prints the match, its teams and its players.
pub fn print(game: &MatchStats, names: &Names) {
    let info = &game.match_info;
    println!("{}, {}", info.game_variant_category, info.lifecycle_mode);
    println!("  match     {}", game.match_id);
    println!(
        "  played    {} UTC, {}",
        info.start_time.strftime("%Y-%m-%d %H:%M"),
        minutes(info.playable_duration)
    );
    println!("  map       {}", asset(&info.map_variant, names.map.as_ref()));
    println!(
        "  mode      {}",
        asset(&info.ugc_game_variant, names.mode.as_ref())
    );
    if let Some(playlist) = &info.playlist {
        println!("  playlist  {}", asset(playlist, names.playlist.as_ref()));
    }
    if let Some(season) = &info.season_id {
        println!("  season    {season}");
    }
    if let Some(outcome) = names
        .me
        .and_then(|me| game.player(me))
        .map(|player| player.outcome)
    {
        println!("  outcome   {outcome}");
    }

    if game.teams.is_empty() {
        print!("\n{}", table(game.players.iter(), names));
        return;
    }
    let mut teams: Vec<_> = game.teams.iter().collect();
    teams.sort_by_key(|team| team.rank);
    for team in &teams {
        print!(
            "\n{}\n\n{}",
            team_title(team),
            table(game.players_of(team.team_id), names)
        );
    }
    let mut others = game
        .players
        .iter()
        .filter(|player| !teams.iter().any(|team| team.team_id == player.last_team_id))
        .peekable();
    if others.peek().is_some() {
        print!("\nOTHERS\n\n{}", table(others, names));
    }
}
