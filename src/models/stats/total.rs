//! The statistics of a player who changed teams.

use jiff::SignedDuration;

use super::{CoreStats, PlayerStats};

/// Adds the counts of awards.
macro_rules! add_awards {
    ($sums:expr, $others:expr) => {
        for other in $others {
            match $sums.iter_mut().find(|sum| sum.name_id == other.name_id) {
                Some(sum) => {
                    sum.count = sum.count.saturating_add(other.count);
                    sum.total_personal_score_awarded = sum
                        .total_personal_score_awarded
                        .saturating_add(other.total_personal_score_awarded);
                }
                None => $sums.push(other.clone()),
            }
        }
    };
}

impl PlayerStats {
    /// The player's statistics in the whole match that all modes share. For a player who changed teams, these are the
    /// sums over the teams, in place of those on the last team, which [`core_stats`](Self::core_stats) returns.
    ///
    /// KDA and accuracy follow from the sums, and the killing spree is the longest one. The average life counts each
    /// team by the player's spawns, or by the deaths where the response has no spawns.
    ///
    /// `None` if the API has no statistics of the player.
    pub fn total_core_stats(&self) -> Option<CoreStats> {
        let (first, rest) = self.player_team_stats.split_first()?;
        let mut total = first.stats.core_stats.clone();
        for team in rest {
            total.add(&team.stats.core_stats);
        }
        Some(total)
    }
}

impl CoreStats {
    fn add(&mut self, other: &Self) {
        let lives = self.lives() + other.lives();
        let alive = self.alive().saturating_add(other.alive());
        // A field that is missing here does not compile.
        let Self {
            score,
            personal_score,
            rounds_won,
            rounds_lost,
            rounds_tied,
            kills,
            deaths,
            assists,
            kda,
            suicides,
            betrayals,
            average_life_duration,
            grenade_kills,
            headshot_kills,
            melee_kills,
            power_weapon_kills,
            shots_fired,
            shots_hit,
            accuracy,
            damage_dealt,
            damage_taken,
            callout_assists,
            vehicle_destroys,
            driver_assists,
            hijacks,
            emp_assists,
            max_killing_spree,
            medals,
            personal_scores,
            deprecated_damage_dealt,
            deprecated_damage_taken,
            spawns,
            objectives_completed,
        } = self;
        for (sum, value) in [
            (score, other.score),
            (personal_score, other.personal_score),
            (rounds_won, other.rounds_won),
            (rounds_lost, other.rounds_lost),
            (rounds_tied, other.rounds_tied),
            (&mut *kills, other.kills),
            (&mut *deaths, other.deaths),
            (&mut *assists, other.assists),
            (suicides, other.suicides),
            (betrayals, other.betrayals),
            (grenade_kills, other.grenade_kills),
            (headshot_kills, other.headshot_kills),
            (melee_kills, other.melee_kills),
            (power_weapon_kills, other.power_weapon_kills),
            (&mut *shots_fired, other.shots_fired),
            (&mut *shots_hit, other.shots_hit),
            (damage_dealt, other.damage_dealt),
            (damage_taken, other.damage_taken),
            (callout_assists, other.callout_assists),
            (vehicle_destroys, other.vehicle_destroys),
            (driver_assists, other.driver_assists),
            (hijacks, other.hijacks),
            (emp_assists, other.emp_assists),
        ] {
            *sum = sum.saturating_add(value);
        }
        *kda = two_decimals((*kills as f64) + (*assists as f64) / 3.0 - (*deaths as f64));
        *accuracy = match *shots_fired {
            0 => 0.0,
            fired => two_decimals(*shots_hit as f64 * 100.0 / fired as f64),
        };
        *max_killing_spree = other.max_killing_spree.max(*max_killing_spree);
        *average_life_duration = alive.checked_div(lives).unwrap_or(**average_life_duration).into();
        add_awards!(medals, &other.medals);
        add_awards!(personal_scores, &other.personal_scores);
        for (sum, value) in [
            (deprecated_damage_dealt, other.deprecated_damage_dealt),
            (deprecated_damage_taken, other.deprecated_damage_taken),
        ] {
            *sum = sum.zip(value).map(|(sum, value)| sum + value);
        }
        for (sum, value) in [
            (spawns, other.spawns),
            (objectives_completed, other.objectives_completed),
        ] {
            *sum = sum.zip(value).map(|(sum, value)| sum.saturating_add(value));
        }
    }

    /// The number of lives that the average life counts. Two of these can be added.
    fn lives(&self) -> i32 {
        const MOST: i32 = i32::MAX / 2;
        let lives = self.spawns.unwrap_or(self.deaths).clamp(0, MOST.into());
        i32::try_from(lives).unwrap_or(MOST)
    }

    fn alive(&self) -> SignedDuration {
        self.average_life_duration
            .checked_mul(self.lives())
            .unwrap_or(SignedDuration::MAX)
    }
}

/// The API cuts, and does not round. A float may lie just below the exact value, so a tiny part is added first.
fn two_decimals(value: f64) -> f64 {
    (value * 100.0 + 1e-6 * value.signum()).trunc() / 100.0
}
