//! The packets of chunks.

use halo_infinite::film::{self, Packet, PacketKind};

use super::writer::packet;

fn all(chunk: &[u8]) -> Vec<Packet<'_>> {
    film::packets(chunk).map(|packet| packet.unwrap()).collect()
}

#[test]
fn packets_follow_each_other_up_to_the_end() {
    let chunk = [
        packet(2, 5_000_000, b"the world"),
        packet(10, 5_000_100, &[0x82, 0, 0, 0, 0]),
        packet(0, 5_000_100, &[]),
        packet(7, u64::MAX, &[]),
        vec![1, 2, 3],
    ]
    .concat();
    let packets = all(&chunk);
    let kinds: Vec<PacketKind> = packets.iter().map(|packet| packet.kind).collect();
    assert_eq!(
        kinds,
        [
            PacketKind::KeyFrame,
            PacketKind::Unknown(10),
            PacketKind::Frame,
            PacketKind::End
        ]
    );
    assert_eq!(packets[0].payload, b"the world");
    assert_eq!(packets[0].clock_us, 5_000_000);
    assert_eq!((packets[1].offset, packets[1].payload.len()), (25, 5));
    assert_eq!((packets[3].offset, packets[3].clock_us), (62, u64::MAX));
    assert!(format!("{:?}", packets[0]).contains("payload: 9"));
}

#[test]
fn kinds_have_their_numbers() {
    for number in 0..=u16::MAX {
        assert_eq!(PacketKind::from_number(number).number(), number);
    }
}

#[test]
fn a_cut_off_chunk_ends_with_an_error() {
    let chunk = [packet(0, 1, &[9; 40]), packet(7, 2, &[])].concat();
    for length in 0..chunk.len() {
        let mut packets = film::packets(&chunk[..length]);
        let whole = usize::from(length >= 56);
        assert_eq!(packets.by_ref().take(whole).filter(Result::is_ok).count(), whole);
        match packets.next() {
            None => assert!(length == 0 || length == 56, "{length}"),
            Some(item) => {
                let damaged = item.unwrap_err();
                assert_eq!(damaged.offset, 56 * whole);
                assert_eq!(damaged.offset + damaged.length, length);
                assert!(
                    damaged.to_string().contains("are not a whole packet"),
                    "{damaged}"
                );
            }
        }
        assert!(packets.next().is_none());
    }
}

#[test]
fn the_count_of_events_is_that_of_the_first_packet() {
    let declared = |chunk: &[u8]| film::HighlightEvents::of_inflated(chunk, 41).declared();
    assert_eq!(declared(&packet(9, 1, &[0, 0, 1, 2, 77])), Some(0x102));
    assert_eq!(declared(&packet(9, 1, &[0, 0, 1])), None);
    assert_eq!(declared(&packet(0, 1, &[0, 0, 1, 2])), None);
    assert_eq!(
        declared(&[packet(7, 1, &[]), packet(9, 1, &[0; 4])].concat()),
        None
    );
    assert_eq!(declared(&[9, 0, 0, 0]), None);
    assert_eq!(declared(&[]), None);
}
