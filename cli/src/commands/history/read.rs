//! The matches of a history, and their statistics.

use halo_infinite::Xuid;
use halo_infinite::models::stats::{CoreStats, MatchHistoryResult};

use super::filter::Filter;
use crate::context::Context;
use crate::failure::Failure;

/// A match of the history.
pub struct Entry {
    /// The entry of the service.
    pub result: MatchHistoryResult,
    /// The player's statistics; `None` if nobody asked for them, or they are missing.
    pub core: Option<CoreStats>,
}

/// The number of matches that are read without a sign of progress: a few pages take no time.
const SOME: usize = 100;

/// The newest matches that fit the filters.
pub fn matches(
    context: &Context,
    player: Xuid,
    filter: &Filter,
    count: usize,
) -> Result<Vec<Entry>, Failure> {
    let mut history = context.client()?.stats().match_history(player);
    if let Some(kind) = filter.kind {
        history = history.match_type(kind.into());
    }
    let mut pages = history.pages();
    if let Some(since) = filter.since {
        pages = pages.since(since.start);
    }
    let names = context.names()?;
    // A filter may have to read all pages.
    let progress =
        (count > SOME || filter.is_set()).then(|| context.out.progress("reading the history", None));
    let mut entries = Vec::new();
    while entries.len() < count {
        let Some(page) = pages.next() else { break };
        let mut found = page?.results;
        found.retain(|entry| filter.has_time(&entry.match_info));
        if filter.needs_names() {
            names.prepare(&found);
            found.retain(|entry| filter.has_names(&entry.match_info, names));
        }
        let found = found.into_iter().map(|result| Entry { result, core: None });
        entries.extend(found);
    }
    entries.truncate(count);
    drop(progress);
    let shown: Vec<_> = entries.iter().map(|entry| &entry.result).collect();
    names.prepare(&shown);
    Ok(entries)
}

/// Fetches the statistics in parallel.
pub fn add_stats(context: &Context, player: Xuid, entries: &mut [Entry]) -> Result<(), Failure> {
    let client = context.client()?;
    let requests: Vec<_> = entries
        .iter()
        .map(|entry| client.stats().match_stats(entry.result.match_id))
        .collect();
    let fetched = context.fetch_all("statistics of matches", &requests)?;
    for (entry, stats) in entries.iter_mut().zip(fetched) {
        entry.core = stats.and_then(|stats| stats.player(player)?.total_core_stats());
    }
    Ok(())
}
