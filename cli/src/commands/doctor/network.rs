//! Checks of the network: the proxy, each host, its certificate, and the clock.

use std::thread;
use std::time::Duration;

use halo_infinite::error::NetworkErrorKind;
use halo_infinite::jiff::{SignedDuration, Timestamp};
use halo_infinite::services::Reached;
use halo_infinite::types::Service;
use halo_infinite::ureq::http::Uri;
use halo_infinite::{Client, Environment, Error};

use super::proxy::proxy;
use super::{Finding, Status, certificate};
use crate::context::Context;
use crate::failure::Failure;
use crate::show::duration;

/// The longest time that a host has to respond.
const TIMEOUT: Duration = Duration::from_secs(5);
/// A smaller difference between the clocks has no effect.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(60);
/// The checks of hosts begin so.
const HOST: &str = "host ";
/// The check of a response.
const SERVICES: &str = "services";
/// What the checks need.
pub struct Network {
    /// `None` if the options forbid requests.
    client: Option<Client>,
    hosts: Vec<Host>,
    proxy: Finding,
    has_proxy: bool,
    trusts_system: bool,
}

/// A host, and one of its services.
struct Host {
    service: Service,
    name: String,
    /// The port of TLS; `None` for a host without it.
    tls: Option<u16>,
}

impl Finding {
    pub(super) fn is_of_host(&self) -> bool {
        self.check.starts_with(HOST)
    }

    pub(super) fn is_of_services(&self) -> bool {
        self.check == SERVICES
    }
}

impl Network {
    pub fn new(context: &Context) -> Result<Self, Failure> {
        let environment = context.environment()?;
        let mut builder = Client::builder()
            .environment(environment.clone())
            // Nothing is sent with it.
            .spartan_token("none")
            .unlimited()
            .no_retries()
            .deadline(TIMEOUT)
            .timeout(TIMEOUT);
        if let Some(proxy) = context.proxy() {
            builder = builder.proxy(proxy);
        }
        #[cfg(feature = "platform-verifier")]
        if let Some(tls) = context.tls() {
            builder = builder.tls(tls);
        }
        #[cfg(feature = "platform-verifier")]
        let trusts_system = context.tls() == Some(halo_infinite::Tls::System);
        #[cfg(not(feature = "platform-verifier"))]
        let trusts_system = false;
        let (proxy, has_proxy) = proxy(context);
        let (client, proxy) = match builder.build() {
            Ok(_) if context.globals.offline => (None, proxy),
            Ok(client) => (Some(client.with_cancel_token(&context.cancel)), proxy),
            // The proxy is the only setting that can be wrong here.
            Err(error) => {
                let advice = "correct the address of the proxy, or remove it";
                (None, Finding::failure("proxy", error.problem, advice))
            }
        };
        Ok(Self {
            client,
            hosts: hosts(&environment),
            proxy,
            has_proxy,
            trusts_system,
        })
    }

    /// Checks all hosts at the same time.
    pub fn findings(self) -> Vec<Finding> {
        let Some(client) = &self.client else {
            let why = match self.proxy.status {
                Status::Failure => "the proxy cannot be used",
                _ => "--offline forbids requests",
            };
            let skipped = ["network", "clock"].map(|check| Finding::skipped(check, why));
            return [self.proxy].into_iter().chain(skipped).collect();
        };
        let (results, catalogue) = thread::scope(|scope| {
            let ask = |host: &Host| {
                let reached = client.reach(host.service);
                (reached, Timestamp::now())
            };
            let threads: Vec<_> = self
                .hosts
                .iter()
                .map(|host| (host, scope.spawn(move || ask(host))))
                .collect();
            // It needs no token.
            let catalogue = client.settings().api_settings().send();
            let results: Vec<(&Host, Result<Reached, Error>, Timestamp)> = threads
                .into_iter()
                .filter_map(|(host, thread)| {
                    let (reached, at) = thread.join().ok()?;
                    Some((host, reached, at))
                })
                .collect();
            (results, catalogue)
        });
        let mut findings = Vec::new();
        match common_failure(&results) {
            Some(finding) => findings.push(finding),
            None => findings.extend(results.iter().map(|(host, result, _)| of_host(host, result))),
        }
        if results.iter().any(|(_, result, _)| result.is_ok()) {
            findings.push(of_response(
                SERVICES,
                "they respond as they should",
                catalogue.map(drop),
            ));
        }
        findings.extend(self.of_certificates(&results));
        findings.push(of_clock(&results));
        findings.insert(0, self.proxy);
        findings
    }

