//! The authors' side of user-generated content: a player's assets, favourites and ratings.
//!
//! Host: `authoring-infiniteugc.svc.halowaypoint.com`.

use crate::pipeline::Pipeline;
use crate::types::Endpoint;

pub(crate) const ENDPOINTS: &[&Endpoint] = &[];

/// The endpoints of the service.
#[derive(Clone, Copy)]
pub struct AuthoringUgc<'c> {
    #[expect(dead_code)]
    pipeline: &'c Pipeline,
}

impl<'c> AuthoringUgc<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }
}
