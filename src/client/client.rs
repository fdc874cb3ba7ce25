//! The client.

use std::fmt;
use std::time::Duration;

use crate::error::Error;
use crate::http::Availability;
use crate::pipeline::Pipeline;
use crate::request::{Fetch, IntoRequest, RawFile, Request};
use crate::services::authoring_ugc::AuthoringUgc;
use crate::services::banprocessor::Banprocessor;
use crate::services::blobs::Blobs;
#[cfg(feature = "by-name")]
use crate::services::by_name;
use crate::services::comms::Comms;
use crate::services::discovery_ugc::DiscoveryUgc;
use crate::services::economy::Economy;
use crate::services::films::Films;
use crate::services::gamecms_hacs::GamecmsHacs;
use crate::services::lobby::Lobby;
use crate::services::profile::Profile;
use crate::services::raw;
use crate::services::reach::{Reached, reach};
use crate::services::settings::Settings;
use crate::services::skill::Skill;
use crate::services::stats::Stats;
use crate::services::waypoint::Waypoint;
use crate::services::wpcontent::Wpcontent;
use crate::services::xbox_live::XboxLive;
use crate::sync::CancelToken;
#[cfg(feature = "by-name")]
use crate::types::ArgumentError;
use crate::types::{Endpoint, Method, Service};

