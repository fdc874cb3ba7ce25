//! The service of the website.

use crate::pipeline::Pipeline;

/// The endpoints of the website.
#[derive(Clone, Copy)]
pub struct Waypoint<'c> {
    pub(super) pipeline: &'c Pipeline,
}

impl<'c> Waypoint<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }
}
