//! Any text as a page of the website: the data of a leaderboard is a part of the page, and ends no script.

#![no_main]

use halo_infinite::fuzzing::leaderboard_data;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|page: &str| {
    if let Some(data) = leaderboard_data(page) {
        assert!(page.contains(data));
        assert!(!data.contains("</script>"));
    }
});
