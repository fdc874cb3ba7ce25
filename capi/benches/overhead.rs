//! The cost of a call through the C interface beside the same call in Rust: `cargo bench -p halo-infinite-capi --bench
//! overhead`.
//!
//! In C the model is JSON, so the call in Rust is measured with and without writing the model as JSON, too. A raw call
//! returns the body of the service, as `Request::response` does in Rust.
//!
//! The sandbox has its own threads, whose processor time is not counted.

use std::error::Error;
use std::ffi::{CStr, CString};
use std::mem::MaybeUninit;
use std::ptr;
use std::time::Duration;

use halo_infinite::serde_json::{self, json};
use halo_infinite::{Client, Environment};
use halo_infinite_capi::*;
use halo_infinite_sandbox::Sandbox;
use rounds::{Rival, measure, thread};

#[path = "../../benches/support/rounds.rs"]
mod rounds;

const ROUNDS: usize = 201;
const SLICE: Duration = Duration::from_millis(20);
/// Each series of rounds has a ratio; the spread is that of the ratios.
const SERIES: usize = 5;
/// The highest rate that is no missing limit.
const RATE: f64 = 10_000.0;

fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start()?;
    let me = sandbox.world().home().xuid();
    let client = Client::builder()
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .environment(Environment::at(sandbox.url())?)
        .requests_per_second(RATE)
        .build()?;
    let settings = json!({
        "spartan_token": sandbox.spartan_token(),
        "clearance": sandbox.clearance(),
        "environment": sandbox.url(),
        "requests_per_second": RATE,
    });
    let handle = open(&CString::new(settings.to_string())?);
    let value = json!({ "player": me.to_string(), "count": 25 });
    let arguments = CString::new(value.to_string())?;
    let request = || client.stats().match_history(me).count(25);
    let rust = || request().send();
    let length = serde_json::to_vec(&rust()?)?.len();
    let (model, raw) = (InText::none, || InText::of(c"{\"raw\":true}"));
    assert_eq!(call(handle, &arguments, model()), length, "the results differ");
    println!("match_history, {length} bytes of JSON, processor time in µs");
    println!(
        "| series | Rust | and as JSON | C | C / Rust | C / Rust as JSON | Rust, raw | C, raw | C / Rust, raw |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for series in 1..=SERIES {
        let mut rivals = [
            Rival::new("Rust", || rust().is_ok()),
            Rival::new("Rust, as JSON", || {
                rust().is_ok_and(|model| serde_json::to_vec(&model).is_ok())
            }),
            Rival::new("C", || call(handle, &arguments, model())),
            Rival::new("Rust, raw", || request().response().is_ok()),
            Rival::new("C, raw", || call(handle, &arguments, raw())),
        ];
        let times = measure(&mut rivals, ROUNDS / SERIES, SLICE, thread);
        let micros: Vec<_> = times.iter().map(|time| time.median / 1000.0).collect();
        let [rust, json, c, rust_raw, c_raw] = micros.as_slice() else {
            return Err("expected five times".into());
        };
        println!(
            "| {series} | {rust:.1} | {json:.1} | {c:.1} | {:.3} | {:.3} | {rust_raw:.1} | {c_raw:.1} | {:.3} |",
            c / rust,
            c / json,
            c_raw / rust_raw
        );
        sandbox.clear_requests();
    }
    halo_client_close(handle);
    Ok(())
}

fn open(settings: &CStr) -> *mut HaloClient {
    let mut client = MaybeUninit::new(ptr::null_mut());
    let code = halo_client_new(InText::of(settings), ptr::null(), Some(&mut client), None);
    assert_eq!(code, HaloCode::Ok);
    // SAFETY: it was initialized above.
    unsafe { client.assume_init() }
}

/// The call as a program in C makes it. Returns the length of the content.
fn call(client: *const HaloClient, arguments: &CStr, options: InText<'_>) -> usize {
    let mut response = MaybeUninit::new(ptr::null_mut());
    let code = halo_call(
        client,
        InText::of(c"stats.match_history"),
        InText::of(arguments),
        options,
        ptr::null(),
        Some(&mut response),
        None,
    );
    assert_eq!(code, HaloCode::Ok);
    // SAFETY: it was initialized above.
    let response = unsafe { response.assume_init() };
    let (mut bytes, mut length) = (MaybeUninit::new(ptr::null()), MaybeUninit::new(0));
    halo_response_bytes(response, Some(&mut bytes), Some(&mut length), None);
    halo_response_close(response);
    // SAFETY: it was initialized above.
    unsafe { length.assume_init() }
}
