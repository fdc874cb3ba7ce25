//! Looking up hosts, and not for every call.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// How long an address is good for.
const LIFETIME: Duration = Duration::from_secs(30);

/// Looks a host up once in a while.
///
/// ureq asks for the addresses of a host at each request, even when it goes over a connection that is
/// open already, and starts a thread for the lookup where there is a timeout. That takes longer than all
/// the rest of a call on a fast network.
#[derive(Debug, Default)]
pub(super) struct CachingResolver {
    inner: DefaultResolver,
    /// By host and port.
    known: Mutex<HashMap<String, (Instant, Vec<SocketAddr>)>>,
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
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, addresses)) = known().get(&name) {
            if since.elapsed() < LIFETIME {
                let mut resolved = self.empty();
                addresses.iter().for_each(|address| resolved.push(*address));
                return Ok(resolved);
            }
        }
        // Not under the lock: it can take its time.
        let addresses = self.inner.resolve(uri, config, timeout)?;
        known().insert(name, (Instant::now(), addresses.iter().copied().collect()));
        Ok(addresses)
    }
}
