//! The choice of setting, mode, map and incidents for a match.

use super::catalog::maps::Map;
use super::catalog::modes::Mode;
use super::plan::Setting;
use super::roster::Incidents;

pub(super) struct Pick {
    pub(super) setting: Setting,
    pub(super) mode: &'static Mode,
    pub(super) map: &'static Map,
    pub(super) incidents: Incidents,
}
