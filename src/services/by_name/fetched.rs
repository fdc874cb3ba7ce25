//! Requests by name among those of a [`Fetch`](crate::request::Fetch).

use super::named_request::{NamedRequest, NamedResponse};
use crate::error::Error;
use crate::http::OnPermit;
use crate::request::{IntoRequest, fetch_sealed};
use crate::sync::CancelToken;

impl fetch_sealed::IntoRequest for NamedRequest {}

impl IntoRequest for NamedRequest {
    type Request = Self;
    type Model = NamedResponse;

    fn into_request(self) -> Result<Self, Error> {
        Ok(self)
    }
}

impl fetch_sealed::FetchRequest for NamedRequest {
    type Model = NamedResponse;

    fn send_within(
        &self,
        stop: &CancelToken,
        parent: &CancelToken,
        on_permit: OnPermit,
    ) -> Result<NamedResponse, Error> {
        self.within(stop, parent, &on_permit).send()
    }
}
