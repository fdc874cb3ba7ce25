//! The players that chunks name.

use halo_infinite::film::{self, MAX_PLAYERS};

use super::writer::{Bits, player};

const XUID: u64 = 2_533_274_800_000_001;

fn read(chunk: &[u8]) -> Vec<(u64, String)> {
    let players = film::read_players(chunk).unwrap().into_iter();
    players
        .map(|player| (player.xuid.get(), player.gamertag))
        .collect()
}

#[test]
fn players_are_found_once_at_any_bit() {
    for offset in 0..8 {
        let mut bits = Bits::default();
        bits.ones(offset);
        bits.bytes(&player("Sandbox Spartan", XUID));
        bits.ones(3);
        bits.bytes(&player("月影スナイパー", XUID + 1));
        bits.bytes(&player("Sandbox Spartan 2", XUID));
        let expected = [
            (XUID, "Sandbox Spartan".to_owned()),
            (XUID + 1, "月影スナイパー".to_owned()),
        ];
        assert_eq!(read(&bits.bytes), expected, "{offset}");
    }
}

#[test]
fn other_bits_are_no_players() {
    let whole = player("Sandbox Spartan", XUID);
    assert_eq!(read(&whole).len(), 1);
    for length in 0..whole.len() - 1 {
        assert_eq!(read(&whole[..length]), [], "{length}");
    }
    for start in 1..whole.len() {
        assert_eq!(read(&whole[start..]), [], "{start}");
    }
    let mut no_zeros = whole.clone();
    no_zeros[40] = 1;
    let mut control = whole.clone();
    control[0] = 7;
    let mut surrogate = whole.clone();
    surrogate[1] = 0xd8;
    for chunk in [
        no_zeros,
        control,
        surrogate,
        player("", XUID),
        player("a", 1),
        player("a", u64::MAX),
    ] {
        assert_eq!(read(&chunk), []);
    }
}

#[test]
fn the_number_of_players_is_limited() {
    let records = (0..3 * MAX_PLAYERS as u64).flat_map(|index| player("a", XUID + index));
    assert_eq!(read(&records.collect::<Vec<u8>>()).len(), MAX_PLAYERS);
}
