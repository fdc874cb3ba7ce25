//! The stats blocks of the modes. Each field declares its aggregation, which applies to players of a team and to
//! matches of a service record.

use crate::wire::time_span;
use serde_json::{Map, Value};

/// Declares a stats block: each field with its aggregation and its name in the API. `count` is a sum, `most` a
/// maximum, `time` a sum of tenths of a second, `longest` a maximum of them. `shared` counts the events of another
/// field that a teammate has too. The API has no such field.
macro_rules! block {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ident $api:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub(crate) struct $name { $(pub(crate) $field: i64,)* }

        impl $name {
            fn absorb(&mut self, other: &Self) {
                $(block!(@absorb $kind, self.$field, other.$field);)*
            }

            fn to_json(&self) -> Map<String, Value> {
                let mut json = Map::new();
                $(block!(@insert $kind, json, $api, self.$field);)*
                json
            }
        }
    };
    (@absorb count, $own:expr, $other:expr) => { $own += $other };
    (@absorb time, $own:expr, $other:expr) => { $own += $other };
    (@absorb most, $own:expr, $other:expr) => { $own = $own.max($other) };
    (@absorb longest, $own:expr, $other:expr) => { $own = $own.max($other) };
    (@absorb shared, $own:expr, $other:expr) => { $own += $other };
    (@insert count, $json:ident, $api:literal, $value:expr) => { $json.insert($api.into(), $value.into()) };
    (@insert most, $json:ident, $api:literal, $value:expr) => { $json.insert($api.into(), $value.into()) };
    (@insert time, $json:ident, $api:literal, $value:expr) => {
        $json.insert($api.into(), time_span::from_tenths($value).into())
    };
    (@insert longest, $json:ident, $api:literal, $value:expr) => {
        $json.insert($api.into(), time_span::from_tenths($value).into())
    };
    (@insert shared, $json:ident, $api:literal, $value:expr) => {};
}

block!(
    /// Capture the Flag.
    CaptureTheFlagStats {
        flag_capture_assists: count "FlagCaptureAssists",
        flag_captures: count "FlagCaptures",
        flag_carriers_killed: count "FlagCarriersKilled",
        flag_grabs: count "FlagGrabs",
        flag_returners_killed: count "FlagReturnersKilled",
        flag_returns: count "FlagReturns",
        shared_flag_returns: shared "FlagReturns",
        flag_secures: count "FlagSecures",
        flag_steals: count "FlagSteals",
        kills_as_flag_carrier: count "KillsAsFlagCarrier",
        kills_as_flag_returner: count "KillsAsFlagReturner",
        time_as_flag_carrier: time "TimeAsFlagCarrier",
    }
);
block!(
    /// Elimination and Attrition, and the revives of Firefight.
    EliminationStats {
        allies_revived: count "AlliesRevived",
        elimination_assists: count "EliminationAssists",
        eliminations: count "Eliminations",
        enemy_revives_denied: count "EnemyRevivesDenied",
        executions: count "Executions",
        kills_as_last_player_standing: count "KillsAsLastPlayerStanding",
        last_players_standing_killed: count "LastPlayersStandingKilled",
        rounds_survived: count "RoundsSurvived",
        times_revived_by_ally: count "TimesRevivedByAlly",
        lives_remaining: count "LivesRemaining",
        elimination_order: count "EliminationOrder",
    }
);
block!(
    /// Extraction.
    ExtractionStats {
        successful_extractions: count "SuccessfulExtractions",
        conversions_denied: count "ExtractionConversionsDenied",
        conversions_completed: count "ExtractionConversionsCompleted",
        initiations_denied: count "ExtractionInitiationsDenied",
        initiations_completed: count "ExtractionInitiationsCompleted",
    }
);
block!(
    /// Infection.
    InfectionStats {
        alphas_killed: count "AlphasKilled",
        spartans_infected: count "SpartansInfected",
        spartans_infected_as_alpha: count "SpartansInfectedAsAlpha",
        kills_as_last_spartan_standing: count "KillsAsLastSpartanStanding",
        last_spartans_standing_infected: count "LastSpartansStandingInfected",
        rounds_as_alpha: count "RoundsAsAlpha",
        rounds_as_last_spartan_standing: count "RoundsAsLastSpartanStanding",
        rounds_finished_as_infected: count "RoundsFinishedAsInfected",
        rounds_survived_as_spartan: count "RoundsSurvivedAsSpartan",
        rounds_survived_as_last_spartan_standing: count "RoundsSurvivedAsLastSpartanStanding",
        time_as_last_spartan_standing: time "TimeAsLastSpartanStanding",
        infected_killed: count "InfectedKilled",
    }
);
block!(
    /// Oddball.
    OddballStats {
        kills_as_skull_carrier: count "KillsAsSkullCarrier",
        longest_time_as_skull_carrier: longest "LongestTimeAsSkullCarrier",
        skull_carriers_killed: count "SkullCarriersKilled",
        skull_grabs: count "SkullGrabs",
        time_as_skull_carrier: time "TimeAsSkullCarrier",
        skull_scoring_ticks: count "SkullScoringTicks",
    }
);
block!(
    /// Strongholds, King of the Hill, Total Control, Land Grab.
    ZonesStats {
        captures: count "StrongholdCaptures",
        shared_captures: shared "StrongholdCaptures",
        defensive_kills: count "StrongholdDefensiveKills",
        offensive_kills: count "StrongholdOffensiveKills",
        secures: count "StrongholdSecures",
        occupation_time: time "StrongholdOccupationTime",
        scoring_ticks: count "StrongholdScoringTicks",
    }
);
block!(
    /// Stockpile.
    StockpileStats {
        kills_as_power_seed_carrier: count "KillsAsPowerSeedCarrier",
        power_seeds_deposited: count "PowerSeedsDeposited",
        power_seeds_stolen: count "PowerSeedsStolen",
        power_seed_carriers_killed: count "PowerSeedCarriersKilled",
        time_as_power_seed_carrier: time "TimeAsPowerSeedCarrier",
        time_as_power_seed_driver: time "TimeAsPowerSeedDriver",
    }
);
block!(
    /// VIP.
    VipStats {
        vip_kills: count "VipKills",
        vip_assists: count "VipAssists",
        kills_as_vip: count "KillsAsVip",
        times_selected_as_vip: count "TimesSelectedAsVip",
        max_killing_spree_as_vip: most "MaxKillingSpreeAsVip",
        longest_time_as_vip: longest "LongestTimeAsVip",
        time_as_vip: time "TimeAsVip",
    }
);

