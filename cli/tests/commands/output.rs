//! The forms of the output, which all commands have.

use std::io::Read;
use std::process::Stdio;
use std::time::Duration;

use halo_infinite_sandbox::{Answer, Fault, LoggedRequest, Sandbox};
use serde_json::json;
use unicode_width::UnicodeWidthStr;

use crate::support::{Halo, Run};

#[test]
fn fields_filters_templates_and_separated_values() {
    let halo = Halo::in_sandbox();
    let first = halo.run("history -n 2 --json map,outcome").json()[0].clone();
    let names: Vec<_> = first.as_object().unwrap().keys().collect();
    assert_eq!(names, ["map", "outcome"]);
    let map = first["map"].as_str().unwrap();
    assert_eq!(
        halo.run("history -n 1 --jq .[0].map").success(),
        format!("{map}\n")
    );
    assert_eq!(
        halo.run_with(["history", "-n", "1", "--template", "{{ map }}!"])
            .success(),
        format!("{map}!\n")
    );
    let csv = halo.run("history -n 2 --csv").success();
    assert!(csv.starts_with("match_id,start,duration_seconds,map,"), "{csv}");
    assert_eq!(csv.lines().count(), 3);
    assert!(
        halo.run("history -n 1 --tsv")
            .success()
            .starts_with("match_id\tstart\t")
    );
}

#[test]
fn separated_values_of_a_match_and_a_film_have_the_rows_of_a_pipe() {
    let halo = Halo::in_sandbox();
    let players = halo.run("match last --csv").success();
    assert!(players.starts_with("player,xuid,is_bot,"), "{players}");
    let game = halo.run("match last --json players").json();
    let list = game["players"].as_array().unwrap();
    assert_eq!(players.lines().count(), 1 + list.len());
    for (line, player) in players.lines().skip(1).zip(list) {
        assert!(line.starts_with(player["player"].as_str().unwrap()), "{line}");
    }
    let events = halo.run("film last --tsv").success();
    assert!(
        events.starts_with("time_seconds\tplayer\txuid\tevent\t"),
        "{events}"
    );
    assert_eq!(
        events.lines().count(),
        1 + halo.run("film last").success().lines().count()
    );
    for text in [&players, &events] {
        assert!(!text.contains(['[', '{']), "{text}");
    }
    // Without events, the heading is there.
    let none = halo.run("film last --kind mode --player me --csv").success();
    assert_eq!(
        none.lines().next().map(|line| line.replace(',', "\t")).as_deref(),
        events.lines().next()
    );
    for command in ["match", "film"] {
        let help = halo.run(&format!("{command} --help")).success();
        assert!(help.contains("Columns of --csv and --tsv:\n"), "{help}");
    }
}

#[test]
fn a_wrong_field_lists_all_and_is_json_too() {
    let words = Halo::in_sandbox().run("history -n 1 --json mapp").failure(2);
    let error: serde_json::Value = serde_json::from_str(&words).unwrap();
    let message = error["error"]["message"].as_str().unwrap();
    assert!(
        message.contains("`mapp`") && message.contains("match_id"),
        "{message}"
    );
}

