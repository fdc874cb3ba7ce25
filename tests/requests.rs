//! The exact requests that go to the production environment. None is sent: a middleware of the agent
//! takes each one down and answers in the service's place.

mod requests {
    pub mod recorder;
    mod sign_in;
    mod stats;
}
