//! A CONNECT proxy that forwards the requests to real hosts to the sandbox. Nothing leaves this machine.

use crate::Fallible;
use crate::throwaway::Root;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, Uri, client, header, server};
use hyper_util::rt::TokioIo;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};

type Body = BoxBody<Bytes, hyper::Error>;

pub struct Proxy {
    /// The sandbox's URL for each real host.
    hosts: BTreeMap<String, Uri>,
    root: Root,
}

impl Proxy {
    pub fn new(hosts: BTreeMap<String, Uri>, root: Root) -> Self {
        Self { hosts, root }
    }

    pub async fn serve(self: Arc<Self>, listener: TcpListener) {
        loop {
            let stream = match listener.accept().await {
                Ok((stream, _)) => stream,
                Err(error) => {
                    eprintln!("proxy: {error}");
                    return;
                }
            };
            let proxy = self.clone();
            tokio::spawn(async move {
                let answer = service_fn(|request| {
                    let reply = proxy.clone().connect(request);
                    async { Ok::<_, Infallible>(reply) }
                });
                let served =
                    server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), answer);
                report("a connection", served.with_upgrades().await.map_err(Into::into));
            });
        }
    }

    /// Accepts a tunnel to a host, and serves the requests in it.
    fn connect(self: Arc<Self>, request: Request<Incoming>) -> Response<Body> {
        let host = match request.uri().host() {
            Some(host) if request.method() == Method::CONNECT => host.to_owned(),
            _ => return problem(StatusCode::METHOD_NOT_ALLOWED, "The proxy only serves CONNECT."),
        };
        tokio::spawn(async move { report(&host, self.tunnel(&host, request).await) });
        Response::new(body(""))
    }

    async fn tunnel(&self, host: &str, request: Request<Incoming>) -> Fallible<()> {
        let stream = TokioIo::new(hyper::upgrade::on(request).await?);
        let stream = TokioIo::new(self.root.acceptor(host)?.accept(stream).await?);
        let answer = service_fn(|request| async {
            Ok::<_, Infallible>(match self.hosts.get(host) {
                Some(base) => forward(base, request).await.unwrap_or_else(|error| {
                    problem(StatusCode::BAD_GATEWAY, &format!("The sandbox: {error}"))
                }),
                None => problem(
                    StatusCode::BAD_GATEWAY,
                    &format!("The sandbox has no host {host}."),
                ),
            })
        });
        Ok(server::conn::http1::Builder::new()
            .serve_connection(stream, answer)
            .await?)
    }
}

/// Sends a request to the sandbox, below the path of its host's URL.
async fn forward(base: &Uri, mut request: Request<Incoming>) -> Fallible<Response<Body>> {
    let authority = base.authority().ok_or("a host's URL has no authority")?;
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    *request.uri_mut() = format!("{}{path}", base.path().trim_end_matches('/')).parse()?;
    request
        .headers_mut()
        .insert(header::HOST, authority.as_str().parse()?);
    let stream = TokioIo::new(TcpStream::connect(authority.as_str()).await?);
    let (mut sandbox, connection) = client::conn::http1::handshake(stream).await?;
    let host = authority.to_string();
    tokio::spawn(async move { report(&host, connection.await.map_err(Into::into)) });
    Ok(sandbox.send_request(request).await?.map(BodyExt::boxed))
}

/// Prints why a connection failed. A client may leave at any time: that is no failure.
fn report(peer: &str, ended: Fallible<()>) {
    let Err(error) = ended else { return };
    let left = match (
        error.downcast_ref::<hyper::Error>(),
        error.downcast_ref::<io::Error>(),
    ) {
        (Some(error), _) => error.is_incomplete_message() || error.is_shutdown() || error.is_canceled(),
        (_, Some(error)) => matches!(
            error.kind(),
            io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset
        ),
        _ => false,
    };
    if !left {
        eprintln!("proxy: {peer}: {error}");
    }
}

fn problem(status: StatusCode, text: &str) -> Response<Body> {
    let mut response = Response::new(body(text));
    *response.status_mut() = status;
    response
}

fn body(text: &str) -> Body {
    Full::from(text.to_owned())
        .map_err(|never| match never {})
        .boxed()
}
