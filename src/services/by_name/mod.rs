//! Calls by the names of endpoints, with arguments in JSON (feature `by-name`).
//!
//! For bindings to other languages and for programs whose users choose the endpoint. A program in Rust has the
//! [methods of the services](crate::services), whose arguments the compiler checks.
//!
//! ```
//! # let sandbox = halo_infinite_sandbox::Sandbox::start()?;
//! # let client = sandbox.client()?;
//! # let me = sandbox.world().home().gamertag();
//! use halo_infinite::serde_json::json;
//! use halo_infinite::services::by_name::Content;
//!
//! let arguments = json!({ "player": me, "count": 3, "match_type": "matchmade" });
//! let response = client.by_name("stats.match_history", &arguments)?.send()?;
//! println!("status {} after {} attempts", response.status, response.attempts);
//! let Content::Json(json) = response.content else { unreachable!() };
//! # assert!(json.starts_with(b"{\"Start\":0,\"Count\":3"), "{}", String::from_utf8_lossy(&json));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The names are those of [`endpoints`](super::endpoints): service and method. Those of
//! [`xbox_live`](super::xbox_live) have the services `xbox_profile` and `peoplehub`, those of [`films`](super::films) the
//! service `blobs`. [`named_endpoints`] lists all endpoints with their arguments.
//!
//! The arguments of an endpoint are the parameters of its method, and the setters of the request that the
//! method returns: each setter is an argument that may be left out. A setter with several parameters takes an object of
//! them: `"sort": { "sort": "likes", "order": "descending" }`. `null` is the same as a missing argument.
//!
//! - A player is a gamertag, `xuid(…)` or digits, as a text or a number; many endpoints need the XUID.
//! - An asset is its GUID, or an object with `asset_id` and `version_id`.
//! - A time is a text of RFC 3339, such as `2026-01-31T20:00:00Z`.
//! - The values of an enumeration go by their names, in which case, blanks, `_` and `-` make no difference. Those of
//!   [`refdata`](crate::refdata) also go by the service's number or text, as responses have it, even if this version does
//!   not know it.
//! - A film and its chunk are parts of the response of `discovery_ugc.film_by_match_id`.
//!
//! A client sends calls that write only after [`allow_writes`](crate::ClientBuilder::allow_writes).

mod argument_types;
mod arguments;
mod fetched;
mod from_argument;
mod named_request;
mod pages;
mod similar;
mod table;

pub use named_request::{Content, NamedRequest, NamedResponse};
pub use pages::NamedPages;
pub use table::{Argument, NamedEndpoint, Setter, named_endpoint, named_endpoints};

pub(crate) use table::request;
