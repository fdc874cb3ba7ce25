//! A request by name, and its response.

use std::any::Any;
use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::http::OnPermit;
use crate::models::waypoint::Leaderboard;
use crate::request::{Batch, FromResponse, RawFile, Request, Response, Summary, sealed::FromResponse as _};
use crate::services::films::ChunkFile;
use crate::services::waypoint::{HcsLeaderboard, LeaderboardPage};
use crate::sync::CancelToken;
use crate::types::{ArgumentError, Endpoint};

/// A request to an endpoint by its name. Nothing is sent before [`send`](Self::send).
///
/// A list of players that is longer than the service accepts is split into several requests, as in a
/// [`Batch`](crate::request::Batch). A request can be sent many times and from any thread.
#[must_use = "nothing is sent before `send()`"]
pub struct NamedRequest {
    endpoint: &'static Endpoint,
    request: Box<dyn Named>,
}

/// A response by name: its content, and the facts about it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NamedResponse {
    /// The endpoint.
    pub endpoint: &'static Endpoint,
    /// The HTTP status, from 200 to 299. Of several responses that of the last one; 400 or 404 if the service knows no
    /// player of a list, which is then empty in the content.
    pub status: u16,
    /// Number of attempts, of all requests; 0 if nothing was sent, because the response was cached.
    pub attempts: u32,
    /// The age of a cached response, of several the greatest; `None` if the response, or one of several, was not
    /// cached.
    pub age: Option<Duration>,
    /// The content.
    pub content: Content,
}

/// The content of a response.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// The model of the endpoint, as JSON in UTF-8.
    ///
    /// Its fields are those of the [model](crate::models), by the names that the service uses. Values that this version
    /// does not know are as the service sent them, but fields that it does not know are left out. A list that the
    /// service sent as `null` is empty, and the players of a [batch](crate::request::Batch) are in one list.
    ///
    /// If the body of the response has this form already, it is passed on as it is, which takes less time than writing
    /// the model. So an optional field without a value may be absent or `null`, and blanks, escapes, the order of fields,
    /// and the digits of floats and of fractions of a second may be those of the service.
    Json(Vec<u8>),
    /// A file.
    File(RawFile),
}

impl NamedRequest {
    pub(super) fn new(endpoint: &'static Endpoint, request: Box<dyn Named>) -> Self {
        Self { endpoint, request }
    }

    /// The same request, which another token stops too, a child of `parent`, and which reports its permits.
    pub(crate) fn within(&self, stop: &CancelToken, parent: &CancelToken, on_permit: &OnPermit) -> Self {
        let request = self.request.within(stop, parent, on_permit);
        Self { request, ..*self }
    }

    /// The request with its model, if the endpoint returns that model: for example, to read a match history in
    /// [pages](crate::request::Pages). `None` for another model, and for the requests of a list of players.
    pub fn of_model<T: 'static>(&self) -> Option<&Request<T>> {
        self.request.as_any().downcast_ref()
    }

    /// The endpoint.
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// Waits until the data exists, as [`Request::wait_until_available`].
    pub fn wait_until_available(self, wait: Duration) -> Self {
        self.with(Setting::Wait(wait))
    }

    /// Bypasses the cache, as [`Request::fresh`].
    #[cfg(feature = "cache")]
    pub fn fresh(self) -> Self {
        self.with(Setting::Fresh)
    }

    /// Accepts a cached response of at most this age, as [`Request::max_age`].
    #[cfg(feature = "cache")]
    pub fn max_age(self, age: Duration) -> Self {
        self.with(Setting::MaxAge(age))
    }

    fn with(self, setting: Setting) -> Self {
        let request = self.request.with(setting);
        Self { request, ..self }
    }

    /// Sends the request, or the requests of a list one after the other.
    ///
    /// # Errors
    ///
    /// Those of [`Request::send`]. [`Error::Argument`] reports a value that the endpoint does not accept.
    pub fn send(&self) -> Result<NamedResponse, Error> {
        self.request.send().map(|received| self.response(received))
    }

    /// Sends the request and returns the body as the service sent it, as a file. It is not decoded, which takes less time:
    /// a body that does not fit the model is no error, and a list may be `null`.
    ///
    /// # Errors
    ///
    /// Those of [`Request::response`], and [`Error::Argument`] if a list of players needs several requests.
    pub fn send_raw(&self) -> Result<NamedResponse, Error> {
        let (file, summary) = self.request.send_raw()?;
        Ok(self.response((Content::File(file), summary)))
    }

    fn response(&self, (content, summary): (Content, Summary)) -> NamedResponse {
        NamedResponse {
            endpoint: self.endpoint,
            status: summary.status,
            attempts: summary.attempts,
            age: summary.age,
            content,
        }
    }
}

