//! The facts about a response that its model does not have.

use std::time::Duration;

use super::response::Response;

/// The facts about one response, or about the responses of a batch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Summary {
    /// The HTTP status; of a batch that of the last response.
    pub status: u16,
    /// Number of attempts, of all requests.
    pub attempts: u32,
    /// The age of a cached response, the oldest of several; `None` if one of them was not cached.
    pub age: Option<Duration>,
}

impl Summary {
    pub fn of<T>(response: &Response<T>) -> Self {
        Self {
            status: response.status(),
            attempts: response.attempts(),
            age: response.age(),
        }
    }

    pub fn and(self, next: Self) -> Self {
        Self {
            status: next.status,
            attempts: self.attempts.saturating_add(next.attempts),
            age: self.age.zip(next.age).map(|(age, other)| age.max(other)),
        }
    }
}
