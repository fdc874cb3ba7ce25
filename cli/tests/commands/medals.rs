//! `halo medals`.

use std::fs;

use halo_infinite_sandbox::Sandbox;

use crate::support::Halo;

#[test]
fn all_medals_with_the_rarest_first() {
    let halo = Halo::in_sandbox();
    let first = |text: String| text.lines().take(12).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!("medals in a pipe", first(halo.run("medals").success()));
    for width in [160, 80, 40] {
        insta::assert_snapshot!(
            format!("medals in a terminal of {width} columns"),
            first(halo.in_terminal(width, "medals --quiet"))
        );
    }
    let medals = halo.run("medals --json all").json();
    insta::assert_snapshot!("a medal as JSON", medals[0]);
    let rarities: Vec<_> = medals
        .as_array()
        .unwrap()
        .iter()
        .map(|medal| medal["rarity"].as_str().unwrap())
        .collect();
    let order = ["Mythic", "Legendary", "Heroic", "Normal"];
    assert!(rarities.is_sorted_by_key(|rarity| order.iter().position(|known| known == rarity).unwrap()));
}

#[test]
fn the_medals_of_a_player() {
    let halo = Halo::in_sandbox();
    let first = |text: String| text.lines().take(8).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!("earned medals in a pipe", first(halo.run("medals me").success()));
    for width in [80, 40] {
        insta::assert_snapshot!(
            format!("earned medals in a terminal of {width} columns"),
            first(halo.in_terminal(width, "medals me --quiet"))
        );
    }
    insta::assert_snapshot!(
        "an earned medal as JSON",
        halo.run("medals me --json all").json()[0]
    );
}

#[test]
fn names_are_in_the_chosen_language() {
    let halo = Halo::in_sandbox();
    let english = halo.run("medals --json name").json();
    let german = halo.run("medals --json name --language de-DE").json();
    assert_eq!(
        english.as_array().unwrap().len(),
        german.as_array().unwrap().len()
    );
    assert_ne!(english, german);
}

#[test]
fn a_player_who_does_not_exist_is_an_error() {
    let sandbox = Sandbox::start().unwrap();
    let words = Halo::at(&sandbox)
        .run_with(["medals", "Nobody At All"])
        .failure(1);
    assert!(words.contains("Nobody At All"), "{words}");
}

#[test]
fn the_pictures_are_cut_from_their_sheet() {
    let halo = Halo::in_sandbox();
    for (size, pixels) in [("small", 72_u32), ("medium", 128), ("large", 256)] {
        let folder = halo.home().join(size);
        let run = halo.run(&format!(
            "medals --json name --size {size} --sprites {}",
            folder.display()
        ));
        let medals = run.json().as_array().unwrap().len();
        let files: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        assert_eq!(files.len(), medals);
        let picture = fs::read(&files[0]).unwrap();
        // The header of a PNG file: signature, length and name of the first chunk, width, height.
        assert_eq!(&picture[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(picture[16..20], pixels.to_be_bytes());
        assert_eq!(picture[20..24], pixels.to_be_bytes());
    }
    assert!(halo.home().join("medium/killing-spree.png").exists());
}
