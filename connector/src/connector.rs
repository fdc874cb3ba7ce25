//! A connector whose connections can be interrupted.

use std::sync::{Arc, Mutex, PoisonError};

use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

use super::addresses::{Addresses, CachingResolver};
use super::interrupt::{Interrupt, Socket};
use super::left_behind;
use super::shared_tls::SharedTls;

/// Connects as ureq does by default, on threads that an interrupted request leaves behind.
#[derive(Debug)]
pub(crate) struct InterruptibleConnector {
    inner: Arc<SharedTls>,
    addresses: Addresses,
}

impl InterruptibleConnector {
    pub fn new(addresses: Addresses) -> Self {
        Self {
            inner: Arc::default(),
            addresses,
        }
    }
}

impl Connector for InterruptibleConnector {
    type Out = Box<dyn Transport>;

    fn connect(&self, details: &ConnectionDetails, _: Option<()>) -> Result<Option<Self::Out>, Error> {
        let Some(interrupt) = Interrupt::current() else {
            // The request cannot be interrupted, or this connection leads to a proxy and a thread waits for it already.
            return self.inner.connect(details, None);
        };
        let sockets = Arc::new(Mutex::new(Vec::new()));
        let register = {
            let (sockets, interrupt) = (Arc::clone(&sockets), interrupt.clone());
            let register = Arc::clone(&details.register_shutdown);
            move |socket: Socket| {
                interrupt.add(&socket)?;
                let mut sockets = sockets.lock().unwrap_or_else(PoisonError::into_inner);
                sockets.push(socket.clone());
                register(socket)
            }
        };
        // The thread may outlive this call, so it owns all details.
        let (uri, config) = (details.uri.clone(), details.config.clone());
        let (request_level, now, timeout) = (details.request_level, details.now, details.timeout);
        let addrs = details.addrs.clone();
        let current_time = Arc::clone(&details.current_time);
        let run_connector = Arc::clone(&details.run_connector);
        let resolver = CachingResolver::new(self.addresses.clone());
        let inner = Arc::clone(&self.inner);
        let connect = move || {
            let details = ConnectionDetails {
                uri: &uri,
                addrs,
                config: &config,
                request_level,
                resolver: &resolver,
                now,
                timeout,
                current_time,
                run_connector,
                register_shutdown: Arc::new(register),
            };
            inner.connect(&details, None)
        };
        let transport = left_behind::run(Some(&interrupt), timeout, connect)?;
        let sockets = std::mem::take(&mut *sockets.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(transport.map(|transport| {
            Box::new(Interruptible {
                transport,
                sockets,
                interrupt: Some(interrupt),
            }) as _
        }))
    }
}

/// A connection. The interrupt of the request that uses it applies to it.
#[derive(Debug)]
struct Interruptible {
    transport: Box<dyn Transport>,
    sockets: Vec<Socket>,
    /// The interrupt of the last request.
    interrupt: Option<Interrupt>,
}

impl Interruptible {
    /// Changes to the interrupt of the current request, if it has another one.
    fn follow_request(&mut self) -> Result<(), Error> {
        if Interrupt::is_current(self.interrupt.as_ref()) {
            return Ok(());
        }
        if let Some(last) = self.interrupt.take() {
            self.sockets.iter().for_each(|socket| last.remove(socket));
        }
        self.interrupt = Interrupt::current();
        if let Some(interrupt) = &self.interrupt {
            for socket in &self.sockets {
                interrupt.add(socket)?;
            }
        }
        Ok(())
    }
}

impl Transport for Interruptible {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.follow_request()?;
        self.transport.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.follow_request()?;
        self.transport.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.transport.is_open()
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}
