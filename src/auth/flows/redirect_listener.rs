//! A listener for one answer of a browser, which nobody else who connects can hold up.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::sync::CancelToken;

/// The longest request head that is read; authorization codes are far shorter.
const LONGEST_HEAD: usize = 16 << 10;
/// How long a connection may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many connections are listened to at once.
const MOST: usize = 64;
/// How often connections are looked at.
const POLL: Duration = Duration::from_millis(20);

/// Those who have connected, all read at once: browsers open connections ahead of need and leave them
/// silent, and each must not cost the redirect behind it its patience.
pub(super) struct RedirectListener {
    listeners: Vec<TcpListener>,
    waiting: Vec<Waiting>,
}

struct Waiting {
    stream: TcpStream,
    head: Vec<u8>,
    end: Instant,
}

/// Somebody who has sent a request.
pub(super) struct Visitor {
    stream: TcpStream,
    /// What a GET request asks for; `None` for anything else.
    pub target: Option<String>,
}

impl RedirectListener {
    pub fn new(listeners: Vec<TcpListener>) -> io::Result<Self> {
        for listener in &listeners {
            listener.set_nonblocking(true)?;
        }
        Ok(Self {
            listeners,
            waiting: Vec::new(),
        })
    }

    /// The next one with a whole request; `None` when the deadline has passed or the wait was cancelled.
    pub fn next(&mut self, deadline: Option<Instant>, cancel: &CancelToken) -> io::Result<Option<Visitor>> {
        loop {
            self.accept()?;
            let now = Instant::now();
            let mut silent = Vec::new();
            let mut waiting = std::mem::take(&mut self.waiting).into_iter();
            for mut visitor in waiting.by_ref() {
                match visitor.read() {
                    Reading::Done(target) => {
                        silent.extend(waiting);
                        self.waiting = silent;
                        let Waiting { stream, .. } = visitor;
                        return Ok(Some(Visitor { stream, target }));
                    }
                    Reading::More if now < visitor.end => silent.push(visitor),
                    Reading::More | Reading::Gone => {}
                }
            }
            self.waiting = silent;
            let left = match deadline {
                Some(deadline) => deadline.saturating_duration_since(Instant::now()),
                None => POLL,
            };
            if left.is_zero() || cancel.wait(POLL.min(left)) {
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
                        if self.waiting.len() >= MOST {
                            // The one who has been silent for longest.
                            self.waiting.remove(0);
                        }
                        let end = Instant::now() + PATIENCE;
                        let head = Vec::new();
                        self.waiting.push(Waiting { stream, head, end });
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                    // Those who have gone again before they were accepted.
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

enum Reading {
    Done(Option<String>),
    More,
    Gone,
}

impl Waiting {
    /// Reads what there is.
    fn read(&mut self) -> Reading {
        let mut chunk = [0; 1024];
        loop {
            match self.stream.read(&mut chunk) {
                Ok(0) => return Reading::Gone,
                Ok(length) => self.head.extend(chunk.iter().take(length)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Reading::More,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Reading::Gone,
            }
            if self.head.windows(4).any(|window| window == b"\r\n\r\n") {
                return Reading::Done(target(&self.head));
            }
            if self.head.len() > LONGEST_HEAD {
                return Reading::Gone;
            }
        }
    }
}

pub(super) fn target(head: &[u8]) -> Option<String> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    request.parse(head).ok()?;
    (request.method == Some("GET")).then(|| request.path.map(str::to_owned))?
}

impl Visitor {
    pub fn answer(&mut self, status: &str, page: &str) -> io::Result<()> {
        self.stream.set_nonblocking(false)?;
        self.stream.set_write_timeout(Some(PATIENCE))?;
        // The address in the browser's bar holds the code: it must not travel on to anybody.
        write!(
            self.stream,
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
             Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}",
            page.len()
        )?;
        self.stream.flush()
    }
}
