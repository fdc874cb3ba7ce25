//! One connection, from the first request to the end.

use super::front::Front;
use super::stage::Stage;
use crate::faults::NotHttp;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::future::poll_fn;
use tokio::net::TcpStream;
use tokio::sync::watch;

/// Serves requests until the client closes the connection, a fault takes it over, or the sandbox stops.
pub(super) async fn serve_connection(stream: TcpStream, front: Front, mut stage: watch::Receiver<Stage>) {
    // Writes go out at once, so that a reset comes after them. If this fails the client is gone, and the first read
    // reports it.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| Box::pin(front.clone().answer(request)));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let closing = async |stage: &mut watch::Receiver<Stage>| {
        // A missing sender also means that the server stops.
        let _ = stage.wait_for(|stage| *stage == Stage::Closing).await;
    };
    let mut is_closing = false;
    let ended = loop {
        tokio::select! {
            ended = poll_fn(|context| connection.poll_without_shutdown(context)) => break ended,
            () = closing(&mut stage), if !is_closing => {
                is_closing = true;
                std::pin::Pin::new(&mut connection).graceful_shutdown();
            }
        }
    };
    let raw = ended.err().as_ref().and_then(NotHttp::response);
    let stream = connection.into_parts().io.into_inner();
    match raw {
        Some(raw) => tokio::select! {
            // The client may disconnect first. That is no error of the sandbox.
            _ = raw.send(stream) => {}
            _ = stage.wait_for(|stage| *stage != Stage::Serving) => {}
        },
        None => drop(stream),
    }
}