#[test]
fn colours_are_for_terminals_alone() {
    let mut halo = Halo::in_sandbox();
    assert!(!halo.run("history -n 3").success().contains('\u{1b}'));
    assert!(
        halo.run("history -n 3 --color always")
            .success()
            .contains('\u{1b}')
    );
    assert!(halo.in_terminal(100, "history -n 3").contains('\u{1b}'));
    assert!(
        !halo
            .in_terminal(100, "history -n 3 --color never")
            .contains('\u{1b}')
    );
    halo.set("CLICOLOR_FORCE", "0");
    assert!(!halo.run("history -n 3").success().contains('\u{1b}'));
    assert!(!halo.run("--help").success().contains('\u{1b}'));
    assert!(halo.in_terminal(100, "history -n 3").contains('\u{1b}'));
    halo.set("CLICOLOR_FORCE", "1");
    assert!(halo.run("history -n 3").success().contains('\u{1b}'));
    halo.set("NO_COLOR", "1");
    assert!(!halo.in_terminal(100, "history -n 3").contains('\u{1b}'));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Halo::in_sandbox()
        .command(["history", "-n", "60"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut words = String::new();
    child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
    assert_eq!((child.wait().unwrap().code(), words.as_str()), (Some(0), ""));
}

#[test]
fn an_option_counts_before_the_variable_of_another_one() {
    let mut halo = Halo::in_sandbox();
    for (name, value) in [
        ("HALO_PROFILE", "smurf"),
        ("HALO_ENVIRONMENT", "http://127.0.0.1:9"),
        ("HALO_CACHE", "cache"),
    ] {
        halo.set(name, value);
    }
    let me = halo.run("whoami --no-cache --json profile").json();
    assert_eq!(me["profile"], "sandbox");
}

#[test]
fn wrong_options_are_explained() {
    for arguments in ["histry", "history -n x"] {
        let words = Halo::in_sandbox().run(arguments).failure(2);
        assert!(words.contains("Usage:") || words.contains("--help"), "{words}");
    }
}

#[test]
fn options_exclude_each_other_on_both_sides_of_the_command() {
    let halo = Halo::fresh();
    for (arguments, option) in [
        ("history --csv --tsv", "--csv and --tsv exclude"),
        ("history --json map --template x", "--json and --template exclude"),
        ("--csv history --jq .", "--csv"),
        ("--json map history --csv", "--csv"),
        ("--offline history --no-cache", "--no-cache"),
        ("--sandbox history --offline", "--offline"),
    ] {
        let words = halo.run(arguments).failure(2);
        assert!(words.contains(option), "{arguments}: {words}");
    }
}

#[test]
fn fields_filters_and_templates_are_checked_before_anything_is_sent() {
    // Nobody is signed in, and the services cannot be reached.
    let halo = Halo::fresh();
    let field = halo.run("history --json mapp").failure(2);
    assert!(field.contains("`mapp`") && field.contains("match_id"), "{field}");
    assert!(halo.run("history --jq ((").failure(2).contains("--jq"));
    let template = ["history", "--template", "{{ map"];
    assert!(halo.run_with(template).failure(2).contains("--template"));
}

#[test]
fn wrong_arguments_are_json_if_json_is_asked_for() {
    for (arguments, message) in [
        (
            "history --json map --color x",
            "invalid value 'x' for '--color <WHEN>' [possible values: auto, always, never]",
        ),
        (
            "asset --json all",
            "the following required arguments were not provided: <KIND> <NAME>...",
        ),
    ] {
        let words = Halo::fresh().run(arguments).failure(2);
        let error: serde_json::Value = serde_json::from_str(&words).unwrap();
        assert_eq!(error["error"]["exit_code"], 2);
        assert_eq!(error["error"]["message"], message);
    }
}

#[test]
fn advice_names_options_and_variables_of_the_program() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let me = sandbox.world().home().xuid();
    for (status, code, words) in [(429, 1, "lower --rate"), (401, 4, "in HALO_SPARTAN_TOKEN")] {
        let refusals = sandbox
            .faults()
            .on("/stats/hi/")
            .always()
            .answer(Fault::status(status));
        let said = halo.run(&format!("history {me} --no-cache")).failure(code);
        assert!(said.contains(words), "{said}");
        assert!(
            !said.contains("requests_per_second") && !said.contains("sign in again"),
            "{said}"
        );
        refusals.remove();
    }
    // Notes have the same advice.
    sandbox.faults().on("/skill/").always().answer(Fault::status(429));
    let run = halo.run(&format!("match last {me} --no-cache"));
    assert!(
        run.err.contains("without the skill: ") && run.err.contains("lower --rate"),
        "{}",
        run.err
    );
}

#[test]
fn a_negative_number_is_a_wrong_value_and_no_option() {
    let halo = Halo::in_sandbox();
    for (arguments, words) in [
        (
            "history -n -1",
            "'-1' for '--count <N>': write a whole number from 1",
        ),
        ("history -n x", "write a whole number from 1"),
        ("search map fire --count -1", "write a whole number from 1"),
        (
            "search map fire --rating -1",
            "--rating: -1 is not from 0 to 5 stars",
        ),
        ("watch --count -1", "write a whole number from 1"),
        ("watch --interval -5", "-5 is not in 1..=86400"),
        ("collection --missing -n 0", "write a whole number from 1"),
        ("career --matches -1", "-1 is not in 0..=100"),
        ("sandbox --matches -1", "write a whole number from 0"),
        ("--rate -1 history", "--rate: -1 is not a rate"),
        ("history --sandbox-matches -1", "write a whole number from 0"),
    ] {
        let said = halo.run(arguments).failure(2);
        assert!(said.contains(words), "{arguments}: {said}");
    }
}

#[test]
fn blanks_around_fields_do_not_count_and_an_empty_field_is_explained() {
    let halo = Halo::in_sandbox();
    let fields = |fields: &str| halo.run_with(["history", "-n", "1", "--json", fields]);
    assert_eq!(fields("map, outcome ").success(), fields("map,outcome").success());
    for empty in ["", " ", "map,"] {
        let said = fields(empty).failure(2);
        assert!(said.contains("write `all`"), "{empty}: {said}");
    }
}

#[test]
fn explanations_are_beside_the_data_of_a_pipe() {
    let run = Halo::in_sandbox().run("record --explain");
    assert!(run.err.contains("KDA: kills"), "{}", run.err);
    assert!(!run.success().contains("KDA: kills"));
}

#[test]
fn wrong_settings_name_their_option() {
    for (arguments, words) in [
        ("history --rate 0", "--rate: 0 is not a rate: choose between"),
        (
            "history --language xx",
            "--language: the services have no names in `xx`",
        ),
        (
            "history --language zz-!!",
            "--language: `zz-!!` is not a language tag",
        ),
        (
            "history --sandbox-matches 1000000000",
            "--sandbox-matches: a sandbox has at most",
        ),
    ] {
        let said = Halo::in_sandbox().run(arguments).failure(2);
        assert!(said.contains(words) && !said.contains("unlimited"), "{said}");
    }
    let mut halo = Halo::in_sandbox();
    halo.set("HALO_CONFIG", "/nowhere/config.toml");
    let said = halo.run("history").failure(1);
    assert!(said.contains("/nowhere/config.toml cannot be read"), "{said}");
}

#[test]
fn a_language_needs_no_region_and_an_unknown_one_has_a_note() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let home = sandbox.world().home().xuid();
    let run = halo.run(&format!("history {home} -n 1 --language de"));
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let asked = sandbox.take_requests();
    let german = ("accept-language".to_owned(), "de-DE".to_owned());
    let is_german = |request: &LoggedRequest| request.headers.contains(&german);
    assert!(asked.iter().any(is_german));
    let run = halo.run(&format!("history {home} -n 1 --language xx-YY"));
    assert_eq!(run.code, 0);
    assert!(
        run.err.contains("not known to have names in xx-YY"),
        "{}",
        run.err
    );
}

