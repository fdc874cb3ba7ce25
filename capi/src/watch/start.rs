//! Starting a watch.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;

use super::HaloWatch;
use super::object::{Next, Wake, WatchObject};
use super::settings::{self, Settings};
use crate::boundary::HaloError;
use crate::boundary::{enter, required};
use crate::callback::{Context, HaloWakeCallback, wake_callback};
use crate::client::HaloClient;
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle;
use crate::in_text::InText;
use crate::json;
use crate::text::Text;

/// A function of the program that receives what a watch finds. `context` is the pointer that was passed with the function.
///
/// - `HALO_CODE_OK`: a match has ended. `event` has the form of those of `halo_watch_next`, and is valid until the function
///   returns.
/// - `HALO_CODE_OVER`: the watch is over; nothing follows. Both pointers are null.
/// - Another code: a poll has failed. `error` describes it, and the program closes it. The watch goes on.
pub type HaloWatchCallback =
    Option<extern "C" fn(context: *mut c_void, code: HaloCode, event: *const c_char, error: *mut HaloError)>;

/// Watches players: finds each of their matches once it is over, and the program receives it by `halo_watch_next` or
/// `halo_watch_try_next`. The watch has a thread of its own, which polls the histories of the players from now on.
///
/// `players` is a JSON list of gamertags, `xuid(…)` or digits. A wrong one is
/// `HALO_CODE_ARGUMENT`, and nothing is sent.
///
/// `settings` is a JSON object, or null. All members may be left out:
///
/// - `shortest_interval_ms`, `longest_interval_ms`: the bounds of the interval between two polls of a player: by
///   default 60000 while the player seems active, and up to 600000 otherwise. Less than 1000 stands for 1000.
/// - `match_type`: `matchmade`, `custom` or `local`, to watch only these.
/// - `resume`: the object that `halo_watch_resume_point` returned in an earlier run: matches that have ended since then
///   are found, too. Without it, matches that are over now are not.
/// - `ended_after`: a time such as `2026-10-31T20:00:00Z`, in place of `resume`: all matches that ended later are found.
/// - `capacity`: the number of matches that wait to be received, 16 by default; while so many wait, nothing
///   is polled.
///
/// `wake` is called after each match or failure, when it can be received, and at the end; or null. The thread of the
/// watch calls it, and polls again when it returns. `context` is passed to it, and must stay valid until
/// `halo_watch_close` has returned `HALO_CODE_OK`.
///
/// If the client is closed, the watch is over. It stays open until it is closed, too.
///
/// Any thread may call this. It does not wait.
#[unsafe(no_mangle)]
pub extern "C" fn halo_watch_new(
    client: *const HaloClient,
    players: InText<'_>,
    settings: InText<'_>,
    wake: HaloWakeCallback,
    context: *mut c_void,
    watch: Option<&mut MaybeUninit<*mut HaloWatch>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let watch = required("watch", watch, ptr::null_mut())?;
        let wake = wake_callback(wake, context).map_or(Wake::None, |wake| Wake::Frame(Box::new(wake)));
        start(client, &players, &settings, wake, watch)
    })
}

/// As `halo_watch_new`, but passes each match to a callback. The thread of the watch calls it, one call at a time, and polls
/// again when it returns. It is not called for the end of a watch that the program closes.
///
/// `context` is passed to the callback, and must stay valid until `halo_watch_close` has returned `HALO_CODE_OK`.
///
/// Any thread may call this. It does not wait.
#[unsafe(no_mangle)]
pub extern "C" fn halo_watch_new_with_callback(
    client: *const HaloClient,
    players: InText<'_>,
    settings: InText<'_>,
    callback: HaloWatchCallback,
    context: *mut c_void,
    watch: Option<&mut MaybeUninit<*mut HaloWatch>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let watch = required("watch", watch, ptr::null_mut())?;
        let callback = callback.ok_or_else(|| Failure::null("callback"))?;
        let context = Context::new(context);
        let receive = move |next: Next| {
            let context = context.get();
            match next {
                Next::Match(event) => {
                    let event = Text::of_bytes(event);
                    callback(context, HaloCode::Ok, event.as_ptr(), ptr::null_mut());
                }
                Next::Failed(failure) => {
                    callback(context, failure.code, ptr::null(), handle::open(failure));
                }
                Next::Over => callback(context, HaloCode::Over, ptr::null(), ptr::null_mut()),
                Next::Nothing => {}
            }
        };
        start(
            client,
            &players,
            &settings,
            Wake::Receive(Box::new(receive)),
            watch,
        )
    })
}

fn start(
    client: *const HaloClient,
    players: &InText<'_>,
    settings: &InText<'_>,
    wake: Wake,
    out: &mut *mut HaloWatch,
) -> Result<HaloCode, Failure> {
    let client = handle::get("client", client)?;
    let players = settings::players(players)?;
    let settings: Settings = json::settings("settings", settings.optional("settings")?)?;
    let capacity = settings.capacity();
    let watch = settings.watch(&client.client, players)?;
    *out = handle::open(WatchObject::start(watch, capacity, wake)?);
    Ok(HaloCode::Ok)
}
