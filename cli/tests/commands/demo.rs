//! `halo demo`.

use crate::support::Halo;

#[test]
fn the_tour_needs_nothing_and_shows_the_last_match() {
    let halo = Halo::fresh();
    let picture = halo.home().join("tour.svg");
    let shown = halo
        .run_with(["demo".as_ref(), "--output".as_ref(), picture.as_os_str()])
        .success();
    for part in [
        "Sandbox Spartan",
        "$ halo --sandbox history",
        "EAGLE: Win",
        "Medals",
        "tour.svg",
        "halo login",
    ] {
        assert!(shown.contains(part), "{part} is missing in {shown}");
    }
    assert!(!shown.contains('\t'), "{shown}");
    assert!(std::fs::read_to_string(&picture).unwrap().starts_with("<svg"));
    let again = ["demo".as_ref(), "--output".as_ref(), picture.as_os_str()];
    assert!(halo.run_with(again).failure(1).contains("--force"));
}

#[test]
fn a_picture_that_cannot_be_saved_is_an_error_with_its_place() {
    let run = Halo::fresh().run("demo --output /nowhere/tour.svg");
    assert_eq!(run.code, 1);
    assert!(run.err.contains("/nowhere/tour.svg"), "{}", run.err);
}

#[test]
fn the_picture_is_kept_in_a_folder_of_the_user() {
    let mut halo = Halo::fresh();
    let shared = tempfile::tempdir().unwrap();
    halo.set("TMPDIR", shared.path().to_str().unwrap());
    for _ in 0..2 {
        halo.run("demo").success();
    }
    let picture = halo.home().join("demo.svg");
    assert!(std::fs::read_to_string(picture).unwrap().starts_with("<svg"));
    assert_eq!(std::fs::read_dir(shared.path()).unwrap().count(), 0);
}
