//! Notifications.
//!
//! Host: `comms.svc.halowaypoint.com`.

use crate::pipeline::Pipeline;
use crate::types::Endpoint;

pub(crate) const ENDPOINTS: &[&Endpoint] = &[];

/// The endpoints of the service.
#[derive(Clone, Copy)]
pub struct Comms<'c> {
    #[expect(dead_code)]
    pipeline: &'c Pipeline,
}

impl<'c> Comms<'c> {
    pub(crate) fn new(pipeline: &'c Pipeline) -> Self {
        Self { pipeline }
    }
}
