//! Players who stay signed in.

mod session {
    mod chromium;
    pub mod clock;
    mod expiry;
    mod flows;
    mod processes;
    mod stores;
    mod trouble;
}
