//! Players who stay signed in.

mod session {
    pub mod clock;
    mod expiry;
    mod chromium;
    mod flows;
    mod processes;
    mod stores;
}
