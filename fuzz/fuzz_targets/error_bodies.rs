//! Any body of a refusal: each error that is made of it is one short line of text.

#![no_main]

use halo_infinite::fuzzing::errors;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, &[u8])| {
    let (status, body) = input;
    for error in errors(400 + status % 200, body) {
        let shown = error.to_string();
        assert!(shown.len() < 2000, "{} bytes", shown.len());
        assert!(!shown.contains(char::is_control), "{shown:?}");
    }
});
