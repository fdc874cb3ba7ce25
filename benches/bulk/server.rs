//! A server that returns match statistics, in another process.

use std::env;
use std::error::Error;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use halo_infinite_sandbox::Sandbox;

/// The number of different matches.
const MATCHES: usize = 50;
/// The longest wait for the server.
const PATIENCE: Duration = Duration::from_secs(60);

/// The running process. It is killed when this is dropped.
pub struct Server {
    process: Child,
    pub url: String,
}

impl Server {
    /// Starts a server that takes this long for each response.
    pub fn start(delay: Duration) -> Result<Self, Box<dyn Error>> {
        let mut process = Command::new(env::current_exe()?)
            .args(["serve", &delay.as_millis().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take().ok_or("the server has no output")?;
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut line = String::new();
            let read = BufReader::new(output).read_line(&mut line).map(|_| line);
            // Nobody receives a line that comes too late.
            let _ = sender.send(read);
        });
        let mut server = Self {
            process,
            url: String::new(),
        };
        let line = receiver.recv_timeout(PATIENCE)??;
        line.trim().clone_into(&mut server.url);
        Ok(server)
    }

    /// The arrival times of requests so far, since the server's start.
    pub fn arrivals(&self) -> Result<Vec<Duration>, Box<dyn Error>> {
        let text = ureq::get(format!("{}/arrivals", self.url))
            .config()
            .timeout_global(Some(PATIENCE))
            .build()
            .call()?
            .body_mut()
            .read_to_string()?;
        let nanoseconds = text.lines().map(|line| line.parse().map(Duration::from_nanos));
        Ok(nanoseconds.collect::<Result<_, _>>()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.process.kill() {
            eprintln!("the server cannot be stopped: {error}");
            return;
        }
        if let Err(error) = self.process.wait() {
            eprintln!("the server has not ended: {error}");
        }
    }
}

struct Shared {
    answers: Vec<Vec<u8>>,
    next: AtomicUsize,
    delay: Duration,
    start: Instant,
    arrivals: Mutex<Vec<Duration>>,
}

/// The server's process.
pub fn serve(delay: u64) -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder().matches(MATCHES).start()?;
    let world = sandbox.world();
    let bodies = world
        .match_ids(world.home())
        .into_iter()
        .filter_map(|id| world.match_stats(id));
    let shared = Arc::new(Shared {
        answers: bodies
            .map(|body| answer("application/json", &body.to_string()))
            .collect(),
        next: AtomicUsize::new(0),
        delay: Duration::from_millis(delay),
        start: Instant::now(),
        arrivals: Mutex::default(),
    });
    drop(sandbox);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                // A client may disconnect at any time.
                let _ = converse(stream, &shared);
            });
        }
    });
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn answer(content_type: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\r\n{body}")
        .into()
}

fn converse(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let asks_for_arrivals = line.starts_with("GET /arrivals ");
        let arrival = shared.start.elapsed();
        while line != "\r\n" {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
        }
        let mut arrivals = shared.arrivals.lock().unwrap_or_else(PoisonError::into_inner);
        if asks_for_arrivals {
            let text: String = arrivals
                .iter()
                .map(|time| format!("{}\n", time.as_nanos()))
                .collect();
            drop(arrivals);
            writer.write_all(&answer("text/plain", &text))?;
            continue;
        }
        arrivals.push(arrival);
        drop(arrivals);
        if !shared.delay.is_zero() {
            thread::sleep(shared.delay);
        }
        let next = shared.next.fetch_add(1, Ordering::Relaxed) % shared.answers.len();
        writer.write_all(&shared.answers[next])?;
    }
}
