//! Service records: filters.

use super::match_type::MatchType;
use crate::http::PreparedRequest;
use crate::models::stats::ServiceRecord;
use crate::refdata::{GameVariantCategory, GameplayInteraction};
use crate::request::Request;
use crate::services::arguments::guid;
use crate::types::{ArgumentError, Guid, Season, argument};

const SEASON: &str = "seasonid";
const CATEGORY: &str = "gamevariantcategory";
const RANKED: &str = "isranked";
const PLAYLIST: &str = "playlistassetid";
const INTERACTION: &str = "gameplayinteraction";

/// The sets of filters that the service knows.
const FILTER_SETS: &[&[&str]] = &[
    &[SEASON],
    &[SEASON, CATEGORY],
    &[SEASON, CATEGORY, PLAYLIST],
    &[SEASON, CATEGORY, RANKED],
    &[SEASON, PLAYLIST],
    &[SEASON, INTERACTION],
    &[CATEGORY],
    &[CATEGORY, RANKED],
];

/// The position of the kind of match in a service record's path.
const MATCH_TYPE_SEGMENT: usize = 3;

pub(super) fn match_type_segment(match_type: MatchType) -> &'static str {
    match match_type {
        MatchType::Matchmade => "matchmade",
        MatchType::Custom => "custom",
        MatchType::Local => "local",
    }
}

/// The setter of a filter.
fn setter(filter: &str) -> &str {
    match filter {
        SEASON => "season",
        CATEGORY => "category",
        RANKED => "ranked",
        PLAYLIST => "playlist",
        INTERACTION => "interaction",
        other => other,
    }
}

pub(super) fn check_filters(request: &PreparedRequest) -> Result<(), ArgumentError> {
    let given: Vec<&str> = request.query.iter().map(|(name, _)| name.as_ref()).collect();
    if given.is_empty() {
        return Ok(());
    }
    let names = |filters: &[&str]| {
        filters
            .iter()
            .map(|filter| setter(filter))
            .collect::<Vec<_>>()
            .join(" + ")
    };
    if request
        .path
        .get(MATCH_TYPE_SEGMENT)
        .is_none_or(|kind| kind != match_type_segment(MatchType::Matchmade))
    {
        return Err(ArgumentError::new(
            "filters",
            format!(
                "{} cannot narrow a record of custom or local matches, only of matchmade ones",
                names(&given)
            ),
        ));
    }
    let fits = |set: &&[&str]| set.len() == given.len() && set.iter().all(|filter| given.contains(filter));
    if FILTER_SETS.iter().any(fits) {
        return Ok(());
    }
    let allowed: Vec<_> = FILTER_SETS.iter().map(|set| names(set)).collect();
    Err(ArgumentError::new(
        "filters",
        format!(
            "{} is not a set that the service knows; these are: {}",
            names(&given),
            allowed.join(", ")
        ),
    ))
}

impl Request<ServiceRecord> {
    /// Selects a kind of matches. Defaults to matchmade ones.
    pub fn match_type(self, match_type: MatchType) -> Self {
        self.change(|request| {
            if let Some(segment) = request.path.get_mut(MATCH_TYPE_SEGMENT) {
                *segment = match_type_segment(match_type).into();
            }
            Ok(())
        })
    }

    /// Counts only matches of a season.
    pub fn season(self, season: impl TryInto<Season, Error: Into<ArgumentError>>) -> Self {
        let season = argument::<Season>("season", season);
        self.change(|request| {
            request.set_query(SEASON, season?);
            Ok(())
        })
    }

    /// Counts only matches of a family of modes.
    pub fn category(self, category: GameVariantCategory) -> Self {
        self.query(CATEGORY, category.value())
    }

    /// Counts only ranked matches, or only unranked ones.
    pub fn ranked(self, ranked: bool) -> Self {
        self.query(RANKED, ranked)
    }

    /// Counts only matches of a playlist, given by its asset GUID.
    pub fn playlist(self, asset_id: impl TryInto<Guid, Error: Into<ArgumentError>>) -> Self {
        let asset_id = guid("playlist", asset_id);
        self.change(|request| {
            request.set_query(PLAYLIST, asset_id?);
            Ok(())
        })
    }

    /// Counts only matches against players, against AI enemies, or against both.
    pub fn interaction(self, interaction: GameplayInteraction) -> Self {
        self.query(INTERACTION, interaction.value())
    }
}
