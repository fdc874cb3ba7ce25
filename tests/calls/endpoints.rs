//! The endpoint constants: each has a method, and each request is the one that its constant describes.

use std::collections::BTreeSet;

use halo_infinite::services;
use halo_infinite::types::{Endpoint, Method, RequiredCredentials, ResponseKind, Service};
use halo_infinite::{Client, Error, Request, RetryPolicy};
use halo_infinite_sandbox::{Answer, LoggedRequest, Sandbox};
use serde_json::{Value, json};

use crate::every_call::{Call, every_call};

/// Whether a path that was sent is one of an endpoint's, with its arguments filled in.
fn fits(endpoint: &Endpoint, path: &str) -> bool {
    let template = format!("/{}{}", endpoint.service().name(), endpoint.path());
    let template: Vec<_> = template.split('/').collect();
    let sent: Vec<_> = path.split('/').collect();
    let versions = endpoint.version_credentials().is_some() && sent.len() == template.len() + 2;
    let is_open = template.last().is_some_and(|last| last.ends_with("…}"));
    let has_length = is_open || versions || sent.len() == template.len();
    has_length
        && template.iter().zip(&sent).all(|(template, sent)| {
            let (start, end) = template.split_once('{').map_or((*template, ""), |(start, rest)| {
                (start, rest.split_once('}').unwrap().1)
            });
            template == sent || (template.contains('{') && sent.starts_with(start) && sent.ends_with(end))
        })
}

fn credentials(request: &LoggedRequest) -> RequiredCredentials {
    let has = |name| request.header(name).is_some();
    let names = ["x-343-authorization-spartan", "343-clearance", "authorization"];
    match names.map(has) {
        [false, false, false] => RequiredCredentials::None,
        [true, false, false] => RequiredCredentials::Spartan,
        [true, true, false] => RequiredCredentials::SpartanAndClearance,
        [false, false, true] => RequiredCredentials::XboxLive,
        _ => panic!("{request:?}"),
    }
}

#[test]
fn every_endpoint_is_requested_as_its_constant_says() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let calls = every_call(&sandbox, &client);

    let known: BTreeSet<_> = services::endpoints().map(Endpoint::to_string).collect();
    assert_eq!(
        known.len(),
        services::endpoints().count(),
        "a name stands for two endpoints"
    );
    let called: BTreeSet<_> = calls.iter().map(|call| call.endpoint.to_string()).collect();
    assert_eq!(called, known);

    for Call { endpoint, send, .. } in &calls {
        sandbox.clear_requests();
        assert_eq!(send().unwrap_or_else(|error| panic!("{error}")), 200);
        let requests = sandbox.requests();
        let [request] = &requests[..] else {
            panic!("{endpoint}: {requests:?}");
        };
        assert_eq!(request.method, endpoint.method().as_str(), "{endpoint}");
        assert!(fits(endpoint, &request.path), "{endpoint}: {}", request.path);
        let expected = match endpoint.version_credentials() {
            Some(credentials) if request.path.contains("/versions/") => credentials,
            _ => endpoint.credentials(),
        };
        assert_eq!(credentials(request), expected, "{endpoint}");
        let contract = endpoint.contract_version().map(|version| version.to_string());
        assert_eq!(
            request.header("x-xbl-contract-version"),
            contract.as_deref(),
            "{endpoint}"
        );
    }
}

const POST: Endpoint = Endpoint::post(Service::Settings, "post", "/things/{id}");
const PUT: Endpoint = Endpoint::put(Service::Settings, "put", "/things/{id}");
const PATCH: Endpoint = Endpoint::patch(Service::Settings, "patch", "/things/{id}");
const DELETE: Endpoint =
    Endpoint::delete(Service::Settings, "delete", "/things/{id}").returns(ResponseKind::Empty);
const QUESTION: Endpoint = Endpoint::post(Service::Settings, "question", "/things/{id}")
    .read_only()
    .idempotent();

fn client(sandbox: &Sandbox) -> Client {
    Client::builder()
        .environment(sandbox.environment())
        .tokens(sandbox.spartan_token(), sandbox.clearance())
        .xbox_token(sandbox.xbox_user_hash(), sandbox.xbox_token())
        .retries(RetryPolicy::new().initial_backoff(std::time::Duration::ZERO))
        .unlimited()
        .allow_writes()
        .build()
        .unwrap()
}

#[test]
fn every_method_sends_a_json_body() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    let body = json!({ "MatchmadeGames": 2, "Name": "é" });
    for endpoint in [&POST, &PUT, &PATCH, &DELETE] {
        sandbox.answer_next("/settings/things", Answer::new(200).json(json!({ "Done": true })));
        let request: Request<Value> = client.request(endpoint, ["a b"]).query("force", true).json(&body);
        let http = request.http().unwrap();
        assert_eq!(serde_json::from_slice::<Value>(http.body()).unwrap(), body);
        assert_eq!(request.send().unwrap(), json!({ "Done": true }), "{endpoint}");
        let sent = sandbox.take_requests().remove(0);
        assert_eq!(sent.method, endpoint.method().as_str());
        assert_eq!(sent.path, "/settings/things/a%20b");
        assert_eq!(sent.query.as_deref(), Some("force=true"));
        assert_eq!(sent.header("content-type"), Some("application/json"));
        assert_eq!(serde_json::from_slice::<Value>(&sent.body).unwrap(), body);
    }
}