    /// Who issued the certificates. With a proxy or without TLS, nothing is said.
    fn of_certificates(&self, results: &[(&Host, Result<Reached, Error>, Timestamp)]) -> Option<Finding> {
        if self.has_proxy {
            return None;
        }
        let is_refused = |result: &Result<Reached, Error>| {
            use NetworkErrorKind as Kind;
            matches!(
                result,
                Err(Error::Network {
                    kind: Kind::UnknownIssuer
                        | Kind::UntrustedBySystem
                        | Kind::CertificateExpired
                        | Kind::CertificateOfOtherHost
                        | Kind::Certificate,
                    ..
                })
            )
        };
        let with_tls = || results.iter().filter(|(host, ..)| host.tls.is_some());
        let refused = with_tls().find(|(_, result, _)| is_refused(result));
        let reached = with_tls().find(|(_, result, _)| result.is_ok());
        let (host, result, _) = refused.or(reached)?;
        let issuer = match certificate::issuer(&host.name, host.tls?, TIMEOUT) {
            Ok(issuer) => issuer,
            Err(error) => {
                let detail = format!("the certificate of {} cannot be read: {error}", host.name);
                return Some(Finding::skipped("certificates", detail));
            }
        };
        let detail = format!("that of {} is issued by {issuer}", host.name);
        Some(match result {
            Err(Error::Network {
                kind: NetworkErrorKind::UnknownIssuer,
                ..
            }) => Finding::failure(
                "certificates",
                detail,
                "a virus scanner or a company's proxy seems to decrypt connections: if you know that issuer, use \
                 `--tls system` or HALO_TLS=system",
            ),
            Err(error) => Finding::failure(
                "certificates",
                detail,
                error.advice().unwrap_or("use another network"),
            ),
            Ok(_) if self.trusts_system => {
                Finding::ok("certificates", format!("{detail}; this system trusts it"))
            }
            Ok(_) => Finding::ok("certificates", format!("{detail}; nothing decrypts connections")),
        })
    }
}

/// The hosts of the services, each once.
fn hosts(environment: &Environment) -> Vec<Host> {
    let mut hosts: Vec<(String, Host)> = Vec::new();
    for service in Service::ALL {
        let url = environment.base_url(*service);
        let Ok(uri) = url.parse::<Uri>() else { continue };
        let Some(authority) = uri.authority() else {
            continue;
        };
        if hosts.iter().any(|(known, _)| known == authority.as_str()) {
            continue;
        }
        let tls = (uri.scheme_str() == Some("https")).then(|| authority.port_u16().unwrap_or(443));
        let host = Host {
            service: *service,
            name: authority.host().to_owned(),
            tls,
        };
        hosts.push((authority.as_str().to_owned(), host));
    }
    hosts.into_iter().map(|(_, host)| host).collect()
}

/// The one finding for several hosts that all fail for the same reason.
fn common_failure(results: &[(&Host, Result<Reached, Error>, Timestamp)]) -> Option<Finding> {
    let mut failures = results.iter().map(|(host, result, _)| match result {
        Err(Error::Network { kind, .. }) => Some((of_host(host, result), *kind)),
        _ => None,
    });
    let (first, kind) = failures.next()??;
    let count = results.len();
    let is_same = failures.all(|failure| failure.is_some_and(|(_, other)| other == kind));
    if count < 2 || !is_same {
        return None;
    }
    Some(match kind {
        NetworkErrorKind::HostNotFound | NetworkErrorKind::Unreachable => Finding::failure(
            "network",
            format!(
                "this computer is offline: none of {count} hosts was {}",
                match kind {
                    NetworkErrorKind::HostNotFound => "found",
                    _ => "reachable",
                }
            ),
            "connect it to the network; `--offline` shows what is cached",
        ),
        _ => Finding {
            check: "network".into(),
            detail: format!("none of {count} hosts was reached: {}", first.detail),
            ..first
        },
    })
}

fn of_host(host: &Host, result: &Result<Reached, Error>) -> Finding {
    let check = format!("{HOST}{}", host.name);
    match result {
        Ok(reached) if reached.status >= 500 => Finding::warning(
            check,
            format!("reached, with status {}", reached.status),
            "the service has trouble: try again later",
        ),
        Ok(reached) => Finding::ok(check, format!("reached in {} ms", reached.took.as_millis())),
        Err(Error::Network { kind, cause, .. }) => Finding::failure(check, cause.to_string(), kind.advice()),
        Err(Error::Deadline { .. }) => Finding::failure(
            check,
            format!("no response within {} seconds", TIMEOUT.as_secs()),
            "check the network connection, or try again later",
        ),
        Err(error) => Finding::failure(
            check,
            error.to_string(),
            error.advice().unwrap_or("try again later"),
        ),
    }
}

/// The finding of a response that was read. Something between this machine and a service may respond in its place.
pub(super) fn of_response(check: &str, detail: &str, response: Result<(), Error>) -> Finding {
    let Err(error) = response else {
        return Finding::ok(check, detail);
    };
    let status = match error.status() {
        Some(500..) => Status::Warning,
        _ => Status::Failure,
    };
    let finding = Finding::of(check, status, &error.into());
    match finding.advice {
        Some(_) => finding,
        None => finding.advise(
            "open a web page in a browser: a network that wants you to sign in, or a proxy, may respond in place of the \
             services",
        ),
    }
}

/// The clock of this machine against those of the services.
fn of_clock(results: &[(&Host, Result<Reached, Error>, Timestamp)]) -> Finding {
    let ahead = results.iter().filter_map(|(_, result, at)| {
        let service_time = result.as_ref().ok()?.service_time?;
        Some(at.duration_since(service_time))
    });
    // A cache on the way may send an old time.
    let Some(ahead) = ahead.min_by_key(|ahead| ahead.abs()) else {
        return Finding::skipped("clock", "no service reported its time");
    };
    if ahead.abs() < TOLERANCE {
        return Finding::ok("clock", "right, within a minute");
    }
    let direction = if ahead.is_negative() { "behind" } else { "ahead of" };
    let detail = format!("{} {direction} the services' clocks", duration(ahead.abs()));
    Finding::warning(
        "clock",
        detail,
        "set this machine's clock, or let the system do it",
    )
}