#[test]
fn an_invalid_filter_has_a_short_error() {
    let said = Halo::in_sandbox().run_with(["history", "--jq", ".[] | nonsense"]);
    let said = said.failure(2);
    let error: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        error["error"]["message"],
        "--jq: this is not a jq filter: there is no filter `nonsense` at character 7"
    );
    let csv = Halo::in_sandbox().run_with(["history", "-n", "1", "--jq", ".[] | [.map, .kills] | @csv"]);
    assert!(csv.success().starts_with('"'));
}

#[test]
fn commands_without_records_refuse_output_options() {
    let halo = Halo::fresh();
    for command in ["demo", "man", "completions bash"] {
        for option in ["--json all", "--jq .", "--template x", "--csv", "--tsv"] {
            let words = halo.run(&format!("{command} {option}")).failure(2);
            assert!(words.contains("prints no records"), "{command} {option}: {words}");
        }
    }
}

/// Characters that control a terminal, or turn the direction of its text.
const HARMFUL: [char; 8] = [
    '\u{1b}', '\u{7}', '\u{9b}', '\u{7f}', '\u{202e}', '\u{61c}', '\u{2028}', '\u{2029}',
];

#[test]
fn names_of_the_services_do_not_control_the_terminal() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let home = sandbox.world().home().xuid();
    let hostile: String = HARMFUL.iter().collect();
    let gamertag = format!("a{hostile}b");
    for (form, pipe_keeps_all) in [
        ("", false),
        ("--json all", false),
        ("--jq .[].gamertag", true),
        ("--jq {(1):.[].gamertag}", true),
        ("--template {{gamertag}}", true),
        ("--csv", true),
        ("--tsv", true),
    ] {
        let name_it = || {
            let users = json!([{ "xuid": home.to_string(), "gamertag": gamertag }]);
            sandbox.answer_next("/profile/", Answer::new(200).json(users));
        };
        let line = format!("players {home} --no-cache --color never {form}");
        name_it();
        let shown = halo.in_terminal(200, &line);
        assert!(!shown.contains(HARMFUL), "{form}: {shown:?}");
        assert!(shown.contains('a') && shown.contains('b'), "{form}: {shown:?}");
        name_it();
        let piped = halo.run(&line).success();
        assert_eq!(piped.contains('\u{202e}'), pipe_keeps_all, "{form}: {piped:?}");
    }
}

