//! Gamertags, as films hold them: 16 UTF-16 units, the low byte of each first, padded with NUL.

/// The length of a gamertag, in bytes.
pub(super) const GAMERTAG: usize = 32;

/// The UTF-16 units of bytes.
pub(super) fn units(bytes: &[u8]) -> impl Iterator<Item = u16> {
    let (units, _) = bytes.as_chunks::<2>();
    units.iter().map(|unit| u16::from_le_bytes(*unit))
}

/// The gamertag without leading and trailing NULs; `None` if the units are not UTF-16.
pub(super) fn decode(units: impl Iterator<Item = u16>) -> Option<String> {
    let mut gamertag = String::with_capacity(GAMERTAG);
    for letter in char::decode_utf16(units) {
        match letter.ok()? {
            '\0' if gamertag.is_empty() => {}
            letter => gamertag.push(letter),
        }
    }
    let length = gamertag.trim_end_matches('\0').len();
    gamertag.truncate(length);
    Some(gamertag)
}
