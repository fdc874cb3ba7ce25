//! A resolver that remembers addresses.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{NextTimeout, time};

use super::interrupt::Interrupt;
use super::left_behind;

const LIFETIME: Duration = Duration::from_secs(30);

/// Time of the lookup and addresses, by host and port.
type Known = HashMap<String, (Instant, Vec<SocketAddr>)>;

/// The addresses that agents remember. Clones share them, for agents with the same
/// [family of addresses](ureq::config::ConfigBuilder::ip_family).
#[derive(Debug, Clone, Default)]
pub struct Addresses(Arc<Mutex<Known>>);

impl Addresses {
    /// Forgets all addresses, so that hosts are looked up again.
    pub fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
pub(crate) struct CachingResolver(Addresses);

impl CachingResolver {
    pub fn new(known: Addresses) -> Self {
        Self(known)
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
            return DefaultResolver::default().resolve(uri, config, timeout);
        };
        if let Some((since, addresses)) = self.0.lock().get(&name)
            && since.elapsed() < LIFETIME
        {
            let mut resolved = self.empty();
            addresses.iter().for_each(|address| resolved.push(*address));
            return Ok(resolved);
        }
        // Without the lock: a lookup can take long.
        let (uri, config) = (uri.clone(), config.clone());
        // The thread that waits has the timeout. With one, the resolver would start another thread.
        let endless = NextTimeout {
            after: time::Duration::NotHappening,
            ..timeout
        };
        let look_up = move || DefaultResolver::default().resolve(&uri, &config, endless);
        let addresses = left_behind::run(Interrupt::current().as_ref(), timeout, look_up)?;
        self.0
            .lock()
            .insert(name, (Instant::now(), addresses.iter().copied().collect()));
        Ok(addresses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        // Another address in the memory shows that the next lookup does not ask the system.
        let known = || resolver.0.lock();
        let other: SocketAddr = "127.0.0.2:8080".parse().unwrap();
        if let Some((_, addresses)) = known().get_mut("127.0.0.1:8080") {
            *addresses = vec![other];
        }
        assert_eq!(resolve("http://127.0.0.1:8080/b"), [other]);
        assert_eq!(resolve("http://127.0.0.1:8081/b").len(), 1);
        assert_eq!(known().len(), 2);
        resolver.0.forget();
        assert_eq!(resolve("http://127.0.0.1:8080/c"), first);
    }
}
