//! The headers of films.

use halo_infinite::film::{self, FilmHeader};

use super::writer::{archetype, build};

const COMPONENTS: [&str; 2] = ["low-frequency", "object-body-vitality-component"];

fn start(version: u32) -> Vec<u8> {
    [version.to_le_bytes(), [27, 0, 0, 0]].concat()
}

#[test]
fn the_version_the_components_and_the_build_are_read() {
    for table in [0, 4, 492, 3900] {
        let header = [
            start(41),
            archetype(&COMPONENTS),
            archetype(&[]),
            archetype(&["a"; 64]),
            vec![5; table],
            build(["6.10026.19225.0", "HI_1_13_0", "release"]),
            vec![0xff; 20_000],
        ]
        .concat();
        let header = film::read_header(&header).unwrap().unwrap();
        assert_eq!(header.major_version, 41);
        assert_eq!(header.archetypes.len(), 3);
        assert_eq!(header.archetypes[0], COMPONENTS);
        assert!(header.archetypes[1].is_empty());
        assert_eq!(header.archetypes[2].len(), 64);
        let build = header.build.unwrap();
        assert_eq!(
            [build.version, build.name, build.flavour],
            ["6.10026.19225.0", "HI_1_13_0", "release"]
        );
    }
}

#[test]
fn a_header_without_a_build_is_read() {
    let no_build = [
        vec![],
        vec![5; 8000],
        build(["6.1", "XX_1", "release"]),
        build(["", "HI_1", "release"]),
        build(["6.1\u{1}", "HI_1", "release"]),
        [vec![5; 4100], build(["6.1", "HI_1_13_0", "release"])].concat(),
    ];
    for rest in no_build {
        let header = [start(30), archetype(&COMPONENTS), rest].concat();
        let header = FilmHeader::of_inflated(&header).unwrap();
        assert_eq!((header.major_version, header.build), (30, None));
    }
}

#[test]
fn other_chunks_are_no_headers() {
    let mut longer = archetype(&COMPONENTS);
    longer[2 * 260 + 300] = 1;
    for chunk in [
        vec![],
        start(41),
        [start(41), vec![0; 100_000]].concat(),
        [start(41), archetype(&COMPONENTS)[..16_639].to_vec()].concat(),
        [start(41), longer].concat(),
        [start(41), archetype(&["\u{7f}x"])].concat(),
    ] {
        assert_eq!(film::read_header(&chunk).unwrap(), None);
    }
}
