//! The start page, and the settings of the builder that the program uses.

use crate::common::*;
use halo_infinite_sandbox::{Fault, Sandbox};
use std::sync::{Arc, Mutex};

#[test]
fn the_page_lists_services_players_and_requests_that_succeed() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let page = get_with(&sandbox, "/", &[]);
    assert_eq!(
        (page.status, page.content_type.as_str()),
        (200, "text/html; charset=utf-8")
    );
    let page = page.text();
    let info = sandbox.info();
    for (host, url) in info["hosts"].as_object().expect("hosts") {
        let url = url.as_str().expect("a URL");
        assert!(page.contains(host) && page.contains(url), "{host}");
    }
    for person in sandbox.world().people() {
        assert!(page.contains(&person.xuid().to_string()), "{person:?}");
    }
    let paths: Vec<String> = page
        .split("data-path=\"")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0.replace("&amp;", "&")))
        .filter(|path| path.starts_with('/'))
        .collect();
    assert!(paths.len() > 8, "{paths:?}");
    for path in paths {
        get_json(&sandbox, &path);
    }
}

#[test]
fn the_links_of_the_page_lead_to_the_sign_in() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let page = get_with(&sandbox, "/", &[]).text();
    for id in ["consent", "device"] {
        let marker = format!(r#"<a id="{id}" href=""#);
        let link = page
            .split_once(&marker)
            .and_then(|(_, rest)| rest.split_once('"'))
            .expect("a link")
            .0;
        let reply = get_with(&sandbox, &link.replace("&amp;", "&"), &[]);
        assert_eq!(reply.status, 200, "{link}");
        assert!(reply.text().contains(r#"id="accept""#), "{link}");
    }
}

fn port_of(sandbox: &Sandbox) -> u16 {
    let port = sandbox.url().rsplit_once(':').map(|(_, port)| port.parse());
    port.expect("a port").expect("a number")
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let sandbox = Sandbox::start().expect("a sandbox");
    let port = port_of(&sandbox);
    let error = Sandbox::builder().port(port).start().expect_err("a taken port");
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}

#[test]
fn a_sandbox_listens_on_the_port_of_its_builder() {
    // Another program can take a port between the two starts.
    let attempts = (0..50).map(|_| {
        let port = port_of(&Sandbox::start().expect("a sandbox"));
        Sandbox::builder()
            .port(port)
            .start()
            .map(|sandbox| (port, sandbox))
    });
    let (port, sandbox) = attempts.flatten().next().expect("a port that stays free");
    assert_eq!(sandbox.url(), format!("http://127.0.0.1:{port}"));
}

#[test]
fn the_trace_has_a_line_for_each_request_with_its_fault_and_no_secret() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let printed = Arc::clone(&lines);
    let sandbox = Sandbox::builder()
        .trace(move |line| printed.lock().expect("the lines").push(line.to_owned()))
        .start()
        .expect("a sandbox");
    get(&sandbox, "/profile/users/me");
    sandbox.faults().on("/").once().answer(Fault::status(503));
    get(
        &sandbox,
        &format!("/stats/hi/x?token={}", sandbox.spartan_token()),
    );
    sandbox.faults().on("/").once().answer(Fault::reset());
    let reset = agent().get(sandbox.url()).call();
    assert!(reset.is_err());
    let secret = sandbox.client_secret();
    let encoded: String = secret.bytes().map(|byte| format!("%{byte:02x}")).collect();
    get(&sandbox, &format!("/x/{secret}?secret={encoded}"));
    let lines = lines.lock().expect("the lines");
    let [ok, failed, broken, secrets] = lines.as_slice() else {
        panic!("{lines:#?}");
    };
    assert!(
        ok.starts_with("GET /profile/users/me 200 ") && ok.ends_with(" ms"),
        "{ok}"
    );
    assert!(
        failed.starts_with("GET /stats/hi/x?token=[secret] 503 "),
        "{failed}"
    );
    assert!(failed.ends_with("(fault: 503)"), "{failed}");
    assert!(
        broken.starts_with("GET / no HTTP response ") && broken.contains("reset"),
        "{broken}"
    );
    assert!(
        secrets.starts_with("GET /x/[secret]?secret=[secret] 404 "),
        "{secrets}"
    );
}