/// A client of the Halo Infinite API, with a method for each service.
///
/// A client is cheap to clone. Its clones share connections, rate limits, credentials and the cache, so one
/// client serves all threads of a program.
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

    pub(crate) fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// The stats service: matches, match histories, service records.
    pub fn stats(&self) -> Stats<'_> {
        Stats::new(&self.pipeline)
    }

    /// The profile service: gamertags and XUIDs.
    pub fn profile(&self) -> Profile<'_> {
        Profile::new(&self.pipeline)
    }

    /// The skill service: ranks in matches and playlists.
    pub fn skill(&self) -> Skill<'_> {
        Skill::new(&self.pipeline)
    }

    /// The UGC discovery service: maps, modes, playlists, the search for them, and the manifests of films.
    pub fn discovery_ugc(&self) -> DiscoveryUgc<'_> {
        DiscoveryUgc::new(&self.pipeline)
    }

    /// The game CMS: medals, seasons, reward tracks, images.
    pub fn gamecms_hacs(&self) -> GamecmsHacs<'_> {
        GamecmsHacs::new(&self.pipeline)
    }

    /// The economy service: customization, inventory, stores, career ranks, operations.
    pub fn economy(&self) -> Economy<'_> {
        Economy::new(&self.pipeline)
    }

    /// The UGC authoring service: a player's assets, their versions, favourites and ratings.
    pub fn authoring_ugc(&self) -> AuthoringUgc<'_> {
        AuthoringUgc::new(&self.pipeline)
    }

    /// The lobby service: presence, and the servers of matches.
    pub fn lobby(&self) -> Lobby<'_> {
        Lobby::new(&self.pipeline)
    }

    /// The ban processor: bans that are in effect.
    pub fn banprocessor(&self) -> Banprocessor<'_> {
        Banprocessor::new(&self.pipeline)
    }

    /// The communications service: the player of the token, and notifications.
    pub fn comms(&self) -> Comms<'_> {
        Comms::new(&self.pipeline)
    }

    /// The content service of Halo Waypoint: articles, and descriptions of service awards.
    pub fn wpcontent(&self) -> Wpcontent<'_> {
        Wpcontent::new(&self.pipeline)
    }

    /// The website Halo Waypoint: leaderboards, images of ranks.
    pub fn waypoint(&self) -> Waypoint<'_> {
        Waypoint::new(&self.pipeline)
    }

    /// Xbox Live itself: profiles, friends, recent players, the search for players. Its requests carry the Xbox token.
    pub fn xbox_live(&self) -> XboxLive<'_> {
        XboxLive::new(&self.pipeline)
    }

    /// The settings service: the game's own catalogue of its API, feature flags, clearances.
    pub fn settings(&self) -> Settings<'_> {
        Settings::new(&self.pipeline)
    }

    /// Returns a clone whose requests end with [`Error::Cancelled`](crate::Error::Cancelled) when the token is
    /// cancelled.
    ///
    /// This includes all that is made from the clone: requests, batches, pages, fetches, matches, downloads. A
    /// renewal of tokens continues in its own thread, unless the sign-in has
    /// [the token too](crate::auth::SignIn::cancel_token).
    #[must_use]
    pub fn with_cancel_token(&self, token: &CancelToken) -> Self {
        Self::new(self.pipeline.with_cancel_token(token))
    }

    /// The token that cancels the client's requests.
    pub(crate) fn cancel_token(&self) -> &CancelToken {
        self.pipeline.cancel_token()
    }

    /// Returns a clone whose requests have another [deadline](crate::ClientBuilder::deadline).
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        Self::new(self.pipeline.with_deadline(deadline))
    }

    /// Returns a clone that waits, for at most this long, for data that appears some time after its match: the
    /// statistics, the skill, the progression and the film. Until then the services respond with 404.
    ///
    /// This concerns requests to [endpoints that appear late](Endpoint::appears_late), also those of a
    /// [`Match`](crate::Match). [`Request::wait_until_available`] describes the wait, and makes any request wait.
    #[must_use]
    pub fn with_wait_until_available(&self, wait: Duration) -> Self {
        let availability = Availability::of_late_data(wait);
        Self::new(self.pipeline.with_availability(availability))
    }

    /// Returns a clone whose requests go by one of the client's [accounts](crate::ClientBuilder::accounts), which count
    /// from 0: for data that only its owner can see. If there is no such account, requests fail with
    /// [`Error::Argument`](crate::Error::Argument).
    #[must_use]
    pub fn with_account(&self, index: usize) -> Self {
        Self::new(self.pipeline.with_account(index))
    }

    /// Returns a request to an endpoint of your own. The arguments fill the path, in order.
    ///
    /// [`Endpoint`] shows how to declare one. `T` is the model: `request::<serde_json::Value>(…)` fits any JSON,
    /// `request::<()>(…)` an empty response. [`Request::query`] sets a parameter, [`Request::json`] a body.
    pub fn request<T>(
        &self,
        endpoint: &'static Endpoint,
        arguments: impl IntoIterator<Item = impl Into<String>>,
    ) -> Request<T> {
        let arguments = arguments.into_iter().map(|argument| Ok(argument.into()));
        Request::new(&self.pipeline, endpoint, arguments)
    }

    /// Returns a request of any method to any path of a service, for calls that this crate has no method for.
    ///
    /// The path is plain text, which the request percent-encodes: `/a b`, not `/a%20b`. It has no empty segments, so no
    /// slash at its end. The rate limit, credentials, retries and errors are those of every request. The game's
    /// services receive the Spartan token and the clearance, those of Xbox Live the Xbox token, other services none.
    /// [`Request::query`] sets a parameter, [`Request::json`] and [`Request::body`] a body, [`Request::send_as`] decodes
    /// the response. A method other than GET needs [`allow_writes`](crate::ClientBuilder::allow_writes).
    /// [`request`](Self::request) does the same for endpoints that are known when a program is compiled.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// # let me = sandbox.world().home().xuid();
    /// use halo_infinite::types::{Method, Service};
    ///
    /// let path = format!("/hi/players/xuid({me})/matches/count");
    /// let count: serde_json::Value = client.raw(Method::Get, Service::Stats, &path).send_as()?;
    /// println!("{} matches", count["MatchesPlayedCount"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn raw(&self, method: Method, service: Service, path: &str) -> Request<RawFile> {
        raw::request(&self.pipeline, method, service, path)
    }

    /// Asks whether a service can be reached, without a token: any response is a success. For programs that explain to
    /// a player why nothing works; [`Error::Network`](crate::Error::Network) has the reason.
    ///
    /// ```
    /// # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
    /// # let client = sandbox.client()?;
    /// use halo_infinite::types::Service;
    ///
    /// let reached = client.reach(Service::Stats)?;
    /// println!("status {} after {:?}", reached.status, reached.took);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of a request, but never [`Error::Status`](crate::Error::Status).
    pub fn reach(&self, service: Service) -> Result<Reached, Error> {
        reach(&self.pipeline, service)
    }

    /// Returns a request to an endpoint by its name, such as `stats.match_history`, with arguments in a JSON object
    /// (feature `by-name`). [`services::by_name`](crate::services::by_name) describes the arguments and has an example.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] for an unknown endpoint (`endpoint`), an unknown argument (`arguments`), and an argument that is
    /// missing or cannot be read, by its name. [`send`](by_name::NamedRequest::send) reports values that the endpoint
    /// does not accept, such as a `count` of 0.
    #[cfg(feature = "by-name")]
    pub fn by_name(
        &self,
        endpoint: &str,
        arguments: &serde_json::Value,
    ) -> Result<by_name::NamedRequest, ArgumentError> {
        by_name::request(&self.pipeline, endpoint, arguments)
    }

    /// Sends many requests in parallel, on threads. Returns an iterator over the results, in the order of
    /// completion or [of the requests](Fetch::in_order). [`Fetch`] describes the details.
    ///
    /// The requests come from any iterator, of any length, and are taken when they are needed. The iterator may
    /// also return `Result`s: an error becomes the result in its place. So a history can be passed on:
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

    /// The files of theater films. Their manifests come from [`discovery_ugc`](Self::discovery_ugc).
    pub fn films(&self) -> Films<'_> {
        Films::new(&self.pipeline)
    }

    /// The files of user-generated content, such as the images of maps. Their addresses come from
    /// [`discovery_ugc`](Self::discovery_ugc).
    pub fn blobs(&self) -> Blobs<'_> {
        Blobs::new(&self.pipeline)
    }
}

#[cfg(feature = "cache")]
impl Client {
    /// Whether all responses come from the cache.
    pub(crate) fn is_offline(&self) -> bool {
        self.pipeline.is_offline()
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
