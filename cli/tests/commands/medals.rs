//! `halo medals`.

use std::fs;

use halo_infinite_sandbox::{Answer, Sandbox};

use serde_json::{Value, json};

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

/// One thing has the same fields wherever it is shown.
#[test]
fn a_medal_is_the_same_in_all_commands() {
    let halo = Halo::in_sandbox();
    let medals = halo.run("medals me --json medal_id,name,rarity,count").json();
    let record = halo.run("record --json medals").json();
    for medal in record["medals"].as_array().unwrap() {
        assert!(medals.as_array().unwrap().contains(medal), "{medal}");
    }
    let game = halo.run("match last --json players").json();
    let medal = &game["players"][0]["medals"][0];
    let fields = |medal: &Value| -> Vec<String> { medal.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(fields(medal), fields(&record["medals"][0]));
}

#[test]
fn a_picture_outside_of_its_sheet_is_a_missing_part() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let mut metadata = halo.run("api gamecms_hacs.medal_metadata").json();
    let medals = metadata["medals"].as_array().unwrap().len();
    // The place of its picture is larger than a sheet, and than any number.
    metadata["medals"][0]["spriteIndex"] = json!(4_000_000);
    sandbox.answer_next("/gamecms_hacs/", Answer::new(200).json(metadata));
    let folder = halo.home().join("medals");
    let run = halo.run(&format!("medals --no-cache --sprites {}", folder.display()));
    let saved = format!("saved {} pictures", medals - 1);
    assert!(run.err.contains(&saved), "{}", run.err);
    run.incomplete("has no picture of");
    assert_eq!(fs::read_dir(folder).unwrap().count(), medals - 1);
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
