//! `halo completions`.

use std::process::Command;

use crate::support::Halo;

#[test]
fn each_shell_has_completions_of_all_commands() {
    let halo = Halo::fresh();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = halo.run(&format!("completions {shell}")).success();
        for word in ["history", "completions", "sandbox-matches"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let words = halo.run("completions tcsh").failure(2);
    assert!(words.contains("powershell"), "{words}");
}

#[test]
fn bash_completes_a_command() {
    let script = Halo::fresh().run("completions bash").success();
    // What bash does when the player presses Tab after `halo hist`.
    let tab = "COMP_WORDS=(halo hist); COMP_CWORD=1; _halo halo hist halo; echo \"${COMPREPLY[@]}\"";
    let bash = Command::new("bash")
        .args(["-c", &format!("{script}\n{tab}")])
        .output();
    // Windows and some build machines have no bash.
    let Ok(bash) = bash else { return };
    let err = String::from_utf8_lossy(&bash.stderr).into_owned();
    assert_eq!(String::from_utf8(bash.stdout).unwrap(), "history\n", "{err}");
}

#[test]
fn bash_knows_the_names_of_endpoints_and_models_which_the_help_leaves_out() {
    let halo = Halo::fresh();
    let script = halo.run("completions bash").success();
    for (command, name) in [("api", "stats.match_history"), ("decode", "MatchStats")] {
        let words: Vec<_> = script.split_whitespace().collect();
        assert!(words.contains(&name), "{name}");
        let help = halo.run(&format!("{command} --help")).success();
        assert!(!help.contains("possible values"), "{help}");
        let listed = halo.run(&format!("{command} --list")).success();
        let names = listed.lines().filter_map(|line| line.split('\t').next());
        let shown = names.filter(|name| help.contains(name)).count();
        assert!(shown < 10, "{shown}: {help}");
    }
}
