//! Competitive skill ranks: the ranks of ranked playlists.

use std::fmt;
use std::str::FromStr;

use crate::refdata::{SubTier, Tier};

/// The first point of Onyx, which has no steps.
const ONYX: i64 = 1500;
/// The points of each tier below Onyx.
const TIER: i64 = 300;
/// The points of each step.
const STEP: i64 = 50;

/// The tiers below Onyx.
const TIERS: &[Tier] = &[
    Tier::Bronze,
    Tier::Silver,
    Tier::Gold,
    Tier::Platinum,
    Tier::Diamond,
];

/// A competitive skill rank (CSR): points, which determine a tier and a step.
///
/// There are six tiers: Bronze starts at 0 points, Silver at 300, Gold at 600, Platinum at 900, Diamond at 1200
/// and Onyx at 1500. Each tier has six steps of 50 points, from I to VI, except Onyx, which has no steps and no
/// upper end. A player without a rank is [unranked](Self::UNRANKED), which is less than any rank.
///
/// A rank can be made from points, from a response of the skill service
/// ([`CsrContainer::rank`](crate::models::skill::CsrContainer::rank)) and from text.
///
/// ```
/// use halo_infinite::types::Csr;
/// use halo_infinite::refdata::Tier;
///
/// let rank = Csr::from(1362);
/// assert_eq!(rank.to_string(), "Diamond IV");
/// assert_eq!(rank.tier(), Tier::Diamond);
/// assert_eq!(rank.points_to_next(), Some(38));
/// assert_eq!(rank.next_step(), "Diamond V".parse().ok());
/// # Ok::<(), halo_infinite::types::InvalidCsr>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Csr(Option<i64>);

impl Csr {
    /// No rank.
    pub const UNRANKED: Self = Self(None);

    /// The rank at the first point of a step; without a step, at the first point of the tier. Onyx ignores the
    /// step. `None` for a tier or step that this version does not know.
    pub fn start_of(tier: &Tier, sub_tier: Option<SubTier>) -> Option<Self> {
        let step = sub_tier.map_or(0, SubTier::value);
        match tier {
            Tier::Unranked => Some(Self::UNRANKED),
            Tier::Onyx => Some(Self(Some(ONYX))),
            tier if (0..TIER / STEP).contains(&step) => {
                let index = TIERS.iter().position(|known| known == tier)?;
                Some(Self(Some(i64::try_from(index).ok()? * TIER + step * STEP)))
            }
            _ => None,
        }
    }

    /// The points; `None` if unranked.
    pub const fn value(self) -> Option<i64> {
        self.0
    }

    /// Whether this is a rank, not [`UNRANKED`](Self::UNRANKED).
    pub const fn is_ranked(self) -> bool {
        self.0.is_some()
    }

    /// The tier; [`Tier::Unranked`] if unranked.
    pub fn tier(self) -> Tier {
        let Some(value) = self.0 else {
            return Tier::Unranked;
        };
        let index = usize::try_from(value / TIER).ok();
        let tier = index.and_then(|index| TIERS.get(index));
        tier.cloned().unwrap_or(Tier::Onyx)
    }

    /// The step within the tier; `None` in Onyx and if unranked.
    pub fn sub_tier(self) -> Option<SubTier> {
        let value = self.0.filter(|value| *value < ONYX)?;
        Some(SubTier::from(value % TIER / STEP))
    }

    /// The rank at the first point of the next step; `None` in Onyx and if unranked.
    pub fn next_step(self) -> Option<Self> {
        let value = self.0.filter(|value| *value < ONYX)?;
        Some(Self(Some((value / STEP + 1) * STEP)))
    }

    /// The points that are missing for the next step, 1 to 50; `None` in Onyx and if unranked.
    pub fn points_to_next(self) -> Option<i64> {
        Some(self.next_step()?.0? - self.0?)
    }

    /// The name of the rank's image, for
    /// [`csr_image`](crate::services::waypoint::Waypoint::csr_image): `diamond_4`, `onyx_1`, or `unranked_0`.
    pub fn image_name(self) -> String {
        match (self.0, self.sub_tier()) {
            (None, _) => "unranked_0".into(),
            (Some(_), step) => {
                let tier = self.tier().display_name().to_ascii_lowercase();
                format!("{tier}_{}", step.map_or(0, SubTier::value) + 1)
            }
        }
    }

    /// The progress towards the next step, from 0 (at the step's first point) to below 1; `None` in Onyx and if
    /// unranked.
    pub fn progress(self) -> Option<f64> {
        let missing = self.points_to_next()?;
        Some((STEP - missing) as f64 / STEP as f64)
    }
}

/// The rank at this number of points. The API writes negative points for unranked.
impl From<i64> for Csr {
    fn from(points: i64) -> Self {
        Self((points >= 0).then_some(points))
    }
}

/// Shows the rank as the game does: `Diamond IV`, `Onyx 1623`, `Unranked`.
impl fmt::Display for Csr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tier = self.tier();
        let Some(value) = self.0 else {
            return formatter.pad(tier.display_name());
        };
        match self.sub_tier() {
            Some(step) => formatter.pad(&format!("{tier} {step}")),
            None => formatter.pad(&format!("{tier} {value}")),
        }
    }
}

