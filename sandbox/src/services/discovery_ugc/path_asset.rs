//! The asset in a path.

use crate::app::Shared;
use crate::services::path::parameter;
use crate::wire::problem::Problem;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use uuid::Uuid;

/// The asset of the path. An invalid GUID is a 400.
pub(in crate::services) struct PathAsset {
    pub(in crate::services) id: Uuid,
    pub(in crate::services) version: Option<Uuid>,
}

impl FromRequestParts<Shared> for PathAsset {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let guid = |text: String| Uuid::try_parse(&text).map_err(|_| Problem::BadRequest);
        let id = guid(parameter(parts, app, "asset_id").await?)?;
        let version = match parameter(parts, app, "version_id").await {
            Ok(version) => Some(guid(version)?),
            Err(_) => None,
        };
        Ok(Self { id, version })
    }
}
