//! Many requests in parallel.

use halo_infinite::request::FromResponse;
use halo_infinite::{Error, Request};

use super::Context;
use crate::failure::{Failure, in_words};

impl Context {
    /// Sends requests in parallel, with progress. One that fails is `None`, and a note has the reason; if all fail,
    /// the first error is returned.
    pub fn fetch_all<T: FromResponse + Send + 'static>(
        &self,
        things: &str,
        requests: &[Request<T>],
    ) -> Result<Vec<Option<T>>, Failure> {
        let progress = self.out.progress(things, requests.len().try_into().ok());
        let mut results = Vec::new();
        let mut errors = Vec::new();
        for fetched in self.client()?.fetch(requests).in_order() {
            match fetched.result {
                Ok(value) => results.push(Some(value)),
                // A part of a list must not look like the whole one.
                Err(error @ Error::Cancelled { .. }) => return Err(error.into()),
                Err(error) => {
                    results.push(None);
                    errors.push(error);
                }
            }
            progress.step();
        }
        drop(progress);
        let failed = errors.len();
        match errors.into_iter().next() {
            Some(error) if failed == requests.len() => Err(error.into()),
            Some(error) => {
                self.out.note(format_args!(
                    "{failed} of {} {things} cannot be read: {}",
                    requests.len(),
                    in_words(&error)
                ));
                Ok(results)
            }
            None => Ok(results),
        }
    }
}
