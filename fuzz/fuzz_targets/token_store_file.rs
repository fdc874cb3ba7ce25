//! Any bytes as a token store's file: what can be read is written and read to the same again.

#![no_main]

use halo_infinite::fuzzing::token_store_file;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(written) = token_store_file(bytes) {
        assert_eq!(token_store_file(&written).as_deref(), Some(written.as_slice()));
    }
});
