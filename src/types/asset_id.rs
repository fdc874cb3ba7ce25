//! Identifiers of UGC assets.

use uuid::Uuid;

use super::argument::{ArgumentError, argument};
use super::guid::Guid;

/// An asset as an argument: its GUID for the current version, or its GUID and that of a version.
///
/// Methods take `impl TryInto<AssetId>`: a GUID or its text, a pair of them, or an
/// [`AssetReference`](crate::models::common::AssetReference) of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AssetId {
    asset: Guid,
    version: Option<Guid>,
}

impl AssetId {
    /// The current version of an asset.
    pub const fn current(asset: Guid) -> Self {
        Self { asset, version: None }
    }

    /// A version of an asset.
    pub const fn version_of(asset: Guid, version: Guid) -> Self {
        Self {
            asset,
            version: Some(version),
        }
    }

    /// The asset's GUID.
    pub const fn asset(self) -> Guid {
        self.asset
    }

    /// The version's GUID; `None` for the current version.
    pub const fn version(self) -> Option<Guid> {
        self.version
    }
}

impl<A, V> TryFrom<(A, V)> for AssetId
where
    A: TryInto<Guid, Error: Into<ArgumentError>>,
    V: TryInto<Guid, Error: Into<ArgumentError>>,
{
    type Error = ArgumentError;

    fn try_from((asset, version): (A, V)) -> Result<Self, ArgumentError> {
        Ok(Self::version_of(
            argument("asset_id", asset)?,
            argument("version_id", version)?,
        ))
    }
}

impl std::str::FromStr for AssetId {
    type Err = ArgumentError;

    /// Parses the GUID of an asset, for its current version.
    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        argument("asset_id", text).map(Self::current)
    }
}

super::from_text!(AssetId);

macro_rules! current_version {
    ($($type:ty),+) => {
        $(impl From<$type> for AssetId {
            fn from(asset: $type) -> Self {
                Self::current(asset.into())
            }
        })+
    };
}
current_version!(Guid, &Guid, Uuid, &Uuid);

impl From<&AssetId> for AssetId {
    fn from(id: &AssetId) -> Self {
        *id
    }
}
