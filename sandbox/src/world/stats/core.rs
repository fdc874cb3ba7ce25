//! `CoreStats`, the counters of all modes.

use crate::wire::time_span;
use serde_json::{Map, Value, json};

/// A medal or a personal score: its count and its total score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Award {
    pub(crate) name_id: u32,
    pub(crate) count: i64,
    pub(crate) score: i64,
}

/// Awards by name id, in the order of first award.
#[derive(Clone, Debug, Default)]
pub(crate) struct Awards(pub(crate) Vec<Award>);

impl Awards {
    pub(crate) fn add(&mut self, name_id: u32, count: i64, score: i64) {
        if count == 0 {
            return;
        }
        match self.0.iter_mut().find(|award| award.name_id == name_id) {
            Some(award) => {
                award.count += count;
                award.score += score;
            }
            None => self.0.push(Award {
                name_id,
                count,
                score,
            }),
        }
    }

    fn absorb(&mut self, other: &Self) {
        for award in &other.0 {
            self.add(award.name_id, award.count, award.score);
        }
    }

    fn to_json(&self) -> Value {
        let award = |award: &Award| {
            json!({
                "NameId": award.name_id,
                "Count": award.count,
                "TotalPersonalScoreAwarded": award.score,
            })
        };
        self.0.iter().map(award).collect()
    }
}

/// Rounds won, lost and tied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rounds {
    pub(crate) won: i64,
    pub(crate) lost: i64,
    pub(crate) tied: i64,
}

/// The counters of `CoreStats`. Ratios (KDA, accuracy, averages) are computed for the JSON.
#[derive(Clone, Debug, Default)]
pub(crate) struct Core {
    pub(crate) score: i64,
    pub(crate) personal_score: i64,
    pub(crate) rounds: Rounds,
    pub(crate) kills: i64,
    pub(crate) deaths: i64,
    pub(crate) assists: i64,
    /// Assists in kills in which a teammate has an assist too.
    pub(crate) shared_assists: i64,
    pub(crate) suicides: i64,
    pub(crate) betrayals: i64,
    /// Total time alive. Divided by the spawns, it is the `AverageLifeDuration`.
    pub(crate) alive_ms: i64,
    pub(crate) grenade_kills: i64,
    pub(crate) headshot_kills: i64,
    pub(crate) melee_kills: i64,
    pub(crate) power_weapon_kills: i64,
    pub(crate) shots_fired: i64,
    pub(crate) shots_hit: i64,
    pub(crate) damage_dealt: i64,
    pub(crate) damage_taken: i64,
    pub(crate) callout_assists: i64,
    pub(crate) vehicle_destroys: i64,
    pub(crate) driver_assists: i64,
    pub(crate) hijacks: i64,
    pub(crate) emp_assists: i64,
    pub(crate) max_killing_spree: i64,
    pub(crate) medals: Awards,
    pub(crate) personal_scores: Awards,
    pub(crate) spawns: i64,
    pub(crate) objectives_completed: i64,
}

/// Converts hundredths to a float. Integers avoid rounding errors in the truncated values of the API.
fn hundredths(hundredths: i64) -> f64 {
    hundredths as f64 / 100.0
}

impl Core {
    pub(crate) fn absorb(&mut self, other: &Self) {
        self.score += other.score;
        self.personal_score += other.personal_score;
        self.rounds.won += other.rounds.won;
        self.rounds.lost += other.rounds.lost;
        self.rounds.tied += other.rounds.tied;
        self.kills += other.kills;
        self.deaths += other.deaths;
        self.assists += other.assists;
        self.shared_assists += other.shared_assists;
        self.suicides += other.suicides;
        self.betrayals += other.betrayals;
        self.alive_ms += other.alive_ms;
        self.grenade_kills += other.grenade_kills;
        self.headshot_kills += other.headshot_kills;
        self.melee_kills += other.melee_kills;
        self.power_weapon_kills += other.power_weapon_kills;
        self.shots_fired += other.shots_fired;
        self.shots_hit += other.shots_hit;
        self.damage_dealt += other.damage_dealt;
        self.damage_taken += other.damage_taken;
        self.callout_assists += other.callout_assists;
        self.vehicle_destroys += other.vehicle_destroys;
        self.driver_assists += other.driver_assists;
        self.hijacks += other.hijacks;
        self.emp_assists += other.emp_assists;
        self.max_killing_spree = self.max_killing_spree.max(other.max_killing_spree);
        self.medals.absorb(&other.medals);
        self.personal_scores.absorb(&other.personal_scores);
        self.spawns += other.spawns;
        self.objectives_completed += other.objectives_completed;
    }

