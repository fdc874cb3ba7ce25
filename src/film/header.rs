//! The header of a film: the first chunk.

/// The length of a component's entry: its name, padded with NUL, and four bytes after it.
const ENTRY: usize = 260;
const NAME: usize = 256;
/// The number of entries in the list of an archetype, most of them empty.
const ENTRIES: usize = 64;
const ARCHETYPE: usize = ENTRY * ENTRIES;
/// The bytes before the first entry, which begin with the version.
const BEFORE: usize = 8;
/// The length of a text of the build, padded with NUL.
const TEXT: usize = 32;
/// The maximum distance from the last archetype to the texts of the build.
const REACH: usize = 4096;

/// The header of a film: the game's version, and the lists of components that the replication data is made of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct FilmHeader {
    /// The film's version. It equals the manifest's `film_major_version`.
    pub major_version: u32,
    /// The archetypes of the objects in the film, each with the names of its components in order. Some archetypes
    /// have no component.
    pub archetypes: Vec<Vec<String>>,
    /// The game's build; `None` if the film does not name it: the oldest ones do not.
    pub build: Option<FilmBuild>,
}

/// The game's build that recorded a film.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct FilmBuild {
    /// The version, as in `6.10026.19225.0`.
    pub version: String,
    /// The name, as in `HI_1_13_0`.
    pub name: String,
    /// The flavour, as in `release`.
    pub flavour: String,
}

impl FilmHeader {
    /// The header in an inflated chunk; `None` if the chunk is not a header.
    /// [`read_header`](super::read_header) also accepts compressed chunks.
    pub fn of_inflated(inflated: &[u8]) -> Option<Self> {
        let major_version = u32::from_le_bytes(*inflated.first_chunk()?);
        let rest = inflated.get(BEFORE..)?;
        let archetypes: Vec<Vec<String>> = rest.chunks_exact(ARCHETYPE).map_while(archetype).collect();
        let build = rest.get(archetypes.len() * ARCHETYPE..).and_then(build);
        archetypes
            .iter()
            .any(|components| !components.is_empty())
            .then_some(Self {
                major_version,
                archetypes,
                build,
            })
    }
}

/// The components of an archetype: entries with a name, then only zeros. `None` if the bytes are something else.
fn archetype(bytes: &[u8]) -> Option<Vec<String>> {
    let entries = bytes.chunks_exact(ENTRY);
    let names: Vec<String> = entries.map_while(|entry| text(entry.get(..NAME)?)).collect();
    let empty = bytes.get(names.len() * ENTRY..)?;
    empty.iter().all(|byte| *byte == 0).then_some(names)
}

/// The build: three texts, of which the second begins with `HI_`.
fn build(bytes: &[u8]) -> Option<FilmBuild> {
    let starts = (0..REACH).step_by(4);
    starts
        .map_while(|start| bytes.get(start..start + 3 * TEXT))
        .find_map(|texts| {
            let (version, rest) = texts.split_at_checked(TEXT)?;
            let (name, flavour) = rest.split_at_checked(TEXT)?;
            name.starts_with(b"HI_").then_some(())?;
            Some(FilmBuild {
                version: text(version)?,
                name: text(name)?,
                flavour: text(flavour)?,
            })
        })
}

/// A text of visible ASCII letters, padded with NUL; `None` for an empty text, or other bytes.
fn text(bytes: &[u8]) -> Option<String> {
    let length = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let text = bytes.get(..length).filter(|text| !text.is_empty())?;
    let text = str::from_utf8(text).ok()?;
    text.chars()
        .all(|letter| letter.is_ascii_graphic())
        .then(|| text.to_owned())
}
