//! The bodies of favourites and ratings.

use serde::Serialize;

use crate::types::{ArgumentError, Guid};

/// A new favourite.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct NewFavorite {
    #[serde(skip_serializing_if = "Option::is_none")]
    asset_version_id: Option<String>,
}

/// The body of a new favourite: a given version, or the current one.
pub(super) fn favorite(version: Option<Guid>) -> NewFavorite {
    NewFavorite {
        asset_version_id: version.map(|version| version.to_string()),
    }
}

/// A new rating.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct NewRating {
    custom_data: Score,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Score {
    score: u8,
}

/// The body of a new rating.
pub(super) fn rating(stars: u8) -> Result<NewRating, ArgumentError> {
    if (1..=5).contains(&stars) {
        let custom_data = Score { score: stars };
        return Ok(NewRating { custom_data });
    }
    Err(ArgumentError::new(
        "stars",
        format!("{stars} is not allowed: ratings go from 1 to 5 stars"),
    ))
}
