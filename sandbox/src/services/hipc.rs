//! The game's catalogue of its API: hosts, retry policies and endpoints. Names and paths are the game's own; only what
//! the sandbox serves is listed.

use super::halo::Model;
use serde_json::{Map, Value, json};

/// An authority: its ID, the first part of its host's name, and its methods of authentication.
type Authority = (&'static str, &'static str, &'static [i64]);
/// A retry policy: its ID, and the maximum number of retries, delay, jitter and timeout in milliseconds.
type Policy = (&'static str, i64, i64, i64, i64);
/// An endpoint: its name, path and query.
type Endpoint = (&'static str, &'static str, &'static str);

const SPARTAN_TOKEN: i64 = 15;
const BUILD: &str = "?sandbox={sandbox}&build={buildNumber}";

#[rustfmt::skip]
const AUTHORITIES: [Authority; 14] = [
    ("gamecms-hacs", "gamecms-hacs", &[SPARTAN_TOKEN]),
    (CACHED, CACHED, &[SPARTAN_TOKEN]),
    ("economy", "economy", &[SPARTAN_TOKEN]),
    ("gamecmsOrigin", "gamecms-hacs", &[SPARTAN_TOKEN]),
    ("HIUGC_Authoring_Authority", "authoring-infiniteugc", &[SPARTAN_TOKEN]),
    ("HIUGC_Discovery_Authority", "discovery-infiniteugc", &[SPARTAN_TOKEN]),
    ("HIUGC_Discovery_Authority_Open", "discovery-infiniteugc", &[0, SPARTAN_TOKEN]),
    ("iUgcFiles", "blobs-infiniteugc", &[0]),
    ("settings", "settings", &[4, 10]),
    ("settings_st4", "settings", &[SPARTAN_TOKEN]),
    ("settings_noauth", "settings", &[0]),
    ("skill", "skill", &[SPARTAN_TOKEN]),
    ("banprocessor", "banprocessor", &[1]),
    ("halostats", "halostats", &[SPARTAN_TOKEN]),
];

/// The authority of the content files, which is not a host: the game looks in its own cache first.
const CACHED: &str = "gamecms";
const HTTPS: i64 = 2;
const GAME_CACHE: i64 = 9;

#[rustfmt::skip]
const POLICIES: [Policy; 7] = [
    ("linearretry", 1, 50, 10, 10_000),
    ("longerlinearretry", 2, 1000, 150, 10_000),
    ("linearretry_3", 3, 1000, 0, 1000),
    ("getcustomgamemanifest", 1, 50, 10, 20_000),
    ("cdnretry", 1, 50, 10, 5000),
    (NOT_FOUND_TOO, 14, 2000, 100, 2500),
    ("linearretry_3x50", 3, 50, 10, 10_000),
];
/// The only policy that retries a 404.
const NOT_FOUND_TOO: &str = "linearretry404retry";

/// The endpoints, by authority, policy, and whether they are aware of the clearance.
#[rustfmt::skip]
const ENDPOINTS: [(&str, &str, bool, &[Endpoint]); 18] = [
    ("HIUGC_Authoring_Authority", "linearretry", false, &[
        ("HIUGC_CheckAssetPlayerBookmark", "/{title}/players/{player}/favorites/{assetType}/{assetId}", ""),
        ("HIUGC_FavoriteAnAsset", "/hi/players/{player}/favorites/{assetType}/{assetId}", ""),
        ("HIUGC_GetAsset", "/{title}/{assetType}/{assetId}", ""),
        ("HIUGC_GetLatestAssetVersion", "/{title}/films/{assetId}/versions/latest", ""),
        ("HIUGC_GetLatestAssetVersionAgnostic", "/{title}/{assetType}/{assetId}/versions/latest", ""),
        ("HIUGC_GetPublishedVersion", "/{title}/{assetType}/{assetId}/versions/published", ""),
        ("HIUGC_GetSpecificAssetVersion", "/{title}/{assetType}/{assetId}/versions/{versionId}", ""),
        ("HIUGC_ListAllVersions", "/{title}/{assetType}/{assetId}/versions", ""),
        ("HIUGC_ListPlayerAssets", "/{title}/players/{player}/assets", ""),
        ("HIUGC_ListPlayerFavorites", "/hi/players/{player}/favorites/{assetType}", ""),
        ("HIUGC_ListPlayerFavoritesAgnostic", "/hi/players/{player}/favorites", ""),
        ("HIUGC_PatchAssetVersion", "/{title}/{assetType}/{assetId}/versions/{versionId}", ""),
        ("HIUGC_RateAnAsset", "/hi/players/{player}/ratings/{assetType}/{assetId}", ""),
    ]),
    ("HIUGC_Discovery_Authority", "linearretry", false, &[
        ("HIUGC_Discovery_GetEngineGameVariantWithoutVersion", "/hi/engineGameVariants/{assetId}", ""),
        ("HIUGC_Discovery_GetManifestByBranch", "/hi/manifests/branches/{branchName}/game", ""),
        ("HIUGC_Discovery_GetManifestByBuild", "/hi/manifests/builds/{buildNumber}/game", ""),
        ("HIUGC_Discovery_GetManifestWithoutVersion", "/hi/manifests/{assetId}", ""),
        ("HIUGC_Discovery_GetMapModePairWithoutVersion", "/hi/mapModePairs/{assetId}", ""),
        ("HIUGC_Discovery_GetMapWithoutVersion", "/hi/maps/{assetId}", ""),
        ("HIUGC_Discovery_GetPlaylistWithoutVersion", "/hi/playlists/{assetId}", ""),
        ("HIUGC_Discovery_GetPrefab", "/hi/prefabs/{assetId}/versions/{versionId}", ""),
        ("HIUGC_Discovery_GetPrefabWithoutVersion", "/hi/prefabs/{assetId}", ""),
        ("HIUGC_Discovery_GetProject", "/hi/projects/{assetId}/versions/{versionId}", ""),
        ("HIUGC_Discovery_GetProjectWithoutVersion", "/hi/projects/{assetId}", ""),
        ("HIUGC_Discovery_GetUgcGameVariantWithoutVersion", "/hi/ugcGameVariants/{assetId}", ""),
        ("HIUGC_Discovery_Search", "/hi/search", ""),
        ("HIUGC_Discovery_SpectateByMatchId", "/hi/films/matches/{matchId}/spectate", ""),
    ]),
    ("HIUGC_Discovery_Authority", "linearretry", true, &[
        // The second closing brace is the game's.
        ("HIUGC_Discovery_GetManifest", "/hi/manifests/{assetId}/versions/{versionId}}", "?clearanceId={clearanceId}"),
        ("HIUGC_Discovery_GetMapModePair", "/hi/mapModePairs/{assetId}/versions/{versionId}", "?clearanceId={clearanceId}"),
        ("HIUGC_Discovery_GetPlaylist", "/hi/playlists/{assetId}/versions/{versionId}", "?clearanceId={clearanceId}"),
        ("HIUGC_Discovery_GetTagsInfo", "/hi/info/tags", ""),
    ]),
    ("HIUGC_Discovery_Authority", "getcustomgamemanifest", false, &[
        ("HIUGC_Discovery_GetCustomGameManifest", "/hi/projects/a9dc0785-2a99-4fec-ba6e-0216feaaf041", ""),
    ]),
    ("HIUGC_Discovery_Authority_Open", "linearretry", false, &[
        ("HIUGC_Discovery_GetEngineGameVariant", "/hi/engineGameVariants/{assetId}/versions/{versionId}", ""),
        ("HIUGC_Discovery_GetMap", "/hi/maps/{assetId}/versions/{versionId}", ""),
        ("HIUGC_Discovery_GetUgcGameVariant", "/hi/ugcGameVariants/{assetId}/versions/{versionId}", ""),
    ]),
    ("iUgcFiles", "cdnretry", false, &[("HIUGC_GetBlob", "", "")]),
    ("banprocessor", "linearretry", false, &[
        ("Stats_BanSummary", "/hi/bansummary", "?auth=st&targets={targetlist}"),
    ]),
    ("economy", "linearretry", true, &[
        ("Economy_GetMultiplePlayersCustomization", "/hi/customization", ""),
        ("Economy_GetRewardTrack", "/hi/players/{player}/rewardtracks/{rewardTrackType}s/{trackId}", ""),
    ]),
    ("economy", "longerlinearretry", true, &[
        ("Economy_PlayerAppearanceCustomization", "/hi/players/{player}/customization/appearance", ""),
        ("Economy_PlayerCustomization", "/hi/players/{player}/customization", "?view={viewType}"),
        ("Economy_PlayerOperations", "/hi/players/{player}/rewardtracks/operations", ""),
    ]),
    (CACHED, "linearretry_3", true, &[
        ("GameCms_GetAchievements", "/hi/Multiplayer/file/Live/Achievements.json", ""),
        ("GameCms_GetAsyncComputeOverrides", "/hi/Specs/file/graphics/AsyncComputeOverrides.json", ""),
        ("GameCms_GetBanMessage", "/hi/Banning/file/{banMessagePath}", "?flight={flightId}"),
        ("GameCms_GetChallenge", "/hi/Progression/file/{challengePath}", "?flight={flightId}"),
        ("GameCms_GetChallengeDeck", "/hi/Progression/file/{challengeDeckPath}", "?flight={flightId}"),
        ("GameCms_GetCpuPresets", "/hi/Specs/file/cpu/presets.json", ""),
        ("GameCms_GetDevicePresetOverrides", "/hi/Specs/file/graphics/DevicePresetOverrides.json", ""),
        ("GameCms_GetEvent", "/hi/Progression/file/{eventPath}", "?flight={flightId}"),
        ("GameCms_GetGraphicSpecs", "/hi/Specs/file/graphics/overrides.json", ""),
        ("GameCms_GetGraphicsSpecControlOverrides", "/hi/Specs/file/graphics/GraphicsSpecControlOverrides.json", ""),
        ("GameCms_GetGuide_Images", "/hi/images/guide/xo", "?flight={flightId}"),
        ("GameCms_GetGuide_Multiplayer", "/hi/Multiplayer/guide/xo", "?flight={flightId}"),
        ("GameCms_GetGuide_News", "/hi/News/guide/xo", "?flight={flightId}"),
        ("GameCms_GetGuide_Progression", "/hi/Progression/guide/xo", "?flight={flightId}"),
        ("GameCms_GetGuide_Specs", "/hi/Specs/guide/xo", "?flight={flightId}"),
        ("GameCms_GetGuide_TitleAuthorization", "/hi/TitleAuthorization/guide/xo", "?flight={flightId}"),
        ("GameCms_GetImage", "/hi/images/file/{filePath}", ""),
        ("GameCms_GetItem", "/hi/Progression/file/{itemPath}", "?flight={flightId}"),
        ("GameCms_GetNews", "/hi/news/file/{filePath}", ""),
        ("GameCms_GetProgressionFile", "/hi/Progression/file/{filePath}", ""),
        ("GameCms_GetRecommendedDrivers", "/hi/Specs/file/graphics/RecommendedDrivers.json", ""),
        ("GameCms_GetSeasonRewardTrack", "/hi/Progression/file/{seasonPath}", "?flight={flightId}"),
    ]),
    ("halostats", "linearretry", false, &[
        ("Stats_GetChallengeDecks", "/hi/players/{player}/decks", ""),
        ("Stats_GetMatchCount", "/hi/players/{player}/matches/count", ""),
        ("Stats_GetMatchHistory", "/hi/players/{player}/matches", ""),
    ]),
    ("halostats", NOT_FOUND_TOO, false, &[
        ("Stats_GetMatchStats", "/hi/matches/{matchId}/stats", ""),
        ("Stats_GetPlayerMatchProgression", "/hi/players/{player}/matches/{matchId}/progression", ""),
    ]),
    ("halostats", "linearretry_3x50", false, &[
        ("Stats_MatchPrivacy", "/hi/players/{player}/matches-privacy", ""),
    ]),
    ("settings_noauth", "linearretry", false, &[("Settings_SpartanTokenV4", "/spartan-token", "")]),
    ("settings_st4", "linearretry_3", false, &[
        ("Settings_ActiveFlight", "/oban/flight-configurations/titles/hi/audiences/RETAIL/active", BUILD),
        ("Settings_GetClearance", "/oban/flight-configurations/titles/hi/audiences/{audience}/active", BUILD),
        ("Settings_GetPlayerClearance", "/oban/flight-configurations/titles/hi/audiences/{audience}/players/{player}/active", BUILD),
        ("Settings_PlayerClearance", "/oban/flight-configurations/titles/hi/audiences/RETAIL/players/{player}/active", BUILD),
    ]),
    ("settings_st4", "linearretry_3", true, &[
        ("Setting_GetFlightedFeatureFlags", "/featureflags/hi", "?flight={flightId}"),
    ]),
    ("skill", NOT_FOUND_TOO, true, &[("Skill_GetMatchResult", "/hi/matches/{matchId}/skill", "")]),
    ("skill", "linearretry", true, &[("Skill_GetPlaylistCsr", "/hi/playlist/{playlistId}/csrs", "")]),
];

pub(super) async fn api_settings() -> Model {
    Model(
        "ApiSettings",
        json!({
            "Authorities": map(AUTHORITIES.iter().map(authority)),
            "RetryPolicies": map(POLICIES.iter().map(policy)),
            "Settings": { "ClearanceAudience": "RETAIL" },
            "Endpoints": map(endpoints()),
        }),
    )
}

fn map(entries: impl Iterator<Item = (&'static str, Value)>) -> Value {
    let entries = entries.map(|(name, value)| (name.to_owned(), value));
    entries.collect::<Map<String, Value>>().into()
}

fn authority((id, host, methods): &Authority) -> (&'static str, Value) {
    let is_host = *id != CACHED;
    let json = json!({
        "AuthorityId": id,
        "Scheme": if is_host { HTTPS } else { GAME_CACHE },
        "Hostname": if is_host { format!("{host}.svc.halowaypoint.com") } else { CACHED.to_owned() },
        "Port": is_host.then_some(443),
        "AuthenticationMethods": methods,
    });
    (id, json)
}

fn policy((id, retries, delay, jitter, timeout): &Policy) -> (&'static str, Value) {
    let json = json!({
        "RetryPolicyId": id,
        "TimeoutMs": timeout,
        "RetryOptions": {
            "MaxRetryCount": retries,
            "RetryDelayMs": delay,
            "RetryGrowth": 1.0,
            "RetryJitterMs": jitter,
            "RetryIfNotFound": *id == NOT_FOUND_TOO,
        },
    });
    (id, json)
}

fn endpoints() -> impl Iterator<Item = (&'static str, Value)> {
    ENDPOINTS
        .iter()
        .flat_map(|(authority, policy, clearance, endpoints)| {
            endpoints.iter().map(move |(name, path, query)| {
                let json = json!({
                    "AuthorityId": authority,
                    "Path": path,
                    "QueryString": query,
                    "RetryPolicyId": policy,
                    "TopicName": "",
                    "AcknowledgementTypeId": 0,
                    "AuthenticationLifetimeExtensionSupported": false,
                    "ClearanceAware": clearance,
                });
                (*name, json)
            })
        })
}
