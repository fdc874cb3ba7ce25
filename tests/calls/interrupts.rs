//! HTTP exchanges that a cancelled token interrupts, in every state of an exchange.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use halo_infinite::auth::{AzureApp, SignIn};
use halo_infinite::{CancelToken, Client, Environment, Error, Request};
use halo_infinite_sandbox::{Fault, Sandbox};
use socket2::{Domain, Socket, Type};

use crate::support::wait::{PATIENCE, join, receive, until};

/// Far longer than an interrupt takes, even on a busy machine, and far shorter than the timeouts.
const AT_ONCE: Duration = Duration::from_secs(5);
const XUID: u64 = 2_533_274_855_333_605;

/// A server that does this with each connection, and reports when the exchange has reached its state.
fn serve(serve: impl Fn(TcpStream, Sender<()>) + Send + Clone + 'static) -> (SocketAddr, mpsc::Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (reached, is_reached) = mpsc::channel();
    // The threads end with the test's process.
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (serve, reached) = (serve.clone(), reached.clone());
            thread::spawn(move || serve(stream.unwrap(), reached));
        }
    });
    (address, is_reached)
}

fn client(base: &str, stop: &CancelToken) -> Client {
    let builder = Client::builder().environment(Environment::at(base).unwrap());
    let client = builder.spartan_token("token").no_proxy().build().unwrap();
    client.with_cancel_token(stop)
}

/// Cancels a request in a state of its exchange.
fn assert_interrupted(base: &str, wait_for_state: impl FnOnce()) {
    let stop = CancelToken::new();
    let request: Request<_> = client(base, &stop).stats().match_count(XUID);
    let sending = thread::spawn(move || (request.send().unwrap_err(), Instant::now()));
    wait_for_state();
    let start = Instant::now();
    stop.cancel();
    let cancelling = start.elapsed();
    let (error, end) = join(sending);
    let ending = end - start;
    println!("{base}: cancel() took {cancelling:?}, the request ended after {ending:?}");
    assert!(matches!(error, Error::Cancelled { .. }), "{error:?}");
    assert!(ending < AT_ONCE, "{ending:?}");
}

/// Reads the head of a request.
fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
}

#[test]
fn a_request_without_an_answer_is_interrupted() {
    let (address, reached) = serve(|mut stream, reached| {
        read_head(&mut stream);
        reached.send(()).unwrap();
        // Until the client closes the connection.
        let _ = stream.read(&mut [0]);
    });
    assert_interrupted(&format!("http://{address}"), || receive(&reached));
}

#[test]
fn a_body_that_drips_is_interrupted() {
    // With a length, in chunks, and up to the end of the connection.
    for framing in ["content-length: 100000\r\n", "transfer-encoding: chunked\r\n", ""] {
        let (address, reached) = serve(move |mut stream, reached| {
            read_head(&mut stream);
            write!(stream, "HTTP/1.1 200 OK\r\n{framing}\r\n").unwrap();
            let byte = if framing.contains("chunked") {
                "1\r\n[\r\n"
            } else {
                "["
            };
            while stream.write_all(byte.as_bytes()).is_ok() {
                let _ = reached.send(());
                thread::sleep(Duration::from_millis(10));
            }
        });
        assert_interrupted(&format!("http://{address}"), || {
            (0..5).for_each(|_| receive(&reached));
        });
    }
}

#[test]
fn a_tls_handshake_is_interrupted() {
    let (address, reached) = serve(|mut stream, reached| {
        // The client's first message has begun.
        stream.read_exact(&mut [0]).unwrap();
        reached.send(()).unwrap();
        let _ = stream.read_to_end(&mut Vec::new());
    });
    assert_interrupted(&format!("https://{address}"), || receive(&reached));
}

