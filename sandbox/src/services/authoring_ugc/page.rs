//! Pages of results.

use crate::services::query::Query;
use crate::wire::problem::Problem;
use serde_json::{Value, json};

/// Grunt documents that larger pages are cut to this size.
const MAX_PAGE: usize = 25;
/// The size of the captured pages, which were requested without one.
const DEFAULT_PAGE: usize = 13;

/// The place and the size of a page.
pub(super) struct PageSize {
    start: usize,
    count: usize,
}

impl PageSize {
    pub(super) fn new(query: &Query) -> Result<Self, Problem> {
        Ok(Self {
            start: query.number("start")?.unwrap_or(0),
            count: query.number("count")?.unwrap_or(DEFAULT_PAGE).min(MAX_PAGE),
        })
    }

    /// The page of these results.
    pub(super) fn page(&self, results: Vec<Value>) -> Value {
        let total = results.len();
        let page: Vec<Value> = results.into_iter().skip(self.start).take(self.count).collect();
        json!({
            "EstimatedTotal": total,
            "Start": self.start,
            "Count": self.count,
            "ResultCount": page.len(),
            "Results": page,
            "Links": {},
        })
    }
}
