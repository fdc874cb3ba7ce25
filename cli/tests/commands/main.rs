//! The program from outside: each test runs the real binary against a sandbox.
//!
//! Snapshots are in `snapshots/`; `INSTA_UPDATE=always cargo test -p halo-cli --test commands` writes them anew. Look at the
//! difference before you commit it.

mod support;

mod api;
mod decode;
mod film;
mod history;
mod output;
mod whoami;
