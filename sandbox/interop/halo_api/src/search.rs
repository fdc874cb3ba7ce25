//! The search for maps, prefabs and modes.

use crate::asset;
use crate::calls::Calls;
use halo_api::clients::hi::HaloInfiniteClient;
use halo_api::clients::hi::models::UgcAssetKind;
use serde_json::json;

const PAGE: u32 = 20;

/// The service only finds these kinds.
pub async fn all(calls: &Calls, halo: &HaloInfiniteClient) {
    for kind in [UgcAssetKind::Map, UgcAssetKind::Prefab, UgcAssetKind::GameMode] {
        let mut found = Vec::new();
        loop {
            let start = u32::try_from(found.len()).unwrap_or(u32::MAX);
            let arguments = format!("{kind:?} from {start}");
            let page = calls
                .halo("search_assets", &arguments, halo.search_assets(kind, start, PAGE))
                .await;
            let Some(page) = page else { return };
            let ids: Vec<String> = page
                .results
                .iter()
                .map(|asset| asset.asset_id.to_lowercase())
                .collect();
            let kind_name = kind.as_str().to_lowercase();
            let query =
                format!("assetkind={kind_name}&count={PAGE}&order=desc&sort=playsrecent&start={start}");
            calls.fact(format!("search/{query}"), json!(ids));
            let last = ids.len() < PAGE as usize;
            found.extend(ids);
            let all = found.len() == page.estimated_total as usize;
            if last {
                calls.check(
                    "HaloInfiniteClient::search_assets",
                    &arguments,
                    all,
                    "not as many as the total",
                );
                break;
            }
        }
        for id in &found {
            asset::current(calls, halo, kind, id).await;
        }
    }
}
