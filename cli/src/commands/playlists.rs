//! `halo playlists`: the playlists of matchmaking, and the rotation of one.

use clap::Args;
use halo_infinite::Request;
use halo_infinite::models::discovery_ugc::{AssetLink, Playlist};
use halo_infinite::models::gamecms_hacs::PlaylistConfiguration;
use halo_infinite::rotation::Rotation;
use halo_infinite::types::{AssetId, Guid};

use crate::commands::common::words;
use crate::context::Context;
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Playlists {
    /// A playlist, whose maps and modes are shown: its name, a part of it, or its GUID
    #[arg(value_name = "NAME")]
    name: Vec<String>,
    /// Only ranked playlists
    #[arg(long, conflicts_with = "name")]
    ranked: bool,
}

record! {
    /// A playlist.
    pub struct Listed {
        /// The ID of the playlist
        playlist_id: String,
        /// The ID of its current version
        version_id: String,
        /// The name
        name: String,
        /// The description
        description: Option<String>,
        /// Whether its matches change ranks (CSR)
        ranked: bool,
        /// The kind of matches, such as Arena
        experience: Option<String>,
        /// The input devices that players may use; empty for any
        inputs: Vec<String>,
        /// The largest number of teams
        teams: Option<i64>,
        /// The largest number of players in a team
        team_size: Option<i64>,
        /// The number of pairs of map and mode
        pairs: usize,
    }
}

record! {
    /// A pair of map and mode in a rotation.
    pub struct Chance {
        /// The ID of the pair of map and mode
        pair_id: String,
        /// The name of the pair
        name: String,
        /// The map; null if it no longer exists
        map: Option<String>,
        /// The ID of the map
        map_id: Option<String>,
        /// The mode; null if it no longer exists
        mode: Option<String>,
        /// The ID of the mode
        mode_id: Option<String>,
        /// The chance that matchmaking chooses the pair, in per cent
        chance: f64,
    }
}

impl Playlists {
    /// Prints all playlists, or the rotation of one.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        match self.name.is_empty() {
            true => self.list(context),
            false => rotation(context, &self.name.join(" ")),
        }
    }

    fn list(&self, context: &Context) -> Result<(), Failure> {
        let mut records = listed(context)?;
        records.retain(|playlist| playlist.ranked || !self.ranked);
        records.sort_by_cached_key(|playlist| (!playlist.ranked, playlist.name.to_lowercase()));
        let mut table = Table::new([
            Column::new("playlist"),
            Column::new("ranked"),
            Column::new("kind").rank(1),
            Column::new("teams").rank(2),
            Column::new("input").rank(3),
            Column::new("pairs").right().rank(4),
            Column::new("playlist ID").rank(5),
        ]);
        for playlist in &records {
            table.row([
                Cell::text(playlist.name.clone()),
                Cell::text(if playlist.ranked { "ranked" } else { "" }).paint(Paint::Notice),
                Cell::maybe(playlist.experience.clone(), Cell::text),
                Cell::text(teams(playlist.teams, playlist.team_size)),
                Cell::text(match playlist.inputs.is_empty() {
                    true => "any".to_owned(),
                    false => playlist.inputs.join(", "),
                }),
                Cell::count(i64::try_from(playlist.pairs).unwrap_or(i64::MAX)),
                Cell::text(playlist.playlist_id.clone()).paint(Paint::Faint),
            ]);
        }
        if records.is_empty() {
            context.out.note("no such playlist");
        }
        context.out.report(&Report::list(&records)?.table(table))
    }
}

/// All playlists. One whose files cannot be read is left out.
fn listed(context: &Context) -> Result<Vec<Listed>, Failure> {
    let ids = context.playlists()?;
    let client = context.client()?;
    let requests: Vec<_> = ids
        .iter()
        .map(|id| client.gamecms_hacs().playlist_configuration(*id))
        .collect();
    let configurations = context.fetch_all("configurations of playlists", &requests)?;
    let configured: Vec<(Guid, PlaylistConfiguration)> = ids
        .into_iter()
        .zip(configurations)
        .filter_map(|(id, configuration)| Some((id, configuration?)))
        .collect();
    let requests: Vec<Request<Playlist>> = configured
        .iter()
        .map(|(id, configuration)| {
            let version = AssetId::version_of(*id, configuration.ugc_playlist_version.into());
            context.localized(client.discovery_ugc().playlist(version))
        })
        .collect();
    let playlists = context.fetch_all("playlists", &requests)?;
    let both = configured.into_iter().zip(playlists);
    Ok(both
        .filter_map(|((id, configuration), playlist)| Some(describe(id, &configuration, &playlist?)))
        .collect())
}

