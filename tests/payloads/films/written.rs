//! Events of our own, in all layouts, at all bit offsets.

use halo_infinite::film::{Damage, EventKind, HighlightEvent, HighlightEvents, Layout};
use halo_infinite::refdata::FilmMedal;

use super::writer::{Bits, Written};

const VERSIONS: [i64; 10] = [0, 30, 36, 38, 39, 40, 41, 42, 45, i64::MAX];
const XUID: u64 = 2_533_274_800_000_001;

fn some() -> Vec<Written> {
    let mut events = vec![
        Written::new(XUID, "Sandbox Spartan", 50, 0, 0, 1000),
        Written::new(XUID + 1, "月影スナイパー", 20, 0, 1, 1001),
        Written::new(XUID, "Sandbox Spartan", 100, 1, 107, 1001),
        Written::new(2_999_999_999_999_999, "🎮 16 units long", 10, 0, 2, u32::MAX),
        Written::new(2_000_000_000_000_001, "x", 250, 1, 254, 0),
        Written::new(XUID, "Sandbox Spartan", 77, 0, 3, 5),
    ];
    events
        .iter_mut()
        .skip(1)
        .step_by(2)
        .for_each(|event| event.marker = 0x25);
    events
}

fn agrees(event: &HighlightEvent, written: &Written) -> bool {
    let kind = match (written.hint, written.is_medal) {
        (100 | 250, 1) => EventKind::Medal,
        (10, _) => EventKind::Mode,
        (20, _) => EventKind::Death,
        (50, _) => EventKind::Kill,
        (hint, _) => EventKind::Unknown(hint),
    };
    let medal = (kind == EventKind::Medal).then(|| FilmMedal::from(i64::from(written.code)));
    event.xuid.get() == written.xuid
        && event.gamertag == written.gamertag
        && event.kind == kind
        && event.time_ms() == i64::from(written.time)
        && (event.hint, event.code, event.medal) == (written.hint, written.code, medal)
}

#[test]
fn all_layouts_are_read_at_all_offsets() {
    for version in VERSIONS {
        for offset in 0..8 {
            for between in [0, 3, 640, 19_000] {
                let written = some();
                let mut bits = Bits::default();
                bits.ones(offset);
                for event in &written {
                    event.write(&mut bits, version, between);
                    bits.ones(5);
                }
                let events = HighlightEvents::of_inflated(&bits.bytes, version);
                let usual = !matches!(version, 39 | 40);
                assert_eq!(events.layout() == Layout::GamertagFirst, usual);
                let events = events.read_all();
                assert_eq!(events.damaged, []);
                assert_eq!(events.len(), written.len(), "version {version}, offset {offset}");
                for (event, written) in events.iter().zip(&written) {
                    assert!(agrees(event, written), "{version} {offset}: {event:?}");
                }
            }
        }
    }
}

#[test]
fn xuids_out_of_bounds_are_ignored() {
    for (xuid, is_one) in [
        (2_000_000_000_000_000, false),
        (2_000_000_000_000_001, true),
        (2_999_999_999_999_999, true),
        (3_000_000_000_000_000, false),
    ] {
        let mut bits = Bits::default();
        Written::new(xuid, "a", 50, 0, 0, 1).write(&mut bits, 36, 0);
        assert_eq!(
            HighlightEvents::of_inflated(&bits.bytes, 36).count() == 1,
            is_one,
            "{xuid}"
        );
    }
}

#[test]
fn an_end_is_searched_in_20000_bits() {
    let event = Written::new(XUID, "a", 50, 0, 0, 1);
    // XUID, marker, record and end take 64 + 16 + 480 + 32 bits.
    for (between, is_found) in [(20_000 - 592, true), (20_001 - 592, false)] {
        for offset in 0..8 {
            let mut bits = Bits::default();
            bits.ones(offset);
            event.write(&mut bits, 36, between);
            bits.ones(30_000);
            let read = HighlightEvents::of_inflated(&bits.bytes, 36).read_all();
            assert_eq!(read.len() == 1, is_found, "{between}");
            let damage: Vec<_> = read
                .damaged
                .iter()
                .map(|event| (event.bit, event.damage))
                .collect();
            assert_eq!(damage == [(offset, Damage::NoEnd)], !is_found);
        }
    }
}

#[test]
fn nested_starts_share_one_end() {
    let event = Written::new(XUID, "a", 50, 0, 0, 1);
    let other = Written::new(XUID + 1, "b", 50, 0, 0, 1);
    let mut bits = Bits::default();
    other.start(&mut bits);
    bits.ones(11);
    event.write(&mut bits, 36, 100);
    let events = HighlightEvents::of_inflated(&bits.bytes, 36).read_all();
    let xuids: Vec<u64> = events.iter().map(|event| event.xuid.get()).collect();
    assert_eq!(xuids, [XUID + 1, XUID]);
    assert!(events.iter().all(|event| event.gamertag == "a"));
}

