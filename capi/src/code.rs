//! The codes that functions return.

use std::ffi::{CStr, c_char};

/// The result of a function. Any code but `HALO_CODE_OK`, `HALO_CODE_PENDING` and `HALO_CODE_OVER` is a failure, which
/// `HaloError` describes in words. Later versions can add codes.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HaloCode {
    /// Success.
    Ok = 0,
    /// Nothing is there yet: try again later.
    Pending = 1,
    /// There is nothing more: the watch has ended, or all results or pages were returned.
    Over = 2,
    /// A pointer or a handle is null, but must not be.
    NullPointer = 10,
    /// A text is not UTF-8.
    NotUtf8 = 11,
    /// A text is not JSON, or not of the documented form.
    NotJson = 12,
    /// No endpoint has this name.
    UnknownEndpoint = 13,
    /// An argument or a setting is not allowed. Nothing was sent.
    Argument = 14,
    /// The handle is closed, or was never opened.
    ClosedHandle = 15,
    /// The handle is of another kind.
    WrongHandle = 16,
    /// The library has another binary interface than the header.
    AbiMismatch = 17,
    /// This build of the library lacks the feature.
    MissingFeature = 18,
    /// A defect of the library. The handle can be closed; nothing else is certain.
    Panic = 19,
    /// The queue of the worker is full.
    QueueFull = 20,
    /// The worker was shut down.
    ShutDown = 21,
    /// A callback has not returned in time. Its context must stay valid until it returns.
    CallbackBusy = 22,
    /// No complete response arrived.
    Network = 30,
    /// The service responded with a status other than success.
    Status = 31,
    /// The response does not fit the model.
    Decode = 32,
    /// The request could not be sent before its deadline.
    Deadline = 33,
    /// The client is offline, and the response is not cached.
    NotCached = 34,
    /// The request was cancelled.
    Cancelled = 35,
    /// A service refused a step of the sign-in.
    SignIn = 40,
    /// The player's consent did not arrive.
    Consent = 41,
    /// The session has no tokens: sign the player in first.
    SignedOut = 42,
    /// Tokens could not be read from their store or saved there.
    Store = 43,
    /// A file, or a folder such as that of the cache, cannot be read, written or locked.
    File = 50,
    /// A chunk of a film is damaged.
    Film = 51,
    /// The manifest of a film cannot be followed.
    Manifest = 52,
    /// The system cannot start a thread.
    Thread = 53,
    /// Any other failure.
    Other = 99,
}

/// A code in words, such as `the handle is closed, or was never opened`; for a number that is no code of this library,
/// `unknown code`. For functions without an error to describe it, such as those that close a handle.
///
/// The text is never freed. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_code_text(code: i32) -> *const c_char {
    let text = ALL.iter().find(|(known, _)| *known as i32 == code);
    text.map_or(c"unknown code", |(_, text)| text).as_ptr()
}

/// All codes, with their words.
const ALL: &[(HaloCode, &CStr)] = &[
    (HaloCode::Ok, c"success"),
    (HaloCode::Pending, c"nothing is there yet"),
    (HaloCode::Over, c"there is nothing more"),
    (
        HaloCode::NullPointer,
        c"a pointer or a handle is null, but must not be",
    ),
    (HaloCode::NotUtf8, c"a text is not UTF-8"),
    (
        HaloCode::NotJson,
        c"a text is not JSON, or not of the documented form",
    ),
    (HaloCode::UnknownEndpoint, c"no endpoint has this name"),
    (
        HaloCode::Argument,
        c"an argument or a setting is not allowed; nothing was sent",
    ),
    (
        HaloCode::ClosedHandle,
        c"the handle is closed, or was never opened",
    ),
    (HaloCode::WrongHandle, c"the handle is of another kind"),
    (
        HaloCode::AbiMismatch,
        c"the library has another binary interface than the header",
    ),
    (
        HaloCode::MissingFeature,
        c"this build of the library lacks the feature",
    ),
    (
        HaloCode::Panic,
        c"a defect of the library; the handle can be closed; nothing else is certain",
    ),
    (HaloCode::QueueFull, c"the queue of the worker is full"),
    (HaloCode::ShutDown, c"the worker was shut down"),
    (
        HaloCode::CallbackBusy,
        c"a callback has not returned in time; its context must stay valid until it returns",
    ),
    (HaloCode::Network, c"no complete response arrived"),
    (
        HaloCode::Status,
        c"the service responded with a status other than success",
    ),
    (HaloCode::Decode, c"the response does not fit the model"),
    (
        HaloCode::Deadline,
        c"the request could not be sent before its deadline",
    ),
    (
        HaloCode::NotCached,
        c"the client is offline, and the response is not cached",
    ),
    (HaloCode::Cancelled, c"the request was cancelled"),
    (HaloCode::SignIn, c"a service refused a step of the sign-in"),
    (HaloCode::Consent, c"the player's consent did not arrive"),
    (
        HaloCode::SignedOut,
        c"the session has no tokens: sign the player in first",
    ),
    (
        HaloCode::Store,
        c"tokens could not be read from their store or saved there",
    ),
    (
        HaloCode::File,
        c"a file, or a folder such as that of the cache, cannot be read, written or locked",
    ),
    (HaloCode::Film, c"a chunk of a film is damaged"),
    (HaloCode::Manifest, c"the manifest of a film cannot be followed"),
    (HaloCode::Thread, c"the system cannot start a thread"),
    (HaloCode::Other, c"any other failure"),
];
