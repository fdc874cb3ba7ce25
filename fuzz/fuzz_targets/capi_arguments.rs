//! Any bytes as the settings of a client or of a session, as a token, and as the name, the arguments and the options of a
//! call through the C interface: there is no panic, each failure has words, no words show a secret, and nothing is left
//! open.
//!
//! The first line is `client`, `session`, `token`, or the number or the name of an endpoint. Nothing is sent: all calls are
//! cancelled before. No file is used: the settings that name one are left out.

#![no_main]

use std::ffi::{CStr, CString, c_char};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::LazyLock;

use halo_infinite::services::by_name::named_endpoints;
use halo_infinite_capi::*;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// A secret that errors must not show.
const SECRET: &str = "Gr8SecretOfThePlayer";
/// The members that are secrets.
const SECRETS: [&str; 8] = [
    "spartan_token",
    "clearance",
    "xbox_token",
    "proxy",
    "client_secret",
    "refresh_token",
    "access_token",
    "xsts_token",
];
/// The settings that name a file or a folder.
const FILES: [&str; 4] = ["cache", "record", "shared_rate", "store"];

/// A client and a session that never send, and the cancel token that all their calls have.
struct Idle {
    client: usize,
    session: usize,
    cancelled: usize,
}

static IDLE: LazyLock<Idle> = LazyLock::new(|| {
    // Nobody listens at this port of this machine.
    let settings = c"{\"spartan_token\": \"token\", \"environment\": \"http://127.0.0.1:9\"}";
    let mut client = MaybeUninit::new(ptr::null_mut());
    assert_eq!(halo_client_new(InText::of(settings), ptr::null(), Some(&mut client), None), HaloCode::Ok);
    let mut cancel = MaybeUninit::new(ptr::null_mut());
    assert_eq!(halo_cancel_new(Some(&mut cancel), None), HaloCode::Ok);
    let settings = c"{\"client_id\": \"app\", \"client_secret\": \"secret\", \"environment\": \"http://127.0.0.1:9\"}";
    let mut session = MaybeUninit::new(ptr::null_mut());
    assert_eq!(halo_session_new(InText::of(settings), Some(&mut session), None), HaloCode::Ok);
    let (client, session, cancel) = (read(client), read(session), read(cancel));
    assert_eq!(halo_cancel_cancel(cancel), HaloCode::Ok);
    Idle {
        client: client.addr(),
        session: session.addr(),
        cancelled: cancel.addr(),
    }
});

static ENDPOINTS: LazyLock<Vec<String>> =
    LazyLock::new(|| named_endpoints().map(|named| named.endpoint().to_string()).collect());

fuzz_target!(|input: &[u8]| {
    let idle = &*IDLE;
    let before = open_handles();
    let (first, rest) = line(input);
    match first {
        b"client" => with_secrets(rest, new_client),
        b"session" => with_secrets(rest, new_session),
        b"token" => with_secrets(rest, |token| import(idle, token)),
        _ => call(idle, first, rest),
    }
    assert_eq!(open_handles(), before);
});

