//! The UGC authoring service: a player's assets, their versions, favourites and ratings.

use crate::models::discovery_ugc::FilmCustomData;

generated!("authoring_ugc");

impl AuthoringAssetVersion {
    /// The recording, if this is a version of a film, and else `None`.
    pub fn film(&self) -> Option<FilmCustomData> {
        let data = self.custom_data.as_ref()?;
        Some(FilmCustomData {
            film_length: data.film_length?,
            chunks: data.chunks.clone().unwrap_or_default(),
            has_game_ended: data.has_game_ended,
            manifest_refresh_seconds: data.manifest_refresh_seconds,
            match_id: data.match_id,
            film_major_version: data.film_major_version?,
        })
    }

    /// The address of the small image; `None` if the version has no small image. Requests for it need no token.
    pub fn thumbnail_url(&self) -> Option<String> {
        self.asset_version_files.image_url("thumbnail")
    }

    /// The address of the large image; `None` if the version has no large image. Requests for it need no token.
    pub fn hero_url(&self) -> Option<String> {
        self.asset_version_files.image_url("hero")
    }
}

impl Rating {
    /// The number of stars, from 1 to 5; `None` without a rating.
    pub fn stars(&self) -> Option<i64> {
        let score = self.custom_data.as_ref()?.score;
        score.filter(|score| *score != 0)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn version(custom_data: serde_json::Value) -> AuthoringAssetVersion {
        let id = "3a86cc7e-4a15-49a0-b17d-1b1cdf16c49f";
        let json = json!({
            "CustomData": custom_data,
            "AssetVersionFiles": {
                "Prefix": "https://example.com/a/", "FileRelativePaths": ["images/hero.jpg"], "PrefixEndpoint": null
            },
            "AssetId": id, "AssetVersionId": id, "PublicName": "New", "Tags": null
        });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn a_version_of_a_film_has_a_recording() {
        let film = version(json!({ "FilmLength": 5000, "FilmMajorVersion": 41, "Chunks": [] }));
        assert_eq!(film.film().unwrap().film_length, 5000);
        assert_eq!(
            film.hero_url().as_deref(),
            Some("https://example.com/a/images/hero.jpg")
        );
        assert_eq!(film.thumbnail_url(), None);
        for other in [
            json!({ "KeyValues": {} }),
            json!({ "NumOfObjectsOnMap": 7 }),
            json!(null),
        ] {
            assert_eq!(version(other).film(), None);
        }
    }

    #[test]
    fn a_rating_without_stars_is_none() {
        let id = "3a86cc7e-4a15-49a0-b17d-1b1cdf16c49f";
        for (custom_data, stars) in [
            (json!({ "Score": 4 }), Some(4)),
            (json!({ "Score": 0 }), None),
            (json!({}), None),
            (json!(null), None),
        ] {
            let json = json!({ "AssetId": id, "AssetKind": 2, "CustomData": custom_data });
            assert_eq!(serde_json::from_value::<Rating>(json).unwrap().stars(), stars);
        }
    }
}
