//! The player of the token, as `comms` knows them.

use crate::common::*;
use halo_infinite_sandbox::Sandbox;
use std::fs;

#[test]
fn the_player_is_that_of_the_token() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let me = get_json(&sandbox, "/comms/users/me");
    assert_eq!(keys(&me), ["xuid", "notificationsReadDate"]);
    assert_eq!(me["xuid"], sandbox.world().home().xuid().to_string());
    let read = text(&me["notificationsReadDate"]);
    assert!(read.starts_with("2026-") && read.ends_with('Z'), "{read}");
    assert_eq!(get_with(&sandbox, "/comms/users/me", &[]).status, 401);
}

#[test]
fn a_folder_of_captures_does_not_replace_the_player() {
    let folder = std::env::temp_dir().join(format!("halo-sandbox-{}-comms", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(
        folder.join("manifest.tsv"),
        "file\tmodel\tservice\tmethod\tpath\torigin\n",
    )
    .expect("a file");
    let sandbox = Sandbox::builder().captures(&folder).start().expect("a sandbox");
    let me = get_json(&sandbox, "/comms/users/me");
    assert_eq!(me["xuid"], sandbox.world().home().xuid().to_string());
    fs::remove_dir_all(&folder).expect("removed");
}
