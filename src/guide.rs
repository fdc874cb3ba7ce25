//! Guides: how to use this crate, by task.
//!
//! - [Getting started](getting_started): tokens, the first program, many matches, bad networks, films.
//! - [Sign-in](sign_in): the app registration, three ways to sign in, stores for tokens.
//! - [Threads and UIs](threads_and_uis): methods that wait, their bounds, worker threads, async programs.
//! - [Embedding in game tools](embedding): overlays, stream widgets, bots, Bevy.
//! - [Proxies and certificates](proxies): proxies, virus scanners, and other settings of the HTTP client.
//! - [Reliability](reliability): promises with their bounds and their tests.
//! - [Features](features): the Cargo features.
//! - [Size](size): the size of a program with each feature, and how to make it smaller.
//! - [From SPNKr](from_spnkr), [from Grunt](from_grunt), [from halo_api](from_halo_api): the methods of other
//!   clients beside those of this crate.
//! - [What is left out](left_out): calls without a method, the reasons, and the raw calls to use instead.
//!
//! The guides are the files of the folder `docs/`. They have no items of their own.

// In each guide, links to other guides lead to files. The definitions here come first and win, so that the
// links lead to modules in the documentation.

#[doc = "[sign-in]: sign_in\n[threads]: threads_and_uis\n[features]: features\n"]
#[doc = "[spnkr]: from_spnkr\n[proxies]: proxies\n\n"]
#[doc = include_str!("../docs/getting-started.md")]
pub mod getting_started {}

#[doc = "[threads]: threads_and_uis\n[features]: features\n[proxies]: proxies\n\n"]
#[doc = include_str!("../docs/sign-in.md")]
pub mod sign_in {}

#[doc = "[sign-in]: sign_in\n[proxies]: proxies\n\n"]
#[doc = include_str!("../docs/threads-and-uis.md")]
pub mod threads_and_uis {}

#[doc = "[threads]: threads_and_uis\n[features]: features\n"]
#[doc = "[getting-started]: getting_started\n[sign-in]: sign_in\n\n"]
#[doc = include_str!("../docs/embedding.md")]
pub mod embedding {}

#[doc = "[threads]: threads_and_uis\n[sign-in]: sign_in\n\n"]
#[doc = include_str!("../docs/proxies.md")]
pub mod proxies {}

#[doc = "[threads]: threads_and_uis\n\n"]
#[doc = include_str!("../docs/reliability.md")]
pub mod reliability {}

#[doc = "[sign-in]: sign_in\n[proxies]: proxies\n[size]: size\n\n"]
#[doc = include_str!("../docs/features.md")]
pub mod features {}

#[doc = "[features]: features\n\n"]
#[doc = include_str!("../docs/size.md")]
pub mod size {}

#[doc = "[getting-started]: getting_started\n[sign-in]: sign_in\n\n"]
#[doc = include_str!("../docs/from-spnkr.md")]
pub mod from_spnkr {}

#[doc = "[getting-started]: getting_started\n[sign-in]: sign_in\n"]
#[doc = "[threads]: threads_and_uis\n[left-out]: left_out\n\n"]
#[doc = include_str!("../docs/from-grunt.md")]
pub mod from_grunt {}

#[doc = "[getting-started]: getting_started\n[sign-in]: sign_in\n[threads]: threads_and_uis\n\n"]
#[doc = include_str!("../docs/from-halo-api.md")]
pub mod from_halo_api {}

#[doc = "[grunt]: from_grunt\n[halo-api]: from_halo_api\n\n"]
#[doc = include_str!("../docs/left-out.md")]
pub mod left_out {}
