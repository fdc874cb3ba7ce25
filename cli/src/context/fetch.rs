//! Many requests in parallel.

use halo_infinite::request::FromResponse;
use halo_infinite::{Error, Request};

use super::Context;
use crate::failure::{Failure, in_words};

impl Context {
    /// Sends requests in parallel, with progress. One that fails is `None`, and a gap, or a note if the services list
    /// the thing, but do not have it; if all fail, the first error is returned.
    pub fn fetch_all<T: FromResponse + Send + 'static>(
        &self,
        things: &str,
        requests: &[Request<T>],
    ) -> Result<Vec<Option<T>>, Failure> {
        self.fetch_parts(things, requests, false)
    }

    /// As [`fetch_all`](Self::fetch_all), for things that may not exist: one that does not is `None` without a note.
    /// Offline, nobody knows whether one that is not cached exists: that is a note.
    pub fn fetch_existing<T: FromResponse + Send + 'static>(
        &self,
        things: &str,
        requests: &[Request<T>],
    ) -> Result<Vec<Option<T>>, Failure> {
        self.fetch_parts(things, requests, true)
    }

    fn fetch_parts<T: FromResponse + Send + 'static>(
        &self,
        things: &str,
        requests: &[Request<T>],
        may_not_exist: bool,
    ) -> Result<Vec<Option<T>>, Failure> {
        let progress = self.out.progress(things, requests.len().try_into().ok());
        let mut results = Vec::new();
        let mut errors = Vec::new();
        for fetched in self.client()?.fetch(requests).in_order() {
            match fetched.result {
                Ok(value) => results.push(Some(value)),
                // A part of a list must not look like the whole one.
                Err(error @ Error::Cancelled { .. }) => return Err(error.into()),
                Err(error) if may_not_exist && is_gone(&error) => results.push(None),
                Err(error) => {
                    results.push(None);
                    errors.push(error);
                }
            }
            progress.step();
        }
        drop(progress);
        let all = requests.len();
        if results.iter().all(Option::is_none)
            && let Some(error) = errors.iter().find(|error| !is_gone(error))
        {
            return Err(error.clone().into());
        }
        let is_unsure = |error: &Error| may_not_exist && matches!(error, Error::NotCached { .. });
        let (unsure, failed): (Vec<_>, Vec<_>) = errors.into_iter().partition(is_unsure);
        if !unsure.is_empty() {
            self.out
                .note(format_args!("{} of {all} {things} are not cached", unsure.len()));
        }
        self.report_errors(things, all, &failed);
        Ok(results)
    }

    /// Reports the errors of some of many things. The services list old and internal things, whose files they do not
    /// have: that is a note, and any other error is a gap.
    pub fn report_errors<'e>(&self, things: &str, all: usize, errors: impl IntoIterator<Item = &'e Error>) {
        let (gone, failed): (Vec<_>, Vec<_>) = errors.into_iter().partition(|error| is_gone(error));
        if !gone.is_empty() {
            self.out.note(format_args!(
                "the services list {all} {things}, but do not have {} of them",
                gone.len()
            ));
        }
        if let Some(error) = failed.first() {
            self.gap(format_args!(
                "{} of {all} {things} cannot be read: {}",
                failed.len(),
                in_words(error)
            ));
        }
    }
}

fn is_gone(error: &Error) -> bool {
    error.status() == Some(404)
}
