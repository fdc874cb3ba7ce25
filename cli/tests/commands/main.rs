//! The program from outside: each test runs the real binary against a sandbox.
//!
//! Snapshots are in `snapshots/`; `INSTA_UPDATE=always cargo test -p halo-cli --test commands` regenerates them. Look at the
//! difference before you commit it.

mod support;

mod api;
mod calendar;
mod career;
mod catalog;
mod completions;
mod csr;
mod daily_use;
mod decode;
mod demo;
mod doctor;
mod film;
mod history;
mod interrupt;
mod login;
mod man;
mod matches;
mod medals;
mod offline;
mod output;
mod players;
mod playlists;
mod record;
mod sandbox;
mod search;
mod settings;
mod wardrobe;
mod watch;
mod whoami;
