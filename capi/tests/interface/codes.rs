//! Every code has words.

use std::path::Path;

use halo_infinite_capi::halo_code_text;

use crate::support::text;

#[test]
fn every_code_of_the_header_has_words_of_its_own() {
    let header = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/halo_infinite.h");
    let header = std::fs::read_to_string(header).unwrap();
    let codes = header.lines().filter_map(|line| {
        let (_, number) = line.trim().strip_prefix("HALO_CODE_")?.split_once(" = ")?;
        number.trim_end_matches(',').parse::<i32>().ok()
    });
    let words: Vec<_> = codes.map(|code| text(halo_code_text(code)).unwrap()).collect();
    assert!(words.len() > 25, "{words:?}");
    for (place, text) in words.iter().enumerate() {
        assert_ne!(text, "unknown code");
        assert!(!words[..place].contains(text), "{text}");
    }
    for other in [-1, 3, 1000, i32::MAX, i32::MIN] {
        assert_eq!(text(halo_code_text(other)).unwrap(), "unknown code");
    }
}
