//! One connection, from its first request to its end.

use super::front::Front;
use super::stage::Stage;
use crate::faults::OffScript;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::future::poll_fn;
use tokio::net::TcpStream;
use tokio::sync::watch;

/// Answers requests until the client has no more, or a fault takes the connection over, or the sandbox ends.
pub(super) async fn converse(stream: TcpStream, front: Front, mut stage: watch::Receiver<Stage>) {
    // Small pieces go out when they are written, so that a reset after them finds them sent. A stream that refuses
    // has gone already, which the first read tells.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| Box::pin(front.clone().answer(request)));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let parting = async |stage: &mut watch::Receiver<Stage>| {
        // No sender means that all is over, too.
        let _ = stage.wait_for(|stage| *stage == Stage::Parting).await;
    };
    let mut is_parting = false;
    let ended = loop {
        tokio::select! {
            ended = poll_fn(|context| connection.poll_without_shutdown(context)) => break ended,
            () = parting(&mut stage), if !is_parting => {
                is_parting = true;
                std::pin::Pin::new(&mut connection).graceful_shutdown();
            }
        }
    };
    let play = ended.err().as_ref().and_then(OffScript::play);
    let stream = connection.into_parts().io.into_inner();
    match play {
        Some(play) => tokio::select! {
            // The client may go before the end; that is no trouble of the sandbox's.
            _ = play.perform(stream) => {}
            _ = stage.wait_for(|stage| *stage != Stage::Serving) => {}
        },
        None => drop(stream),
    }
}