#[test]
fn notes_do_not_control_the_terminal() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let words = halo
        .run_with(["asset", "map", "no\u{1b}[2J\u{202e}thing"])
        .failure(1);
    assert!(words.contains("thing") && !words.contains(HARMFUL), "{words:?}");
}

#[test]
fn a_missing_value_is_nothing_in_a_template() {
    let filled = Halo::in_sandbox().run_with(["history", "-n", "1", "--template", "[{{ kills }}]"]);
    assert_eq!(filled.success(), "[]\n");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let halo = Halo::in_sandbox();
    let file = halo.home().join("privacy.json");
    let payload = r#"{"MatchmadeGames": 1, "OtherGames": 2, "New": {"Field": 1}}"#;
    std::fs::write(&file, payload).unwrap();
    let picture = halo.home().join("tour.svg");
    let demo = format!("demo --output {} --force", picture.display());
    let decode = format!("decode MatchesPrivacy {}", file.display());
    let commands = [
        "api --list film",
        "api stats.match_history --describe",
        "asset map Aquarius",
        "career",
        "challenges",
        "collection",
        "csr",
        &decode,
        &demo,
        "doctor",
        "film",
        "history -n 5 --stats",
        "login",
        "match last --events",
        "medals me",
        "operations",
        "players me Rook0042",
        "playlists Fiesta",
        "record",
        "search map fire",
        "seasons",
        "shop",
        "spartan",
        "whoami",
    ];
    let mut too_wide = Vec::new();
    for command in commands {
        for width in [40, 80] {
            let shown = halo.in_terminal(width, &format!("{command} --quiet --color never"));
            let lines = shown.lines().filter(|line| line.width() > width.into());
            too_wide.extend(lines.map(|line| format!("{width} {command}: {line}")));
        }
    }
    assert!(too_wide.is_empty(), "{}", too_wide.join("\n"));
}

