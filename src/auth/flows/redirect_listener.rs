//! A listener for the browser's redirect, which other connections cannot delay.

use std::io::{self, Read, Write};
use std::mem;
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::sync::CancelToken;

/// Maximum length of a request head, in bytes. Authorization codes are far shorter.
const MAX_HEAD: usize = 16 << 10;
/// Maximum time for a connection to send its request, and for the page to be written.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(5);
/// Maximum number of open connections.
const MAX_CONNECTIONS: usize = 64;
/// Interval between two reads of the connections.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Reads all connections at once: browsers open connections ahead of need and send nothing on them, and each
/// would delay the redirect by its timeout.
pub(super) struct RedirectListener {
    listeners: Vec<TcpListener>,
    /// The connections that have not sent a whole request head yet, the oldest first.
    connections: Vec<Connection>,
}

struct Connection {
    stream: TcpStream,
    head: Vec<u8>,
    deadline: Instant,
}

/// A request whose head was read.
pub(super) struct BrowserRequest {
    stream: TcpStream,
    /// The target of a GET request; `None` for any other request.
    pub target: Option<String>,
}

impl RedirectListener {
    pub fn new(listeners: Vec<TcpListener>) -> io::Result<Self> {
        for listener in &listeners {
            listener.set_nonblocking(true)?;
        }
        Ok(Self {
            listeners,
            connections: Vec::new(),
        })
    }

    /// Waits for the next request. Returns `None` if the deadline passes or the wait is cancelled.
    pub fn next(
        &mut self,
        deadline: Option<Instant>,
        cancel: &CancelToken,
    ) -> io::Result<Option<BrowserRequest>> {
        loop {
            self.accept()?;
            let now = Instant::now();
            let mut incomplete = Vec::new();
            let mut connections = mem::take(&mut self.connections).into_iter();
            for mut connection in connections.by_ref() {
                match connection.read() {
                    Progress::Done(target) => {
                        incomplete.extend(connections);
                        self.connections = incomplete;
                        let Connection { stream, .. } = connection;
                        return Ok(Some(BrowserRequest { stream, target }));
                    }
                    Progress::Incomplete if now < connection.deadline => incomplete.push(connection),
                    Progress::Incomplete | Progress::Closed => {}
                }
            }
            self.connections = incomplete;
            let left = match deadline {
                Some(deadline) => deadline.saturating_duration_since(Instant::now()),
                None => POLL_INTERVAL,
            };
            if left.is_zero() || cancel.wait(POLL_INTERVAL.min(left)) {
                return Ok(None);
            }
        }
    }

    fn accept(&mut self) -> io::Result<()> {
        for listener in &self.listeners {
            loop {
                match listener.accept() {
                    Ok((stream, _)) => {
                        stream.set_nonblocking(true)?;
                        if self.connections.len() >= MAX_CONNECTIONS {
                            // Drops the oldest connection.
                            self.connections.remove(0);
                        }
                        let deadline = Instant::now() + CONNECTION_TIMEOUT;
                        let head = Vec::new();
                        self.connections.push(Connection {
                            stream,
                            head,
                            deadline,
                        });
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                    // The connection was closed before it was accepted.
                    Err(error)
                        if matches!(
                            error.kind(),
                            io::ErrorKind::Interrupted
                                | io::ErrorKind::ConnectionAborted
                                | io::ErrorKind::ConnectionReset
                        ) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }
}

/// The progress of reading a request head.
enum Progress {
    /// The head is complete, and has this target if the method is GET.
    Done(Option<String>),
    Incomplete,
    /// The connection is closed, or its head is too long.
    Closed,
}

impl Connection {
    /// Reads the bytes that have arrived.
    fn read(&mut self) -> Progress {
        let mut chunk = [0; 1024];
        loop {
            match self.stream.read(&mut chunk) {
                Ok(0) => return Progress::Closed,
                Ok(length) => self.head.extend(chunk.iter().take(length)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Progress::Incomplete,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Progress::Closed,
            }
            if self.head.windows(4).any(|window| window == b"\r\n\r\n") {
                return Progress::Done(request_target(&self.head));
            }
            if self.head.len() > MAX_HEAD {
                return Progress::Closed;
            }
        }
    }
}

/// The target in the head of a GET request.
pub(in crate::auth) fn request_target(head: &[u8]) -> Option<String> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    request.parse(head).ok()?;
    (request.method == Some("GET")).then(|| request.path.map(str::to_owned))?
}

impl BrowserRequest {
    /// Sends a page to the browser.
    pub fn respond(&mut self, status: &str, page: &str) -> io::Result<()> {
        self.stream.set_nonblocking(false)?;
        self.stream.set_write_timeout(Some(CONNECTION_TIMEOUT))?;
        // The address of the page holds the code: the browser must not cache it or send it as a referrer.
        write!(
            self.stream,
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
             Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}",
            page.len()
        )?;
        self.stream.flush()
    }
}