/// The connect is left behind on its own thread.
#[test]
fn a_tcp_connect_is_left_behind() {
    // A listener whose queue is full does not respond to further connects.
    let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    listener
        .bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())
        .unwrap();
    listener.listen(0).unwrap();
    let address = listener.local_addr().unwrap().as_socket().unwrap();
    let mut queue = Vec::new();
    let is_full = |queue: &mut Vec<TcpStream>| {
        let connected = TcpStream::connect_timeout(&address, Duration::from_millis(300));
        connected.map(|stream| queue.push(stream)).is_err()
    };
    until("the queue is full", || is_full(&mut queue));
    assert_interrupted(&format!("http://{address}"), || {
        // Nothing can be seen of a connect: this is the time in which the request reaches it, if all goes well.
        thread::sleep(Duration::from_millis(100));
    });
}

#[test]
fn other_requests_and_the_connections_go_on() {
    let sandbox = Sandbox::start().unwrap();
    let builder = Client::builder().environment(sandbox.environment());
    let client = builder.spartan_token(sandbox.spartan_token()).unlimited();
    let client = client.build().unwrap();
    let me = sandbox.world().home().xuid();
    client.stats().match_count(me).send().unwrap();
    let faults = sandbox.faults();
    faults.on("/profile/").answer(Fault::delay(2 * PATIENCE));
    let has_arrived = |path: &str| {
        sandbox
            .requests()
            .iter()
            .any(|request| request.path.starts_with(path))
    };
    for _ in 0..20 {
        let stop = CancelToken::new();
        let request = client.with_cancel_token(&stop).profile().current_user();
        let sending = thread::spawn(move || request.send().unwrap_err());
        until("the request arrives", || has_arrived("/profile/"));
        sandbox.clear_requests();
        let other = client.clone();
        let others = thread::spawn(move || {
            for _ in 0..5 {
                assert_eq!(other.stats().match_count(me).response().unwrap().attempts(), 1);
            }
        });
        stop.cancel();
        assert!(matches!(join(sending), Error::Cancelled { .. }));
        join(others);
    }
}

/// A refresh token may be redeemed only once: without the response, the new one would be lost.
#[test]
fn the_redemption_of_a_refresh_token_is_not_interrupted() {
    let (go, may_go) = mpsc::channel();
    let may_go = Arc::new(Mutex::new(may_go));
    let (address, reached) = serve(move |mut stream, reached| {
        read_head(&mut stream);
        reached.send(()).unwrap();
        receive(&may_go.lock().unwrap());
        let body = r#"{"error": "invalid_grant"}"#;
        let length = body.len();
        write!(
            stream,
            "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        // The request's body too: closing the connection before would reset it.
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let stop = CancelToken::new();
    let sign_in = SignIn::new(&AzureApp::public("app").unwrap())
        .environment(Environment::at(&format!("http://{address}")).unwrap())
        .cancel_token(&stop);
    let signing_in = thread::spawn(move || sign_in.refresh_player_tokens("token").unwrap_err());
    receive(&reached);
    stop.cancel();
    go.send(()).unwrap();
    let error = join(signing_in);
    assert!(matches!(error, Error::SignIn(_)), "{error:?}");
}

/// The player who cancels gives up the consent anyway, and no stored token is lost.
#[test]
fn the_redemption_of_a_code_is_interrupted() {
    let (address, reached) = serve(|mut stream, reached| {
        read_head(&mut stream);
        reached.send(()).unwrap();
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let stop = CancelToken::new();
    let sign_in = SignIn::new(&AzureApp::public("app").unwrap())
        .environment(Environment::at(&format!("http://{address}")).unwrap())
        .cancel_token(&stop);
    let signing_in = thread::spawn(move || {
        let consent = sign_in.consent().unwrap();
        (sign_in.redeem(&consent, "code").unwrap_err(), Instant::now())
    });
    receive(&reached);
    let start = Instant::now();
    stop.cancel();
    let (error, end) = join(signing_in);
    assert!(matches!(error, Error::Cancelled { .. }), "{error:?}");
    assert!(end - start < AT_ONCE, "{:?}", end - start);
}
