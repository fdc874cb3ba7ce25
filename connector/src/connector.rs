//! A connector whose connections can be interrupted.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ureq::Error;
use ureq::config::Config;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

use super::addresses::{Addresses, CachingResolver};
use super::interrupt::{Interrupt, Part};
use super::left_behind;
use super::shared_tls::SharedTls;

/// Connects as ureq does by default, on threads that an interrupted request leaves behind.
#[derive(Debug)]
pub(crate) struct InterruptibleConnector {
    inner: Arc<SharedTls>,
    addresses: Addresses,
}

impl InterruptibleConnector {
    /// For an agent with this configuration.
    pub fn new(addresses: Addresses, config: &Config) -> Self {
        Self {
            inner: Arc::new(SharedTls::new(config)),
            addresses,
        }
    }
}

impl Connector for InterruptibleConnector {
    type Out = Box<dyn Transport>;

    fn connect(&self, details: &ConnectionDetails, _: Option<()>) -> Result<Option<Self::Out>, Error> {
        // None if the request cannot be interrupted, or if this connection leads to a proxy: then a thread waits for it
        // already, and the sockets are those of the outer connection too.
        let interrupt = Interrupt::current();
        let sockets = Arc::new(Mutex::new(Vec::new()));
        let register = {
            let (sockets, interrupt) = (Arc::clone(&sockets), interrupt.clone());
            let register = Arc::clone(&details.register_shutdown);
            move |socket: Part| {
                if let Some(interrupt) = &interrupt {
                    interrupt.add(&socket)?;
                }
                lock(&sockets).push(Part::clone(&socket));
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
        let transport = match &interrupt {
            Some(interrupt) => left_behind::run(Some(interrupt), timeout, connect)?,
            None => connect()?,
        };
        let sockets = std::mem::take(&mut *lock(&sockets));
        Ok(transport.map(|transport| {
            Box::new(Interruptible {
                transport,
                sockets,
                interrupt,
            }) as _
        }))
    }
}

fn lock(sockets: &Mutex<Vec<Part>>) -> MutexGuard<'_, Vec<Part>> {
    sockets.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A connection. The interrupt of the request that uses it applies to it.
#[derive(Debug)]
struct Interruptible {
    transport: Box<dyn Transport>,
    sockets: Vec<Part>,
    /// The interrupt of the request; `None` between two requests.
    interrupt: Option<Interrupt>,
}

impl Interruptible {
    /// Changes to the interrupt of the current request, if it has another one.
    fn follow_request(&mut self) -> Result<(), Error> {
        if Interrupt::is_current(self.interrupt.as_ref()) {
            return Ok(());
        }
        self.leave_request();
        let current = Interrupt::current();
        if let Some(current) = &current {
            for socket in &self.sockets {
                current.add(socket)?;
            }
        }
        self.interrupt = current;
        Ok(())
    }

    /// Belongs to no interrupt any more.
    fn leave_request(&mut self) {
        if let Some(last) = self.interrupt.take() {
            self.sockets.iter().for_each(|socket| last.remove(socket));
        }
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
        // The agent asks this before it keeps the connection for later requests. From here on, the interrupt of this
        // request must not reach it; if it came before, the socket is shut down and the connection not open.
        self.leave_request();
        self.transport.is_open()
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use ureq::unversioned::transport::{LazyBuffers, ShutdownHandle};

    use super::*;

    #[derive(Debug)]
    struct Idle(LazyBuffers);

    impl Transport for Idle {
        fn buffers(&mut self) -> &mut dyn Buffers {
            &mut self.0
        }

        fn transmit_output(&mut self, _: usize, _: NextTimeout) -> Result<(), Error> {
            Ok(())
        }

        fn await_input(&mut self, _: NextTimeout) -> Result<bool, Error> {
            Ok(false)
        }

        fn is_open(&mut self) -> bool {
            true
        }
    }

    struct Handle(AtomicBool);

    impl ShutdownHandle for Handle {
        fn shutdown(&self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }

    #[test]
    fn a_late_interrupt_does_not_close_a_connection_that_another_request_has_taken() {
        let handle = Arc::new(Handle(AtomicBool::new(false)));
        let is_closed = || handle.0.load(Ordering::SeqCst);
        let socket: Arc<dyn ShutdownHandle> = Arc::clone(&handle) as _;
        let mut connection = Interruptible {
            transport: Box::new(Idle(LazyBuffers::new(1, 1))),
            sockets: vec![Arc::downgrade(&socket)],
            interrupt: None,
        };
        let [first, second, third] = [(); 3].map(|()| Interrupt::new());
        first.run(|| connection.transmit_output(0, NextTimeout::default()).unwrap());
        // The pool looks whether the connection is open, and hands it over.
        assert!(second.run(|| connection.is_open()));
        first.interrupt();
        assert!(!is_closed());
        second.run(|| connection.transmit_output(0, NextTimeout::default()).unwrap());
        // A request that is interrupted already does not use it.
        third.interrupt();
        assert!(
            third
                .run(|| connection.transmit_output(0, NextTimeout::default()))
                .is_err()
        );
        assert!(!is_closed());
        second.run(|| connection.transmit_output(0, NextTimeout::default()).unwrap());
        second.interrupt();
        assert!(is_closed());
    }
}
