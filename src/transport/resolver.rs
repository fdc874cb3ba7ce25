//! Looking up hosts, and not for every call.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// How long an address is good for.
const LIFETIME: Duration = Duration::from_secs(30);

type Known = HashMap<String, (Instant, Vec<SocketAddr>)>;

/// The addresses that are known: when they were found and what they are, by host and port.
#[derive(Debug, Clone, Default)]
pub(super) struct Addresses(Arc<Mutex<Known>>);

impl Addresses {
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has all hosts looked up again: one of them could not be reached where it was known to be.
    pub fn forget(&self) {
        self.lock().clear();
    }
}

/// Looks a host up once in a while.
///
/// ureq asks for the addresses of a host at each request, even when it goes over a connection that is
/// open already, and starts a thread for the lookup where there is a timeout. That takes longer than all
/// the rest of a call on a fast network.
#[derive(Debug)]
pub(super) struct CachingResolver {
    inner: DefaultResolver,
    known: Addresses,
}

impl CachingResolver {
    pub fn new(known: Addresses) -> Self {
        Self {
            inner: DefaultResolver::default(),
            known,
        }
    }
}

impl Resolver for CachingResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let parts = uri.scheme().zip(uri.authority());
        let Some(name) = parts.and_then(|(scheme, at)| DefaultResolver::host_and_port(scheme, at)) else {
            return self.inner.resolve(uri, config, timeout);
        };
        if let Some((since, addresses)) = self.known.lock().get(&name)
            && since.elapsed() < LIFETIME
        {
            let mut resolved = self.empty();
            addresses.iter().for_each(|address| resolved.push(*address));
            return Ok(resolved);
        }
        // Not under the lock: it can take its time.
        let addresses = self.inner.resolve(uri, config, timeout);
        let addresses = addresses.map_err(|error| match error {
            // The system says of hosts that it does not know, or not just now, no more than that
            // something else is wrong.
            ureq::Error::Io(error) => {
                log::debug!("{name} cannot be looked up: {error}");
                ureq::Error::HostNotFound
            }
            error => error,
        })?;
        self.known
            .lock()
            .insert(name, (Instant::now(), addresses.iter().copied().collect()));
        Ok(addresses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_is_not_known_is_not_found() {
        let resolver = CachingResolver::new(Addresses::default());
        let agent = ureq::Agent::new_with_defaults();
        // A name that no host ever has.
        let uri = Uri::from_static("https://halo-infinite.invalid/");
        let error = resolver.resolve(&uri, agent.config(), NextTimeout::default());
        assert!(matches!(error, Err(ureq::Error::HostNotFound)), "{error:?}");
    }

    #[test]
    fn a_host_is_looked_up_once() {
        let resolver = CachingResolver::new(Addresses::default());
        let agent = ureq::Agent::new_with_defaults();
        let resolve = |uri: &'static str| {
            let resolved = resolver.resolve(&Uri::from_static(uri), agent.config(), NextTimeout::default());
            resolved.unwrap().iter().copied().collect::<Vec<_>>()
        };
        let first = resolve("http://127.0.0.1:8080/a");
        assert_eq!(first, ["127.0.0.1:8080".parse().unwrap()]);
        // What is known is not looked up: another address stands in for it.
        let known = || resolver.known.lock();
        let other: SocketAddr = "127.0.0.2:8080".parse().unwrap();
        if let Some((_, addresses)) = known().get_mut("127.0.0.1:8080") {
            *addresses = vec![other];
        }
        assert_eq!(resolve("http://127.0.0.1:8080/b"), [other]);
        assert_eq!(resolve("http://127.0.0.1:8081/b").len(), 1);
        assert_eq!(known().len(), 2);
        // Until it is forgotten.
        resolver.known.forget();
        assert_eq!(resolve("http://127.0.0.1:8080/c"), first);
    }
}
