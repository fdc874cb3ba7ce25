//! The kinds of parameters, but for texts: the right value and the wrong ones of each.

use std::ffi::c_char;
use std::fmt::Debug;
use std::mem::MaybeUninit;
use std::ptr;

use halo_infinite_capi::*;

use super::case::{Case, NULL, Wrong};
use super::samples::Sample;
use crate::support::{place, text};

/// A number that no handle has.
const RANDOM: usize = 0x5eed_beef;

/// A handle that is used.
pub struct Handle<H>(*mut H);

/// As [`Handle`], where null stands for none.
pub struct OptionalHandle<H>(*mut H);

/// As [`OptionalHandle`], where null is right.
pub struct NoHandle<H>(*mut H);

/// A handle that is closed. Null is allowed.
pub struct Close<H>(*mut H);

fn open<H: Sample>(case: &Case) -> *mut H {
    let handle = H::open();
    case.at_end(move || assert_eq!(H::close(handle), HaloCode::Ok));
    handle
}

/// A handle of another kind. It is still open after the call.
fn of_another_kind<H: Sample>(case: &Case) -> *mut H {
    if H::WORD == HaloCancel::WORD {
        open::<HaloError>(case).cast()
    } else {
        open::<HaloCancel>(case).cast()
    }
}

fn null_handle<H>(name: &str, code: HaloCode) -> Wrong<*mut H> {
    Wrong {
        label: NULL,
        code,
        words: format!("{name}: it is null, but must not be"),
        value: |_| ptr::null_mut(),
    }
}

fn wrong_handles<H: Sample>(name: &str) -> Vec<Wrong<*mut H>> {
    let other = match H::WORD == HaloCancel::WORD {
        true => HaloError::WORD,
        false => HaloCancel::WORD,
    };
    let closed = format!("{name}: the {} is closed, or was never opened", H::WORD);
    vec![
        Wrong {
            label: "closed before",
            code: HaloCode::ClosedHandle,
            words: closed.clone(),
            value: |_| {
                let handle = H::open();
                assert_eq!(H::close(handle), HaloCode::Ok);
                handle
            },
        },
        Wrong {
            label: "never opened",
            code: HaloCode::ClosedHandle,
            words: closed,
            value: |_| ptr::without_provenance_mut(RANDOM),
        },
        Wrong {
            label: "of another kind",
            code: HaloCode::WrongHandle,
            words: format!("{name}: the handle is that of a {other}, not of a {}", H::WORD),
            value: of_another_kind,
        },
    ]
}

/// Makes kinds of handles: the right value of each, and what null means.
macro_rules! handle_kinds {
    ($($kind:ident, $pointer:ty, $right:expr, $null:expr;)+) => { $(
        impl<H: Sample> $kind<H> {
            pub fn prepare(case: &Case, name: &'static str) -> Self {
                let null: Option<HaloCode> = $null;
                let mut wrong = wrong_handles(name);
                wrong.extend(null.map(|code| null_handle(name, code)));
                Self(case.choose(name, $right, wrong))
            }

            pub fn pass(&mut self) -> $pointer {
                self.0
            }

            pub fn finish(self, _: &Case) {}
        }
    )+ };
}
handle_kinds! {
    Handle, *const H, open, Some(HaloCode::NullPointer);
    OptionalHandle, *const H, open, Some(HaloCode::Ok);
    NoHandle, *const H, |_| ptr::null_mut(), None;
    Close, *mut H, |_| H::open(), Some(HaloCode::Ok);
}

/// The cancel token of a call that must not begin: it is cancelled before.
pub struct Cancelled(*mut HaloCancel);

impl Cancelled {
    pub fn prepare(case: &Case, name: &'static str) -> Self {
        let cancelled = |case: &Case| {
            let cancel = open::<HaloCancel>(case);
            assert_eq!(halo_cancel_cancel(cancel), HaloCode::Ok);
            cancel
        };
        Self(case.choose(name, cancelled, wrong_handles(name)))
    }

    pub fn pass(&mut self) -> *const HaloCancel {
        self.0
    }

    pub fn finish(self, _: &Case) {}
}

/// An array of one session.
pub struct Sessions {
    /// `None` for no array.
    array: Option<[*const HaloSession; 1]>,
}

impl Sessions {
    pub fn prepare(case: &Case, name: &'static str) -> Self {
        let wrong = wrong_handles::<HaloSession>(name);
        let mut chosen = Some(case.choose(name, open, wrong));
        let null = |label, value| Wrong {
            label,
            code: HaloCode::NullPointer,
            words: format!("{name}: it is null, but must not be"),
            value,
        };
        let nulls = vec![
            null(NULL, (|_| Some(None)) as fn(&Case) -> _),
            null("an array with null", |_| Some(Some(ptr::null_mut()))),
        ];
        if let Some(null) = case.choose(name, |_| None, nulls) {
            chosen = null;
        }
        Self {
            array: chosen.map(|session| [session.cast_const()]),
        }
    }

