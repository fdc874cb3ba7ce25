//! The program, started as a user starts it.

#[path = "../common/mod.rs"]
mod common;
mod process;
mod start_page;

use common::agent;
use process::{Folder, Program, run};
use serde_json::Value;
use std::fs;

fn status(url: &str, token: Option<&str>) -> u16 {
    let mut request = agent().get(url).header("accept", "application/json");
    if let Some(token) = token {
        request = request.header("x-343-authorization-spartan", token);
    }
    request.call().expect("a response").status().as_u16()
}

fn text<'a>(info: &'a Value, field: &str) -> &'a str {
    info[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field} in {info:#}"))
}

#[test]
fn it_says_where_it_listens_and_describes_itself_in_a_file() {
    let folder = Folder::new("info");
    let file = folder.path("info.json");
    let program = Program::start(&["--seed", "7", "--matches", "12", "--info", &file]);
    let info: Value = serde_json::from_str(&fs::read_to_string(&file).expect("the file")).expect("JSON");
    assert_eq!(text(&info, "base"), program.url);
    assert_eq!(info["matches"].as_array().map(Vec::len), Some(12));
    assert_eq!(info["home"], info["people"][0]);
    let count = format!(
        "{}/hi/players/xuid({})/matches/count",
        text(&info["hosts"], "halostats.svc.halowaypoint.com"),
        text(&info["home"], "xuid")
    );
    assert_eq!(status(&count, Some(text(&info, "spartan"))), 200);
    assert_eq!(status(&count, None), 401);
}

#[test]
fn the_same_seed_describes_the_same_world() {
    let folder = Folder::new("seed");
    let [first, second] = ["first.json", "second.json"].map(|name| {
        let file = folder.path(name);
        let _program = Program::start(&["--seed", "7", "--matches", "12", "--info", &file]);
        let info: Value = serde_json::from_str(&fs::read_to_string(&file).expect("the file")).expect("JSON");
        [
            info["people"].clone(),
            info["matches"].clone(),
            info["client_secret"].clone(),
        ]
    });
    assert_eq!(first, second);
}

#[test]
fn a_port_that_is_taken_is_an_error_that_names_it() {
    let program = Program::start(&[]);
    let port = program.url.rsplit_once(':').expect("a port").1;
    let (code, _, errors) = run(&["--port", port]);
    assert_eq!(code, Some(1));
    assert!(errors.contains(&format!("port {port}")), "{errors}");
}

#[test]
fn a_fault_script_is_applied() {
    let folder = Folder::new("faults");
    let file = folder.path("faults.json");
    let script =
        r#"{ "rules": [{ "on": "/profile/", "nth": 2, "faults": [{ "response": { "status": 503 } }] }] }"#;
    fs::write(&file, script).expect("a file");
    let program = Program::start(&["--faults", &file]);
    let me = format!("{}/profile/users/me", program.url);
    assert_eq!(
        [status(&me, None), status(&me, None), status(&me, None)],
        [401, 503, 401]
    );
}

#[test]
fn wrong_arguments_and_files_are_errors_that_name_the_problem() {
    let folder = Folder::new("wrong");
    let script = folder.path("faults.json");
    fs::write(
        &script,
        r#"{ "rules": [{ "on": "/", "tims": 2, "faults": [] }] }"#,
    )
    .expect("a file");
    let missing = folder.path("nowhere/info.json");
    for (arguments, code, problem) in [
        (vec!["--faults", script.as_str()], 1, "unknown field `tims`"),
        (vec!["--faults", "/nowhere.json"], 1, "/nowhere.json"),
        (vec!["--captures", "/nowhere"], 1, "manifest.tsv"),
        (vec!["--info", missing.as_str()], 1, "nowhere"),
        (vec!["--matches", "100001"], 1, "at most 100000 matches"),
        (vec!["--consent", "perhaps"], 2, "ask, accept or decline"),
        (vec!["--nonsense"], 2, "--help"),
    ] {
        let (exit_code, _, errors) = run(&arguments);
        assert_eq!(exit_code, Some(code), "{arguments:?}: {errors}");
        assert!(errors.contains(problem), "{arguments:?}: {errors}");
    }
}

#[test]
#[cfg(unix)]
fn the_description_never_replaces_a_link_or_a_folder() {
    let folder = Folder::new("links");
    let (file, link) = (folder.path("file.json"), folder.path("link.json"));
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    let program = Program::start(&["--info", &link]);
    assert!(fs::symlink_metadata(&link).expect("the link").is_symlink());
    let info: Value = serde_json::from_str(&fs::read_to_string(&file).expect("the file")).expect("JSON");
    assert_eq!(text(&info, "base"), program.url);

    let inner = folder.path("inner");
    fs::create_dir(&inner).expect("a folder");
    let (exit_code, _, errors) = run(&["--info", &inner]);
    assert_eq!(exit_code, Some(1), "{errors}");
    let names = fs::read_dir(folder.path("")).expect("the folder");
    assert_eq!(names.count(), 3, "a file was left behind");
}

#[test]
fn verbose_prints_a_line_for_each_request_without_tokens() {
    let program = Program::start(&["-v"]);
    let token = "a-token-in-the-wrong-place";
    assert_eq!(
        status(&format!("{}/profile/users/me", program.url), Some(token)),
        401
    );
    let line = program.next_error_line();
    assert!(line.starts_with("GET /profile/users/me 401 "), "{line}");
    assert!(!line.contains(token), "{line}");
}

#[test]
fn captures_are_served() {
    let folder = Folder::new("captures");
    let manifest = "file\tmodel\tservice\tmethod\tpath\torigin\n\
                    match.json\tMatchStats\tstats\tGET\t/hi/matches/{matchId}/stats\tx\n";
    fs::write(folder.path("manifest.tsv"), manifest).expect("a file");
    let stats = r#"{"MatchId":"aaaa","Players":[{"PlayerId":"xuid(2533274800000007)"}]}"#;
    fs::write(folder.path("match.json"), stats).expect("a file");
    let file = folder.path("info.json");
    let program = Program::start(&["--captures", &folder.path(""), "--info", &file]);
    let info: Value = serde_json::from_str(&fs::read_to_string(&file).expect("the file")).expect("JSON");
    assert_eq!(text(&info["home"], "xuid"), "2533274800000007");
    assert_eq!(info["people"].as_array().map(Vec::len), Some(1));
    assert_eq!(info["matches"], serde_json::json!(["aaaa"]));
    let stats = format!("{}/stats/hi/matches/aaaa/stats", program.url);
    assert_eq!(status(&stats, Some(text(&info, "spartan"))), 200);
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it() {
    let program = Program::start(&[]);
    program.interrupt();
    program.ended();
}

#[test]
fn help_and_version_go_to_the_standard_output() {
    for (argument, expected) in [("--help", "--captures"), ("--version", env!("CARGO_PKG_VERSION"))] {
        let (code, output, _) = run(&[argument]);
        assert_eq!(code, Some(0));
        assert!(output.contains(expected), "{output}");
    }
}
