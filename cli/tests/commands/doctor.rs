//! `halo doctor`.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use halo_infinite_sandbox::{Answer, Consent, Fault, Sandbox};
use rcgen::{CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair};
use serde_json::Value;

use crate::support::Halo;

/// The findings of a run, and its exit code.
fn findings(halo: &Halo, arguments: &str) -> (Vec<Value>, i32) {
    let run = halo.run(&format!("doctor --json all {arguments}"));
    let findings: Vec<Value> = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
    (findings, run.code)
}

/// The status and all words of a check.
fn check<'f>(findings: &'f [Value], name: &str) -> (&'f str, String) {
    let finding = findings
        .iter()
        .find(|finding| finding["check"] == name)
        .unwrap_or_else(|| panic!("{name}: {findings:#?}"));
    let advice = finding["advice"].as_str().unwrap_or_default();
    let words = format!("{}: {advice}", finding["detail"].as_str().unwrap());
    (finding["status"].as_str().unwrap(), words)
}

#[test]
fn the_sandbox_is_well() {
    let halo = Halo::in_sandbox();
    let (findings, code) = findings(&halo, "");
    assert_eq!(code, 0, "{findings:#?}");
    for name in [
        "configuration",
        "proxy",
        "host 127.0.0.1",
        "services",
        "clock",
        "Microsoft",
        "app registration",
        "tokens",
    ] {
        assert_eq!(check(&findings, name).0, "ok", "{name}: {findings:#?}");
    }
    let (_, words) = check(&findings, "app registration");
    assert!(words.contains("the sandbox knows it"), "{words}");
    let shown = halo.in_terminal(80, "doctor --color never");
    assert!(
        shown.contains("host 127.0.0.1") && shown.contains("reached in"),
        "{shown}"
    );
    // Nothing is shortened.
    assert!(
        shown
            .replace(char::is_whitespace, " ")
            .contains("does not exist, and need not"),
        "{shown}"
    );
    let narrow = halo.in_terminal(40, "doctor --color never");
    assert!(narrow.contains("ok") && narrow.contains("clock"), "{narrow}");
}

#[test]
fn a_signed_in_player_is_well_and_another_one_gets_the_command() {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    let halo = Halo::without_browser(&sandbox);
    let (before, code) = findings(&halo, "");
    assert_eq!(code, 0, "{before:#?}");
    let (status, words) = check(&before, "app registration");
    assert!(status == "warning" && words.contains("halo login"), "{words}");
    // Looking leaves nothing behind.
    assert_eq!(fs::read_dir(halo.home()).unwrap().count(), 0);

    halo.sign_in(&sandbox, "").success();
    halo.run("history -n 1").success();
    let (after, code) = findings(&halo, "");
    assert_eq!(code, 0, "{after:#?}");
    for (name, words) in [
        ("app registration", "Microsoft knows it"),
        ("tokens", "renewed by themselves"),
        ("profile", "main, in "),
        ("database", "cached responses"),
        ("database", " KB, undamaged"),
        // For programs, times are in UTC.
        ("tokens", "Z, renewed"),
    ] {
        let (status, detail) = check(&after, name);
        assert!(status == "ok" && detail.contains(words), "{name}: {detail}");
    }
    assert!(halo.run("doctor").success().contains("Z, renewed"));
    let shown = halo.in_terminal(160, "doctor --color never");
    assert!(
        shown.contains(", renewed") && !shown.contains("Z, renewed"),
        "{shown}"
    );
    let (offline, code) = findings(&halo, "--offline");
    assert_eq!(code, 0, "{offline:#?}");
    assert!(check(&offline, "network").1.contains("--offline"));
    assert!(check(&offline, "tokens").1.contains("renewable"));
}

#[test]
fn responses_that_are_none_of_the_services_are_found() {
    let rubbish: [fn() -> Fault; 3] = [
        Fault::html_page,
        || Answer::new(200).json(serde_json::json!({ "a": 1 })).into(),
        || Fault::redirect(302, "http://portal.example.com/"),
    ];
    for fault in rubbish {
        let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
        let halo = Halo::without_browser(&sandbox);
        halo.sign_in(&sandbox, "").success();
        sandbox.faults().on("/").always().answer(fault());
        let (found, code) = findings(&halo, "");
        assert_eq!((code, check(&found, "host 127.0.0.1").0), (1, "ok"));
        for name in ["services", "Microsoft"] {
            let finding = found.iter().find(|finding| finding["check"] == name).unwrap();
            assert_eq!(finding["status"], "failure", "{finding}");
            assert!(
                finding["advice"]
                    .as_str()
                    .is_some_and(|advice| advice.contains("sign")),
                "{finding}"
            );
        }
        assert_eq!(check(&found, "app registration").0, "skipped");
    }
}

