//! An agent that sends nothing.

use std::io::Read;
use std::sync::{Arc, Mutex};

use halo_infinite::ureq::http::{Request, Response};
use halo_infinite::ureq::middleware::{Middleware, MiddlewareNext};
use halo_infinite::ureq::{Agent, Body, Error, SendBody};
use halo_infinite::{Client, Request as Call};

/// A request as text: method and URL, then the headers sorted by name, then the body.
pub type Taken = String;

#[derive(Clone, Default)]
pub struct Recorder {
    taken: Arc<Mutex<Vec<Taken>>>,
    /// The bodies to answer with, by the end of the URL's path.
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

    pub fn taken(&self) -> Vec<Taken> {
        std::mem::take(&mut self.taken.lock().unwrap())
    }
}

impl Middleware for Recorder {
    fn handle(&self, request: Request<SendBody>, _next: MiddlewareNext) -> Result<Response<Body>, Error> {
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

/// The request that a call sends to the production environment.
pub fn sent<T>(call: impl FnOnce(&Client) -> Call<T>) -> Taken {
    let recorder = Recorder::default();
    let client = Client::builder()
        .tokens("spartan", "clearance")
        .user_agent("test")
        .unlimited()
        .agent(recorder.agent())
        .build()
        .unwrap();
    call(&client).response().map(drop).unwrap_err();
    let taken = recorder.taken();
    assert_eq!(taken.len(), 1, "{taken:?}");
    taken.into_iter().next().unwrap()
}

/// A GET with what every call carries.
pub fn get(url: &str) -> Taken {
    format!("GET {url}\naccept: application/json\nuser-agent: test\nx-343-authorization-spartan: spartan")
}

/// The argument error of a call, after making sure that nothing was sent.
pub fn refused<T>(call: impl FnOnce(&Client) -> Call<T>) -> String {
    let recorder = Recorder::default();
    let client = Client::builder()
        .spartan_token("spartan")
        .agent(recorder.agent())
        .build()
        .unwrap();
    let error = call(&client).response().map(drop).unwrap_err();
    assert!(matches!(error, halo_infinite::Error::Argument(_)), "{error:?}");
    assert!(recorder.taken().is_empty());
    error.to_string()
}