/// The marker's bits in the low bytes of a XUID. All events of this player would end there.
#[test]
fn an_xuid_like_the_end_marker_is_read() {
    let low = u64::from(u32::from_le_bytes([0, 0, 0x2e, 0xe0]));
    let event = Written::new((XUID >> 32 << 32) | low, "a", 50, 0, 0, 1);
    for others in 0..4 {
        let mut bits = Bits::default();
        for _ in 0..others {
            Written::new(XUID, "b", 50, 0, 0, 1).write(&mut bits, 36, 700);
        }
        event.write(&mut bits, 36, 700);
        let read = HighlightEvents::of_inflated(&bits.bytes, 36).read_all();
        assert_eq!((read.len(), read.damaged.len()), (others + 1, 0));
        assert!(agrees(&read[others], &event));
    }
}

#[test]
fn damage_is_reported_and_the_next_event_is_read() {
    let good = Written::new(XUID, "a", 50, 0, 0, 1);
    let mut bits = Bits::default();
    good.start(&mut bits);
    bits.ones(8);
    bits.bytes(&[0, 0, 0x2e, 0xe0]);
    bits.ones(8);
    let second = bits.len();
    let mut record = good.record(36);
    record[..2].copy_from_slice(&[0x00, 0xd8]);
    good.start(&mut bits);
    bits.bytes(&record);
    bits.bytes(&[0, 0, 0x2e, 0xe0]);
    good.write(&mut bits, 36, 0);
    let read = HighlightEvents::of_inflated(&bits.bytes, 36).read_all();
    assert_eq!(read.len(), 1);
    let damage: Vec<_> = read
        .damaged
        .iter()
        .map(|event| (event.bit, event.damage))
        .collect();
    assert_eq!(damage, [(0, Damage::TooShort), (second, Damage::Gamertag)]);
    assert_eq!(
        read.damaged[1].to_string(),
        format!("the event of xuid({XUID}) at bit {second} is damaged: its gamertag is not UTF-16")
    );
    // A strict reader stops there.
    let strict: Result<Vec<_>, _> = HighlightEvents::of_inflated(&bits.bytes, 36).collect();
    assert_eq!(strict.unwrap_err(), read.damaged[0]);
}

#[test]
fn gamertags_lose_the_nuls_at_their_ends_only() {
    for (written, read) in [
        ("\0\0a", "a"),
        ("a\0b", "a\0b"),
        ("", ""),
        ("sixteen letters!", "sixteen letters!"),
    ] {
        let mut bits = Bits::default();
        Written::new(XUID, written, 50, 0, 0, 1).write(&mut bits, 36, 0);
        let events = HighlightEvents::of_inflated(&bits.bytes, 36).read_all();
        assert_eq!(events[0].gamertag, read);
    }
}

/// These times contain the end marker's bits. The first marker is not the end.
#[test]
fn times_like_the_end_marker_are_read() {
    let times = [375, 750, 1500, 3000, 6000, 12_000, 24_000, 0x2ee0_0000, 12_001, 7];
    for version in VERSIONS {
        for offset in 0..8 {
            for count in [1, 2, times.len()] {
                let written: Vec<Written> = times[..count]
                    .iter()
                    .map(|time| Written::new(XUID, "Sandbox Spartan", 50, 0, 0, *time))
                    .collect();
                let mut bits = Bits::default();
                bits.ones(offset);
                for event in &written {
                    event.write(&mut bits, version, 9000);
                    bits.ones(1000);
                }
                let events = HighlightEvents::of_inflated(&bits.bytes, version).read_all();
                assert_eq!(events.damaged, []);
                assert_eq!(events.len(), count);
                assert!(
                    events
                        .iter()
                        .zip(&written)
                        .all(|(event, written)| agrees(event, written))
                );
            }
        }
    }
}

/// The distance is that of most events; others end at their first marker.
#[test]
fn events_of_other_lengths_are_read() {
    let written: Vec<Written> = (0..9)
        .map(|index| Written::new(XUID, "Sandbox Spartan", 50, 0, 0, index))
        .collect();
    let mut bits = Bits::default();
    for (index, event) in written.iter().enumerate() {
        event.write(&mut bits, 41, if index % 4 == 1 { 5000 } else { 9000 });
        bits.ones(100);
    }
    let events = HighlightEvents::of_inflated(&bits.bytes, 41).read_all();
    assert_eq!(events.damaged, []);
    assert!(
        events
            .iter()
            .zip(&written)
            .all(|(event, written)| agrees(event, written))
    );
    assert_eq!(events.len(), 9);
}
