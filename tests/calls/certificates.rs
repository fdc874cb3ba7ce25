//! Certificates: those that are accepted, and the errors of those that are not, on real TLS connections.
//!
//! The environment variable that names the system's root certificates is set for other processes: this test's own
//! program, started again to run the test below that does nothing without it.

use std::io::Read;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use halo_infinite::auth::{AzureApp, SignIn};
use halo_infinite::error::NetworkErrorKind;
use halo_infinite::ureq::config::ConfigBuilder;
use halo_infinite::ureq::tls::{Certificate, ClientCert, PrivateKey, RootCerts, TlsConfig};
use halo_infinite::ureq::typestate::AgentScope;
use halo_infinite::{Client, ClientBuilder, Environment, Error, Tls};
use rustls::HandshakeKind;

use crate::support::folder::Folder;
use crate::support::tls_server::{Issuer, TlsServer, pem};
use crate::support::wait;

const ROLE: &str = "HALO_TEST_CERTIFICATES_ROLE";
const BASES: &str = "HALO_TEST_CERTIFICATES_BASES";
/// RFC 6761 reserves the top-level domain: no name below it exists.
const BEHIND_PROXY: &str = "https://halo.invalid";
const XUID: u64 = 2_533_274_855_333_605;

fn client(base: &str) -> ClientBuilder {
    Client::builder()
        .environment(Environment::at(base).unwrap())
        .spartan_token("token")
        .no_retries()
}

fn sign_in(base: &str) -> SignIn {
    let app = AzureApp::public("00000000-0000-0000-0000-000000000000").unwrap();
    SignIn::new(&app)
        .environment(Environment::at(base).unwrap())
        .no_retries()
}

/// Sends a request. The kind of its failure, `None` if the server's body arrived.
fn outcome(builder: ClientBuilder) -> Option<NetworkErrorKind> {
    match builder.build().unwrap().stats().match_count(XUID).send() {
        Ok(count) => {
            assert_eq!(count.matches_played_count, 7);
            None
        }
        Err(error) => Some(kind(&error)),
    }
}

/// Tries to sign in. The kind of the failure, `None` if the server's body, which is that of another endpoint, arrived.
fn outcome_of_sign_in(sign_in: &SignIn) -> Option<NetworkErrorKind> {
    let error = sign_in.refresh_player_tokens("refresh-token").unwrap_err();
    (error.status() != Some(200)).then(|| kind(&error))
}

fn kind(error: &Error) -> NetworkErrorKind {
    match error {
        Error::Network { kind, .. } => *kind,
        _ => panic!("{error:?}"),
    }
}

fn trusting(issuer: &Issuer) -> impl Fn(ConfigBuilder<AgentScope>) -> ConfigBuilder<AgentScope> + use<> {
    let root = issuer.root();
    move |config| {
        let root = Certificate::from_der(&root).to_owned();
        let roots = RootCerts::new_with_certs(&[root]);
        config.tls_config(TlsConfig::builder().root_certs(roots).build())
    }
}

/// Reports the outcomes at some hosts, with the root certificates of its process.
#[test]
fn role_call() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let bases = std::env::var(BASES).unwrap();
    let tls = match role.as_str() {
        "System" => Some(Tls::System),
        "Native" => Some(Tls::Native),
        _ => None,
    };
    for base in bases.split(' ') {
        let (mut client, mut sign_in) = (client(base), sign_in(base));
        if let Some(tls) = tls {
            (client, sign_in) = (client.tls(tls), sign_in.tls(tls));
        }
        let outcomes = (outcome(client), outcome_of_sign_in(&sign_in));
        assert_eq!(outcomes.0, outcomes.1);
        println!(
            "<{}>",
            outcomes.0.map_or("accepted".into(), |kind| format!("{kind:?}"))
        );
    }
}

/// Runs [`role_call`] with one file of root certificates. Returns the outcome for each base.
fn outcomes(role: &str, roots: Option<&Path>, bases: &[&str], proxy: Option<&str>) -> Vec<String> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "certificates::role_call", "--nocapture"]);
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_ascii_lowercase());
    }
    command.env_remove("SSL_CERT_DIR").env_remove("SSL_CERT_FILE");
    command.env(ROLE, role).env(BASES, bases.join(" "));
    command.envs(roots.map(|file| ("SSL_CERT_FILE", file)));
    command.envs(proxy.map(|url| ("HTTPS_PROXY", url)));
    let output = wait::output(&mut command, b"");
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    let reports = text.split('<').skip(1);
    reports
        .map(|report| report.split_once('>').unwrap().0.to_owned())
        .collect()
}

