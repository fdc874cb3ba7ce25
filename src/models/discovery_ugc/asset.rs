//! The properties that all kinds of assets share.

use uuid::Uuid;

use super::schema::{
    AssetFiles, AssetLink, AssetSearchResult, AssetStats, EngineGameVariant, FilmAsset, Manifest, Map,
    MapModePair, Playlist, Prefab, Project, RotationEntry, UgcGameVariant,
};
use crate::models::common::AssetReference;
use crate::refdata::AssetKind;

/// The properties that all kinds of assets share, such as maps, modes and playlists, and links to assets.
///
/// Sealed: only this crate implements it.
///
/// ```
/// use halo_infinite::models::discovery_ugc::{Asset, Map};
///
/// /// Describes any asset in one line.
/// fn describe(asset: &impl Asset) -> String {
///     let image = asset.thumbnail_url().unwrap_or_default();
///     format!("{} {}: {image}", asset.kind(), asset.public_name())
/// }
///
/// let map: Map = serde_json::from_str(r#"{
///     "AssetId": "8420410b-044d-44d7-80b6-98a766c8c39f",
///     "VersionId": "068c0974-f748-41ba-b457-b8fed603576e",
///     "PublicName": "Recharge", "Description": "",
///     "Files": {"Prefix": "https://example.com/map/", "FileRelativePaths": ["images/thumbnail.png"]},
///     "Contributors": [], "Tags": ["343i"], "AssetHome": 1,
///     "AssetStats": {"PlaysRecent": 176044, "PlaysAllTime": 29023255}
/// }"#)?;
/// assert_eq!(describe(&map), "Map Recharge: https://example.com/map/images/thumbnail.png");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait Asset: sealed::Sealed {
    /// The kind of the asset.
    ///
    /// A link has no field for it: the kind comes from the address of the link's files, and is
    /// `AssetKind::Unknown(0)` for an asset without files.
    fn kind(&self) -> AssetKind;

    /// The asset's GUID, the same in all its versions.
    fn asset_id(&self) -> Uuid;

    /// The version's GUID.
    fn version_id(&self) -> Uuid;

    /// The name that players see.
    fn public_name(&self) -> &str;

    /// The author's description; empty if the author wrote none.
    fn description(&self) -> &str;

    /// The asset's files.
    fn files(&self) -> &AssetFiles;

    /// The asset's plays, likes and ratings.
    fn stats(&self) -> &AssetStats;

    /// The reference to this version of the asset, an argument for requests.
    fn reference(&self) -> AssetReference {
        AssetReference::new(self.kind(), self.asset_id(), self.version_id())
    }

    /// The address of the small image; `None` if the asset has no small image. Requests for it need no token.
    ///
    /// A pair of map and mode has no images; use those of its map.
    fn thumbnail_url(&self) -> Option<String> {
        self.files().image_url("thumbnail")
    }

    /// The address of the large image; `None` if the asset has no large image. Requests for it need no token.
    fn hero_url(&self) -> Option<String> {
        self.files().image_url("hero")
    }

    /// The addresses of the screenshots. Requests for them need no token.
    fn screenshot_urls(&self) -> Vec<String> {
        self.files().screenshot_urls().collect()
    }
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! asset {
    ($($name:ident: $kind:expr,)+) => {
        $(
            impl sealed::Sealed for $name {}

            impl Asset for $name {
                fn kind(&self) -> AssetKind {
                    let kind: fn(&Self) -> AssetKind = $kind;
                    kind(self)
                }

                fn asset_id(&self) -> Uuid {
                    self.asset_id
                }

                fn version_id(&self) -> Uuid {
                    self.version_id
                }

                fn public_name(&self) -> &str {
                    &self.public_name
                }

                fn description(&self) -> &str {
                    self.description.as_deref().unwrap_or_default()
                }

                fn files(&self) -> &AssetFiles {
                    &self.files
                }

                fn stats(&self) -> &AssetStats {
                    &self.asset_stats
                }
            }
        )+
    };
}

asset! {
    Map: |_| AssetKind::Map,
    MapModePair: |_| AssetKind::MapModePair,
    Playlist: |_| AssetKind::Playlist,
    RotationEntry: |_| AssetKind::MapModePair,
    UgcGameVariant: |_| AssetKind::UgcGameVariant,
    EngineGameVariant: |_| AssetKind::EngineGameVariant,
    Prefab: |_| AssetKind::Prefab,
    FilmAsset: |_| AssetKind::Film,
    Project: |_| AssetKind::Project,
    Manifest: |_| AssetKind::Manifest,
    AssetLink: |link| link.files.kind().unwrap_or(AssetKind::Unknown(0)),
}

const IMAGE_EXTENSIONS: &[&str] = &["png", "jpg", "jpeg"];

impl AssetFiles {
    /// The address of a file, by its relative path; `None` for an asset without files.
    ///
    /// Requests for files need no token. This method does not check whether the file exists.
    pub fn url(&self, relative_path: &str) -> Option<String> {
        (!self.prefix.is_empty()).then(|| join(&self.prefix, relative_path))
    }

