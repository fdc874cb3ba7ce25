//! The public images of the website.

use crate::app::Shared;
use crate::wire::png;
use crate::wire::problem::Problem;
use axum::Router;
use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// The width and height of a rank's image, in pixels.
const SIDE: usize = 256;
/// The tiers with steps, and the colours of their images.
const TIERS: [(&str, [u8; 3]); 5] = [
    ("bronze", [150, 94, 52]),
    ("silver", [130, 140, 156]),
    ("gold", [200, 156, 44]),
    ("platinum", [52, 150, 160]),
    ("diamond", [84, 116, 220]),
];
const ONYX: [u8; 3] = [44, 40, 60];
const UNRANKED: [u8; 3] = [100, 100, 100];

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/images/halo-infinite/csr/{file}", get(csr))
}

/// The image of a rank: `diamond_4.png`. The names are those that OpenSpartan Workshop downloads.
async fn csr(Path(file): Path<String>) -> Result<Response, Problem> {
    let name = file.strip_suffix(".png").and_then(|name| name.split_once('_'));
    let image = name.and_then(|(tier, step)| {
        let step: usize = step.parse().ok()?;
        let color = match (tier, step) {
            ("unranked", 0..=9) => UNRANKED,
            ("onyx", 1) => ONYX,
            (tier, 1..=6) => TIERS.iter().find(|(known, _)| *known == tier)?.1,
            _ => return None,
        };
        Some(png::badge(SIDE, color, step))
    });
    let png = image.ok_or(Problem::NotFound)?;
    Ok(([(CONTENT_TYPE, "image/png")], png).into_response())
}
