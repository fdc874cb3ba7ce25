//! Damaged and hostile bytes.

use halo_infinite::film::{self, Damage, HighlightEvents, InflateError};

use super::writer::{Bits, Written};

const XUID: u64 = 2_533_274_800_000_001;

#[test]
fn random_bytes_are_read_to_the_end() {
    let mut seed = 3_u64;
    for round in 0..2000_usize {
        let bytes: Vec<u8> = (0..round % 300)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                [0, 0x25, 0x2d, 0xc0, 0x2e, 0xe0, 0x07, (seed >> 32) as u8][(seed >> 59) as usize % 8]
            })
            .collect();
        for version in [i64::MIN, 36, 39, 41, i64::MAX] {
            if let Ok(events) = film::read_highlight_events(&bytes, version) {
                assert!(events.count() <= 8 * bytes.len() / 26 + 1);
            }
        }
    }
}

/// Naively, each start would search 20,000 bits for a missing end.
#[test]
fn a_million_starts_without_an_end_take_linear_time() {
    let mut bits = Bits::default();
    Written::new(XUID, "a", 50, 0, 0, 1).start(&mut bits);
    let chunk = bits.bytes.repeat(1_000_000);
    let mut count = 0;
    for event in HighlightEvents::of_inflated(&chunk, 36) {
        assert_eq!(event.unwrap_err().damage, Damage::NoEnd);
        count += 1;
    }
    assert_eq!(count, 1_000_000);
}

/// The same with one end after all starts.
#[test]
fn starts_share_their_ends() {
    let event = Written::new(XUID, "a", 50, 0, 0, 1);
    let mut bits = Bits::default();
    (0..1000).for_each(|_| event.start(&mut bits));
    event.write(&mut bits, 36, 0);
    let read = HighlightEvents::of_inflated(&bits.bytes, 36).read_all();
    // A start is 80 bits long; record and end take another 512.
    let in_reach = (20_000 - 512 - 80) / 80 + 1;
    assert_eq!((read.len(), read.damaged.len()), (in_reach, 1001 - in_reach));
}

#[test]
fn a_bomb_is_refused() {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..64 {
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let error = film::read_highlight_events(&bomb, 36).unwrap_err();
    assert!(matches!(
        error,
        InflateError::TooLong {
            limit: film::MAX_INFLATED,
            ..
        }
    ));
}
