//! Proxies: the choice of the one for a request.

use std::env;
use std::net::IpAddr;

use ureq::http::Uri;
use ureq::{Proxy, ProxyProtocol};

use super::environment::is_this_machine;
use super::system_proxy::{self, SystemProxy};
use crate::types::{ArgumentError, Secret};

/// The source of the proxy. `Debug` shows no URL, which may hold a password.
#[derive(Debug, Clone, Default)]
pub(crate) enum ProxySetting {
    /// The agent's proxy, if the program has set one; else the environment variables; else the Windows settings.
    #[default]
    Default,
    Off,
    Url(Secret),
}

/// The environment variables with a proxy. The first one that is set counts.
const VARIABLES: [&str; 6] = [
    "ALL_PROXY",
    "all_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
];

/// The way to the hosts: through a proxy or direct.
pub(super) struct Route {
    proxy: Option<Proxy>,
    /// The hosts of `NO_PROXY`.
    direct: Vec<String>,
    /// The exceptions of the Windows settings.
    direct_by_system: Vec<String>,
}

impl Route {
    /// `of_agent` is the proxy of the agent's configuration, which is the program's own if `is_own_agent`. Without one,
    /// the environment counts for an agent of ours.
    pub fn new(
        setting: &ProxySetting,
        of_agent: Option<Proxy>,
        is_own_agent: bool,
    ) -> Result<Self, ArgumentError> {
        let proxy = match (setting, of_agent) {
            (ProxySetting::Off, _) => None,
            (ProxySetting::Url(url), _) => Some(parse("proxy", url.expose())?),
            (ProxySetting::Default, of_agent) if is_own_agent => of_agent,
            (ProxySetting::Default, Some(proxy)) => Some(with_feature("configure_agent", proxy)?),
            (ProxySetting::Default, None) => {
                return Self::by_surroundings(proxy_of_environment()?, direct_hosts(), system_proxy::read);
            }
        };
        Ok(Self {
            proxy,
            direct: Vec::new(),
            direct_by_system: Vec::new(),
        })
    }

    /// The environment's proxy, else the system's. `NO_PROXY` applies to both.
    fn by_surroundings(
        of_environment: Option<Proxy>,
        direct: Vec<String>,
        of_system: impl FnOnce() -> Option<SystemProxy>,
    ) -> Result<Self, ArgumentError> {
        let of_system = of_environment.is_none().then(of_system).flatten();
        let (proxy, direct_by_system) = match of_system {
            Some(system) => (
                Some(parse("the proxy of the Windows settings", &system.url)?),
                system.direct,
            ),
            None => (of_environment, Vec::new()),
        };
        Ok(Self {
            proxy,
            direct,
            direct_by_system,
        })
    }

    /// The proxy of a request. Always `None` for this machine: a proxy could not reach it, and tokens of a sandbox
    /// would leave the machine in the clear.
    pub fn proxy_to(&self, uri: &Uri) -> Option<&Proxy> {
        let host = uri.host().unwrap_or_default();
        let is_direct = may_be_this_machine(host)
            || self.direct.iter().any(|entry| covers(entry, host))
            || self
                .direct_by_system
                .iter()
                .any(|entry| system_proxy::covers(entry, host));
        // The proxy of an agent has a list of its own.
        let proxy = self.proxy.as_ref().filter(|proxy| !proxy.is_no_proxy(uri));
        proxy.filter(|_| !is_direct)
    }
}