fn describe(id: Guid, configuration: &PlaylistConfiguration, playlist: &Playlist) -> Listed {
    let rules = playlist.custom_data.as_ref();
    let inputs = rules.and_then(|rules| rules.allowed_device_inputs.as_ref());
    // 0 stands for all devices.
    let inputs = inputs.into_iter().flatten().filter(|input| input.value() != 0);
    Listed {
        playlist_id: id.to_string(),
        version_id: playlist.version_id.to_string(),
        name: playlist.public_name.clone(),
        description: playlist.description.clone().filter(|text| !text.is_empty()),
        ranked: configuration.has_csr == Some(true),
        experience: configuration.playlist_experience.as_deref().map(words),
        inputs: inputs.map(ToString::to_string).collect(),
        teams: rules.and_then(|rules| rules.max_teams),
        team_size: rules.and_then(|rules| rules.max_team_size),
        pairs: playlist.rotation_entries.as_ref().map_or(0, Vec::len),
    }
}

/// The sizes of teams as players say them: `4v4`, `8 players`.
fn teams(teams: Option<i64>, size: Option<i64>) -> String {
    match (teams, size) {
        (Some(teams @ 2..=4), Some(size @ 2..)) => {
            vec![size.to_string(); usize::try_from(teams).unwrap_or(2)].join("v")
        }
        (Some(teams), Some(1)) => format!("{teams} players"),
        (Some(1), Some(size)) => format!("{size} players"),
        _ => String::new(),
    }
}

fn rotation(context: &Context, text: &str) -> Result<(), Failure> {
    let named = context.playlist(text)?;
    let id = named.id.asset();
    let progress = context.out.progress("maps and modes", None);
    let client = context.client()?;
    let rotation = match context.language() {
        Some(tag) => Rotation::fetch_in_language(client, id, tag),
        None => Rotation::fetch(client, id),
    };
    drop(progress);
    let rotation = rotation.map_err(|error| match error.status() {
        Some(404) => Failure::new(
            format!("matchmaking has no playlist {}", named.name),
            "`halo playlists` lists those that it has",
        ),
        _ => error.into(),
    })?;
    let mut pairs: Vec<_> = rotation.pairs.iter().collect();
    pairs.sort_by(|left, right| right.chance.total_cmp(&left.chance));
    let name = |link: &Option<AssetLink>| link.as_ref().map(|link| link.public_name.clone());
    let link_id = |link: &Option<AssetLink>| link.as_ref().map(|link| link.asset_id.to_string());
    let records: Vec<Chance> = pairs
        .iter()
        .map(|pair| Chance {
            pair_id: pair.id.asset().to_string(),
            name: pair.name.clone(),
            map: name(&pair.map),
            map_id: link_id(&pair.map),
            mode: name(&pair.mode),
            mode_id: link_id(&pair.mode),
            chance: pair.chance * 100.0,
        })
        .collect();
    let errors = rotation.pairs.iter().filter_map(|pair| pair.error.as_ref());
    context.report_errors("pairs of map and mode", rotation.pairs.len(), errors);
    let kind = match rotation.configuration.has_csr {
        Some(true) => "ranked",
        _ => "not ranked",
    };
    let playlist = &rotation.playlist;
    let mut report = Report::list(&records)?.title(format!("{} ({kind})", playlist.public_name));
    if let Some(text) = playlist.description.as_deref().filter(|text| !text.is_empty()) {
        report = report.line(text);
    }
    context.out.report(
        &report
            .table(chances("map", &rotation.maps()))
            .table(chances("mode", &rotation.modes())),
    )
}

fn chances(heading: &'static str, assets: &[(&AssetLink, f64)]) -> Table {
    let mut table = Table::new([Column::new("chance").right(), Column::new(heading)]);
    for (asset, chance) in assets {
        table.row([
            Cell::percent(chance * 100.0),
            Cell::text(asset.public_name.clone()),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_teams_are_those_that_players_say() {
        for (of, size, text) in [
            (Some(2), Some(4), "4v4"),
            (Some(3), Some(2), "2v2v2"),
            (Some(8), Some(1), "8 players"),
            (Some(1), Some(4), "4 players"),
            (Some(12), Some(2), ""),
            (None, None, ""),
        ] {
            assert_eq!(teams(of, size), text);
        }
    }
}
