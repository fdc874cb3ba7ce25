//! The tables of README.md name what the command line has.

use super::command_line;

const README: &str = include_str!("../../README.md");

/// The texts in back quotes of a text.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The options of a text, without dashes.
fn options(text: &str) -> impl Iterator<Item = &str> {
    let words = quoted(text).flat_map(str::split_whitespace);
    let options = words.filter_map(|word| word.strip_prefix("--"));
    options.map(|option| option.trim_end_matches([',', ']', ':', '=']))
}

/// The long options of a command. Those of all commands are among them once clap has built the command line.
fn known(command: &clap::Command) -> Vec<&str> {
    command.get_arguments().filter_map(clap::Arg::get_long).collect()
}

#[test]
fn each_command_is_in_a_table() {
    for command in command_line().get_subcommands() {
        let name = format!("halo {}", command.get_name());
        let rows = README.lines().filter(|line| line.starts_with('|'));
        let is_named = rows
            .flat_map(quoted)
            .any(|text| text == name || text.starts_with(&format!("{name} ")));
        assert!(is_named, "{name}");
    }
}

#[test]
fn the_options_of_a_command_exist() {
    let mut line = command_line();
    line.build();
    for row in README.lines().filter(|line| line.starts_with("| `halo ")) {
        let names = quoted(row).filter_map(|text| text.strip_prefix("halo ")?.split(' ').next());
        let commands: Vec<_> = names
            .map(|name| {
                line.find_subcommand(name)
                    .unwrap_or_else(|| panic!("{name}: {row}"))
            })
            .collect();
        for option in options(row) {
            assert!(
                commands.iter().any(|command| known(command).contains(&option)),
                "--{option}: {row}"
            );
        }
    }
}

#[test]
fn every_option_that_is_named_exists() {
    let mut line = command_line();
    line.build();
    let all: Vec<_> = line.get_subcommands().flat_map(known).collect();
    // Cargo has others.
    let own = README
        .lines()
        .filter(|line| !line.contains("cargo "))
        .flat_map(options);
    for option in own {
        assert!(all.contains(&option), "--{option}");
    }
}

#[test]
fn each_option_of_all_commands_is_described() {
    let line = command_line();
    for option in known(&line) {
        assert!(options(README).any(|named| named == option), "--{option}");
    }
}

#[test]
fn each_variable_of_an_option_has_its_name() {
    let line = command_line();
    let rows: Vec<_> = README
        .lines()
        .filter(|line| line.starts_with("| `HALO_") && line.contains("` | as `--"))
        .collect();
    assert!(rows.len() > 5, "{rows:?}");
    for row in rows {
        let option = options(row).next().unwrap();
        let variable = format!("HALO_{}", option.to_uppercase().replace('-', "_"));
        assert!(known(&line).contains(&option), "--{option}");
        assert_eq!(quoted(row).next(), Some(variable.as_str()), "{row}");
    }
}