/// Whether a host is this machine, or a name that systems may resolve to it.
fn may_be_this_machine(host: &str) -> bool {
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    let address = name.trim_matches(['[', ']']).parse::<IpAddr>();
    is_this_machine(&name)
        || name.ends_with(".localhost")
        || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

fn proxy_of_environment() -> Result<Option<Proxy>, ArgumentError> {
    for name in VARIABLES {
        // An empty variable counts as not set.
        let Some(value) = env::var_os(name).filter(|value| !value.is_empty()) else {
            continue;
        };
        return parse(name, &value.to_string_lossy()).map(Some);
    }
    Ok(None)
}

/// Parses the URL of a proxy; `name` is its source in an error, which does not quote the URL.
fn parse(name: &'static str, url: &str) -> Result<Proxy, ArgumentError> {
    let invalid = || {
        ArgumentError::new(
            name,
            "it is not the URL of a proxy, such as http://proxy.example.com:8080; in a user name and a password, \
             percent-encode special characters",
        )
    };
    let proxy = Proxy::new(url).map_err(|_| invalid())?;
    let authority = proxy.uri().authority().ok_or_else(invalid)?;
    let address = authority.as_str().rsplit('@').next().unwrap_or_default();
    let has_port = authority.port_u16().is_some() || address == authority.host();
    // The characters `/`, `?` and `#` of a password would end the host's name, and make the user the host.
    let rest = proxy.uri().path_and_query().map_or("/", |rest| rest.as_str());
    if proxy.host().is_empty() || !has_port || rest != "/" || url.contains('#') {
        return Err(invalid());
    }
    with_feature(name, proxy)
}

/// Fails if this build cannot use the proxy: ureq would panic at the first request.
fn with_feature(name: &'static str, proxy: Proxy) -> Result<Proxy, ArgumentError> {
    let is_socks = !matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https);
    if is_socks && !cfg!(feature = "socks-proxy") {
        let problem = "a SOCKS proxy needs the feature `socks-proxy` of halo-infinite";
        return Err(ArgumentError::new(name, problem));
    }
    Ok(proxy)
}

/// The hosts of `NO_PROXY`, in lower case.
fn direct_hosts() -> Vec<String> {
    // An empty variable counts as not set.
    let mut values = ["NO_PROXY", "no_proxy"].into_iter().filter_map(env::var_os);
    let value = values.find(|value| !value.is_empty());
    entries(&value.unwrap_or_default().to_string_lossy())
}

fn entries(list: &str) -> Vec<String> {
    list.split([',', ' '])
        .map(|entry| entry.trim().to_ascii_lowercase())
        .filter(|entry| !entry.is_empty())
        .collect()
}