#[test]
fn options_of_colour_reach_the_help_and_its_errors() {
    let halo = Halo::fresh();
    for (arguments, code) in [("--help", 0), ("history --nonsense", 2)] {
        let run = |color: &str| {
            let run = halo.run(&format!("--color {color} {arguments}"));
            assert_eq!(run.code, code);
            run.out + &run.err
        };
        assert!(run("always").contains('\u{1b}'), "{arguments}");
        assert!(!run("auto").contains('\u{1b}'), "{arguments}");
        let shown = |color: &str| {
            let shown = halo.shown(100, &format!("{arguments} --color={color}"), "");
            assert_eq!(shown.code, code);
            shown.text
        };
        assert!(shown("auto").contains('\u{1b}'), "{arguments}");
        assert!(!shown("never").contains('\u{1b}'), "{arguments}");
    }
}

#[test]
fn progress_is_for_terminals_alone_and_is_gone_in_the_end() {
    let sandbox = Sandbox::start().unwrap();
    let slow = Fault::delay(Duration::from_millis(400));
    sandbox.faults().on("/stats/hi/matches/").always().answer(slow);
    let halo = Halo::at(&sandbox);
    let line = format!(
        "history {} -n 7 --stats --no-cache",
        sandbox.world().home().xuid()
    );
    // The bar has the number of steps.
    let shown = halo.shown(100, &line, "");
    assert_eq!(shown.code, 0, "{}", shown.text);
    assert!(shown.text.contains("/7"), "{:?}", shown.text);
    assert!(!shown.screen.contains("/7"), "{}", shown.screen);
    assert!(shown.screen.starts_with("played"), "{}", shown.screen);
    for option in ["--quiet", "--verbose"] {
        let shown = halo.in_terminal(100, &format!("{line} {option}"));
        assert!(!shown.contains("/7 "), "{option}: {shown:?}");
        assert!(!shown.contains("\u{1b}[2K"), "{option}: {shown:?}");
    }
    assert_eq!(halo.run(&line).err, "");
}

#[test]
fn a_slow_request_has_a_spinner_on_terminals_alone() {
    let sandbox = Sandbox::start().unwrap();
    let slow = || Fault::delay(Duration::from_millis(700));
    let halo = Halo::at(&sandbox);
    let me = sandbox.world().home().xuid();
    let spinner = "waiting for the services";
    for (path, line) in [
        ("/stats/hi/players/", format!("history {me} -n 2")),
        ("/skill/", format!("match last {me}")),
        ("/profile/", "players Rook0042".to_owned()),
        ("/stats/hi/players/", format!("api stats.match_history {me}")),
    ] {
        let faults = sandbox.faults();
        faults.on(path).always().answer(slow());
        let line = format!("{line} --no-cache");
        let shown = halo.shown(100, &line, "");
        assert_eq!(shown.code, 0, "{}", shown.text);
        assert!(shown.text.contains(spinner), "{line}: {:?}", shown.text);
        assert!(!shown.screen.contains(spinner), "{}", shown.screen);
        for option in ["--quiet", "--verbose"] {
            let shown = halo.in_terminal(100, &format!("{line} {option}"));
            assert!(!shown.contains(spinner), "{option}: {shown:?}");
        }
        assert_eq!(halo.run(&line).err, "");
    }
}

#[test]
fn progress_does_not_wrap_on_a_narrow_terminal() {
    let sandbox = Sandbox::start().unwrap();
    let slow = Fault::delay(Duration::from_millis(400));
    sandbox.faults().on("/stats/hi/matches/").always().answer(slow);
    let halo = Halo::at(&sandbox);
    let me = sandbox.world().home().xuid();
    let shown = halo.shown(
        40,
        &format!("career {me} --matches 7 --no-cache --color never"),
        "",
    );
    let bars: Vec<_> = shown
        .text
        .split(['\r', '\n'])
        .filter(|line| line.contains("/7"))
        .collect();
    assert!(!bars.is_empty(), "{:?}", shown.text);
    for bar in bars {
        let bar = bar.rsplit("\u{1b}[2K").next().unwrap();
        assert!(bar.trim_end().width() < 40, "{bar:?}");
    }
}