    /// The address of an image, by its name without folder and extension, such as `thumbnail`, `hero` or
    /// `screenshot1`; `None` if the asset has no such image.
    pub fn image_url(&self, name: &str) -> Option<String> {
        let path = self.images().find(|(known, _)| known.eq_ignore_ascii_case(name));
        self.url(path?.1)
    }

    /// The addresses of the screenshots.
    pub fn screenshot_urls(&self) -> impl Iterator<Item = String> + '_ {
        let is_screenshot = |name: &str| {
            name.get(..10)
                .is_some_and(|start| start.eq_ignore_ascii_case("screenshot"))
        };
        self.images()
            .filter(move |(name, _)| is_screenshot(name))
            .filter_map(|(_, path)| self.url(path))
    }

    /// The names of all images, without folder and extension, and their relative paths.
    fn images(&self) -> impl Iterator<Item = (&str, &str)> + '_ {
        self.file_relative_paths.iter().filter_map(|path| {
            let file = path.rsplit_once('/').map_or(path.as_str(), |(_, file)| file);
            let (name, extension) = file.rsplit_once('.')?;
            let is_image = IMAGE_EXTENSIONS
                .iter()
                .any(|known| known.eq_ignore_ascii_case(extension));
            is_image.then_some((name, path.as_str()))
        })
    }

    /// The kind of the asset, from the address of its files: `…/ugcstorage/map/…`.
    fn kind(&self) -> Option<AssetKind> {
        let (_, path) = self.prefix.split_once("/ugcstorage/")?;
        path.split('/').next()?.parse().ok()
    }
}

/// Joins a prefix and a path with exactly one slash.
pub(super) fn join(prefix: &str, path: &str) -> String {
    format!(
        "{}/{}",
        prefix.trim_end_matches('/'),
        path.trim_start_matches('/')
    )
}

impl AssetSearchResult {
    /// The reference to this version of the asset, an argument for requests.
    pub fn reference(&self) -> AssetReference {
        AssetReference::new(self.asset_kind, self.asset_id, self.asset_version_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(prefix: &str, paths: &[&str]) -> AssetFiles {
        AssetFiles {
            prefix: prefix.into(),
            file_relative_paths: paths.iter().map(ToString::to_string).collect(),
            prefix_endpoint: None,
        }
    }

    #[test]
    fn files_and_images_have_addresses() {
        let files = files(
            "https://example.com/ugcstorage/map/1/2/",
            &[
                "images/hero.png",
                "images/screenshot1.Png",
                "images/screenshot1.tif",
                "images/screenshot2.jpg",
                "images/Thumbnail.JPEG",
                "sgh_blueprint.mvar",
                "screens",
                "éé.png",
            ],
        );
        assert_eq!(
            files.url("/a b.mvar").as_deref(),
            Some("https://example.com/ugcstorage/map/1/2/a b.mvar")
        );
        assert_eq!(
            files.image_url("thumbnail").as_deref(),
            Some("https://example.com/ugcstorage/map/1/2/images/Thumbnail.JPEG")
        );
        assert_eq!(files.image_url("sgh_blueprint"), None);
        assert_eq!(files.screenshot_urls().count(), 2);
        assert_eq!(files.kind(), Some(AssetKind::Map));
    }

    #[test]
    fn an_asset_without_files_has_no_addresses() {
        let files = files("", &["images/hero.png"]);
        assert_eq!(
            (files.url("images/hero.png"), files.image_url("hero")),
            (None, None)
        );
        assert_eq!(files.kind(), None);
    }

    #[test]
    fn the_kind_of_a_link_comes_from_the_address_of_its_files() {
        for (prefix, kind) in [
            (
                "https://x/ugcstorage/ugcgamevariant/1/2/",
                AssetKind::UgcGameVariant,
            ),
            ("https://x/ugcstorage/mapmodepair/1/2/", AssetKind::MapModePair),
            (
                "https://x/ugcstorage/enginegamevariant/1/2/",
                AssetKind::EngineGameVariant,
            ),
            ("https://x/ugcstorage/playlist/1/2/", AssetKind::Playlist),
            ("https://x/ugcstorage/hat/1/2/", AssetKind::Unknown(0)),
            ("", AssetKind::Unknown(0)),
        ] {
            let json = format!(
                r#"{{"AssetId": "{0}", "VersionId": "{0}", "PublicName": "x", "Contributors": [],
                    "Files": {{"Prefix": "{prefix}", "FileRelativePaths": []}}, "AssetHome": 2,
                    "AssetStats": {{"PlaysRecent": -1, "PlaysAllTime": -1}}}}"#,
                Uuid::nil()
            );
            let link: AssetLink = serde_json::from_str(&json).unwrap();
            assert_eq!(link.reference().asset_kind, kind, "{prefix}");
            assert_eq!(link.description(), "");
        }
    }
}
