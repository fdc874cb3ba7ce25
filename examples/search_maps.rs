//! Searches for maps: the best rated ones whose name or description holds a word.
//!
//! ```text
//! cargo run --example search_maps -- [WORD]
//! ```

mod common;

use halo_infinite::refdata::AssetKind;
use halo_infinite::services::discovery_ugc::{SearchOrder, SearchSort};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let source = common::source()?;
    let client = source.client.clone().build()?;

    let mut search = client
        .discovery_ugc()
        .search_assets()
        .kind(AssetKind::Map)
        .sort(SearchSort::AverageRating, SearchOrder::Descending)
        .count(10);
    if let Some(word) = std::env::args().nth(1) {
        search = search.term(&word);
    }
    let page = search.send()?;
    println!(
        "{} of about {} maps",
        page.result_count,
        page.estimated_total.unwrap_or_default()
    );
    for map in &page.results {
        println!(
            "{:.1} ★ ({} ratings)  {}",
            map.average_rating.unwrap_or(0.0),
            map.number_of_ratings.unwrap_or(0),
            map.name
        );
    }
    Ok(())
}
