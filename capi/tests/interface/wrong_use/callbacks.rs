//! The kinds of parameters that are callbacks, and their contexts.

// Builds without a feature may lack the functions that take them.
#![allow(dead_code)]

use std::ffi::{c_char, c_void};
use std::ptr;

use halo_infinite_capi::HaloCode;

use super::case::{Case, NULL, Wrong};

/// A callback that is needed.
pub struct Callback<F>(Option<F>);

/// A callback that may be null.
pub struct OptionalCallback<F>(Option<F>);

/// The pointer that a callback receives.
pub struct Context;

/// A callback that ignores its text.
pub extern "C" fn ignore_text(_: *mut c_void, _: *const c_char) {}

/// A callback that does nothing.
pub extern "C" fn ignore_wake(_: *mut c_void) {}

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

impl Context {
    pub fn prepare(_: &Case, _: &'static str) -> Self {
        Self
    }

    pub fn pass(&mut self) -> *mut c_void {
        ptr::null_mut()
    }

    pub fn finish(self, _: &Case) {}
}
