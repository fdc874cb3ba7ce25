//! The server: a runtime of its own on a thread of its own, so that programs without one can use the sandbox.

use crate::app::Shared;
use crate::request_log::LoggedRequest;
use crate::services;
use crate::wire::problem::Problem;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::Response;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::IntoResponse;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{RwLock, oneshot};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

const LARGEST_BODY: usize = 1 << 20;
/// How long requests under way may keep the sandbox from ending.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long connections may that have begun no request, or are still taking in an answer.
const PARTING: Duration = Duration::from_millis(50);

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
    let (stopping, stop) = oneshot::channel::<()>();
    // Every request holds it for reading, so that writing means that none is under way.
    let under_way = Arc::new(RwLock::new(()));
    // Files of films are compressed already.
    let wanted = DefaultPredicate::new().and(NotForContentType::const_new("application/octet-stream"));
    let router = services::router(&app)
        .layer(CompressionLayer::new().gzip(true).compress_when(wanted))
        // Outermost: canned answers go out as they are, and everything is logged.
        .layer(from_fn_with_state(app, log_and_intercept))
        .layer(from_fn_with_state(Arc::clone(&under_way), count));
    let server = axum::serve(listener, router).with_graceful_shutdown(async {
        let _ = stop.await;
    });
    let server = tokio::spawn(async move { server.await });
    // A dropped sender is the signal.
    let _ = stopped.await;
    let _ = tokio::time::timeout(PATIENCE, under_way.write()).await;
    drop(stopping);
    let _ = tokio::time::timeout(PARTING, server).await;
}

async fn count(State(under_way): State<Arc<RwLock<()>>>, request: Request, next: Next) -> Response<Body> {
    let _under_way = under_way.read().await;
    next.run(request).await
}

async fn log_and_intercept(State(app): State<Shared>, request: Request, next: Next) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return Problem::PayloadTooLarge.into_response();
    };
    app.log.push(LoggedRequest::new(&parts, &body));
    if let Some(answer) = app.answers.take(parts.uri.path()) {
        return answer.into_response();
    }
    next.run(Request::from_parts(parts, Body::from(body))).await
}