/// The first line and the rest.
fn line(input: &[u8]) -> (&[u8], &[u8]) {
    let mut parts = input.splitn(2, |byte| *byte == b'\n');
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// Bytes as C has them: until the first NUL.
fn c_text(bytes: &[u8]) -> CString {
    let until = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    CString::new(&bytes[..until]).expect("there is no NUL before the first one")
}

/// Runs with an object as it is, and with a secret text in each member that is a secret.
fn with_secrets(bytes: &[u8], run: impl Fn(&CStr)) {
    let Ok(Value::Object(mut object)) = serde_json::from_slice(bytes) else {
        run(&c_text(bytes));
        return;
    };
    object.retain(|name, _| !FILES.contains(&name.as_str()));
    run(&c_text(Value::from(object.clone()).to_string().as_bytes()));
    if String::from_utf8_lossy(bytes).contains(SECRET) {
        return;
    }
    for name in SECRETS {
        let mut object = object.clone();
        let secret = match object.remove(name) {
            Some(Value::String(text)) => Value::from(format!("{text}{SECRET}")),
            Some(other) => Value::from(vec![other, SECRET.into()]),
            None => SECRET.into(),
        };
        object.insert(name.to_owned(), secret);
        run(&c_text(Value::from(object).to_string().as_bytes()));
    }
}

fn new_session(settings: &CStr) {
    let mut session = MaybeUninit::new(ptr::null_mut());
    let mut error = MaybeUninit::new(ptr::null_mut());
    let code = halo_session_new(InText::of(settings), Some(&mut session), Some(&mut error));
    let (session, error) = (read(session), read(error));
    assert_eq!(session.is_null(), code != HaloCode::Ok);
    check(code, error);
    assert_eq!(halo_session_close(session), HaloCode::Ok);
}

fn import(idle: &Idle, token: &CStr) {
    let mut error = MaybeUninit::new(ptr::null_mut());
    let (session, cancelled) = (ptr::without_provenance(idle.session), ptr::without_provenance(idle.cancelled));
    let code = halo_session_import(session, InText::of(token), cancelled, Some(&mut error));
    assert_ne!(code, HaloCode::Ok);
    check(code, read(error));
}

fn new_client(settings: &CStr) {
    let mut client = MaybeUninit::new(ptr::null_mut());
    let mut error = MaybeUninit::new(ptr::null_mut());
    let code = halo_client_new(InText::of(settings), ptr::null(), Some(&mut client), Some(&mut error));
    let (client, error) = (read(client), read(error));
    assert_eq!(client.is_null(), code != HaloCode::Ok);
    check(code, error);
    assert_eq!(halo_client_close(client), HaloCode::Ok);
}

fn call(idle: &Idle, first: &[u8], rest: &[u8]) {
    let number = std::str::from_utf8(first).ok().and_then(|text| text.parse::<usize>().ok());
    let endpoint = match number {
        Some(number) => c_text(ENDPOINTS[number % ENDPOINTS.len()].as_bytes()),
        None => c_text(first),
    };
    let (arguments, options) = line(rest);
    let (arguments, options) = (c_text(arguments), c_text(options));
    let mut response = MaybeUninit::new(ptr::null_mut());
    let mut error = MaybeUninit::new(ptr::null_mut());
    let code = halo_call(
        ptr::without_provenance(idle.client),
        InText::of(&endpoint),
        text(&arguments),
        text(&options),
        ptr::without_provenance(idle.cancelled),
        Some(&mut response),
        Some(&mut error),
    );
    let (response, error): (*mut HaloResponse, _) = (read(response), read(error));
    assert!(response.is_null());
    let expected = [
        HaloCode::NotUtf8,
        HaloCode::NotJson,
        HaloCode::UnknownEndpoint,
        HaloCode::Argument,
        HaloCode::MissingFeature,
        HaloCode::Deadline,
        HaloCode::Cancelled,
    ];
    assert!(expected.contains(&code), "{code:?}");
    check(code, error);
}

/// No text for an empty one.
fn text(text: &CStr) -> InText<'_> {
    if text.is_empty() { InText::none() } else { InText::of(text) }
}

/// A failure has words without the secret.
fn check(code: HaloCode, error: *mut HaloError) {
    assert_ne!(code, HaloCode::Panic);
    assert_eq!(error.is_null(), code == HaloCode::Ok);
    if error.is_null() {
        return;
    }
    assert_eq!(halo_error_code(error), code);
    let message = words(halo_error_message(error)).expect("a failure has a message");
    assert!(!message.is_empty());
    let details = words(halo_error_details(error)).expect("a failure has details");
    assert!(details.starts_with('{') && details.ends_with('}'), "{details}");
    for text in [Some(message), words(halo_error_advice(error)), Some(details)].into_iter().flatten() {
        assert!(!text.contains(SECRET), "{text}");
    }
    assert_eq!(halo_error_close(error), HaloCode::Ok);
}

fn words<'e>(text: *const c_char) -> Option<&'e str> {
    // SAFETY: a text that is not null ends with NUL, and its error is closed after the last use.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_str().expect("errors are UTF-8"))
}

fn read<T>(place: MaybeUninit<T>) -> T {
    // SAFETY: each place was initialized with null.
    unsafe { place.assume_init() }
}
