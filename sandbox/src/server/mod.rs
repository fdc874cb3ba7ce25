//! The server. It runs its own runtime on its own thread, so that programs without one can use the sandbox.

mod connection;
mod front;
mod lower_case;
mod stage;

use crate::app::Shared;
use connection::serve_connection;
use front::Front;
use stage::Stage;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;

/// How long a stopping server waits for requests.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a stopping server waits for idle connections and for clients that still receive.
const CLOSE_TIMEOUT: Duration = Duration::from_millis(50);
/// How long to wait when the system has no free sockets.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(50);

/// Binds a port of this machine, or a free one for 0. Connections queue from now on.
pub(crate) fn bind(port: u16) -> io::Result<(TcpListener, String)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(|error| io::Error::new(error.kind(), format!("port {port} of 127.0.0.1: {error}")))?;
    listener.set_nonblocking(true)?;
    let url = format!("http://{}", listener.local_addr()?);
    Ok((listener, url))
}

/// A running server. Dropping it stops it.
#[derive(Debug)]
pub(crate) struct Server {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(listener: TcpListener, app: Shared) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("halo-sandbox-worker")
            .enable_io()
            .enable_time()
            .build()?;
        let listener = {
            // Not `block_on`, which panics inside a runtime of the program.
            let _entered = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("halo-sandbox".into())
            .spawn(move || {
                runtime.block_on(serve(listener, app, stopped));
                // This closes the open connections and stops the workers before the thread ends.
                drop(runtime);
            })?;
        Ok(Self {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panicked thread has printed its message already.
            let _ = thread.join();
        }
    }
}

async fn serve(listener: tokio::net::TcpListener, app: Shared, stopped: oneshot::Receiver<()>) {
    let (stage, watcher) = watch::channel(Stage::Serving);
    let front = Front::new(app, watcher.clone());
    let under_way = Arc::clone(&front.under_way);
    let mut connections = JoinSet::new();
    tokio::select! {
        () = accept(listener, &mut connections, front, watcher) => {}
        // A dropped sender is the signal.
        _ = stopped => {}
    }
    stage.send_replace(Stage::Draining);
    let _ = tokio::time::timeout(DRAIN_TIMEOUT, under_way.write()).await;
    stage.send_replace(Stage::Closing);
    let _ = tokio::time::timeout(CLOSE_TIMEOUT, async {
        while connections.join_next().await.is_some() {}
    })
    .await;
}

async fn accept(
    listener: tokio::net::TcpListener,
    connections: &mut JoinSet<()>,
    front: Front,
    stage: watch::Receiver<Stage>,
) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(serve_connection(stream, front.clone(), stage.clone()));
            }
            // The client disconnected, or no socket is free. The next attempt may succeed.
            Err(_) => tokio::time::sleep(ACCEPT_RETRY_DELAY).await,
        }
        // Drop finished connections.
        while connections.try_join_next().is_some() {}
    }
}
