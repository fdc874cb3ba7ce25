//! A request by name, and its response.

use std::any::Any;
use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::http::OnPermit;
use crate::models::waypoint::Leaderboard;
use crate::request::{Batch, FromResponse, RawFile, Request, Summary};
use crate::services::films::ChunkFile;
use crate::services::waypoint::LeaderboardPage;
use crate::sync::CancelToken;
use crate::types::{ArgumentError, Endpoint};

/// A request to an endpoint by its name, or the requests of a list of players. Nothing is sent before
/// [`send`](Self::send).
#[must_use = "nothing is sent before `send()`"]
pub struct NamedRequest {
    request: Box<dyn Named>,
}

/// A response with its content.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NamedResponse {
    /// The endpoint.
    pub endpoint: &'static Endpoint,
    /// The HTTP status, from 200 to 299. For several requests, that of the last one; 404 if the service knows no player
    /// of a list.
    pub status: u16,
    /// Number of attempts, of all requests; 0 if nothing was sent, because the response was cached.
    pub attempts: u32,
    /// The age of a cached response, the oldest of several; `None` if one of them was not cached.
    pub age: Option<Duration>,
    /// The content.
    pub content: Content,
}

/// The content of a response.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// The endpoint's model, as JSON. Unknown fields and values are in it as the service sent them; lists that the
    /// service sent as `null` are empty.
    Json(Vec<u8>),
    /// A file.
    File(RawFile),
}

impl NamedRequest {
    pub(super) fn of_request<T: IntoContent + FromResponse + 'static>(request: Request<T>) -> Self {
        Self {
            request: Box::new(request),
        }
    }

    pub(super) fn of_batch<T: Serialize + DeserializeOwned + 'static>(batch: Batch<T>) -> Self {
        Self {
            request: Box::new(batch),
        }
    }

    /// As [`Request::wait_until_available`].
    pub fn wait_until_available(self, wait: Duration) -> Self {
        self.with(&Options::Wait(wait))
    }

    /// As [`Request::fresh`].
    #[cfg(feature = "cache")]
    pub fn fresh(self) -> Self {
        self.with(&Options::Fresh)
    }

    /// As [`Request::max_age`].
    #[cfg(feature = "cache")]
    pub fn max_age(self, age: Duration) -> Self {
        self.with(&Options::MaxAge(age))
    }

    fn with(self, options: &Options) -> Self {
        Self {
            request: self.request.with(options),
        }
    }

    /// The same request, which another token stops too, a child of `parent`, and which reports its permits.
    pub(crate) fn within(&self, stop: &CancelToken, parent: &CancelToken, on_permit: &OnPermit) -> Self {
        Self {
            request: self.request.within(stop, parent, on_permit),
        }
    }

    /// The request with its model, if the endpoint returns that model: for example, to read a match history in
    /// [pages](crate::request::Pages). `None` for another model, and for the requests of a list of players.
    pub fn of_model<T: 'static>(&self) -> Option<&Request<T>> {
        self.request.as_any().downcast_ref()
    }

    /// The endpoint.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] if an argument is wrong.
    pub fn endpoint(&self) -> Result<&'static Endpoint, Error> {
        self.request.endpoint()
    }

    /// Sends the request, or the requests of a list one after the other.
    ///
    /// # Errors
    ///
    /// Those of [`Request::send`].
    pub fn send(&self) -> Result<NamedResponse, Error> {
        let endpoint = self.endpoint()?;
        let (content, summary) = self.request.send()?;
        Ok(NamedResponse {
            endpoint,
            status: summary.status,
            attempts: summary.attempts,
            age: summary.age,
            content,
        })
    }
}

/// What a setter changes.
enum Options {
    Wait(Duration),
    #[cfg(feature = "cache")]
    Fresh,
    #[cfg(feature = "cache")]
    MaxAge(Duration),
}

/// A request of any model.
trait Named: Send + Sync {
    fn endpoint(&self) -> Result<&'static Endpoint, Error>;
    fn with(self: Box<Self>, options: &Options) -> Box<dyn Named>;
    fn within(&self, stop: &CancelToken, parent: &CancelToken, on_permit: &OnPermit) -> Box<dyn Named>;
    fn as_any(&self) -> &dyn Any;
    fn send(&self) -> Result<(Content, Summary), Error>;
}

