//! The client.

use std::fmt;
use std::time::Duration;

use super::builder::ClientBuilder;
use crate::pipeline::Pipeline;
use crate::request::{Fetch, IntoRequest, Request};
use crate::services::discovery_ugc::DiscoveryUgc;
use crate::services::economy::Economy;
use crate::services::films::Films;
use crate::services::gamecms_hacs::GamecmsHacs;
use crate::services::profile::Profile;
use crate::services::skill::Skill;
use crate::services::stats::Stats;
use crate::sync::CancelToken;
use crate::types::Endpoint;

/// Calls the services of the Halo Infinite API.
///
/// A client is cheap to clone; its clones share connections, rate limits and credentials, so that
/// one client serves all threads of a program.
///
/// ```no_run
/// use halo_infinite::Client;
///
/// let client = Client::builder().tokens("SPARTAN_TOKEN", "CLEARANCE_TOKEN").build()?;
/// let history = client.stats().match_history("MyGamertag").count(10).send()?;
/// for entry in &history.results {
///     println!("{} {}", entry.match_info.start_time, entry.outcome);
/// }
/// # Ok::<(), halo_infinite::Error>(())
/// ```
#[derive(Clone)]
pub struct Client {
    pipeline: Pipeline,
}

impl Client {
    pub(super) fn new(pipeline: Pipeline) -> Self {
        Self { pipeline }
    }

    /// Starts building a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Matches, match histories, service records.
    pub fn stats(&self) -> Stats<'_> {
        Stats::new(&self.pipeline)
    }

    /// Xbox profiles: gamertags and XUIDs.
    pub fn profile(&self) -> Profile<'_> {
        Profile::new(&self.pipeline)
    }

    /// Competitive skill: ranks in matches and playlists.
    pub fn skill(&self) -> Skill<'_> {
        Skill::new(&self.pipeline)
    }

    /// Maps, modes, playlists and their search, films.
    pub fn discovery_ugc(&self) -> DiscoveryUgc<'_> {
        DiscoveryUgc::new(&self.pipeline)
    }

    /// Medals, seasons, reward tracks, images.
    pub fn gamecms_hacs(&self) -> GamecmsHacs<'_> {
        GamecmsHacs::new(&self.pipeline)
    }

    /// Customization, career ranks, operations.
    pub fn economy(&self) -> Economy<'_> {
        Economy::new(&self.pipeline)
    }

    /// A clone whose calls end when the token is cancelled, so that a program can stop at once.
    ///
    /// Everything made from the clone takes part: requests, lists of players, matches. Tokens that are
    /// just being renewed are waited for, unless the sign-in was given
    /// [the token as well](crate::auth::SignIn::cancel_token).
    #[must_use]
    pub fn with_cancel_token(&self, token: &CancelToken) -> Self {
        Self::new(self.pipeline.with_cancel_token(token))
    }

    /// A clone whose calls have another [deadline](ClientBuilder::deadline).
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        Self::new(self.pipeline.with_deadline(deadline))
    }

    /// A request to an endpoint that this crate has no method for. The arguments fill the path, in order.
    ///
    /// [`Endpoint`] shows how to declare one.
    pub fn request<T>(
        &self,
        endpoint: &'static Endpoint,
        arguments: impl IntoIterator<Item = impl Into<String>>,
    ) -> Request<T> {
        let arguments = arguments.into_iter().map(|argument| Ok(argument.into()));
        Request::new(&self.pipeline, endpoint, arguments)
    }

    /// Makes many calls at a time, by threads, and gives their answers: as they come, or
    /// [in order](Fetch::in_order). [`Fetch`] tells all about it.
    ///
    /// The requests can come from any iterator, however long: they are taken when they are needed. It
    /// may also give `Result`s: an error becomes the answer in its place. So a history can be fed in:
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// let history = client.stats().match_history(me).iter();
    /// let requests = history.map(|entry| entry.map(|entry| client.stats().match_stats(entry.match_id)));
    /// let mut humans = 0;
    /// for fetched in client.fetch(requests) {
    ///     match fetched.result {
    ///         Ok(game) => humans += game.players.iter().filter(|player| player.is_human()).count(),
    ///         Err(error) => eprintln!("match {}: {error}", fetched.index),
    ///     }
    /// }
    /// println!("{humans} seats were taken by people");
    /// # assert!(humans > 60);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fetch<I>(&self, requests: I) -> Fetch<I::IntoIter>
    where
        I: IntoIterator,
        I::Item: IntoRequest,
    {
        Fetch::new(&self.pipeline, requests.into_iter())
    }

    /// The files of theater films. Their manifests are UGC discovery's.
    pub fn films(&self) -> Films<'_> {
        Films::new(&self.pipeline)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("environment", self.pipeline.transport().environment())
            .finish_non_exhaustive()
    }
}