#[test]
fn a_terminal_without_columns_has_the_usual_width() {
    let mut halo = Halo::in_sandbox();
    let usual = halo.in_terminal(80, "history -n 3");
    for columns in ["0", "-1", "x"] {
        halo.set("COLUMNS", columns);
        assert_eq!(halo.in_terminal(0, "history -n 3"), usual, "{columns}");
    }
    halo.set("COLUMNS", "40");
    assert_ne!(halo.in_terminal(0, "history -n 3"), usual);
}

#[test]
fn progress_is_gone_before_missing_parts_are_reported() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let sheet = halo.home().join("sheet.png");
    let place = sheet.to_str().unwrap();
    let path = "medals/images/medal_sheet_sm.png";
    let read = ["api", "gamecms_hacs.waypoint_file", path, "-o", place];
    halo.run_with(read).success();
    // The lower medals are missing, and the bar is shown after the first one.
    let image = image::open(&sheet).unwrap();
    let mut half = std::io::Cursor::new(Vec::new());
    image
        .crop_imm(0, 0, image.width(), image.height() / 2)
        .write_to(&mut half, image::ImageFormat::Png)
        .unwrap();
    let answer = Answer::new(200).body(half.into_inner());
    let slow = Fault::delay(Duration::from_millis(400)).of(answer);
    let faults = sandbox.faults();
    faults
        .on("/gamecms_hacs/hi/Waypoint/file/medals/images/")
        .always()
        .answer(slow);
    let me = sandbox.world().home().xuid();
    let line = |folder: &str| {
        let folder = halo.home().join(folder);
        format!(
            "medals {me} --no-cache --size small --sprites {} --template {{{{name}}}}",
            folder.display()
        )
    };
    let piped = halo.run(&line("piped")).err;
    let shown = halo.shown(150, &line("shown"), "");
    assert!(shown.text.contains('░'), "{:?}", shown.text);
    assert!(!shown.screen.contains(['░', '█']), "{}", shown.screen);
    let mut count = 0;
    for missing in piped.lines().filter(|line| line.contains("has no picture of")) {
        let is_whole = |line: &str| line.trim_end() == missing;
        assert!(shown.screen.lines().any(is_whole), "{missing}: {}", shown.screen);
        count += 1;
    }
    assert!(count > 2, "{piped}");
}

/// Runs the program with a redirection of a shell, such as `2>&-`.
#[cfg(unix)]
fn redirected(halo: &Halo, arguments: &str, redirection: &str) -> Run {
    let program = halo.command(arguments.split_whitespace());
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &format!("exec \"$@\" {redirection}"), "sh"]);
    shell.arg(program.get_program()).args(program.get_args());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    Run::of(shell.output().unwrap())
}

#[cfg(unix)]
#[test]
fn a_standard_error_that_takes_nothing_does_not_stop_a_command() {
    let halo = Halo::in_sandbox();
    let expected = halo.run("history -n 2").success();
    for redirection in ["2>&-", "2>/dev/full"] {
        if redirection.ends_with("full") && !std::path::Path::new("/dev/full").exists() {
            continue;
        }
        let run = redirected(&halo, "history -n 2 -v", redirection);
        assert_eq!(
            (run.code, run.out.as_str()),
            (0, expected.as_str()),
            "{redirection}"
        );
        let failed = redirected(&halo, "history --rate 0", redirection);
        assert_eq!((failed.code, failed.out.as_str()), (2, ""), "{redirection}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let halo = Halo::in_sandbox();
    for command in [
        "history -n 2",
        "history -n 2 --json all",
        "history -n 2 --csv",
        "api waypoint.csr_image diamond_4",
        "completions bash",
        "man",
        "demo",
        "--help",
        "--version",
    ] {
        let run = redirected(&halo, command, ">/dev/full");
        assert_eq!(run.code, 1, "{command}: {}", run.err);
        assert!(
            run.err.contains("the standard output cannot be written"),
            "{command}: {}",
            run.err
        );
    }
}
