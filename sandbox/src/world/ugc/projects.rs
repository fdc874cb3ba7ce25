//! The projects of the content browser.

use super::asset::{Author, Details, Key, Ugc};
use super::studio::studio;
use crate::rng::Rng;
use crate::world::catalog::AssetKind;
use std::cmp::Reverse;
use uuid::Uuid;

const FORGE_TEMPLATES: Uuid = Uuid::from_u128(0xbf0e_9bab_6fed_47a4_8bf7_bfd4_422e_e552);
const FORGE_MODE_CATEGORIES: Uuid = Uuid::from_u128(0xaff7_3c44_0771_468f_b9cf_5c52_eee7_ab4c);
const COMMUNITY_TAB: Uuid = Uuid::from_u128(0x90f9_e508_99ce_411c_bf88_7bf1_2b5e_9f52);
const RECOMMENDED: Uuid = Uuid::from_u128(0x712a_dd52_f989_48e1_b3bb_ac7c_d8a1_c17a);
/// The number of maps and of modes in a list of recommendations.
const SHOWN: usize = 8;

pub(super) fn assets(made: &[Ugc]) -> Vec<Ugc> {
    let of_studio = |kind| keys(made, kind, |asset| asset.author == Author::Studio);
    let popular = |kind| {
        let mut keys = keys(made, kind, |asset| asset.author != Author::Studio);
        keys.truncate(SHOWN);
        keys
    };
    let [maps, modes] = [AssetKind::Map, AssetKind::UgcGameVariant].map(popular);
    let mut recommended = of_studio(AssetKind::Map);
    recommended.truncate(SHOWN);
    vec![
        project(
            FORGE_TEMPLATES,
            "Forge Templates",
            of_studio(AssetKind::Map),
            Vec::new(),
        ),
        project(
            FORGE_MODE_CATEGORIES,
            "Forge Mode Categories",
            Vec::new(),
            of_studio(AssetKind::UgcGameVariant),
        ),
        project(COMMUNITY_TAB, "Community", maps, modes),
        project(RECOMMENDED, "Recommended", recommended, Vec::new()),
    ]
}

/// The assets of a kind, most played first.
fn keys(made: &[Ugc], kind: AssetKind, selects: impl Fn(&Ugc) -> bool) -> Vec<Key> {
    let mut found: Vec<&Ugc> = made
        .iter()
        .filter(|asset| asset.kind == kind && selects(asset))
        .collect();
    found.sort_by_key(|asset| Reverse(asset.usage.plays_all_time));
    found.into_iter().map(Ugc::key).collect()
}

fn project(id: Uuid, name: &str, maps: Vec<Key>, modes: Vec<Key>) -> Ugc {
    let version = Rng::for_subject(0, name).uuid();
    let details = Details::Project { maps, modes };
    Ugc {
        tags: Vec::new(),
        ..studio(AssetKind::Project, name, (id, version), details)
    }
}
