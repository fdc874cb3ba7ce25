//! The server: a runtime of its own on a thread of its own, so that programs without one can use the sandbox.

mod connection;
mod front;
mod stage;

use crate::app::Shared;
use connection::converse;
use front::Front;
use stage::Stage;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;

/// How long requests under way may keep the sandbox from ending.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long connections may that have begun no request, or are still taking in an answer.
const PARTING: Duration = Duration::from_millis(50);
/// How long to wait when the system has no more connections to give.
const SHORTAGE: Duration = Duration::from_millis(50);

/// A free port of this machine. Connections to it wait from now on.
pub(crate) fn bind() -> io::Result<(TcpListener, String)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    let url = format!("http://{}", listener.local_addr()?);
    Ok((listener, url))
}

/// A running server, ended by drop.
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
        let listener = runtime.block_on(async { tokio::net::TcpListener::from_std(listener) })?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("halo-sandbox".into())
            .spawn(move || {
                runtime.block_on(serve(listener, app, stopped));
                // Whatever is still open is closed now, and the workers end before the thread does.
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
            // The thread only fails by a panic, which it has reported by itself.
            let _ = thread.join();
        }
    }
}

async fn serve(listener: tokio::net::TcpListener, app: Shared, stopped: oneshot::Receiver<()>) {
    let (stage, told) = watch::channel(Stage::Serving);
    let front = Front::new(app, told.clone());
    let under_way = Arc::clone(&front.under_way);
    let mut connections = JoinSet::new();
    tokio::select! {
        () = accept(listener, &mut connections, front, told) => {}
        // A dropped sender is the signal.
        _ = stopped => {}
    }
    stage.send_replace(Stage::Ending);
    let _ = tokio::time::timeout(PATIENCE, under_way.write()).await;
    stage.send_replace(Stage::Parting);
    let _ = tokio::time::timeout(PARTING, async {
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
                connections.spawn(converse(stream, front.clone(), stage.clone()));
            }
            // The connection is gone, or there is room for none: the next may do better.
            Err(_) => tokio::time::sleep(SHORTAGE).await,
        }
        // Those that have ended need not be kept.
        while connections.try_join_next().is_some() {}
    }
}
