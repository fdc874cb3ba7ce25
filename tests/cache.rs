//! Clients that keep answers, over real sockets, against the sandbox.

mod cache {
    mod answers;
    mod offline;
    mod secrets;
    pub mod setup;
}
