//! The exact requests that go to the production environment. None is sent: a middleware of the agent
//! takes each one down and answers in the service's place.

mod requests {
    mod discovery_ugc;
    mod economy;
    mod films;
    mod gamecms_hacs;
    mod profile;
    pub mod recorder;
    mod sign_in;
    mod skill;
    mod stats;
}
