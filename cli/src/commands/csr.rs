//! `halo csr`: a player's ranks.

use std::collections::BTreeSet;

use clap::Args;
use halo_infinite::models::gamecms_hacs::PlaylistConfiguration;
use halo_infinite::models::skill::{CsrContainer, PlaylistCsrResult};
use halo_infinite::names::Subject;
use halo_infinite::types::{AssetId, Csr, Guid, playlists};
use halo_infinite::{Client, Names, Xuid};

use crate::context::{Context, PlayerArgument};
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, number, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct ShowCsr {
    /// A gamertag, an XUID, or `me`
    #[arg(default_value = "me")]
    player: PlayerArgument,
    /// The ranks of an earlier season: a name or an ID of `halo seasons --csr`, such as CsrSeason9-1
    #[arg(long)]
    season: Option<String>,
    /// Lists ranked playlists without matches too
    #[arg(long)]
    all: bool,
}

record! {
    /// The ranks of a player in a playlist.
    pub struct Rank {
        /// The playlist
        playlist: String,
        /// The asset ID of the playlist
        playlist_id: String,
        /// The name of the rank now, such as Diamond IV
        csr_rank: String,
        /// The points now; null without a rank
        csr: Option<i64>,
        /// The points to the next step; null in Onyx and without a rank
        points_to_next: Option<i64>,
        /// The name of the next step; null in Onyx and without a rank
        next_rank: Option<String>,
        /// The matches left before the first rank
        placement_matches_left: i64,
        /// The name of the best rank of the season
        season_best: String,
        /// The points of the best rank of the season; null without one
        season_best_csr: Option<i64>,
        /// The name of the best rank ever
        best: String,
        /// The points of the best rank ever; null without one
        best_csr: Option<i64>,
    }
}

impl ShowCsr {
    /// Prints the ranks, the highest first.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let (client, player) = (context.client()?, context.xuid(&self.player)?);
        let season = match &self.season {
            Some(season) => Some(context.csr_season(season)?),
            None => None,
        };
        let ranked = ranked_playlists(context, client, player)?;
        let mut requests = Vec::new();
        for playlist in &ranked {
            let request = client.skill().playlist_csr(*playlist, [player]);
            let request = match &season {
                Some(season) => request.season(season),
                None => request,
            };
            // A request about one player is a single one.
            requests.extend_from_slice(request.requests()?);
        }
        let fetched = context.fetch_existing("ranked playlists", &requests)?;
        let mut found: Vec<_> = ranked
            .iter()
            .zip(fetched)
            .filter_map(|(playlist, csr)| Some((*playlist, csr?.result(player)?.clone())))
            .collect();
        found.retain(|(_, result)| self.all || has_played(result));
        found.sort_by_key(|(_, result)| std::cmp::Reverse(result.current.rank()));
        let names = context.names()?;
        names.prepare(
            &found
                .iter()
                .map(|(id, _)| Subject::Playlist(AssetId::current(*id)))
                .collect::<Vec<_>>(),
        );
        let ranks: Vec<_> = found
            .iter()
            .map(|(id, result)| Rank::new(*id, result, names))
            .collect();
        if ranks.is_empty() {
            context.out.note("no ranked matches yet");
        }
        context
            .out
            .report(&Report::list(&ranks)?.table(table(&ranks, context.out.is_terminal())))
    }
}