    /// Kills minus deaths plus a third of the assists, truncated to two decimals.
    pub(crate) fn kda(&self) -> f64 {
        hundredths((3 * (self.kills - self.deaths) + self.assists) * 100 / 3)
    }

    /// The percentage of hits, truncated to two decimals.
    fn accuracy(&self) -> f64 {
        hundredths(
            (self.shots_hit * 10_000)
                .checked_div(self.shots_fired)
                .unwrap_or(0),
        )
    }

    fn average_life_tenths(&self) -> i64 {
        (self.alive_ms / 100).checked_div(self.spawns).unwrap_or(0)
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut json = Map::new();
        self.insert_results(&mut json);
        json.insert("KDA".into(), json!(self.kda()));
        json.insert("Suicides".into(), self.suicides.into());
        json.insert("Betrayals".into(), self.betrayals.into());
        json.insert(
            "AverageLifeDuration".into(),
            time_span::from_tenths(self.average_life_tenths()).into(),
        );
        self.insert_combat(&mut json, self.accuracy());
        json.insert("DeprecatedDamageDealt".into(), json!(self.damage_dealt as f64));
        json.insert("DeprecatedDamageTaken".into(), json!(self.damage_taken as f64));
        json.insert("Spawns".into(), self.spawns.into());
        json.insert("ObjectivesCompleted".into(), self.objectives_completed.into());
        Value::Object(json)
    }

    /// The `CoreStats` of a service record of this many matches. Its averages are not truncated.
    pub(crate) fn to_record_json(&self, matches: i64) -> Value {
        let mut json = Map::new();
        self.insert_results(&mut json);
        let kda = (self.kills - self.deaths) as f64 + self.assists as f64 / 3.0;
        json.insert("AverageKDA".into(), json!(kda / matches.max(1) as f64));
        json.insert("Suicides".into(), self.suicides.into());
        json.insert("Betrayals".into(), self.betrayals.into());
        self.insert_combat(
            &mut json,
            self.shots_hit as f64 / self.shots_fired.max(1) as f64 * 100.0,
        );
        json.insert("Spawns".into(), self.spawns.into());
        json.insert("ObjectivesCompleted".into(), self.objectives_completed.into());
        Value::Object(json)
    }

    fn insert_results(&self, json: &mut Map<String, Value>) {
        json.insert("Score".into(), self.score.into());
        json.insert("PersonalScore".into(), self.personal_score.into());
        json.insert("RoundsWon".into(), self.rounds.won.into());
        json.insert("RoundsLost".into(), self.rounds.lost.into());
        json.insert("RoundsTied".into(), self.rounds.tied.into());
        json.insert("Kills".into(), self.kills.into());
        json.insert("Deaths".into(), self.deaths.into());
        json.insert("Assists".into(), self.assists.into());
    }

    fn insert_combat(&self, json: &mut Map<String, Value>, accuracy: f64) {
        json.insert("GrenadeKills".into(), self.grenade_kills.into());
        json.insert("HeadshotKills".into(), self.headshot_kills.into());
        json.insert("MeleeKills".into(), self.melee_kills.into());
        json.insert("PowerWeaponKills".into(), self.power_weapon_kills.into());
        json.insert("ShotsFired".into(), self.shots_fired.into());
        json.insert("ShotsHit".into(), self.shots_hit.into());
        json.insert("Accuracy".into(), json!(accuracy));
        json.insert("DamageDealt".into(), self.damage_dealt.into());
        json.insert("DamageTaken".into(), self.damage_taken.into());
        json.insert("CalloutAssists".into(), self.callout_assists.into());
        json.insert("VehicleDestroys".into(), self.vehicle_destroys.into());
        json.insert("DriverAssists".into(), self.driver_assists.into());
        json.insert("Hijacks".into(), self.hijacks.into());
        json.insert("EmpAssists".into(), self.emp_assists.into());
        json.insert("MaxKillingSpree".into(), self.max_killing_spree.into());
        json.insert("Medals".into(), self.medals.to_json());
        json.insert("PersonalScores".into(), self.personal_scores.to_json());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kda_and_accuracy_are_truncated() {
        let core = Core {
            kills: 0,
            deaths: 0,
            assists: 35,
            shots_fired: 39,
            shots_hit: 2,
            ..Core::default()
        };
        assert_eq!((core.kda(), core.accuracy()), (11.66, 5.12));
        let core = Core {
            kills: 8,
            deaths: 21,
            assists: 11,
            ..Core::default()
        };
        assert_eq!((core.kda(), core.accuracy()), (-9.33, 0.0));
    }

    #[test]
    fn a_record_without_matches_is_all_zero() {
        let json = Core::default().to_record_json(0);
        assert_eq!(json["AverageKDA"], json!(0.0));
        assert_eq!(json["Accuracy"], json!(0.0));
    }
}