#[test]
fn mozillas_list_does_not_accept_an_issuer_of_the_system_and_the_error_names_the_remedy() {
    let (issuer, folder) = (Issuer::new(), Folder::new("roots"));
    let roots = folder.0.join("roots.pem");
    issuer.save(&roots);
    let server = TlsServer::start(&issuer, "localhost", 4000);
    let outcomes = outcomes("", Some(&roots), &[&server.base()], None);
    assert_eq!(outcomes, ["UnknownIssuer"]);

    let builder = client(&server.base()).no_proxy();
    let error = builder
        .build()
        .unwrap()
        .stats()
        .match_count(XUID)
        .send()
        .unwrap_err();
    let advice = error.advice().unwrap();
    let remedy = match (cfg!(feature = "platform-verifier"), cfg!(feature = "native-tls")) {
        (true, _) => "the client and the sign-in: tls(Tls::System)",
        (false, true) => "the client and the sign-in: tls(Tls::Native)",
        (false, false) => {
            "turn on the feature `platform-verifier` of halo-infinite, and set tls(Tls::System)"
        }
    };
    assert!(advice.ends_with(remedy), "{advice}");
    assert!(error.to_string().contains(advice), "{error}");
}

#[cfg(all(
    any(feature = "platform-verifier", feature = "native-tls"),
    target_os = "linux"
))]
fn the_system_decides(role: &str) {
    let (issuer, other, folder) = (Issuer::new(), Issuer::new(), Folder::new("roots"));
    let [roots, others, none] = ["roots.pem", "others.pem", "none.pem"].map(|name| folder.0.join(name));
    issuer.save(&roots);
    other.save(&others);
    let valid = TlsServer::start(&issuer, "localhost", 4000);
    let expired = TlsServer::start(&issuer, "localhost", 2021);
    let of_other_host = TlsServer::start(&issuer, "example.com", 4000);
    let bases = [valid.base(), expired.base(), of_other_host.base()];
    let bases = bases.each_ref().map(String::as_str);
    assert_eq!(
        outcomes(role, Some(&roots), &bases, None),
        ["accepted", "CertificateExpired", "CertificateOfOtherHost"]
    );
    for roots in [Some(&*others), None] {
        let outcomes = outcomes(role, roots, &bases[..1], None);
        assert_eq!(outcomes, ["UntrustedBySystem"], "{roots:?}");
    }
    // The system has no root certificates at all.
    assert_eq!(
        outcomes(role, Some(&none), &bases[..1], None),
        ["UntrustedBySystem"]
    );

    // A proxy that decrypts connections, with a certificate of its own for the host.
    let proxy = TlsServer::start_as_proxy(&issuer, "halo.invalid");
    let url = format!("http://{}", proxy.address);
    let through_proxy = |role, roots| outcomes(role, Some(roots), &[BEHIND_PROXY], Some(&url));
    assert_eq!(through_proxy(role, &roots), ["accepted"]);
    assert_eq!(through_proxy(role, &others), ["UntrustedBySystem"]);
    assert_eq!(through_proxy("", &roots), ["UnknownIssuer"]);
}

#[cfg(all(feature = "platform-verifier", target_os = "linux"))]
#[test]
fn the_systems_root_certificates_count_with_rustls() {
    the_system_decides("System");
}

#[cfg(all(feature = "native-tls", target_os = "linux"))]
#[test]
fn the_systems_root_certificates_count_with_its_library() {
    the_system_decides("Native");
}

/// So it is retried as with any other loss of a connection.
#[test]
fn a_handshake_that_breaks_off_is_a_lost_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("https://{}", listener.local_addr().unwrap());
    // It ends with the test's process.
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            // The whole first message: closing a connection with unread data resets it.
            stream.read_exact(&mut [0; 3]).unwrap();
            let mut length = [0; 2];
            stream.read_exact(&mut length).unwrap();
            let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
            stream.read_exact(&mut message).unwrap();
        }
    });
    let all = [
        (Tls::Mozilla, true),
        (Tls::System, cfg!(feature = "platform-verifier")),
        (Tls::Native, cfg!(feature = "native-tls")),
    ];
    for (tls, _) in all.into_iter().filter(|(_, is_there)| *is_there) {
        let kind = outcome(client(&base).tls(tls).no_proxy());
        assert_eq!(kind, Some(NetworkErrorKind::BrokenOff), "{tls:?}");
    }
}

