//! A proxy that records the requests and refuses them.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use super::wait::PATIENCE;

pub struct FakeProxy {
    pub address: SocketAddr,
    heads: Receiver<String>,
}

impl FakeProxy {
    /// A proxy that responds to every connection with this.
    pub fn start(response: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, heads) = mpsc::channel();
        // It ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let head = read_head(&mut stream);
                // A test that is over listens no more.
                let _ = sender.send(head);
                let _ = stream.write_all(response.as_bytes());
            }
        });
        Self { address, heads }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The heads of the requests since the last time. The proxy records a request before it responds.
    pub fn take(&self) -> Vec<String> {
        self.heads.try_iter().collect()
    }
}

/// Reads to the end of the head; if it is not HTTP, reads one piece.
fn read_head(stream: &mut TcpStream) -> String {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    loop {
        let length = stream.read(&mut piece).unwrap_or_default();
        head.extend_from_slice(&piece[..length]);
        let is_http = head.first().is_some_and(u8::is_ascii_uppercase);
        if length == 0 || !is_http || head.ends_with(b"\r\n\r\n") {
            return String::from_utf8_lossy(&head).into_owned();
        }
    }
}
