//! The content of a film's header: the version, the components of the objects, and the game's build.

/// The components of the first archetypes. Real headers have about fifty archetypes.
const ARCHETYPES: [&[&str]; 4] = [
    &["game-engine-team-mapping-component"],
    &["low-frequency", "object-body-vitality-component"],
    &["high-frequency"],
    &["player-waypoint-component", "weapon-state-type-info"],
];
/// The length of a component's name, padded with zeros.
const NAME: usize = 256;
/// The entries of an archetype: a name and four bytes each.
const ARCHETYPE: usize = 64 * (NAME + 4);
/// The numbers between the archetypes and the build, of unknown meaning.
const NUMBERS: u32 = 123;
/// The length of a text of the build, padded with zeros.
const TEXT: usize = 32;
/// The first version whose films name the build.
const FIRST_WITH_BUILD: i64 = 31;

/// The start of a header. Its rest is unknown.
pub(super) fn start(version: i64) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend((version as u32).to_le_bytes());
    header.extend(27_u32.to_le_bytes());
    for components in ARCHETYPES {
        let end = header.len() + ARCHETYPE;
        for component in components {
            padded(&mut header, component, NAME);
            header.extend(1_u32.to_le_bytes());
        }
        header.resize(end, 0);
    }
    (1..=NUMBERS).for_each(|number| header.extend(number.to_le_bytes()));
    if version >= FIRST_WITH_BUILD {
        // The names of builds count up with the versions; version 41 is of `HI_1_13_0`.
        let minor = version - 28;
        padded(&mut header, &format!("6.100{}.1000.0", minor + 13), TEXT);
        padded(&mut header, &format!("HI_1_{minor}_0"), TEXT);
        padded(&mut header, "release", TEXT);
    }
    header
}

fn padded(bytes: &mut Vec<u8>, text: &str, length: usize) {
    let end = bytes.len() + length;
    bytes.extend(text.as_bytes());
    bytes.resize(end, 0);
}