#[test]
fn a_missing_feature_is_a_wrong_argument_that_names_it() {
    for (tls, feature, is_on) in [
        (
            Tls::System,
            "platform-verifier",
            cfg!(feature = "platform-verifier"),
        ),
        (Tls::Native, "native-tls", cfg!(feature = "native-tls")),
    ] {
        let built = client(BEHIND_PROXY).tls(tls).build();
        assert_eq!(built.is_ok(), is_on, "{tls:?}");
        let Err(error) = built else { continue };
        let expected = format!("tls: it needs the feature `{feature}` of halo-infinite");
        assert_eq!(error.to_string(), expected);
        let error = sign_in(BEHIND_PROXY)
            .tls(tls)
            .refresh_player_tokens("token")
            .unwrap_err();
        assert!(matches!(error, Error::Argument(_)), "{error:?}");
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn certificates_that_are_not_accepted_have_a_kind() {
    let issuer = Issuer::new();
    for (name, last_year, expected) in [
        ("localhost", 4000, None),
        ("localhost", 2021, Some(NetworkErrorKind::CertificateExpired)),
        (
            "example.com",
            4000,
            Some(NetworkErrorKind::CertificateOfOtherHost),
        ),
    ] {
        let server = TlsServer::start(&issuer, name, last_year);
        let builder = client(&server.base()).configure_agent(trusting(&issuer));
        assert_eq!(outcome(builder), expected, "{name} {last_year}");
        let sign_in = sign_in(&server.base()).configure_agent(trusting(&issuer));
        assert_eq!(outcome_of_sign_in(&sign_in), expected, "{name} {last_year}");
    }
    // The roots that the program has set itself are not the system's.
    let server = TlsServer::start(&issuer, "localhost", 4000);
    let builder = client(&server.base()).configure_agent(trusting(&Issuer::new()));
    assert_eq!(outcome(builder), Some(NetworkErrorKind::UnknownIssuer));
}

#[test]
fn a_client_certificate_is_presented() {
    let (issuer, clients) = (Issuer::new(), Issuer::new());
    let server = TlsServer::start_for_clients_of(&clients, &issuer, "localhost");
    let (certificate, key) = clients.issue("client", 4000);
    let root = issuer.root();
    let presenting = move |config: ConfigBuilder<AgentScope>| {
        let certificate = Certificate::from_der(&certificate).to_owned();
        let key = PrivateKey::from_pem(pem("PRIVATE KEY", &key).as_bytes()).unwrap();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&[
                Certificate::from_der(&root).to_owned()
            ]))
            .client_cert(Some(ClientCert::new_with_certs(&[certificate], key)));
        config.tls_config(tls.build())
    };
    assert_eq!(outcome(client(&server.base()).configure_agent(presenting)), None);
    // Without it, the server ends the connection: the refusal arrives after the request was sent.
    let refused = outcome(client(&server.base()).configure_agent(trusting(&issuer)));
    assert!(
        matches!(refused, Some(NetworkErrorKind::Tls | NetworkErrorKind::BrokenOff)),
        "{refused:?}"
    );
}

#[cfg(feature = "connector")]
#[test]
fn connections_share_their_tls_configuration() {
    let issuer = Issuer::new();
    let server = TlsServer::start(&issuer, "localhost", 4000);
    let builds = Arc::new(AtomicU32::new(0));
    let (counted, trust) = (Arc::clone(&builds), trusting(&issuer));
    let client = client(&server.base())
        .configure_agent(move |config| {
            counted.fetch_add(1, Ordering::Relaxed);
            trust(config)
        })
        .build()
        .unwrap();
    for _ in 0..2 {
        client.stats().match_count(XUID).send().unwrap();
    }
    assert_eq!(
        server.take_handshakes(),
        [HandshakeKind::Full, HandshakeKind::Resumed]
    );
    assert_eq!(builds.load(Ordering::Relaxed), 1);
}