/// All stats blocks: at most one in a match, all played ones in a service record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Blocks {
    pub(crate) capture_the_flag: Option<CaptureTheFlagStats>,
    pub(crate) elimination: Option<EliminationStats>,
    pub(crate) extraction: Option<ExtractionStats>,
    pub(crate) infection: Option<InfectionStats>,
    pub(crate) oddball: Option<OddballStats>,
    pub(crate) zones: Option<ZonesStats>,
    pub(crate) stockpile: Option<StockpileStats>,
    pub(crate) vip: Option<VipStats>,
}

impl Blocks {
    pub(crate) fn absorb(&mut self, other: &Self) {
        macro_rules! absorb {
            ($($block:ident)*) => {
                $(if let Some(other) = &other.$block {
                    self.$block.get_or_insert_default().absorb(other);
                })*
            };
        }
        absorb!(capture_the_flag elimination extraction infection oddball zones stockpile vip);
    }

    /// All blocks by name, in the order of payloads, `None` for missing ones.
    pub(crate) fn to_json(&self) -> [(&'static str, Option<Map<String, Value>>); 8] {
        [
            (
                "CaptureTheFlagStats",
                self.capture_the_flag.as_ref().map(CaptureTheFlagStats::to_json),
            ),
            (
                "EliminationStats",
                self.elimination.as_ref().map(EliminationStats::to_json),
            ),
            (
                "ExtractionStats",
                self.extraction.as_ref().map(ExtractionStats::to_json),
            ),
            (
                "InfectionStats",
                self.infection.as_ref().map(InfectionStats::to_json),
            ),
            ("OddballStats", self.oddball.as_ref().map(OddballStats::to_json)),
            ("ZonesStats", self.zones.as_ref().map(ZonesStats::to_json)),
            (
                "StockpileStats",
                self.stockpile.as_ref().map(StockpileStats::to_json),
            ),
            ("VipStats", self.vip.as_ref().map(VipStats::to_json)),
        ]
    }
}