/// The ranked playlists: those that are known, and those among the player's own that have ranks.
fn ranked_playlists(context: &Context, client: &Client, player: Xuid) -> Result<BTreeSet<Guid>, Failure> {
    let (known_ranked, known): (Vec<_>, Vec<_>) = playlists::ALL
        .iter()
        .partition(|(_, name)| name.starts_with("Ranked"));
    let mut ranked: BTreeSet<Guid> = known_ranked.into_iter().map(|(id, _): (Guid, &str)| id).collect();
    let record = context.part(
        "the playlists of the service record",
        client.stats().service_record(player).send(),
    )?;
    let played = record
        .and_then(|record| record.subqueries.playlist_asset_ids)
        .unwrap_or_default();
    let played = played.into_iter().map(Guid::from);
    let unsure: Vec<_> = played
        .filter(|id| !ranked.contains(id) && known.iter().all(|(known, _)| known != id))
        .collect();
    let requests: Vec<_> = unsure
        .iter()
        .map(|id| client.gamecms_hacs().playlist_configuration(*id))
        .collect();
    // Old playlists have no configuration any more.
    let configurations = context.fetch_existing("configurations of playlists", &requests);
    let configurations = context.part("the ranks of other playlists", configurations)?;
    let has_csr = |configuration: Option<PlaylistConfiguration>| {
        configuration.is_some_and(|configuration| configuration.has_csr == Some(true))
    };
    let found = unsure.into_iter().zip(configurations.unwrap_or_default());
    ranked.extend(found.filter_map(|(id, configuration)| has_csr(configuration).then_some(id)));
    Ok(ranked)
}

/// Whether the player has a rank, or matches towards one.
fn has_played(result: &PlaylistCsrResult) -> bool {
    let current = &result.current;
    let has_started = current
        .initial_measurement_matches
        .is_some_and(|initial| current.measurement_matches_remaining < initial);
    let best = [&result.season_max, &result.all_time_max];
    let mut ranks = best
        .into_iter()
        .flatten()
        .chain([current])
        .map(CsrContainer::rank);
    has_started || ranks.any(Csr::is_ranked)
}

impl Rank {
    fn new(id: Guid, result: &PlaylistCsrResult, names: &Names) -> Self {
        let best = |csr: &Option<CsrContainer>| csr.as_ref().map_or(Csr::UNRANKED, CsrContainer::rank);
        let (current, season, ever) = (
            result.current.rank(),
            best(&result.season_max),
            best(&result.all_time_max),
        );
        Self {
            playlist: names.playlist(AssetId::current(id)).into(),
            playlist_id: id.to_string(),
            csr_rank: current.to_string(),
            csr: current.value(),
            points_to_next: current.points_to_next(),
            next_rank: current.next_step().map(|rank| rank.to_string()),
            placement_matches_left: match current.is_ranked() {
                true => 0,
                false => result.current.measurement_matches_remaining,
            },
            season_best: season.to_string(),
            season_best_csr: season.value(),
            best: ever.to_string(),
            best_csr: ever.value(),
        }
    }
}

fn table(ranks: &[Rank], is_terminal: bool) -> Table {
    let mut table = Table::new([
        Column::new("playlist"),
        Column::new("rank"),
        Column::new("CSR").right().rank(1),
        Column::new("to next").right().rank(2),
        Column::new("next").rank(6),
        Column::new("placement left").right().rank(1),
        Column::new("season best").rank(4),
        Column::new("best ever").rank(3),
    ]);
    let best = |name: &str, points: Option<i64>| {
        Cell::maybe(points, |points| match name.ends_with(&points.to_string()) {
            true => name.into(),
            false if is_terminal => Cell::text(format!("{name} ({})", number(points))),
            false => Cell::text(format!("{name} ({points})")),
        })
    };
    for rank in ranks {
        let left = rank.placement_matches_left;
        table.row([
            Cell::text(rank.playlist.clone()),
            Cell::text(rank.csr_rank.clone()).paint(if rank.csr.is_some() {
                Paint::Strong
            } else {
                Paint::Faint
            }),
            Cell::maybe(rank.csr, Cell::count),
            Cell::maybe(rank.points_to_next, Cell::count),
            Cell::maybe(rank.next_rank.clone(), Cell::text),
            Cell::maybe((left > 0).then_some(left), Cell::count),
            best(&rank.season_best, rank.season_best_csr),
            best(&rank.best, rank.best_csr),
        ]);
    }
    table
}
