//! `halo whoami`.

use halo_infinite_sandbox::Sandbox;

use crate::support::Halo;

#[test]
fn shows_the_demo_player_of_the_sandbox() {
    let whoami = Halo::in_sandbox().run("whoami --json all").json();
    assert_eq!(whoami["profile"], "sandbox");
    let home = Sandbox::start().unwrap();
    assert_eq!(whoami["gamertag"], home.world().home().gamertag());
    assert_eq!(whoami["xuid"], home.world().home().xuid().to_string());
}

#[test]
fn without_a_sign_in_the_code_is_4_and_the_advice_is_the_command() {
    for arguments in ["whoami", "whoami --offline", "--profile smurf whoami"] {
        let words = Halo::fresh().run(arguments).failure(4);
        assert!(words.contains("halo login"), "{words}");
    }
}
