//! A listener for the browser's redirect, which no other visitor ends or delays.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::request_head::{MAX_HEAD, Request, request};
use crate::sync::CancelToken;
use crate::types::SecretBytes;

/// Maximum time for a connection to send its request and to read the page.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum number of open connections. For a new one, an answered one is closed, else the oldest.
const MAX_CONNECTIONS: usize = 256;
/// Maximum number of connections that a listener accepts before all connections are read. Less than
/// [`MAX_CONNECTIONS`]: each connection is read before it can be the oldest.
const MAX_ACCEPTED: usize = MAX_CONNECTIONS / 4;
/// Interval between two reads of the connections. It also limits how often a failed accept is repeated.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Accepts the next connection, without waiting: [`io::ErrorKind::WouldBlock`] if no visitor has connected.
pub(super) type Accept = Box<dyn FnMut() -> io::Result<TcpStream>>;

/// Reads all connections at once, on one thread: browsers open connections ahead of need and send nothing on them, and
/// each would delay the redirect by its timeout.
pub(super) struct RedirectListener {
    listeners: Vec<Accept>,
    /// The oldest first.
    connections: VecDeque<Connection>,
    /// The error of the last accept; `None` if it succeeded.
    accept_error: Option<io::Error>,
}

/// The response to a visitor: a status such as `404 Not Found`, and the text of the page.
pub(super) struct Page {
    pub status: &'static str,
    pub text: &'static str,
}

impl RedirectListener {
    pub fn new(listeners: Vec<Accept>) -> Self {
        Self {
            listeners,
            connections: VecDeque::new(),
            accept_error: None,
        }
    }

    /// Waits until `judge` returns the outcome for a request target, such as `/?code=…`. All visitors receive a page.
    /// Returns `None` if the deadline passes or the wait is cancelled.
    ///
    /// # Errors
    ///
    /// The system's error if no connection could be accepted at the deadline.
    pub fn wait<T>(
        &mut self,
        deadline: Option<Instant>,
        cancel: &CancelToken,
        mut judge: impl FnMut(&str) -> (Page, Option<T>),
    ) -> io::Result<Option<T>> {
        loop {
            self.accept();
            if let Some(outcome) = self.read(&mut judge) {
                return Ok(Some(outcome));
            }
            let left = match deadline {
                Some(deadline) => deadline.saturating_duration_since(Instant::now()),
                None => POLL_INTERVAL,
            };
            if cancel.wait(POLL_INTERVAL.min(left)) {
                return Ok(None);
            }
            if left.is_zero() {
                return self.accept_error.take().map_or(Ok(None), Err);
            }
        }
    }

    fn accept(&mut self) {
        let has_failed_before = self.accept_error.take().is_some();
        for listener in &mut self.listeners {
            for _ in 0..MAX_ACCEPTED {
                match listener() {
                    Ok(stream) => {
                        if self.connections.len() >= MAX_CONNECTIONS {
                            let answered = self.connections.iter().position(|other| other.is_answered);
                            self.connections.remove(answered.unwrap_or(0));
                        }
                        self.connections.push_back(Connection::new(stream));
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
                    // For example, the process may have no more open files: closing a connection may help.
                    Err(error) => {
                        if !has_failed_before {
                            log::warn!("the browser's connection cannot be accepted: {error}");
                        }
                        self.accept_error = Some(error);
                        if let Some(idle) = self.connections.iter().position(Connection::is_idle) {
                            self.connections.remove(idle);
                        }
                        break;
                    }
                }
            }
        }
    }

    /// Reads all connections once. Answers the requests that are complete, up to the first one with an outcome.
    fn read<T>(&mut self, judge: &mut impl FnMut(&str) -> (Page, Option<T>)) -> Option<T> {
        let now = Instant::now();
        let mut place = 0;
        while let Some(connection) = self.connections.get_mut(place) {
            let outcome = match connection.read() {
                Progress::Request(request) => {
                    let (page, outcome) = match &request {
                        Request::Get(target) => judge(target.expose()),
                        Request::Refused(status) => {
                            let text = "This page accepts only the redirect of the sign-in.";
                            (Page { status, text }, None)
                        }
                    };
                    connection.respond(&page);
                    outcome
                }
                Progress::Incomplete if now < connection.deadline => None,
                Progress::Incomplete | Progress::Closed => {
                    self.connections.remove(place);
                    continue;
                }
            };
            if outcome.is_some() {
                return outcome;
            }
            place += 1;
        }
        None
    }
}

struct Connection {
    stream: TcpStream,
    head: SecretBytes,
    /// Whether the page was sent. The rest is read and dropped: if it stayed unread, the system would reset the
    /// connection, and the visitor could lose the page.
    is_answered: bool,
    deadline: Instant,
}

/// The progress of reading a connection.
enum Progress {
    Request(Request),
    Incomplete,
    Closed,
}

impl Connection {
    fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            head: SecretBytes::default(),
            is_answered: false,
            deadline: Instant::now() + CONNECTION_TIMEOUT,
        }
    }

    /// Whether the connection is not in the middle of a request.
    fn is_idle(&self) -> bool {
        self.is_answered || self.head.is_empty()
    }

    /// Reads the bytes that have arrived, at most [`MAX_HEAD`].
    fn read(&mut self) -> Progress {
        let mut chunk = Zeroizing::new([0; 4096]);
        let mut length = 0;
        while length < MAX_HEAD {
            let read = match self.stream.read(chunk.as_mut()) {
                Ok(0) => return Progress::Closed,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Progress::Incomplete,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return Progress::Closed,
            };
            length += read;
            if self.is_answered {
                continue;
            }
            // The end of the head may have begun in the bytes before.
            let before = self.head.len().saturating_sub(3);
            self.head.extend(chunk.get(..read).unwrap_or_default());
            if let Some(request) = request(&self.head, before) {
                return Progress::Request(request);
            }
        }
        Progress::Incomplete
    }

    /// Sends a page. It fits into the buffer of a connection on which nothing was sent.
    fn respond(&mut self, page: &Page) {
        self.is_answered = true;
        let Page { status, text } = page;
        let html = format!(
            "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sign-in</title>\
             <body style=\"font-family: sans-serif; margin: 15vh auto; max-width: 30em; text-align: center\">\
             <h1>Halo Infinite</h1><p>{text}</p></body></html>"
        );
        // A response to HEAD has no page.
        let html = if self.head.starts_with(b"HEAD ") {
            ""
        } else {
            &html
        };
        // The address of the page holds the code: the browser must not cache it or send it as a referrer.
        let response = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nAllow: GET\r\n\
             Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{html}",
            html.len()
        );
        self.head = SecretBytes::default();
        let sent = self.stream.write_all(response.as_bytes());
        if let Err(error) = sent.and_then(|()| self.stream.shutdown(std::net::Shutdown::Write)) {
            log::debug!("a visitor left before the page was sent: {error}");
        }
    }
}

