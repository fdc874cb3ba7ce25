//! The path of every request: it is logged, and may get a fault.

use super::lower_case::lower_case;
use super::stage::Stage;
use crate::app::Shared;
use crate::faults::{Fault, NotHttp, RawResponse};
use crate::services;
use crate::trace::request_line;
use crate::wire::problem::Problem;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, DATE};
use axum::http::{HeaderValue, Response};
use axum::response::IntoResponse;
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::runtime::Handle;
use tokio::sync::{RwLock, watch};
use tokio::task::block_in_place;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

const LARGEST_BODY: usize = 1 << 20;

/// The header `Date`; `None` for times that it cannot write, before 1970 or after 9999.
fn http_date(time: SystemTime) -> Option<HeaderValue> {
    const YEAR_10000: Duration = Duration::from_secs(253_402_300_800);
    let since_1970 = time.duration_since(UNIX_EPOCH).ok()?;
    let text = (since_1970 < YEAR_10000).then(|| httpdate::fmt_http_date(time))?;
    HeaderValue::try_from(text).ok()
}

/// The services, behind the log and the faults.
#[derive(Clone)]
pub(super) struct Front {
    app: Shared,
    services: TowerToHyperService<Router>,
    /// Each request holds a read lock; the write lock waits for all requests.
    pub(super) under_way: Arc<RwLock<()>>,
    stage: watch::Receiver<Stage>,
}

impl Front {
    pub(super) fn new(app: Shared, stage: watch::Receiver<Stage>) -> Self {
        // Film files are compressed already.
        let predicate = DefaultPredicate::new().and(NotForContentType::const_new("application/octet-stream"));
        let compression = CompressionLayer::new().gzip(true).compress_when(predicate);
        let services = services::router(&app).layer(compression);
        Self {
            app,
            services: TowerToHyperService::new(services),
            under_way: Arc::default(),
            stage,
        }
    }

    /// Serves a request, or returns the raw bytes that replace the HTTP response.
    pub(super) async fn answer(self, request: Request<Incoming>) -> Result<Response<Body>, NotHttp> {
        let _under_way = Arc::clone(&self.under_way).read_owned().await;
        let (parts, body) = request.into_parts();
        let Ok(body) = to_bytes(Body::new(body), LARGEST_BODY).await else {
            return Ok(Problem::PayloadTooLarge.into_response());
        };
        let fault = self.app.faults.fault_for(&parts.method, parts.uri.path());
        self.app.log.push(&parts, &body, fault.clone());
        let app = Arc::clone(&self.app);
        let line = app
            .trace
            .as_ref()
            .map(|trace| (trace, request_line(&parts, &app.secrets)));
        let started = Instant::now();
        // The log keeps the path as it was sent.
        let mut request = Request::from_parts(parts, Body::from(body));
        lower_case(request.uri_mut());
        let mut response = match fault.clone() {
            None => Ok(self.serve(request).await),
            Some(fault) => self.fail(fault, request).await,
        };
        if let Some((trace, line)) = line {
            let status = response.as_ref().ok().map(Response::status);
            trace.print(&line, status, started.elapsed(), fault.as_ref());
        }
        if let (Ok(response), Some(date)) = (&mut response, http_date(app.clock.system_time())) {
            response.headers_mut().entry(DATE).or_insert(date);
        }
        response
    }

    async fn serve(&self, request: Request) -> Response<Body> {
        // Handlers never wait, but some compute for seconds in a world of many matches. Other requests go on meanwhile.
        let Ok(response) = block_in_place(|| Handle::current().block_on(self.services.call(request)));
        response
    }

    async fn fail(self, fault: Fault, mut request: Request) -> Result<Response<Body>, NotHttp> {
        if let Some(kind) = fault.revokes() {
            self.app.tokens.revoke(kind);
        }
        if fault.reads() {
            request.headers_mut().remove(ACCEPT_ENCODING);
        }
        let answer = match fault.canned() {
            Some(answer) => answer,
            None => self.serve(request).await,
        };
        self.pause(fault.delay_before()).await?;
        fault.apply(answer).await
    }

    /// Waits, at most until the sandbox stops.
    async fn pause(mut self, delay: Duration) -> Result<(), NotHttp> {
        if delay.is_zero() {
            return Ok(());
        }
        tokio::select! {
            () = tokio::time::sleep(delay) => Ok(()),
            _ = self.stage.wait_for(|stage| *stage != Stage::Serving) => Err(NotHttp(RawResponse::close())),
        }
    }
}
