//! All calls, topic by topic.

use crate::Fallible;
use crate::calls::Calls;
use crate::info::Info;
use crate::{
    assets, economy, files, films, histories, matches, methods, people, playlists, records, search, sign_in,
    website,
};
use std::path::Path;

pub async fn run(info: &Path, results: &Path) -> Fallible<()> {
    let info = Info::read(info)?;
    let calls = Calls::default();
    // First, because the refresh token expires soon after its first use, and other clients use it too.
    sign_in::pool(&calls, &info).await?;
    let halo = sign_in::with_tokens(&calls, &info);
    let stats = matches::stats(&calls, &halo, &info).await;
    let used = assets::used_in(&stats);
    tokio::join!(
        people::all(&calls, &halo, &info),
        histories::all(&calls, &halo, &info),
        records::all(&calls, &halo, &info),
        matches::skill(&calls, &halo, &stats),
        matches::ranks(&calls, &halo, &info, &used.playlists),
        films::all(&calls, &halo, &stats),
        economy::all(&calls, &halo, &info),
        files::all(&calls, &halo, &info),
        search::all(&calls, &halo),
        assets::all(&calls, &halo, &info, &used),
        playlists::ranked_arena(&calls, &halo),
        website::all(&calls, &info),
    );
    methods::report_missing(&calls)?;
    std::fs::write(results, serde_json::to_vec(&calls.into_json())?)?;
    Ok(())
}
