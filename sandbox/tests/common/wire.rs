//! Raw HTTP over TCP.

use halo_infinite_sandbox::Sandbox;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The bytes of a connection, and its end.
pub struct Exchange {
    pub bytes: Vec<u8>,
    /// `None` for an orderly end.
    pub failure: Option<ErrorKind>,
}

impl Exchange {
    pub fn head(&self) -> String {
        String::from_utf8_lossy(&self.bytes[..self.end_of_head()]).into_owned()
    }

    pub fn body(&self) -> &[u8] {
        &self.bytes[self.end_of_head()..]
    }

    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.head();
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        let mut found = lines.filter(|(header, _)| header.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.to_owned())
    }

    fn end_of_head(&self) -> usize {
        let blank = self.bytes.windows(4).position(|bytes| bytes == b"\r\n\r\n");
        blank.expect("a response head") + 4
    }
}

/// Sends one request as a signed-in client, and returns the connection.
pub fn ask(sandbox: &Sandbox, path: &str) -> TcpStream {
    let token = sandbox.spartan_token();
    send(
        sandbox,
        &format!(
            "GET {path} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nx-343-authorization-spartan: {token}\r\n\
             Connection: close\r\n\r\n"
        ),
    )
}

pub fn send(sandbox: &Sandbox, request: &str) -> TcpStream {
    let address = sandbox.url().strip_prefix("http://").expect("plain HTTP");
    let mut stream = TcpStream::connect(address).expect("a connection");
    // Only a safeguard against hanging tests.
    let timeout = Some(Duration::from_secs(20));
    stream.set_read_timeout(timeout).expect("a timeout");
    stream.write_all(request.as_bytes()).expect("sent");
    stream
}

/// Reads to the end of the connection, orderly or not.
pub fn read_to_end(mut stream: TcpStream) -> Exchange {
    let mut bytes = Vec::new();
    let failure = stream.read_to_end(&mut bytes).err().map(|error| error.kind());
    Exchange { bytes, failure }
}

pub fn exchange(sandbox: &Sandbox, path: &str) -> Exchange {
    read_to_end(ask(sandbox, path))
}
