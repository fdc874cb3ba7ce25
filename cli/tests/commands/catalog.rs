//! Failures that the commands of the game's catalogue share: playlists, search, asset, medals, seasons, operations, shop,
//! challenges, collection, spartan.

use std::fs;
#[cfg(unix)]
use std::{
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

#[cfg(unix)]
use halo_infinite_sandbox::Fault;
use halo_infinite_sandbox::Sandbox;

use crate::support::Halo;
#[cfg(unix)]
use crate::support::Run;

/// A run of each command.
const COMMANDS: [&str; 12] = [
    "playlists",
    "playlists quick play",
    "search aquarius",
    "asset map aquarius",
    "medals",
    "medals me",
    "seasons",
    "operations",
    "shop",
    "challenges",
    "collection",
    "spartan me",
];

/// The options that write files, and the files that they write.
const WRITERS: [&str; 5] = [
    "asset map aquarius --files",
    "medals --size small --sprites",
    "shop --pictures",
    "spartan --pictures",
    "spartan --card",
];

#[test]
fn without_a_sign_in_the_code_is_4_and_the_advice_is_the_command() {
    for arguments in COMMANDS {
        let words = Halo::fresh().run(arguments).failure(4);
        assert!(words.contains("halo login"), "{arguments}: {words}");
    }
}

#[test]
fn a_dead_network_is_one_line() {
    let sandbox = Sandbox::start().unwrap();
    let mut halo = Halo::at(&sandbox);
    halo.set("HALO_ENVIRONMENT", "http://127.0.0.1:9");
    for arguments in COMMANDS.into_iter().filter(|command| {
        // `me` needs a profile, and the tokens of variables have none.
        !["medals me", "shop", "challenges", "collection", "spartan me"].contains(command)
    }) {
        let words = halo.run(arguments).failure(1);
        assert_eq!(words.lines().count(), 1, "{arguments}: {words}");
        assert!(
            words.contains("does not accept connections"),
            "{arguments}: {words}"
        );
    }
}

#[test]
fn a_place_that_cannot_be_written_is_an_error_with_advice() {
    let halo = Halo::in_sandbox();
    let file = halo.home().join("file");
    fs::write(&file, "mine").unwrap();
    let place = file.join("below");
    for writer in WRITERS {
        let arguments = format!("{writer} {}", place.display());
        let words = halo.run(&arguments).failure(1);
        assert!(words.contains("choose another place"), "{arguments}: {words}");
        assert!(words.contains(&*file.to_string_lossy()), "{arguments}: {words}");
    }
    assert_eq!(fs::read(&file).unwrap(), b"mine");
    assert_eq!(files(&halo), 1);
}

#[test]
fn existing_files_are_replaced_by_force_alone() {
    let halo = Halo::in_sandbox();
    for (number, writer) in WRITERS.into_iter().enumerate() {
        let place = halo.home().join(format!("place-{number}"));
        let arguments = format!("{writer} {}", place.display());
        let saved = halo.run(&arguments);
        assert!(saved.err.contains("saved"), "{}", saved.err);
        saved.success();
        let words = halo.run(&arguments).failure(1);
        assert!(
            words.contains("exists") && words.contains("--force"),
            "{arguments}: {words}"
        );
        let quiet = halo.run(&format!("{arguments} --force --quiet"));
        assert_eq!(quiet.err, "");
        quiet.success();
    }
}

#[test]
fn force_without_files_is_wrong_use() {
    for arguments in [
        "asset map aquarius --force",
        "medals --force",
        "shop --force",
        "spartan --force",
    ] {
        let words = Halo::in_sandbox().run(arguments).failure(2);
        assert!(words.contains("--help"), "{arguments}: {words}");
    }
}

#[test]
fn what_only_its_owner_may_see_is_refused_with_advice() {
    let sandbox = Sandbox::start().unwrap();
    let other = sandbox.world().people()[7].xuid();
    let halo = Halo::in_sandbox();
    for (command, things) in [
        ("operations", "operations"),
        ("shop", "stores"),
        ("challenges", "challenges"),
        ("collection", "collection"),
    ] {
        let words = halo.run(&format!("{command} {other}")).failure(1);
        assert!(
            words.contains(&format!("the {things} of the signed-in player alone")),
            "{words}"
        );
        assert!(words.contains("`me`"), "{words}");
    }
}

#[test]
fn a_closed_account_has_no_spartan_id() {
    let sandbox = Sandbox::start().unwrap();
    let world = sandbox.world();
    let gamertag = world.people()[3].gamertag();
    sandbox.close_account(world.people()[3].xuid());
    let words = Halo::at(&sandbox).run_with(["spartan", gamertag]).failure(1);
    assert!(words.contains(gamertag), "{words}");
}

#[test]
fn the_fields_of_both_forms_are_in_the_help() {
    for (command, fields) in [
        ("playlists", ["playlist_id", "chance"]),
        ("medals", ["points", "count"]),
        ("collection", ["share", "acquired"]),
    ] {
        let help = Halo::fresh().run(&format!("{command} --help")).success();
        for field in fields {
            assert!(help.contains(&format!("\n  {field} ")), "{command}: {help}");
        }
    }
}

/// A list that Ctrl-C cut short must not pass for the whole one.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_list_with_130_and_prints_no_part_of_it() {
    let sandbox = Sandbox::start().unwrap();
    let slow = sandbox
        .faults()
        .on("/discovery_ugc/hi/playlists/")
        .nth(4)
        .answer(Fault::delay(Duration::from_secs(60)));
    let child = Halo::at(&sandbox)
        .command(["playlists"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let end = Instant::now() + Duration::from_secs(30);
    while slow.used() == 0 {
        assert!(Instant::now() < end, "the slow request was not sent");
        thread::sleep(Duration::from_millis(5));
    }
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .unwrap()
            .success()
    );
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!((run.code, run.out.as_str()), (130, ""), "{}", run.err);
}

fn files(halo: &Halo) -> usize {
    fs::read_dir(halo.home()).unwrap().count()
}