    pub fn pass(&mut self) -> InSessions<'_> {
        self.array
            .as_ref()
            .map_or(InSessions::none(), |array| InSessions::of(array))
    }

    pub fn finish(self, _: &Case) {}
}

/// A value that a function writes through a pointer.
pub trait Written: Copy + PartialEq + Debug {
    /// What the place has before the call.
    const GARBAGE: Self;
    /// What it has after a failure.
    const EMPTY: Self;

    /// Frees what a right call made.
    fn release(self) {}
}

impl<H: Sample> Written for *mut H {
    const GARBAGE: Self = ptr::without_provenance_mut(RANDOM);
    const EMPTY: Self = ptr::null_mut();

    fn release(self) {
        assert_eq!(H::close(self), HaloCode::Ok);
    }
}

macro_rules! written {
    ($($type:ty: $garbage:expr, $empty:expr;)+) => { $(
        impl Written for $type {
            const GARBAGE: Self = $garbage;
            const EMPTY: Self = $empty;
        }
    )+ };
}
written! {
    *const c_char: ptr::without_provenance(RANDOM), ptr::null();
    *const u8: ptr::without_provenance(RANDOM), ptr::null();
    usize: RANDOM, 0;
    u64: 0x5eed, 0;
    u32: 0x5eed, 0;
    i64: 0x5eed, 0;
    i32: 0x5eed, 0;
}

/// A place for a result.
pub struct Out<T> {
    value: T,
    is_null: bool,
}

impl<T: Written> Out<T> {
    pub fn prepare(case: &Case, name: &'static str) -> Self {
        let null = Wrong {
            label: NULL,
            code: HaloCode::NullPointer,
            words: format!("{name}: it is null, but must not be"),
            value: |_: &Case| true,
        };
        Self {
            value: T::GARBAGE,
            is_null: case.choose(name, |_| false, vec![null]),
        }
    }

    pub fn pass(&mut self) -> Option<&mut MaybeUninit<T>> {
        (!self.is_null).then(|| place(&mut self.value))
    }

    pub fn finish(self, case: &Case) {
        if self.is_null {
            return;
        }
        if case.has_failed() {
            assert_eq!(self.value, T::EMPTY, "after a failure");
        } else {
            assert_ne!(self.value, T::GARBAGE, "after success");
            self.value.release();
        }
    }
}

/// A place for an index, which is `SIZE_MAX` without a result.
pub struct IndexOut(Out<usize>);

impl IndexOut {
    pub fn prepare(case: &Case, name: &'static str) -> Self {
        Self(Out::prepare(case, name))
    }

    pub fn pass(&mut self) -> Option<&mut MaybeUninit<usize>> {
        self.0.pass()
    }

    pub fn finish(self, case: &Case) {
        if self.0.is_null {
            return;
        }
        if case.has_failed() {
            assert_eq!(self.0.value, usize::MAX, "after a failure");
        } else {
            assert_ne!(self.0.value, RANDOM, "after success");
        }
    }
}

/// The place for an error. It may be null.
pub struct Error {
    error: *mut HaloError,
    is_null: bool,
}

impl Error {
    pub fn prepare(case: &Case, _: &'static str) -> Self {
        case.takes_error();
        Self {
            error: Written::GARBAGE,
            is_null: !case.wants_error,
        }
    }

    pub fn pass(&mut self) -> Option<&mut MaybeUninit<*mut HaloError>> {
        (!self.is_null).then(|| place(&mut self.error))
    }

    pub fn finish(self, case: &Case) {
        if self.is_null {
            return;
        }
        if !case.has_failed() {
            assert_eq!(self.error, ptr::null_mut(), "after success");
            return;
        }
        let message = text(halo_error_message(self.error));
        case.note_message(message.expect("a failure has an error"));
        self.error.release();
    }
}

/// A value that is passed as it is.
pub struct Plain<T>(T);

impl<T: Copy> Plain<T> {
    pub fn prepare(_: &Case, _: &'static str, right: T) -> Self {
        Self(right)
    }

    pub fn pass(&mut self) -> T {
        self.0
    }

    pub fn finish(self, _: &Case) {}
}

/// A number with limits.
pub struct Limited<T>(T);

impl<T> Limited<T> {
    /// A right number, a wrong one, and the problem.
    pub fn prepare(case: &Case, name: &'static str, (right, wrong, problem): (T, T, &str)) -> Self {
        let beyond = Wrong {
            label: "beyond its limits",
            code: HaloCode::Argument,
            words: format!("{name}: {problem}"),
            value: |_: &Case| true,
        };
        let is_wrong = case.choose(name, |_| false, vec![beyond]);
        Self(if is_wrong { wrong } else { right })
    }

    pub fn pass(&mut self) -> T
    where
        T: Copy,
    {
        self.0
    }

    pub fn finish(self, _: &Case) {}
}
