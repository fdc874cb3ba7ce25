//! An agent that sends nothing.

use std::io::Read;
use std::sync::{Arc, Mutex};

use halo_infinite::request::Batch;
use halo_infinite::ureq::http::{Request, Response};
use halo_infinite::ureq::middleware::{Middleware, MiddlewareNext};
use halo_infinite::ureq::{self, Agent, Body, SendBody};
use halo_infinite::{Client, Error, Request as Call};
use serde::de::DeserializeOwned;

/// A request as text: method and URL, then the headers sorted by name, then the body.
pub type Taken = String;

#[derive(Clone, Default)]
pub struct Recorder {
    taken: Arc<Mutex<Vec<Taken>>>,
    /// The bodies of responses, by the end of the URL's path.
    answers: Vec<(&'static str, String)>,
}

impl Recorder {
    pub fn answering(answers: Vec<(&'static str, String)>) -> Self {
        Self {
            answers,
            ..Self::default()
        }
    }

    pub fn agent(&self) -> Agent {
        Agent::config_builder()
            .middleware(self.clone())
            .build()
            .new_agent()
    }

    /// A client of the production environment, whose requests the recorder takes. It may write.
    pub fn client(&self) -> Client {
        Client::builder()
            .tokens("spartan", "clearance")
            .xbox_token("hash", "token")
            .user_agent("test")
            .unlimited()
            .allow_writes()
            .agent(self.agent())
            .build()
            .unwrap()
    }

    pub fn taken(&self) -> Vec<Taken> {
        std::mem::take(&mut self.taken.lock().unwrap())
    }
}

impl Middleware for Recorder {
    fn handle(
        &self,
        request: Request<SendBody>,
        _next: MiddlewareNext,
    ) -> Result<Response<Body>, ureq::Error> {
        let (parts, body) = request.into_parts();
        let mut text = format!("{} {}\n", parts.method, parts.uri);
        let mut headers: Vec<_> = parts
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()))
            .collect();
        headers.sort();
        text.extend(headers);
        body.into_reader().read_to_string(&mut text)?;
        self.taken.lock().unwrap().push(text.trim_end().to_owned());

        let path = parts.uri.path();
        let (status, body) = match self.answers.iter().find(|(end, _)| path.ends_with(end)) {
            Some((_, body)) => (200, body.clone()),
            None => (404, String::new()),
        };
        Ok(Response::builder()
            .status(status)
            .body(Body::builder().data(body))
            .unwrap())
    }
}

/// The requests that a call sends to the production environment, and its error.
fn taken(call: impl FnOnce(&Client) -> Result<(), Error>) -> (Vec<Taken>, Error) {
    let recorder = Recorder::default();
    // The recorder responds to everything with 404.
    let error = call(&recorder.client()).unwrap_err();
    (recorder.taken(), error)
}

/// The request that a call sends to the production environment.
pub fn sent<T>(call: impl FnOnce(&Client) -> Call<T>) -> Taken {
    let (mut taken, error) = taken(|client| call(client).response().map(drop));
    assert_eq!(taken.len(), 1, "{error}");
    taken.remove(0)
}

/// The requests that a call over a list of players sends to the production environment.
pub fn sent_batch<T>(call: impl FnOnce(&Client) -> Batch<T>) -> Vec<Taken> {
    let (taken, _) = taken(|client| {
        let batch = call(client);
        let answers = batch
            .requests()?
            .iter()
            .map(|request| request.response().map(drop));
        answers.fold(Ok(()), Result::and)
    });
    taken
}

/// A GET with the headers of every request.
pub fn get(url: &str) -> Taken {
    format!("GET {url}\naccept: application/json\nuser-agent: test\nx-343-authorization-spartan: spartan")
}

/// A GET that carries no token.
pub fn get_without_token(url: &str) -> Taken {
    format!("GET {url}\naccept: application/json\nuser-agent: test")
}

/// A GET that carries the clearance as well.
pub fn get_with_clearance(url: &str) -> Taken {
    get(url).replacen('\n', "\n343-clearance: clearance\n", 1)
}

/// The argument error of a call, after checking that nothing was sent.
pub fn refused<T>(call: impl FnOnce(&Client) -> Call<T>) -> String {
    nothing_sent(taken(|client| call(client).response().map(drop)))
}

/// The argument error of a call over a list of players, after checking that nothing was sent.
pub fn refused_batch<T: DeserializeOwned>(call: impl FnOnce(&Client) -> Batch<T>) -> String {
    nothing_sent(taken(|client| call(client).send().map(drop)))
}

fn nothing_sent((taken, error): (Vec<Taken>, Error)) -> String {
    assert!(
        matches!(error, Error::Argument(_) | Error::Manifest { .. }),
        "{error:?}"
    );
    assert!(taken.is_empty(), "{taken:?}");
    error.to_string()
}