/// Accepts the connections of a listener.
pub(super) fn accept_from(listener: TcpListener) -> io::Result<Accept> {
    listener.set_nonblocking(true)?;
    Ok(Box::new(move || {
        let (stream, _) = listener.accept()?;
        stream.set_nonblocking(true)?;
        Ok(stream)
    }))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    /// The longest wait for something that takes far less time, even on a busy machine.
    const PATIENCE: Duration = Duration::from_secs(60);
    const EMFILE: i32 = 24;

    /// A listener whose accepts fail with these errors first.
    fn listener(errors: Vec<io::Error>) -> (RedirectListener, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut accept = accept_from(listener).unwrap();
        let mut errors = errors.into_iter();
        let accept: Accept = Box::new(move || errors.next().map_or_else(&mut accept, Err));
        (RedirectListener::new(vec![accept]), port)
    }

    fn connect(port: u16, head: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(head).unwrap();
        stream
    }

    /// Waits for the target `/in`.
    fn wait(listener: &mut RedirectListener, time: Duration) -> io::Result<Option<()>> {
        let deadline = Instant::now() + time;
        listener.wait(Some(deadline), &CancelToken::new(), |target| {
            let (status, text) = ("200 OK", "");
            (Page { status, text }, (target == "/in").then_some(()))
        })
    }

    /// Reads connections of which none has sent a whole request.
    fn read_incomplete(listener: &mut RedirectListener) -> Option<()> {
        listener.read(&mut |target| unreachable!("{target}"))
    }

    #[test]
    fn passing_errors_of_accept_do_not_end_the_wait() {
        let errors = [
            io::Error::from_raw_os_error(EMFILE),
            io::ErrorKind::ConnectionAborted.into(),
            io::ErrorKind::Interrupted.into(),
            io::ErrorKind::ConnectionReset.into(),
            io::ErrorKind::OutOfMemory.into(),
        ];
        let (mut listener, port) = listener(errors.into());
        let _visitor = connect(port, b"GET /in HTTP/1.1\r\n\r\n");
        assert!(matches!(wait(&mut listener, PATIENCE), Ok(Some(()))));
    }

    #[test]
    fn a_lasting_error_of_accept_is_repeated_slowly_and_reported_at_the_end() {
        let calls = Rc::new(Cell::new(0));
        let counter = Rc::clone(&calls);
        let accept: Accept = Box::new(move || {
            counter.set(counter.get() + 1);
            Err(io::Error::from_raw_os_error(EMFILE))
        });
        let time = 10 * POLL_INTERVAL;
        let error = wait(&mut RedirectListener::new(vec![accept]), time).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(EMFILE));
        // A busy machine makes the wait longer, not the calls more.
        assert!((1..=12).contains(&calls.get()), "{} calls", calls.get());
    }

    #[test]
    fn without_open_files_an_idle_connection_is_closed() {
        let (mut listener, port) = listener(Vec::new());
        let mut silent = connect(port, b"");
        let _busy = connect(port, b"GET /in HT");
        while listener.connections.len() < 2 {
            listener.accept();
        }
        assert_eq!(read_incomplete(&mut listener), None);
        listener.listeners = vec![Box::new(|| Err(io::Error::from_raw_os_error(EMFILE)))];
        listener.accept();
        listener.accept();
        assert_eq!(listener.connections.len(), 1);
        assert!(!listener.connections[0].head.is_empty());
        assert_eq!(silent.read(&mut [0]).unwrap(), 0);
    }

    #[test]
    fn connections_are_limited_in_number_and_time() {
        let (mut listener, port) = listener(Vec::new());
        let mut visitors = vec![connect(port, b"")];
        let mut accept = |visitors: &[TcpStream]| {
            let last = visitors.last().unwrap().local_addr().unwrap();
            let is_last =
                |connection: &Connection| connection.stream.peer_addr().is_ok_and(|peer| peer == last);
            let start = Instant::now();
            while !listener.connections.back().is_some_and(is_last) {
                assert!(start.elapsed() < PATIENCE, "the connection is not accepted");
                listener.accept();
            }
            listener.connections.len()
        };
        for number in 2..=MAX_CONNECTIONS + 10 {
            visitors.push(connect(port, b"GET /"));
            assert_eq!(accept(&visitors), number.min(MAX_CONNECTIONS));
        }
        // The oldest was closed.
        assert_eq!(visitors[0].read(&mut [0]).unwrap(), 0);

        for connection in &mut listener.connections {
            connection.deadline = Instant::now();
        }
        assert_eq!(read_incomplete(&mut listener), None);
        assert!(listener.connections.is_empty());
    }
}
