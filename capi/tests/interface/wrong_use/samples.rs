//! A handle of each kind, and the sandbox that they talk to.

use std::ffi::{CStr, CString};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::LazyLock;

use halo_infinite_capi::*;
use halo_infinite_sandbox::Sandbox;

/// A sandbox for all tests, and texts that fit it.
pub struct World {
    /// It runs as long as the program.
    _sandbox: Sandbox,
    pub client_settings: CString,
    /// The arguments of [`ENDPOINT`].
    pub arguments: CString,
}

pub const ENDPOINT: &CStr = c"stats.match_count";

pub fn world() -> &'static World {
    static WORLD: LazyLock<World> = LazyLock::new(|| {
        let sandbox = Sandbox::start().unwrap();
        let client_settings = format!(
            r#"{{"environment": "{}", "spartan_token": "{}", "clearance": "{}"}}"#,
            sandbox.url(),
            sandbox.spartan_token(),
            sandbox.clearance()
        );
        let arguments = format!(r#"{{"player": "{}"}}"#, sandbox.world().home().xuid());
        World {
            _sandbox: sandbox,
            client_settings: CString::new(client_settings).unwrap(),
            arguments: CString::new(arguments).unwrap(),
        }
    });
    &WORLD
}

/// A type of handles.
pub trait Sample: Sized + 'static {
    /// What errors call it.
    const WORD: &'static str;

    fn open() -> *mut Self;

    fn close(handle: *mut Self) -> HaloCode;
}

/// The handle that a function opens.
pub fn opened<H>(
    open: impl FnOnce(Option<&mut MaybeUninit<*mut H>>, Option<&mut MaybeUninit<*mut HaloError>>) -> HaloCode,
) -> *mut H {
    let mut handle = ptr::null_mut();
    let mut error = ptr::null_mut();
    let code = open(Some(place(&mut handle)), Some(place(&mut error)));
    assert_eq!(code, HaloCode::Ok, "{:?}", message(error));
    handle
}

/// A variable as a place for a result.
pub fn place<T: Copy>(variable: &mut T) -> &mut MaybeUninit<T> {
    // SAFETY: the two types have the same layout, and the library writes only initialized values.
    unsafe { &mut *ptr::from_mut(variable).cast() }
}

/// The message of an error, if the handle is that of one.
pub fn message(error: *const HaloError) -> Option<CString> {
    let message = halo_error_message(error);
    if message.is_null() {
        return None;
    }
    // SAFETY: the library returns texts that end with NUL, and the error is open.
    Some(unsafe { CStr::from_ptr(message) }.to_owned())
}

impl Sample for HaloClient {
    const WORD: &'static str = "client";

    fn open() -> *mut Self {
        opened(|client, error| halo_client_new(InText::of(&world().client_settings), client, error))
    }

    fn close(handle: *mut Self) -> HaloCode {
        halo_client_close(handle)
    }
}

impl Sample for HaloCancel {
    const WORD: &'static str = "cancel token";

    fn open() -> *mut Self {
        opened(|cancel, error| halo_cancel_new(cancel, error))
    }

    fn close(handle: *mut Self) -> HaloCode {
        halo_cancel_close(handle)
    }
}

impl Sample for HaloError {
    const WORD: &'static str = "error";

    fn open() -> *mut Self {
        let mut error = ptr::null_mut();
        let code = halo_check_abi(HALO_ABI_VERSION + 1, Some(place(&mut error)));
        assert_eq!(code, HaloCode::AbiMismatch);
        error
    }

    fn close(handle: *mut Self) -> HaloCode {
        halo_error_close(handle)
    }
}

impl Sample for HaloResponse {
    const WORD: &'static str = "response";

    fn open() -> *mut Self {
        let client = HaloClient::open();
        let (endpoint, arguments) = (InText::of(ENDPOINT), InText::of(&world().arguments));
        let response = opened(|response, error| {
            halo_call(
                client,
                endpoint,
                arguments,
                InText::none(),
                ptr::null(),
                response,
                error,
            )
        });
        assert_eq!(HaloClient::close(client), HaloCode::Ok);
        response
    }

    fn close(handle: *mut Self) -> HaloCode {
        halo_response_close(handle)
    }
}
