//! The kinds of parameters that are callbacks, and their contexts.

use std::ffi::{c_char, c_void};
use std::ptr;

use halo_infinite_capi::*;

use super::case::{Case, NULL, Wrong};

/// A callback that is needed.
pub struct Callback<F>(Option<F>);

/// A callback that may be null.
pub struct OptionalCallback<F>(Option<F>);

/// As [`OptionalCallback`], for the log: it is one for the whole process, so one test at a time sets it.
pub struct LogCallback(HaloTextCallback);

/// The pointer that a callback receives.
pub struct Context;

/// A callback that ignores its text.
pub const IGNORE_TEXT: extern "C" fn(*mut c_void, *const c_char) = {
    extern "C" fn ignore(_: *mut c_void, _: *const c_char) {}
    ignore
};

/// A callback that does nothing.
pub const IGNORE_WAKE: extern "C" fn(*mut c_void) = {
    extern "C" fn ignore(_: *mut c_void) {}
    ignore
};

/// A callback that closes what it receives.
pub const CLOSE_RESULT: extern "C" fn(*mut c_void, u64, HaloCode, *mut HaloResponse, *mut HaloError) = {
    extern "C" fn close(
        _: *mut c_void,
        _: u64,
        _: HaloCode,
        response: *mut HaloResponse,
        error: *mut HaloError,
    ) {
        halo_response_close(response);
        halo_error_close(error);
    }
    close
};

/// A callback that ignores a match, and closes an error.
pub const IGNORE_MATCH: extern "C" fn(*mut c_void, HaloCode, *const c_char, *mut HaloError) = {
    extern "C" fn ignore(_: *mut c_void, _: HaloCode, _: *const c_char, error: *mut HaloError) {
        halo_error_close(error);
    }
    ignore
};

/// A callback that ignores the progress.
pub const IGNORE_PROGRESS: extern "C" fn(*mut c_void, u64, u64, usize, usize) = {
    extern "C" fn ignore(_: *mut c_void, _: u64, _: u64, _: usize, _: usize) {}
    ignore
};

fn null<F>(name: &str, code: HaloCode) -> Wrong<Option<F>> {
    Wrong {
        label: NULL,
        code,
        words: format!("{name}: it is null, but must not be"),
        value: |_| None,
    }
}

macro_rules! callback_kinds {
    ($($kind:ident: $of_null:expr;)+) => { $(
        impl<F: Copy> $kind<F> {
            pub fn prepare(case: &Case, name: &'static str, right: F) -> Self {
                Self(case.choose(name, |_| Some(right), vec![null(name, $of_null)]))
            }

            pub fn pass(&mut self) -> Option<F> {
                self.0
            }

            pub fn finish(self, _: &Case) {}
        }
    )+ };
}
callback_kinds! {
    Callback: HaloCode::NullPointer;
    OptionalCallback: HaloCode::Ok;
}

impl LogCallback {
    pub fn prepare(case: &Case, name: &'static str) -> Self {
        let turn = crate::log::turn();
        case.at_end(|| {
            crate::log::remove();
            drop(turn);
        });
        Self(case.choose(name, |_| Some(IGNORE_TEXT), vec![null(name, HaloCode::Ok)]))
    }

    pub fn pass(&mut self) -> HaloTextCallback {
        self.0
    }

    pub fn finish(self, _: &Case) {}
}

impl Context {
    pub fn prepare(_: &Case, _: &'static str) -> Self {
        Self
    }

    pub fn pass(&mut self) -> *mut c_void {
        ptr::null_mut()
    }

    pub fn finish(self, _: &Case) {}
}
