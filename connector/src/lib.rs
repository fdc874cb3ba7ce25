//! Connections for [`ureq`] that another thread can interrupt, and addresses that are remembered for 30 seconds.
//!
//! **Interrupts.** A request of ureq blocks its thread until it ends or times out.
//! [`Agent::shutdown`](ureq::Agent::shutdown) interrupts all requests of an agent, and ends the agent. An
//! [`Interrupt`] interrupts the requests of one closure; the agent and its other connections stay in use. TLS
//! handshakes, requests, and responses end at once, because their sockets are shut down. A lookup of a host and a TCP
//! connect cannot be ended from outside; so they run on threads of their own, which the request leaves behind.
//!
//! **Addresses.** ureq looks a host up for each request, even if a connection is open already, and starts a thread for
//! the lookup if there is a timeout. On a fast network that takes longer than the rest of the request.
//!
//! The interfaces of ureq's connectors and resolvers are unversioned: a minor version may change them. So this crate
//! depends on exactly one minor version of ureq, and `halo-infinite` depends on this crate by its feature `connector`.
//! Without the feature, `halo-infinite` works with any later version of ureq 3.
//!
//! ```
//! use std::net::TcpListener;
//! use std::thread;
//!
//! use halo_infinite_connector::{Addresses, Interrupt};
//!
//! let addresses = Addresses::default();
//! let agent = addresses.agent(ureq::Agent::config_builder().build());
//! addresses.forget(); // for example after a connection failed
//!
//! // A server that never responds.
//! let silent = TcpListener::bind("127.0.0.1:0")?;
//! let url = format!("http://{}", silent.local_addr()?);
//! let interrupt = Interrupt::new();
//! let remote = interrupt.clone();
//! let other_thread = thread::spawn(move || remote.interrupt());
//! assert!(interrupt.run(|| agent.get(&url).call()).is_err());
//! # other_thread.join().unwrap();
//! # Ok::<(), std::io::Error>(())
//! ```

mod addresses;
mod agent;
mod connector;
mod interrupt;
mod left_behind;
mod shared_tls;

pub use addresses::Addresses;
pub use interrupt::Interrupt;