#[test]
fn services_in_trouble_are_a_warning() {
    let sandbox = Sandbox::start().unwrap();
    sandbox
        .faults()
        .on("/settings/")
        .always()
        .answer(Fault::status(503));
    let (found, _) = findings(&Halo::at(&sandbox), "");
    let (status, words) = check(&found, "services");
    assert!(
        status == "warning" && words.contains("try again later"),
        "{words}"
    );
}

#[test]
fn a_token_of_the_environment_is_tried() {
    let sandbox = Sandbox::start().unwrap();
    let mut halo = Halo::at(&sandbox);
    let (found, _) = findings(&halo, "");
    let (status, words) = check(&found, "tokens");
    let gamertag = sandbox.world().home().gamertag();
    assert!(
        status == "ok" && words.contains("HALO_SPARTAN_TOKEN") && words.contains(gamertag),
        "{words}"
    );
    assert_eq!(check(&findings(&halo, "--offline").0, "tokens").0, "skipped");
    halo.set("HALO_SPARTAN_TOKEN", "s3cret");
    let (found, code) = findings(&halo, "");
    let (status, words) = check(&found, "tokens");
    assert_eq!((code, status), (1, "failure"), "{words}");
    assert!(words.contains("renew it") && !words.contains("s3cret"), "{words}");
}

#[test]
fn a_folder_in_the_place_of_a_file_has_one_advice() {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    let halo = Halo::without_browser(&sandbox);
    halo.sign_in(&sandbox, "").success();
    halo.run("history -n 1").success();
    let tokens = halo.home().join("profiles/main/tokens.json");
    let files = fs::read_dir(halo.home().join("cache")).unwrap();
    for file in files.map(|file| file.unwrap().path()).chain([tokens]) {
        fs::remove_file(&file).unwrap();
        fs::create_dir_all(file.join("full")).unwrap();
    }
    let (found, _) = findings(&halo, "");
    for name in ["tokens", "database"] {
        let (status, words) = check(&found, name);
        assert_ne!(status, "ok", "{words}");
        assert_eq!(words.matches("another").count(), 1, "{words}");
    }
}

#[test]
fn a_damaged_database_is_emptied_and_works_again() {
    let sandbox = Sandbox::builder().consent(Consent::Accept).start().unwrap();
    let halo = Halo::without_browser(&sandbox);
    halo.sign_in(&sandbox, "").success();
    halo.run("history -n 5 --stats").success();
    let files = fs::read_dir(halo.home().join("cache")).unwrap();
    let database = files
        .map(|file| file.unwrap().path())
        .max_by_key(|path| fs::metadata(path).unwrap().len())
        .unwrap();
    let mut bytes = fs::read(&database).unwrap();
    let length = bytes.len();
    bytes[length / 3..length * 2 / 3].fill(0xa5);
    fs::write(&database, bytes).unwrap();
    let (found, code) = findings(&halo, "");
    let (status, words) = check(&found, "database");
    assert_eq!((code, status), (0, "warning"), "{words}");
    assert!(words.contains("it has been emptied"), "{words}");
    halo.run("history -n 5").success();
    let (found, _) = findings(&halo, "");
    let (status, words) = check(&found, "database");
    assert!(status == "ok" && words.contains("undamaged"), "{words}");
}

#[test]
fn settings_are_checked_as_commands_check_them() {
    let mut halo = Halo::fresh();
    for (text, words) in [
        ("rate = 0.0", "rate: 0 is not a rate"),
        ("language = \"zz-!!\"", "not a language tag"),
    ] {
        std::fs::write(halo.home().join("config.toml"), text).unwrap();
        let (found, code) = findings(&halo, "--offline");
        let (status, detail) = check(&found, "configuration");
        assert_eq!((code, status), (1, "failure"), "{detail}");
        assert!(detail.contains(words), "{detail}");
        // An installed program comes without the README.
        assert!(detail.contains("client_id, redirect_uri"), "{detail}");
    }
    halo.set("HALO_CONFIG", "/nowhere/config.toml");
    let (found, code) = findings(&halo, "--offline");
    assert_eq!((code, check(&found, "configuration").0), (1, "failure"));
}

#[test]
fn a_dead_network_is_one_failure_with_its_advice() {
    let halo = Halo::fresh();
    let (found, code) = findings(&halo, "");
    assert_eq!(code, 1);
    let (status, words) = check(&found, "host 127.0.0.1");
    assert_eq!(status, "failure", "{words}");
    assert_eq!(check(&found, "clock").0, "skipped");
    assert_eq!(
        found
            .iter()
            .filter(|finding| finding["check"] == "services")
            .count(),
        0
    );
    let run = halo.run("doctor");
    assert_eq!(run.code, 1);
    assert!(run.err.contains("1 check failed"), "{}", run.err);
    assert!(run.out.contains("failure\thost 127.0.0.1\t"), "{}", run.out);
}

