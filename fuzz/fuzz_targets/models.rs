//! Any bytes as the answer of any call: the first byte chooses which. What decodes is encoded and
//! decoded to the same again; listing its unknown fields succeeds where decoding does, and so does
//! `serde_json` alone.

#![no_main]

use halo_infinite::models::{auth, common, discovery_ugc, economy, gamecms_hacs, profile, skill, stats};
use halo_infinite::payload::{decode, drift};
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn check<T: DeserializeOwned + Serialize + PartialEq>(json: &[u8]) {
    let decoded = decode::<T>(json);
    assert_eq!(drift::<T>(json).is_ok(), decoded.is_ok());
    let unmarked = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    match std::str::from_utf8(unmarked) {
        Ok(text) => assert_eq!(serde_json::from_str::<T>(text).is_ok(), decoded.is_ok()),
        // In what it passes over, `serde_json` does not look.
        Err(_) => assert!(decoded.is_err()),
    }
    let Ok(model) = decoded else { return };
    let encoded = serde_json::to_vec(&model).expect("a model can be encoded");
    let again: T = decode(&encoded).expect("what was encoded can be decoded");
    // NaN is not even itself.
    let same = again == model || serde_json::to_vec(&again).ok() == Some(encoded);
    assert!(same, "it changed on its way through JSON");
}

const MODELS: &[fn(&[u8])] = &[
    check::<auth::OAuth2Token>,
    check::<auth::DeviceCode>,
    check::<auth::XboxUserToken>,
    check::<auth::XstsToken>,
    check::<auth::SpartanToken>,
    check::<auth::Clearance>,
    check::<common::ProblemDetails>,
    check::<discovery_ugc::AssetSearchPage>,
    check::<discovery_ugc::EngineGameVariant>,
    check::<discovery_ugc::Film>,
    check::<discovery_ugc::Manifest>,
    check::<discovery_ugc::Map>,
    check::<discovery_ugc::MapModePair>,
    check::<discovery_ugc::Playlist>,
    check::<discovery_ugc::Prefab>,
    check::<discovery_ugc::Project>,
    check::<discovery_ugc::TagsInfo>,
    check::<discovery_ugc::UgcGameVariant>,
    check::<economy::PlayerCareerRank>,
    check::<economy::PlayerCustomization>,
    check::<economy::PlayerOperationPasses>,
    check::<gamecms_hacs::CareerRewardTrack>,
    check::<gamecms_hacs::CsrSeasonCalendar>,
    check::<gamecms_hacs::MedalMetadata>,
    check::<gamecms_hacs::OperationRewardTrack>,
    check::<gamecms_hacs::SeasonCalendar>,
    check::<Vec<profile::User>>,
    check::<skill::MatchSkill>,
    check::<skill::PlaylistCsr>,
    check::<stats::ChallengeDecks>,
    check::<stats::MatchCount>,
    check::<stats::MatchHistory>,
    check::<stats::MatchProgression>,
    check::<stats::MatchStats>,
    check::<stats::MatchesPrivacy>,
    check::<stats::ServiceRecord>,
];

fuzz_target!(|input: &[u8]| {
    if let [first, json @ ..] = input {
        MODELS[usize::from(*first) % MODELS.len()](json);
    }
});
