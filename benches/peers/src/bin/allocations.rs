//! Counts what decoding allocates, as a Markdown table: how often, and how much is in use at most.

use halo_api::clients::hi::models as peer;
use halo_infinite::models::{discovery_ugc, gamecms_hacs, stats};
use halo_infinite_peers::{Payloads, payloads};
use serde::de::DeserializeOwned;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (kinds, origin) = payloads()?;
    println!("{origin}\n");
    println!("| | allocations, SDK | halo_api | KB at most, SDK | halo_api |");
    println!("|---|---:|---:|---:|---:|");
    for kind in &kinds {
        let count = match kind.kind {
            "match stats" => count::<stats::MatchStats, peer::MatchStats>,
            "match history" => count::<stats::MatchHistory, peer::PlayerMatchHistory>,
            "service record" => count::<stats::ServiceRecord, peer::ServiceRecord>,
            "medals metadata" => count::<gamecms_hacs::MedalMetadata, peer::MedalMetadata>,
            "career track" => count::<gamecms_hacs::CareerRewardTrack, peer::CareerRewardTrack>,
            "playlist" => count::<discovery_ugc::Playlist, peer::PlaylistAsset>,
            other => return Err(format!("unknown: `{other}`").into()),
        };
        count(kind);
    }
    Ok(())
}

fn count<Ours: DeserializeOwned, Theirs: DeserializeOwned>(kind: &Payloads) {
    let (mut ours, mut theirs) = ((0, 0), (0, 0));
    for document in &kind.documents {
        let add = |(times, most): &mut (u64, u64), info: allocation_counter::AllocationInfo| {
            *times += info.count_total;
            *most = (*most).max(info.bytes_max);
        };
        add(
            &mut ours,
            allocation_counter::measure(|| drop(halo_infinite::payload::decode::<Ours>(document))),
        );
        add(
            &mut theirs,
            allocation_counter::measure(|| drop(serde_json::from_slice::<Theirs>(document))),
        );
    }
    println!(
        "| {} | {} | {} | {} | {} |",
        kind.kind,
        ours.0,
        theirs.0,
        ours.1 / 1000,
        theirs.1 / 1000
    );
}
