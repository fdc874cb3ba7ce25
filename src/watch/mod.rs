//! New matches of players, reported as they end: made by [`Client::watch`](crate::Client::watch) and
//! [`Client::watch_all`](crate::Client::watch_all).
//!
//! A [`Watch`] polls the match histories of its players, because the services send no events. It is an iterator that
//! waits for the next [`NewMatch`]; [`Watch::channel`] runs it on a thread of its own. A [`ResumePoint`] lets the next
//! run of a program go on where this one ended.
//!
//! ```
//! # use std::sync::Arc;
//! # use std::time::{Duration, SystemTime};
//! # use halo_infinite::{Client, time::Clock};
//! # use halo_infinite_sandbox::{Live, Sandbox};
//! # /// A clock on which waits take no time.
//! # #[derive(Default)]
//! # struct Quick(std::sync::Mutex<Duration>);
//! # impl Clock for Quick {
//! #     fn now(&self) -> Duration { *self.0.lock().unwrap() }
//! #     fn sleep_until(&self, time: Duration) { let mut now = self.0.lock().unwrap(); *now = time.max(*now); }
//! # }
//! # let clock = Arc::new(Quick::default());
//! # let of_sandbox = Arc::clone(&clock);
//! # // The evening of the world's newest matches.
//! # let evening = SystemTime::UNIX_EPOCH + Duration::from_secs(1_793_404_800 + 18 * 3600);
//! # let sandbox = Sandbox::builder()
//! #     .clock(move || evening + of_sandbox.now())
//! #     .spartan_lifetime(Duration::from_secs(30 * 24 * 3600))
//! #     .live(Live::new().stats_after(Duration::from_secs(9)).film_after(Duration::from_secs(200)))
//! #     .start()?;
//! # let client = Client::builder().environment(sandbox.environment())
//! #     .tokens(sandbox.spartan_token(), sandbox.clearance()).clock(clock).build()?;
//! # let gamertag = sandbox.world().home().gamertag();
//! # let mut saved: Option<String> = None;
//! use halo_infinite::serde_json;
//!
//! let mut watch = client.watch(gamertag);
//! if let Some(saved) = &saved {
//!     // Matches that have ended since then are reported too.
//!     watch = watch.resume(serde_json::from_str(saved)?);
//! }
//! # let mut count = 0;
//! while let Some(event) = watch.next() {
//!     match event {
//!         Ok(new) => {
//!             let game = new.game();
//!             println!("{} on {}: {}", game.mode()?.public_name, game.map()?.public_name, new.entry.outcome);
//!             println!("{} players", game.stats()?.players.len()); // waits until the statistics exist
//!             println!("{} chunks", new.film().send()?.custom_data.chunks.len()); // waits for the film
//!             // Saved after the match was handled.
//!             saved = Some(serde_json::to_string(&watch.resume_point())?);
//!         }
//!         // The watch goes on, and nothing is lost.
//!         Err(error) => eprintln!("{error}"),
//!     }
//! #   count += 1;
//! #   if count == 3 { break }
//! }
//! # assert!(saved.is_some() && count == 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Polls
//!
//! A poll is one request for a page of a player's history. After a match it is made every minute; with the time since
//! the player's last match the interval grows, as a tenth of that time, up to 10 minutes. So a match is reported a
//! minute or two after its end while a player plays. Public programs do it similarly: the live tracker of
//! guilty-spark, a Discord bot, polls every 3 minutes, and its back-off goes up to 10 minutes. [`Watch::interval`]
//! sets other bounds. Each interval is lengthened at random by up to a fifth, so that many programs do not act in
//! lockstep.
//!
//! The polls of all players are made one after the other, and take at most half of the client's rate: with the default
//! of 5 requests per second, that is 150 polls per minute. More players are polled less often. Other requests of the
//! program wait for one poll's permit at most. If more matches are new than one page holds, or if a resume point lies far
//! back, the watch reads on at the full rate, and reports the matches when it has read all of them.
//!
//! # Each match once, in the order of their ends
//!
//! The first poll of a player is the baseline: matches that were over when the watch began are not reported, unless
//! the watch [resumes](Watch::resume). From then on each match is reported once, for each of its watched players.
//!
//! - Matches that one poll finds are reported in the order of their ends. So are those of a longer pause, however many
//!   pages they fill. A match that its service delays is reported when it appears, perhaps after newer ones: up to
//!   20, which ended up to a day later.
//! - A history that is hidden is empty or refused. Matches of that time are reported once it is shown again. Matches
//!   that are deleted make no difference.
//! - Only the services' times count. If the clock of this machine is wrong or jumps, no match is lost.
//! - A match that is not over is not reported.
//!
//! # Errors
//!
//! An error is an item, names its player, and concerns no other one. The watch goes on: it polls that player again,
//! later after each failure in a row. The next successful poll reports all missed matches.
//!
//! # End
//!
//! The iterator ends if the client's [`CancelToken`](crate::CancelToken) is cancelled, which also ends its waits and
//! requests.

mod error;
mod ledger;
mod new_match;
mod poller;
mod receiver;
mod resume_point;
mod schedule;
#[cfg(test)]
mod tests;
#[allow(clippy::module_inception)]
mod watch;

pub use error::WatchError;
pub use new_match::NewMatch;
pub use receiver::WatchReceiver;
pub use resume_point::ResumePoint;
pub use watch::Watch;
