//! What is to be played.

use super::catalog::maps::Map;
use super::catalog::modes::Mode;
use super::plan::Setting;
use super::roster::Incidents;

/// What is to be played in a match.
pub(super) struct Pick {
    pub(super) setting: Setting,
    pub(super) mode: &'static Mode,
    pub(super) map: &'static Map,
    pub(super) incidents: Incidents,
}
