//! Damaged and hostile bytes.

use halo_infinite::film::{self, Damage, HighlightEvents, InflateError, MAX_EVENTS};

use super::writer::{Bits, Written, archetype, build, packet, player};

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

/// Bytes that are nearly chunks: pieces of records, cut and joined anywhere.
#[test]
fn nearly_right_bytes_return_no_more_than_they_hold() {
    let pieces = [
        packet(0, 1, &[7; 20]),
        packet(9, 2, &[0, 0, 0, 1]),
        packet(7, 3, &[]),
        player("Sandbox Spartan", XUID),
        player("x", XUID + 1),
        archetype(&["low-frequency", "object-body-vitality-component"]),
        build(["6.1", "HI_1_13_0", "release"]),
        vec![41, 0, 0, 0, 27, 0, 0, 0],
        vec![0; 16_640],
        vec![0xff; 33],
    ];
    let mut seed = 11_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as usize % below
    };
    for round in 0..3000 {
        let mut bytes = Vec::new();
        if round % 2 == 0 {
            bytes.extend(&pieces[7]);
        }
        for _ in 0..next(5) {
            let piece = &pieces[next(pieces.len())];
            let (one, other) = (next(piece.len() + 1), next(piece.len() + 1));
            // Half of the pieces are whole.
            let range = if next(2) == 0 {
                0..piece.len()
            } else {
                one.min(other)..one.max(other)
            };
            bytes.extend(&piece[range]);
        }
        if !bytes.is_empty() && next(2) == 0 {
            let at = next(bytes.len());
            bytes[at] ^= 1 << next(8);
        }
        let items: Vec<_> = film::packets(&bytes).collect();
        assert!(items.len() <= bytes.len() / 16 + 1);
        let whole = items.iter().flatten().map(|packet| 16 + packet.payload.len());
        assert!(whole.sum::<usize>() <= bytes.len());
        assert!(items.iter().rev().skip(1).all(Result::is_ok));
        if let Ok(players) = film::read_players(&bytes) {
            assert!(players.len() <= bytes.len() / 63);
        }
        if let Ok(Some(header)) = film::read_header(&bytes) {
            assert!(header.archetypes.len() <= bytes.len() / 16_640);
            let components = header.archetypes.iter().flatten();
            assert!(components.map(|name| 4 + name.len()).sum::<usize>() < bytes.len());
        }
        if let Ok(events) = film::read_highlight_events(&bytes, 41) {
            events.for_each(drop);
        }
    }
}

/// Naively, each start would search 20,000 bits for a missing end.
#[test]
fn many_starts_without_an_end_take_linear_time() {
    let mut bits = Bits::default();
    Written::new(XUID, "a", 50, 0, 0, 1).start(&mut bits);
    let chunk = bits.bytes.repeat(MAX_EVENTS);
    let mut count = 0;
    for event in HighlightEvents::of_inflated(&chunk, 36) {
        assert_eq!(event.unwrap_err().damage, Damage::NoEnd);
        count += 1;
    }
    assert_eq!(count, MAX_EVENTS);
}

/// Compressed, millions of events take some hundred kilobytes.
#[test]
fn a_chunk_of_too_many_events_is_read_up_to_the_limit_and_says_so() {
    let event = |time| Written::new(XUID, "a", 50, 0, 0, time);
    let chunk = |count: usize| {
        let mut bits = Bits::default();
        // All starts within reach share the end that follows them.
        for _ in 0..count.div_ceil(200) {
            (0..199).for_each(|_| event(1).start(&mut bits));
            event(1).write(&mut bits, 36, 0);
        }
        bits.bytes
    };
    let many = chunk(3 * MAX_EVENTS);
    let items: Vec<_> = HighlightEvents::of_inflated(&many, 36).collect();
    assert_eq!(items.len(), MAX_EVENTS + 1);
    assert!(items[..MAX_EVENTS].iter().all(Result::is_ok));
    let last = items[MAX_EVENTS].as_ref().unwrap_err();
    assert_eq!(last.damage, Damage::TooMany);
    assert!(last.to_string().contains("65536 events precede it"), "{last}");

    let read = HighlightEvents::of_inflated(&many, 36).read_all();
    assert_eq!(
        (read.len(), read.damaged.as_slice()),
        (MAX_EVENTS, [*last].as_slice())
    );
    let one_error: Result<Vec<_>, _> = HighlightEvents::of_inflated(&many, 36).collect();
    assert_eq!(one_error.unwrap_err(), *last);

    let few = HighlightEvents::of_inflated(chunk(MAX_EVENTS / 2), 36).read_all();
    assert!(few.damaged.is_empty() && few.len() >= MAX_EVENTS / 2);
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
