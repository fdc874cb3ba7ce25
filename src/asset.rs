//! UGC assets as arguments of calls.

use uuid::Uuid;

use crate::error::ArgumentError;
use crate::guid::Guid;
use crate::models::common::AssetReference;

/// An asset as an argument of a call: by its GUID alone, which means its current version, or by its
/// GUID and that of a version.
///
/// Calls take `impl Into<AssetId>`: a GUID or its text, a pair of them, or an
/// [`AssetReference`] as matches have it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AssetId {
    asset: Guid,
    version: Option<Guid>,
}

impl AssetId {
    /// The path's segments from the kind's own on.
    pub(crate) fn path(&self, kind: &str) -> Result<Vec<String>, ArgumentError> {
        let mut path = vec!["hi".into(), kind.into(), self.asset.get("asset_id")?.to_string()];
        if let Some(version) = &self.version {
            path.extend(["versions".into(), version.get("version_id")?.to_string()]);
        }
        Ok(path)
    }

    pub(crate) fn has_version(&self) -> bool {
        self.version.is_some()
    }
}

impl<A: Into<Guid>, V: Into<Guid>> From<(A, V)> for AssetId {
    fn from((asset, version): (A, V)) -> Self {
        Self {
            asset: asset.into(),
            version: Some(version.into()),
        }
    }
}

impl From<&AssetReference> for AssetId {
    fn from(reference: &AssetReference) -> Self {
        (reference.asset_id, reference.version_id).into()
    }
}

/// The current version of an asset.
macro_rules! current_version {
    ($($type:ty),+) => {
        $(impl From<$type> for AssetId {
            fn from(asset: $type) -> Self {
                Self { asset: asset.into(), version: None }
            }
        })+
    };
}
current_version!(Guid, Uuid, &Uuid, &str, &String, String);
