//! Pictures of emblems and of other items that players wear.

use crate::calls::Calls;
use crate::files::picture;
use halo_api::clients::hi::HaloInfiniteClient;
use halo_api::clients::hi::models::{EmblemMapping, PlayerAppearance, PlayerCustomizationData};
use std::collections::BTreeSet;

/// The pictures of an emblem and of its nameplate.
pub async fn emblem(
    calls: &Calls,
    halo: &HaloInfiniteClient,
    mapping: Option<&EmblemMapping>,
    look: &PlayerAppearance,
) {
    let (Some(mapping), Some(emblem)) = (mapping, &look.emblem) else {
        return;
    };
    let path = &emblem.emblem_path;
    let Some(metadata) = calls
        .halo("emblem_metadata", path, halo.emblem_metadata(path))
        .await
    else {
        return;
    };
    let assets = mapping
        .resolve_with_fallback(emblem, &metadata)
        .or_else(|| mapping.resolve_metadata(&metadata, emblem.configuration_id));
    calls.check(
        "HaloInfiniteClient::emblem_mapping",
        path,
        assets.is_some(),
        "the emblem is missing",
    );
    if let Some(assets) = assets {
        picture(
            calls,
            "emblem_image",
            &assets.emblem_cms_path,
            halo.emblem_image(assets),
        )
        .await;
        picture(
            calls,
            "emblem_nameplate",
            &assets.nameplate_cms_path,
            halo.emblem_nameplate(assets),
        )
        .await;
    }
}

/// The paths of some items that a player wears.
pub fn worn(look: &PlayerCustomizationData) -> Vec<String> {
    let armor = look.armor_cores.equipped();
    let theme = armor.and_then(|armor| armor.equipped_theme());
    let cores = armor.map(|armor| &armor.core_path).into_iter();
    let ai = look.ai_cores.cores.iter().map(|core| &core.core_path);
    let parts = theme
        .into_iter()
        .flat_map(|theme| [&theme.coating_path, &theme.helmet_path]);
    cores
        .chain(ai)
        .chain(parts)
        .filter(|path| !path.is_empty())
        .cloned()
        .collect()
}

pub async fn pictures(calls: &Calls, halo: &HaloInfiniteClient, items: &BTreeSet<String>) {
    for path in items {
        let call = halo.customization_metadata(path);
        let Some(item) = calls.halo("customization_metadata", path, call).await else {
            continue;
        };
        let call = async {
            halo.customization_image(&item)
                .await
                .map(Option::unwrap_or_default)
        };
        if item.image_cms_path().is_some() {
            picture(calls, "customization_image", path, call).await;
        }
    }
}
