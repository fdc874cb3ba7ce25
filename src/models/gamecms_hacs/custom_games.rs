//! Defaults of custom games.

use super::schema::DefaultAsset;
use crate::types::AssetId;

/// Makes the map or mode an argument.
impl From<&DefaultAsset> for AssetId {
    fn from(asset: &DefaultAsset) -> Self {
        match asset.version_id.filter(|version| !version.is_nil()) {
            Some(version) => Self::version_of(asset.asset_id.into(), version.into()),
            None => Self::current(asset.asset_id.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_of_zeros_is_the_current_one() {
        let id = "298d5036-cd43-47b3-a4bd-31e127566593";
        for (version, expected) in [
            (r#""00000000-0000-0000-0000-000000000000""#, None),
            ("null", None),
            (
                r#""23e96d69-63df-41af-9f6e-1d0079f7f3b7""#,
                Some("23e96d69-63df-41af-9f6e-1d0079f7f3b7"),
            ),
        ] {
            let json = format!(r#"{{"AssetId": "{id}", "VersionId": {version}}}"#);
            let asset: DefaultAsset = serde_json::from_str(&json).unwrap();
            let argument = AssetId::from(&asset);
            assert_eq!(argument.asset().to_string(), id);
            let version = argument.version().map(|version| version.to_string());
            assert_eq!(version.as_deref(), expected);
        }
    }
}