/// A text is not a competitive skill rank.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a rank such as Diamond IV, Onyx 1623, Unranked or 1350")]
#[non_exhaustive]
pub struct InvalidCsr {
    text: String,
}

/// Parses a tier and step (`Diamond IV`, `Diamond 4`), a tier alone (`Gold`), Onyx with points (`Onyx 1623`),
/// `Unranked`, or points (`1350`), ignoring case and extra blanks.
///
/// A step or tier becomes its first point: `Diamond IV` is 1350.
impl FromStr for Csr {
    type Err = InvalidCsr;

    fn from_str(text: &str) -> Result<Self, InvalidCsr> {
        parse(text).ok_or_else(|| InvalidCsr { text: text.into() })
    }
}

fn parse(text: &str) -> Option<Csr> {
    let mut words = text.split_whitespace();
    let (first, second) = (words.next()?, words.next());
    if words.next().is_some() {
        return None;
    }
    if let Ok(points) = first.parse::<u32>() {
        return second.is_none().then(|| Csr::from(i64::from(points)));
    }
    let tier: Tier = first.parse().ok()?;
    let start = Csr::start_of(&tier, None)?;
    let Some(second) = second else {
        return Some(start);
    };
    match tier {
        Tier::Unranked => None,
        Tier::Onyx => {
            let points = i64::from(second.parse::<u32>().ok()?);
            (points >= ONYX).then(|| Csr::from(points))
        }
        tier => {
            let step = match second.parse::<u8>() {
                Ok(number) => SubTier::from(i64::from(number) - 1),
                Err(_) => second.parse().ok()?,
            };
            Csr::start_of(&tier, Some(step))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_determine_tier_and_step() {
        for (points, shown, missing) in [
            (0, "Bronze I", Some(50)),
            (49, "Bronze I", Some(1)),
            (50, "Bronze II", Some(50)),
            (299, "Bronze VI", Some(1)),
            (300, "Silver I", Some(50)),
            (600, "Gold I", Some(50)),
            (1187, "Platinum VI", Some(13)),
            (1362, "Diamond IV", Some(38)),
            (1499, "Diamond VI", Some(1)),
            (1500, "Onyx 1500", None),
            (1623, "Onyx 1623", None),
            (i64::MAX, "Onyx 9223372036854775807", None),
            (-1, "Unranked", None),
            (i64::MIN, "Unranked", None),
        ] {
            let rank = Csr::from(points);
            assert_eq!(rank.to_string(), shown);
            assert_eq!(rank.points_to_next(), missing, "{shown}");
            assert_eq!(rank.is_ranked(), points >= 0, "{shown}");
        }
    }

    #[test]
    fn every_step_has_an_image() {
        for (rank, image) in [
            (Csr::UNRANKED, "unranked_0"),
            (Csr::from(0), "bronze_1"),
            (Csr::from(299), "bronze_6"),
            (Csr::from(1362), "diamond_4"),
            (Csr::from(1500), "onyx_1"),
            (Csr::from(9999), "onyx_1"),
        ] {
            assert_eq!(rank.image_name(), image);
        }
    }

    #[test]
    fn the_next_step_can_be_in_the_next_tier() {
        let rank = Csr::from(1475);
        assert_eq!(rank.progress(), Some(0.5));
        let next = rank.next_step().unwrap();
        assert_eq!(
            (next.tier(), next.sub_tier(), next.value()),
            (Tier::Onyx, None, Some(1500))
        );
        assert_eq!(next.next_step(), None);
        assert_eq!(next.progress(), None);
        assert_eq!(Csr::UNRANKED.next_step(), None);
        assert_eq!(
            Csr::from(290).next_step(),
            Csr::start_of(&Tier::Silver, Some(SubTier::One))
        );
    }

    #[test]
    fn ranks_are_ordered_by_points_with_unranked_first() {
        let ranks = [
            "Unranked",
            "Bronze I",
            "Gold VI",
            "Platinum I",
            "Onyx",
            "Onyx 1501",
        ];
        let ranks: Vec<Csr> = ranks.iter().map(|text| text.parse().unwrap()).collect();
        assert!(ranks.is_sorted());
        assert_eq!(Csr::default(), Csr::UNRANKED);
    }

    #[test]
    fn every_notation_is_parsed() {
        for (text, value) in [
            ("Diamond IV", Some(1350)),
            ("  diamond   4 ", Some(1350)),
            ("gold", Some(600)),
            ("ONYX", Some(1500)),
            ("Onyx 1623", Some(1623)),
            ("1362", Some(1362)),
            ("unranked", None),
        ] {
            let rank: Csr = text.parse().unwrap();
            assert_eq!(rank.value(), value, "{text}");
        }
        for text in [
            "",
            " ",
            "Champion",
            "Diamond VII",
            "Diamond 0",
            "Diamond 7",
            "Onyx 1499",
            "Onyx IV",
            "Gold I I",
            "1362 II",
            "Unranked 3",
            "-1",
        ] {
            assert!(text.parse::<Csr>().is_err(), "{text}");
        }
    }

    #[test]
    fn unknown_tiers_and_steps_have_no_start() {
        let champion = Tier::from("Champion");
        assert_eq!(Csr::start_of(&champion, None), None);
        for step in [-1, 6, i64::MAX] {
            let step = Some(SubTier::from(step));
            assert_eq!(Csr::start_of(&Tier::Gold, step), None);
        }
    }
}