/// Whether an entry of `NO_PROXY` covers a host: `*` any, `example.com`, `.example.com` and `*.example.com` this host
/// and those below it.
fn covers(entry: &str, host: &str) -> bool {
    let domain = entry.trim_start_matches('*').trim_start_matches('.');
    let host = host.to_ascii_lowercase();
    match host.strip_suffix(domain) {
        Some(below) => entry == "*" || !domain.is_empty() && (below.is_empty() || below.ends_with('.')),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_cover_a_domain() {
        for (entry, covered, others) in [
            ("*", ["a.example.com", "b"].as_slice(), [].as_slice()),
            (
                "example.com",
                &["example.com", "a.example.com", "A.B.Example.COM"],
                &["anexample.com", "example.com.org", "com"],
            ),
            (
                ".example.com",
                &["a.example.com", "example.com"],
                &["anexample.com"],
            ),
            (
                "*.example.com",
                &["a.example.com", "example.com"],
                &["anexample.com"],
            ),
            ("192.168.0.1", &["192.168.0.1"], &["192.168.0.11", "1.1"]),
            (".", &[], &["a.example.com"]),
        ] {
            assert!(covered.iter().all(|host| covers(entry, host)), "{entry}");
            assert!(!others.iter().any(|host| covers(entry, host)), "{entry}");
        }
        assert_eq!(
            entries(" A.com, b.com,,c.com d.com "),
            ["a.com", "b.com", "c.com", "d.com"]
        );
    }

    #[test]
    fn the_systems_proxy_comes_after_the_environments() {
        let system = |url: &str| SystemProxy {
            url: url.into(),
            direct: vec!["*.example.com".into()],
        };
        let host = |route: &Route, url: &str| {
            let proxy = route.proxy_to(&url.parse().unwrap());
            proxy.map(|proxy| proxy.host().to_owned())
        };
        let route = Route::by_surroundings(None, vec!["a.org".into()], || Some(system("http://system:8080")));
        let route = route.unwrap();
        assert_eq!(host(&route, "https://b.org").as_deref(), Some("system"));
        for direct in ["https://a.org", "https://a.example.com", "https://localhost"] {
            assert_eq!(host(&route, direct), None);
        }
        let environment = Proxy::new("http://environment").unwrap();
        let route = Route::by_surroundings(Some(environment), Vec::new(), || Some(system("http://system")));
        let route = route.unwrap();
        assert_eq!(
            host(&route, "https://a.example.com").as_deref(),
            Some("environment")
        );
        let none = Route::by_surroundings(None, Vec::new(), || None).unwrap();
        assert_eq!(host(&none, "https://b.org"), None);
        let broken = Route::by_surroundings(None, Vec::new(), || Some(system("http://a:b:c")));
        let error = broken.map(|_| ()).unwrap_err().to_string();
        assert!(
            error.starts_with("the proxy of the Windows settings: it is not"),
            "{error}"
        );
    }

    #[test]
    fn no_proxy_leads_to_this_machine() {
        let setting = ProxySetting::Url("http://proxy.example.com".into());
        let route = Route::new(&setting, None, false).unwrap();
        let has_proxy = |url: &str| route.proxy_to(&url.parse().unwrap()).is_some();
        for host in [
            "localhost",
            "LOCALHOST:80",
            "localhost.",
            "halo.localhost",
            "[::ffff:127.0.0.1]",
            "127.0.0.1:8080",
            "127.9.9.9",
            "[::1]:8080",
        ] {
            assert!(!has_proxy(&format!("http://{host}/x")), "{host}");
            assert!(!has_proxy(&format!("https://{host}/x")), "{host}");
        }
        for host in ["example.com", "localhost.example.com", "128.0.0.1", "[::2]"] {
            assert!(has_proxy(&format!("https://{host}/x")), "{host}");
        }
    }

    #[test]
    fn a_proxy_of_the_configuration_needs_its_feature() {
        let route = |is_own_agent| {
            let proxy = Proxy::new("socks5://proxy.example.com").unwrap();
            Route::new(&ProxySetting::Default, Some(proxy), is_own_agent).map(|_| ())
        };
        let error = route(false).map_err(|error| (error.argument, error.problem.contains("`socks-proxy`")));
        let expected = match cfg!(feature = "socks-proxy") {
            true => Ok(()),
            false => Err(("configure_agent", true)),
        };
        assert_eq!(error, expected);
        // ureq may have the feature by another crate.
        assert_eq!(route(true), Ok(()));
    }

    #[test]
    fn malformed_urls_are_refused_and_not_shown() {
        for url in [
            "",
            " ",
            "http://",
            "http://:8080",
            "ftp://user:s3cret@host",
            "http://user:s3cret@host:port",
            "http://user:s3cret@ho st",
            // A password that is not percent-encoded.
            "http://user:1/s3cret@host:8080",
            "http://user:1?s3cret@host:8080",
            "http://user:1#s3cret@host:8080",
        ] {
            let error = parse("HTTPS_PROXY", url).unwrap_err().to_string();
            assert!(error.starts_with("HTTPS_PROXY: it is not"), "{url}: {error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
        let proxy = parse("proxy", "http://user:s3cr%2Fet@proxy.example.com:8080/").unwrap();
        assert_eq!((proxy.host(), proxy.port()), ("proxy.example.com", 8080));
        assert_eq!(
            (proxy.username(), proxy.password()),
            (Some("user"), Some("s3cr/et"))
        );
        assert_eq!(parse("proxy", "proxy.example.com:3128").unwrap().port(), 3128);
        assert_eq!(
            parse("proxy", "socks5://host").is_ok(),
            cfg!(feature = "socks-proxy")
        );
    }
}
