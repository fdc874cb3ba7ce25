//! Any `Retry-After`: seconds are what they say.

#![no_main]

use halo_infinite::fuzzing::retry_after;
use halo_infinite::jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (i64, &[u8])| {
    let (now, value) = input;
    let Ok(now) = Timestamp::from_second(now % 4_000_000_000) else {
        return;
    };
    let wait = retry_after(value, now);
    if !value.iter().all(|byte| byte.is_ascii_digit() || *byte == b' ') {
        return;
    }
    let text = String::from_utf8_lossy(value);
    if let Ok(seconds) = text.trim().parse::<u64>() {
        assert_eq!(wait, Some(seconds));
    }
});