/// A change of a request of any model.
#[derive(Clone, Copy)]
pub(super) enum Setting {
    Wait(Duration),
    #[cfg(feature = "cache")]
    Fresh,
    #[cfg(feature = "cache")]
    MaxAge(Duration),
}

/// A request of any model.
pub(super) trait Named: Send + Sync {
    fn with(self: Box<Self>, setting: Setting) -> Box<dyn Named>;
    fn within(&self, stop: &CancelToken, parent: &CancelToken, on_permit: &OnPermit) -> Box<dyn Named>;
    fn as_any(&self) -> &dyn Any;
    fn send(&self) -> Result<(Content, Summary), Error>;
    fn send_raw(&self) -> Result<(RawFile, Summary), Error>;
}

impl<T: IntoContent + FromResponse + 'static> Named for Request<T> {
    fn with(self: Box<Self>, setting: Setting) -> Box<dyn Named> {
        Box::new(change(*self, setting))
    }

    fn within(&self, stop: &CancelToken, parent: &CancelToken, on_permit: &OnPermit) -> Box<dyn Named> {
        Box::new(self.within(stop, parent, on_permit.clone()))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn send(&self) -> Result<(Content, Summary), Error> {
        self.send_converted(T::content)
    }

    fn send_raw(&self) -> Result<(RawFile, Summary), Error> {
        self.clone().of_model::<RawFile>().send_summarized()
    }
}

impl<T: Serialize + DeserializeOwned + 'static> Named for Batch<T> {
    fn with(self: Box<Self>, setting: Setting) -> Box<dyn Named> {
        Box::new(self.change(|request| change(request, setting)))
    }

    fn within(&self, stop: &CancelToken, parent: &CancelToken, on_permit: &OnPermit) -> Box<dyn Named> {
        Box::new(self.within(stop, parent, on_permit))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn send(&self) -> Result<(Content, Summary), Error> {
        let (model, summary) = self.send_summarized()?;
        Ok((json(&model)?, summary))
    }

    fn send_raw(&self) -> Result<(RawFile, Summary), Error> {
        match self.requests()? {
            [only] => only.clone().of_model::<RawFile>().send_summarized(),
            several => Err(Error::Argument(ArgumentError::new(
                "players",
                format!(
                    "the list needs {} requests, whose bodies are not one: name fewer players",
                    several.len()
                ),
            ))),
        }
    }
}

fn change<T>(request: Request<T>, setting: Setting) -> Request<T> {
    match setting {
        Setting::Wait(wait) => request.wait_until_available(wait),
        #[cfg(feature = "cache")]
        Setting::Fresh => request.fresh(),
        #[cfg(feature = "cache")]
        Setting::MaxAge(age) => request.max_age(age),
    }
}

/// A model or a file as content.
pub(super) trait IntoContent: Sized {
    /// The type of the content, if it is another one.
    const MODEL: Option<&'static str> = None;
    const IS_FILE: bool = false;

    fn content(response: Response<Self>) -> Result<Content, Error>;
}

impl<T: Serialize + DeserializeOwned> IntoContent for T {
    /// Passes the body on if it is the JSON of the model already.
    fn content(response: Response<T>) -> Result<Content, Error> {
        match response.model_noting_changes()? {
            (_, false) => Ok(Content::Json(response.into_bytes())),
            (model, true) => json(&model),
        }
    }
}

impl IntoContent for RawFile {
    const IS_FILE: bool = true;

    fn content(response: Response<Self>) -> Result<Content, Error> {
        Ok(Content::File(response.into()))
    }
}

impl IntoContent for ChunkFile {
    const MODEL: Option<&'static str> = Some("RawFile");
    const IS_FILE: bool = true;

    fn content(response: Response<Self>) -> Result<Content, Error> {
        Ok(Content::File(RawFile {
            content_type: None,
            bytes: response.into_bytes(),
        }))
    }
}

impl IntoContent for HcsLeaderboard {
    fn content(response: Response<Self>) -> Result<Content, Error> {
        json(&Self::from_response(response)?)
    }
}

impl IntoContent for LeaderboardPage {
    const MODEL: Option<&'static str> = Some("Leaderboard");

    fn content(response: Response<Self>) -> Result<Content, Error> {
        json::<Leaderboard>(&*Self::from_response(response)?)
    }
}

/// Models are maps with texts as keys, so this does not fail.
pub(super) fn json<T: Serialize>(model: &T) -> Result<Content, Error> {
    let json = serde_json::to_vec(model);
    let problem = |error| ArgumentError::new("content", format!("it cannot be written as JSON: {error}"));
    Ok(Content::Json(json.map_err(problem)?))
}

impl fmt::Debug for NamedRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("NamedRequest")
            .field("endpoint", &self.endpoint.to_string())
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
