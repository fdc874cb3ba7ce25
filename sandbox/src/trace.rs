//! A line of text for each request.

use crate::faults::Fault;
use crate::secrets::Secrets;
use crate::wire::percent::decode_unreserved;
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Prints the lines: see [`SandboxBuilder::trace`](crate::SandboxBuilder::trace).
#[derive(Clone)]
pub(crate) struct Trace(Arc<dyn Fn(&str) + Send + Sync>);

impl Trace {
    pub(crate) fn new(print: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(print))
    }

    /// Prints the line of a request. A response that is not HTTP has no status.
    pub(crate) fn print(
        &self,
        request: &str,
        status: Option<StatusCode>,
        took: Duration,
        fault: Option<&Fault>,
    ) {
        let status = status.map_or("no HTTP response".to_owned(), |status| {
            status.as_u16().to_string()
        });
        let fault = fault.map_or(String::new(), |fault| format!(" (fault: {fault})"));
        (self.0)(&format!("{request} {status} {} ms{fault}", took.as_millis()));
    }
}

/// The method and the URL of a request. Secrets are replaced, also percent-encoded ones.
pub(crate) fn request_line(request: &Parts, secrets: &Secrets) -> String {
    format!("{} {}", request.method, without_secrets(&request.uri, secrets))
}

fn without_secrets(uri: &Uri, secrets: &Secrets) -> String {
    let url = uri.path_and_query().map_or("/", |url| url.as_str());
    let url = decode_unreserved(url);
    let secrets = secrets.all();
    secrets
        .iter()
        .fold(url, |url, secret| url.replace(secret.as_str(), "[secret]"))
}

impl fmt::Debug for Trace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Trace")
    }
}
