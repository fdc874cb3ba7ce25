//! `--offline` shows again what a command has read before.

use halo_infinite_sandbox::Sandbox;

use crate::support::Halo;

#[test]
fn what_a_command_has_read_is_shown_again_offline() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let home = sandbox.world().home();
    let (me, id) = (home.xuid(), sandbox.world().match_ids(home)[0]);
    for command in [
        format!("match last {me}"),
        format!("match {} {me}", &id.to_string()[..8]),
        format!("history {me} --all"),
        format!("record {me}"),
        format!("csr {me}"),
        format!("career {me}"),
        format!("medals {me}"),
        format!("players {me}"),
        format!("spartan {me}"),
        format!("film {id}"),
        "playlists".into(),
    ] {
        let online = halo.run(&command).success();
        assert!(!online.is_empty(), "{command}");
        sandbox.clear_requests();
        let offline = halo.run(&format!("{command} --offline")).success();
        assert_eq!(offline, online, "{command}");
        assert_eq!(sandbox.requests().len(), 0, "{command}");
    }
    // Online, the service is asked again.
    halo.run(&format!("match last {me}")).success();
    let is_history = |path: &str| path.ends_with("/matches");
    assert!(sandbox.requests().iter().any(|request| is_history(&request.path)));
    let words = halo.run("history 2533274800000001 --offline").failure(1);
    assert!(words.contains("without --offline"), "{words}");
}
