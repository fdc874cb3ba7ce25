//! Interrupts of real exchanges.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use halo_infinite_connector::{Addresses, Interrupt};

/// The longest wait of these tests.
const LIMIT: Duration = Duration::from_secs(60);

/// A server with one connection. It reports each request, and responds when it is told to.
fn server() -> (String, Receiver<()>, Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let ((arrive, arrived), (respond, may_respond)) = (mpsc::channel(), mpsc::channel());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        while read_head(&mut stream) {
            arrive.send(()).unwrap();
            if may_respond.recv_timeout(LIMIT).is_err() {
                return;
            }
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
        }
    });
    (url, arrived, respond)
}

/// Reads the head of a request. Returns whether there was one.
fn read_head(stream: &mut TcpStream) -> bool {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.extend(byte),
            _ => return false,
        }
    }
    true
}

fn get(agent: &ureq::Agent, url: &str) -> Result<String, ureq::Error> {
    agent.get(url).call()?.into_body().read_to_string()
}

fn agent() -> ureq::Agent {
    Addresses::default().agent(ureq::Agent::config_builder().timeout_global(Some(LIMIT)).build())
}

#[test]
fn an_interrupt_applies_to_its_own_request_only() {
    let (url, arrived, respond) = server();
    let agent = agent();
    let (first, second) = (Interrupt::new(), Interrupt::new());
    respond.send(()).unwrap();
    assert_eq!(first.run(|| get(&agent, &url)).unwrap(), "ok");
    arrived.recv_timeout(LIMIT).unwrap();
    thread::scope(|scope| {
        // On the same connection: the server has only one.
        let sending = scope.spawn(|| second.run(|| get(&agent, &url)));
        arrived.recv_timeout(LIMIT).unwrap();
        first.interrupt();
        respond.send(()).unwrap();
        assert_eq!(sending.join().unwrap().unwrap(), "ok");
        let sending = scope.spawn(|| second.run(|| get(&agent, &url)));
        arrived.recv_timeout(LIMIT).unwrap();
        second.interrupt();
        let error = sending.join().unwrap().unwrap_err();
        assert!(matches!(error, ureq::Error::Io(_)), "{error:?}");
    });
    assert!(first.is_interrupted() && second.is_interrupted());
}

#[test]
fn an_interrupted_interrupt_lets_no_request_pass() {
    let (url, arrived, _respond) = server();
    let interrupt = Interrupt::new();
    interrupt.interrupt();
    assert!(interrupt.run(|| get(&agent(), &url)).is_err());
    assert!(arrived.try_recv().is_err());
}

#[test]
fn an_interrupt_that_comes_after_its_request_leaves_the_connection_alone() {
    let (url, _arrived, respond) = server();
    let agent = agent();
    let late = Interrupt::new();
    respond.send(()).unwrap();
    assert_eq!(late.run(|| get(&agent, &url)).unwrap(), "ok");
    late.interrupt();
    // On the same connection: the server has only one.
    respond.send(()).unwrap();
    assert_eq!(get(&agent, &url).unwrap(), "ok");
}

#[test]
fn an_interrupt_applies_to_the_connection_of_a_request_without_one() {
    let (url, arrived, respond) = server();
    let agent = agent();
    respond.send(()).unwrap();
    assert_eq!(get(&agent, &url).unwrap(), "ok");
    arrived.recv_timeout(LIMIT).unwrap();
    let interrupt = Interrupt::new();
    thread::scope(|scope| {
        let sending = scope.spawn(|| interrupt.run(|| get(&agent, &url)));
        arrived.recv_timeout(LIMIT).unwrap();
        interrupt.interrupt();
        // Too late: the response does not arrive any more.
        respond.send(()).unwrap();
        let error = sending.join().unwrap().unwrap_err();
        assert!(matches!(error, ureq::Error::Io(_)), "{error:?}");
    });
}

#[test]
fn requests_without_an_interrupt_are_as_ever() {
    let (url, _arrived, respond) = server();
    let agent = agent();
    for _ in 0..2 {
        respond.send(()).unwrap();
        assert_eq!(get(&agent, &url).unwrap(), "ok");
    }
}