impl<T: IntoContent + FromResponse + 'static> Named for Request<T> {
    fn endpoint(&self) -> Result<&'static Endpoint, Error> {
        self.endpoint()
    }

    fn with(self: Box<Self>, options: &Options) -> Box<dyn Named> {
        Box::new(change(*self, options))
    }

    fn within(&self, stop: &CancelToken, parent: &CancelToken, on_permit: &OnPermit) -> Box<dyn Named> {
        Box::new(self.within(stop, parent, on_permit.clone()))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn send(&self) -> Result<(Content, Summary), Error> {
        let (model, summary) = self.send_summarized()?;
        Ok((model.into_content()?, summary))
    }
}

impl<T: Serialize + DeserializeOwned + 'static> Named for Batch<T> {
    fn endpoint(&self) -> Result<&'static Endpoint, Error> {
        let first = self.requests()?.first();
        let none = || ArgumentError::new("players", "the list is empty: name at least one player");
        first.ok_or_else(none)?.endpoint()
    }

    fn with(self: Box<Self>, options: &Options) -> Box<dyn Named> {
        Box::new(self.change(|request| change(request, options)))
    }

    fn within(&self, stop: &CancelToken, parent: &CancelToken, on_permit: &OnPermit) -> Box<dyn Named> {
        Box::new(self.within(stop, parent, on_permit))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn send(&self) -> Result<(Content, Summary), Error> {
        let (model, summary) = self.send_summarized()?;
        // The statuses of the refused requests were 400 or 404.
        let nobody = Summary {
            status: 404,
            attempts: 1,
            age: None,
        };
        Ok((json(&model)?, summary.unwrap_or(nobody)))
    }
}

fn change<T>(request: Request<T>, options: &Options) -> Request<T> {
    match options {
        Options::Wait(wait) => request.wait_until_available(*wait),
        #[cfg(feature = "cache")]
        Options::Fresh => request.fresh(),
        #[cfg(feature = "cache")]
        Options::MaxAge(age) => request.max_age(*age),
    }
}

/// A model or a file as content.
pub(super) trait IntoContent {
    fn into_content(self) -> Result<Content, Error>;
}

impl<T: Serialize> IntoContent for T {
    fn into_content(self) -> Result<Content, Error> {
        json(&self)
    }
}

impl IntoContent for RawFile {
    fn into_content(self) -> Result<Content, Error> {
        Ok(Content::File(self))
    }
}

impl IntoContent for ChunkFile {
    fn into_content(self) -> Result<Content, Error> {
        Ok(Content::File(RawFile {
            content_type: None,
            bytes: self.bytes,
        }))
    }
}

impl IntoContent for LeaderboardPage {
    fn into_content(self) -> Result<Content, Error> {
        json::<Leaderboard>(&self)
    }
}

/// Models are maps with texts as keys, so this does not fail.
fn json<T: Serialize>(model: &T) -> Result<Content, Error> {
    let json = serde_json::to_vec(model);
    let problem = |error| ArgumentError::new("content", format!("it cannot be written as JSON: {error}"));
    Ok(Content::Json(json.map_err(problem)?))
}

impl fmt::Debug for NamedRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = self.endpoint().map(Endpoint::to_string);
        formatter
            .debug_struct("NamedRequest")
            .field("endpoint", &endpoint)
            .finish_non_exhaustive()
    }
}

/// Does not show the content, which may hold a secret.
impl fmt::Debug for Content {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(json) => write!(formatter, "{} bytes of JSON", json.len()),
            Self::File(file) => file.fmt(formatter),
        }
    }
}

impl fmt::Debug for NamedResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("NamedResponse")
            .field("endpoint", &self.endpoint.to_string())
            .field("status", &self.status)
            .field("attempts", &self.attempts)
            .field("age", &self.age)
            .field("content", &self.content)
            .finish()
    }
}
