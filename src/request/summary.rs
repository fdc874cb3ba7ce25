//! The facts about a response that its model does not have.

use std::time::Duration;

use super::response::Response;

/// The facts about one response, or about the responses of a batch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Summary {
    /// The HTTP status; of a batch that of its last successful response, or of its last refusal if all were refused.
    pub status: u16,
    /// Number of attempts, of all requests.
    pub attempts: u32,
    /// The age of a cached response, of several the greatest; `None` if one of them was not cached.
    pub age: Option<Duration>,
}

/// The facts about no response.
impl Default for Summary {
    fn default() -> Self {
        Self {
            status: 404,
            attempts: 0,
            age: Some(Duration::ZERO),
        }
    }
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
        let is_success = |status: u16| (200..300).contains(&status);
        Self {
            status: if is_success(next.status) || !is_success(self.status) {
                next.status
            } else {
                self.status
            },
            attempts: self.attempts.saturating_add(next.attempts),
            age: self.age.zip(next.age).map(|(age, other)| age.max(other)),
        }
    }
}
