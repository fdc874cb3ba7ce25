//! The type that has the methods of both services.

use crate::pipeline::Pipeline;

/// The endpoints of Xbox Live.
#[derive(Clone, Copy)]
pub struct XboxLive<'c> {
    pub(super) pipeline: &'c Pipeline,
}

impl<'c> XboxLive<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }
}
