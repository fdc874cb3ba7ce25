//! Services that fail for every name.

use crate::error::Error;

/// The number of such failures in a row after which the other names of a group are not requested.
const LIMIT: u32 = 3;

/// Counts the failures in a row that do not depend on the name, such as status 503 or a refused token.
///
/// Each such request takes retries and waits. Without an end, a thousand names of a dead service would take hours.
#[derive(Default)]
pub(super) struct Outage(u32);

impl Outage {
    /// Counts a result. Returns the error if the other names are not worth their requests.
    pub fn ends_with<T>(&mut self, result: &Result<T, Error>) -> Option<Error> {
        match result {
            Err(error) if is_of_service(error) => {
                self.0 += 1;
                (self.0 >= LIMIT).then(|| error.clone())
            }
            _ => {
                self.0 = 0;
                None
            }
        }
    }
}

fn is_of_service(error: &Error) -> bool {
    match error.status() {
        Some(status) => matches!(status, 401 | 429 | 500..),
        None => matches!(
            error,
            Error::Network { .. }
                | Error::Deadline { .. }
                | Error::SignIn(_)
                | Error::Store(_)
                | Error::Credentials(_)
        ),
    }
}
