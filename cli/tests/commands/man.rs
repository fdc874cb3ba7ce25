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
        ".SH \"OPTIONS OF EVERY COMMAND\"",
        // The tables of the README.
        ".SH \"EXIT STATUS\"\n.TP\n\\fB0\\fR\ndone",
        "\\fB130\\fR\nended by Ctrl\\-C",
        ".SH ENVIRONMENT\n.TP\n\\fBHALO_HOME\\fR\na folder",
        ".SH FILES\n.TP\n\\fBconfig.toml\\fR\nLinux: \\fB~/.config/halo\\fR\n.br\nmacOS: ",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn a_page_of_a_command_has_its_own_options_and_keeps_the_lines_of_its_lists() {
    let halo = Halo::fresh();
    let folder = halo.home().join("pages");
    halo.run_with(["man", folder.to_str().unwrap()]).success();
    let page = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let history = page("halo-history.1");
    assert!(
        history.contains("\\-\\-map") && !history.contains("\\-\\-sandbox"),
        "{history}"
    );
    assert!(
        history.contains(" [\\fIoptions of every command\\fR]\n.SH DESCRIPTION"),
        "{history}"
    );
    assert!(
        history.contains(".TP\n\\fBmatch_id\\fR\nThe ID of the match\n.TP\n"),
        "{history}"
    );
    assert!(
        page("halo-film.1").contains(".SH \"Fields of --json with --save\"\n"),
        "{}",
        page("halo-film.1")
    );
    let decode = page("halo-decode.1");
    assert!(
        decode.contains(".SH EXAMPLES\n.nf\nhalo decode \\-\\-list playlist\nhalo decode MatchStats"),
        "{decode}"
    );
    assert!(decode.contains("\n.fi\n"), "{decode}");
    for entry in fs::read_dir(&folder).unwrap() {
        let page = fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!page.contains("EXTRA"), "{page}");
        assert_eq!(page.matches(".ds Aq '").count(), 1, "{page}");
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
