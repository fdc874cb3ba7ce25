//! `halo man`.

use std::fs;
use std::process::Command;

use crate::support::Halo;

#[test]
fn the_page_of_the_program_has_its_parts() {
    let page = Halo::fresh().run("man").success();
    for part in [
        ".TH halo 1",
        ".SH NAME",
        ".SH SYNOPSIS",
        ".SH OPTIONS",
        ".SH SUBCOMMANDS",
        "halo\\-history(1)",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn each_command_has_a_page_that_man_can_read() {
    let halo = Halo::fresh();
    let folder = halo.home().join("pages");
    halo.run_with(["man", folder.to_str().unwrap()]).success();
    let line = halo.run("--help").success();
    let commands = line
        .split("Commands:\n")
        .nth(1)
        .unwrap()
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next());
    for command in commands.filter(|command| *command != "help") {
        let path = folder.join(format!("halo-{command}.1"));
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{command}: {error}"));
        assert!(
            page.contains(".SH NAME\n") && page.contains(".SH SYNOPSIS\n"),
            "{page}"
        );
        // Without the parser of man pages, their structure has to do.
        if let Ok(read) = Command::new("lexgrog").arg(&path).output() {
            assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        }
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error() {
    let halo = Halo::fresh();
    let file = halo.home().join("file");
    fs::write(&file, "").unwrap();
    let words = halo.run_with(["man", file.to_str().unwrap()]).failure(1);
    assert!(words.contains("cannot be written"), "{words}");
}

#[test]
fn existing_pages_are_replaced_by_force_alone() {
    let halo = Halo::fresh();
    let folder = halo.home().join("pages");
    fs::create_dir(&folder).unwrap();
    let page = folder.join("halo-history.1");
    fs::write(&page, "mine").unwrap();
    let arguments = ["man", folder.to_str().unwrap()];
    let words = halo.run_with(arguments).failure(1);
    assert!(words.contains("halo-history.1 exists"), "{words}");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    halo.run_with(arguments.iter().chain(&["--force"])).success();
    assert!(fs::read_to_string(&page).unwrap().contains(".SH NAME"));
}
