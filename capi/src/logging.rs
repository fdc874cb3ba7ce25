//! The log.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::sync::{Arc, OnceLock};

use log::LevelFilter;

use crate::boundary::{HaloError, enter};
use crate::callback::{HaloTextCallback, text_callback};
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::in_text::InText;
use crate::records::LOGGER;
use crate::slot::TextCallback;

/// Has the library's log records reported to a function. The log is one for the whole process; another function replaces
/// this one, and null removes it.
///
/// `level` is the least important level that is reported: `error`, `warn`, `info` (also by null) or `debug`. Each record is
/// a JSON object: `time` (RFC 3339), `level`, `target` (the module of the library) and `message`. No record holds a token.
///
/// The function is called on threads that are in a function of this header or that send a request for the program, such as
/// the worker's, between two steps of it: never under a lock of the library, and never twice at a time. So a record can come
/// some time after its `time`: at the latest when the next function that returns a `HaloCode` ends. The function may call
/// any function of this header. Records that it causes are reported after it has returned.
///
/// After this has returned `HALO_CODE_OK`, no call of the previous function runs or begins, and its context may be freed. If
/// a call of it runs in another thread and does not return within 100 ms, the result is `HALO_CODE_CALLBACK_BUSY`: the new
/// function is set, and gets its first record when that call has returned; until then, the previous context must stay valid.
/// To wait for it again, call this again.
/// If the function itself calls this, its own call is not waited for.
///
/// Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_log_set(
    callback: HaloTextCallback,
    context: *mut c_void,
    level: InText<'_>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let level = match level.optional("level")? {
            _ if callback.is_none() => LevelFilter::Off,
            Some("error") => LevelFilter::Error,
            Some("warn") => LevelFilter::Warn,
            Some("info") | None => LevelFilter::Info,
            Some("debug") => LevelFilter::Debug,
            Some(_) => {
                let message = "level: it is none of `error`, `warn`, `info` and `debug`";
                return Err(Failure::new(HaloCode::Argument, message));
            }
        };
        install()?;
        log::set_max_level(level);
        let callback = text_callback(callback, context);
        let set = LOGGER
            .callback
            .set(callback.map(|callback| Arc::new(callback) as TextCallback));
        if level == LevelFilter::Off {
            LOGGER.clear();
        }
        set.map(|()| HaloCode::Ok)
    })
}

/// Makes the logger that of the process, once.
fn install() -> Result<(), Failure> {
    static IS_OURS: OnceLock<bool> = OnceLock::new();
    match IS_OURS.get_or_init(|| log::set_logger(&LOGGER).is_ok()) {
        true => Ok(()),
        // Only in a Rust program that links this crate as a Rust library.
        false => Err(Failure::new(
            HaloCode::Other,
            "the program has another logger of the crate `log`: use that one",
        )),
    }
}
