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
//! The names are those of [`endpoints`](super::endpoints). The arguments of an endpoint are the parameters of its method, and the setters of the
//! request that the method returns: each setter is an argument that may be left out. A setter with several parameters
//! takes an object of them: `"sort": { "sort": "likes", "order": "descending" }`. [`named_endpoints`] lists all.
//!
//! A player is a gamertag, `xuid(…)` or digits; an asset its GUID, or an object with `asset_id` and `version_id`; a
//! time is a text of RFC 3339. Values of enumerations go by name, and case, `_` and `-` make no difference.

mod argument_types;
mod arguments;
mod named_request;
mod table;

pub use named_request::{Content, NamedRequest, NamedResponse};
pub use table::{Argument, NamedEndpoint, Setter, named_endpoints};

pub(crate) use table::request;