#[test]
fn hosts_that_all_fail_for_one_reason_are_one_finding() {
    // The real hosts, through a proxy that is not there: nothing leaves this machine.
    let halo = Halo::with([("HALO_PROXY", "http://127.0.0.1:9")]);
    let (found, code) = findings(&halo, "");
    assert_eq!(code, 1);
    let (status, words) = check(&found, "network");
    assert_eq!(status, "failure");
    assert!(
        words.contains("none of 20 hosts") && words.contains("check the address of the proxy"),
        "{words}"
    );
    assert!(
        found
            .iter()
            .all(|finding| !finding["check"].as_str().unwrap().starts_with("host "))
    );
    assert!(check(&found, "proxy").1.contains("127.0.0.1:9"));
}

#[test]
fn a_host_that_never_answers_does_not_hold_it_up() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let halo = Halo::with([("HALO_ENVIRONMENT", &*url)]);
    let start = Instant::now();
    let (found, code) = findings(&halo, "");
    let took = start.elapsed();
    assert_eq!(
        (code, check(&found, "host 127.0.0.1").0),
        (1, "failure"),
        "{found:#?}"
    );
    assert!(took < Duration::from_secs(20), "{took:?}");
}

#[test]
fn a_wrong_clock_is_a_warning() {
    let sandbox = Sandbox::builder()
        .clock(|| SystemTime::now() + Duration::from_secs(7384))
        .start()
        .unwrap();
    let (found, _) = findings(&Halo::at(&sandbox), "");
    let (status, words) = check(&found, "clock");
    assert_eq!(status, "warning");
    assert!(words.contains("behind") && words.contains("2h"), "{words}");
    assert!(check(&found, "tokens").1.contains("HALO_SPARTAN_TOKEN"));
}

#[test]
fn a_mistake_in_the_configuration_is_a_finding() {
    let halo = Halo::in_sandbox();
    fs::write(
        halo.home().join("config.toml"),
        "rate = 2\nprxy = \"http://me:hunter2@host\"\n",
    )
    .unwrap();
    let (found, code) = findings(&halo, "");
    assert_eq!(code, 1);
    let (status, words) = check(&found, "configuration");
    assert!(
        status == "failure" && words.contains("line 2") && !words.contains("hunter2"),
        "{words}"
    );
    // The others are checked all the same.
    assert_eq!(check(&found, "clock").0, "ok");
}

#[test]
fn the_proxy_is_named_without_its_password() {
    let mut halo = Halo::fresh();
    halo.set("https_proxy", "http://me:hunter2@127.0.0.1:9");
    let (found, _) = findings(&halo, "");
    let (status, words) = check(&found, "proxy");
    assert_eq!(status, "ok", "{words}");
    assert!(
        words.contains("127.0.0.1:9, from https_proxy") && !words.contains("hunter2"),
        "{words}"
    );
    halo.set("HALO_PROXY", "gopher://me:hunter2@host");
    let run = halo.run("doctor --json all");
    let found: Vec<Value> = serde_json::from_str(&run.out).unwrap();
    let (status, words) = check(&found, "proxy");
    assert!(status == "failure" && words.starts_with("it is not"), "{words}");
    assert!(
        !run.out.contains("hunter2") && !run.err.contains("hunter2"),
        "{}",
        run.out
    );
}

#[test]
fn the_issuer_of_a_certificate_that_nobody_trusts_is_named() {
    let port = untrusted_host("Example Shield");
    let url = format!("https://localhost:{port}");
    let halo = Halo::with([("HALO_ENVIRONMENT", &*url)]);
    let (found, code) = findings(&halo, "");
    assert_eq!(code, 1);
    let (status, words) = check(&found, "certificates");
    assert_eq!(status, "failure", "{words}");
    assert!(
        words.contains("Example Shield") && words.contains("--tls system"),
        "{words}"
    );
    assert_eq!(check(&found, "host localhost").0, "failure");
}

#[test]
fn the_issuer_of_a_certificate_cannot_control_the_terminal() {
    let port = untrusted_host("\u{1b}]0;owned\u{7}\u{202e}Shield");
    let url = format!("https://localhost:{port}");
    let halo = Halo::with([("HALO_ENVIRONMENT", &*url)]);
    let shown = halo.shown(100, "doctor", "");
    assert_eq!(shown.code, 1, "{}", shown.text);
    assert!(shown.screen.contains("]0;owned"), "{}", shown.screen);
    assert!(!shown.text.contains(['\u{7}', '\u{202e}']), "{:?}", shown.text);
    assert!(!shown.text.contains("\u{1b}]"), "{:?}", shown.text);
}

/// Listens with a certificate of an issuer of this name, until the test ends. Returns the port.
fn untrusted_host(issuer: &str) -> u16 {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, issuer);
    params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(vec!["localhost".into()]).unwrap();
    let certificate = own.signed_by(&key, &issuer).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream.unwrap());
            // Clients break off: they do not trust the certificate.
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }
    });
    port
}
