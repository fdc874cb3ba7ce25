//! Any text that a player pastes and any bytes that come to the listener: no code without the state
//! that is waited for, but for a bare one.

#![no_main]

use halo_infinite::fuzzing::{pasted_code, request_target};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let target = request_target(bytes);
    assert!(target.is_none() || bytes.trim_ascii_start().starts_with(b"GET "));
    let Ok(pasted) = std::str::from_utf8(bytes) else {
        return;
    };
    let code = pasted_code(pasted).expect("a consent can be asked for");
    if let Ok(code) = code {
        assert!(!code.expose().is_empty());
        assert!(pasted.contains("{state}") || !pasted.contains(['?', '&']), "{pasted:?}");
    }
});