#[test]
fn a_client_writes_only_if_it_may() {
    let sandbox = Sandbox::start().unwrap();
    let reader = sandbox.client().unwrap();
    for endpoint in [&POST, &PUT, &PATCH, &DELETE] {
        let error = reader.request::<Value>(endpoint, ["1"]).send().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "allow_writes: {endpoint} changes data: build the client with allow_writes() to permit that"
            )
        );
    }
    assert!(sandbox.take_requests().is_empty());
    // A question is not a write.
    sandbox.answer_next("/settings/things", Answer::new(200).json(json!({})));
    reader.request::<Value>(&QUESTION, ["1"]).send().unwrap();
}

#[test]
fn a_raw_request_has_any_method_path_query_and_body() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    for method in [
        Method::Get,
        Method::Post,
        Method::Put,
        Method::Patch,
        Method::Delete,
    ] {
        sandbox.answer_next("/stats/things", Answer::new(200).json(json!({ "Done": true })));
        let name = format!("a name of {method}");
        let request = client
            .raw(method, Service::Stats, "/things/é(1)")
            .query(name, "b&c")
            .body("text/plain", "é");
        assert_eq!(request.send_as::<Value>().unwrap(), json!({ "Done": true }));
        let sent = sandbox.take_requests().remove(0);
        assert_eq!(sent.method, method.as_str());
        assert_eq!(sent.path, "/stats/things/%C3%A9(1)");
        assert_eq!(sent.query, Some(format!("a%20name%20of%20{method}=b%26c")));
        assert_eq!(sent.header("content-type"), Some("text/plain"));
        assert_eq!(sent.body, "é".as_bytes());
        assert_eq!(credentials(&sent), RequiredCredentials::SpartanAndClearance);
    }
    for (path, problem) in [
        (
            "/things?a=b",
            "path: `/things?a=b` has a query: set its parameters with query(…)",
        ),
        ("/things/../else", "path: `..` cannot be a name"),
        ("", "path: `` cannot be a name"),
    ] {
        let error = client.raw(Method::Get, Service::Stats, path).send().unwrap_err();
        assert_eq!(error.to_string(), problem);
    }
    assert!(sandbox.take_requests().is_empty());
}

#[test]
fn raw_requests_send_each_token_to_its_own_services_only() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    for service in Service::ALL {
        sandbox.answer_next(&format!("/{service}/things"), Answer::new(200));
        client.raw(Method::Get, *service, "/things").send().unwrap();
        let is_of_the_game = service.host().ends_with(".svc.halowaypoint.com")
            && !matches!(service, Service::Blobs | Service::Wpcontent);
        let expected = match service {
            Service::XboxProfile | Service::Peoplehub => RequiredCredentials::XboxLive,
            _ if is_of_the_game => RequiredCredentials::SpartanAndClearance,
            _ => RequiredCredentials::None,
        };
        assert_eq!(credentials(&sandbox.take_requests()[0]), expected, "{service}");
    }
}

#[test]
fn an_empty_response_is_nothing() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    sandbox.answer_next("/settings/things", Answer::new(204));
    client.request::<()>(&DELETE, ["1"]).send().unwrap();
    sandbox.answer_next("/settings/things", Answer::new(200).json(Value::Null));
    client.request::<()>(&DELETE, ["1"]).send().unwrap();
    // An endpoint that returns JSON must not return nothing.
    sandbox.answer_next("/settings/things", Answer::new(204));
    let error = client.request::<Value>(&PUT, ["1"]).send().unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
}

#[test]
fn only_idempotent_requests_are_sent_twice() {
    let sandbox = Sandbox::start().unwrap();
    let client = client(&sandbox);
    for (endpoint, attempts) in [(&POST, 1), (&PATCH, 1), (&PUT, 2), (&DELETE, 2), (&QUESTION, 2)] {
        sandbox.answer_next("/settings/things", Answer::new(503));
        sandbox.answer_next("/settings/things", Answer::new(204));
        let outcome = client.request::<Value>(endpoint, ["1"]).response();
        assert_eq!(outcome.is_ok(), attempts == 2, "{endpoint}");
        assert_eq!(sandbox.take_requests().len(), attempts, "{endpoint}");
        // The response that was not used up must not serve the next endpoint.
        if attempts == 1 {
            client.request::<Value>(endpoint, ["1"]).response().unwrap();
            sandbox.clear_requests();
        }
    }
}
