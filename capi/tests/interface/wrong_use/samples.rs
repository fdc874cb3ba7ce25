//! A handle of each kind, and the sandbox that they talk to.

use std::ffi::{CStr, CString};
use std::ptr;
use std::sync::LazyLock;

use halo_infinite_capi::*;
use halo_infinite_sandbox::Sandbox;

use super::films::{self, films};
use crate::support::{ErrorOut, Out, made, place, until};

/// A sandbox for all tests, and texts that fit it.
pub struct World {
    /// It runs as long as the program.
    _sandbox: Sandbox,
    pub client_settings: CString,
    pub session_settings: CString,
    /// A token of the player, for a session.
    pub token: CString,
    /// A list of players.
    pub players: CString,
    /// The arguments of [`ENDPOINT`] and of [`PAGED_ENDPOINT`].
    pub arguments: CString,
    /// A list of one request.
    pub requests: CString,
    /// The newest match of the player.
    pub match_id: CString,
    /// The name of a folder that does not exist.
    pub folder: CString,
}

pub const ENDPOINT: &CStr = c"stats.match_count";

/// An endpoint whose results come in pages.
pub const PAGED_ENDPOINT: &CStr = c"stats.match_history";

pub fn world() -> &'static World {
    static WORLD: LazyLock<World> = LazyLock::new(|| {
        let sandbox = Sandbox::start().unwrap();
        let client_settings = format!(
            r#"{{"environment": "{}", "spartan_token": "{}", "clearance": "{}", "unlimited": true}}"#,
            sandbox.url(),
            sandbox.spartan_token(),
            sandbox.clearance()
        );
        let session_settings = format!(
            r#"{{"environment": "{}", "client_id": "{}", "client_secret": "{}"}}"#,
            sandbox.url(),
            sandbox.client_id(),
            sandbox.client_secret()
        );
        let token = format!(r#"{{"refresh_token": "{}"}}"#, sandbox.refresh_token());
        let me = sandbox.world().home().xuid();
        let arguments = format!(r#"{{"player": "{me}"}}"#);
        let requests = format!(r#"[{{"endpoint": "stats.match_count", "arguments": {arguments}}}]"#);
        let match_id = sandbox.world().match_ids(sandbox.world().home())[0].to_string();
        let folder = format!("halo-infinite-capi-wrong-use-{}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        World {
            _sandbox: sandbox,
            client_settings: CString::new(client_settings).unwrap(),
            session_settings: CString::new(session_settings).unwrap(),
            token: CString::new(token).unwrap(),
            players: CString::new(format!(r#"["{me}"]"#)).unwrap(),
            arguments: CString::new(arguments).unwrap(),
            requests: CString::new(requests).unwrap(),
            match_id: CString::new(match_id).unwrap(),
            folder: CString::new(folder.to_str().unwrap()).unwrap(),
        }
    });
    &WORLD
}

/// A type of handles.
pub trait Sample: Sized + 'static {
    /// What errors call it.
    const WORD: &'static str;

    fn open() -> *mut Self;

    fn close(handle: *mut Self) -> HaloCode;
}

/// The handle that a function opens.
pub fn opened<H>(open: impl FnOnce(Out<'_, *mut H>, ErrorOut<'_>) -> HaloCode) -> *mut H {
    made(open).unwrap()
}

impl Sample for HaloClient {
    const WORD: &'static str = "client";

    fn open() -> *mut Self {
        opened(|client, error| {
            halo_client_new(InText::of(&world().client_settings), ptr::null(), client, error)
        })
    }

    fn close(handle: *mut Self) -> HaloCode {
        halo_client_close(handle)
    }
}

impl Sample for HaloCancel {
    const WORD: &'static str = "cancel token";

    fn open() -> *mut Self {
        opened(|cancel, error| halo_cancel_new(cancel, error))
    }

    fn close(handle: *mut Self) -> HaloCode {
        halo_cancel_close(handle)
    }
}

impl Sample for HaloError {
    const WORD: &'static str = "error";

    fn open() -> *mut Self {
        let mut error = ptr::null_mut();
        let code = halo_check_abi(HALO_ABI_VERSION + 1, Some(place(&mut error)));
        assert_eq!(code, HaloCode::AbiMismatch);
        error
    }

    fn close(handle: *mut Self) -> HaloCode {
        halo_error_close(handle)
    }
}

impl Sample for HaloResponse {
    const WORD: &'static str = "response";

    fn open() -> *mut Self {
        let client = HaloClient::open();
        let (endpoint, arguments) = (InText::of(ENDPOINT), InText::of(&world().arguments));
        let response = opened(|response, error| {
            halo_call(
                client,
                endpoint,
                arguments,
                InText::none(),
                ptr::null(),
                response,
                error,
            )
        });
        assert_eq!(HaloClient::close(client), HaloCode::Ok);
        response
    }

    fn close(handle: *mut Self) -> HaloCode {
        halo_response_close(handle)
    }
}

/// A handle that a function makes with the help of another one, which is closed afterwards.
fn made_by<A: Sample, H>(make: impl FnOnce(*mut A, Out<'_, *mut H>, ErrorOut<'_>) -> HaloCode) -> *mut H {
    let helper = A::open();
    let handle = opened(|handle, error| make(helper, handle, error));
    assert_eq!(A::close(helper), HaloCode::Ok);
    handle
}

macro_rules! samples {
    ($($type:ident, $word:literal: $open:expr, $close:ident;)+) => { $(
        impl Sample for $type {
            const WORD: &'static str = $word;

            fn open() -> *mut Self {
                $open
            }

            fn close(handle: *mut Self) -> HaloCode {
                $close(handle)
            }
        }
    )+ };
}

samples! {
    HaloSession, "session":
        opened(|session, error| halo_session_new(InText::of(&world().session_settings), session, error)),
        halo_session_close;
    HaloConsent, "consent":
        made_by(|session: *mut HaloSession, consent, error| halo_session_consent(session, consent, error)),
        halo_consent_close;
    HaloPlayer, "player":
        made_by(|session: *mut HaloSession, player, error| {
            let token = InText::of(&world().token);
            let code = halo_session_import(session, token, ptr::null(), None);
            assert_eq!(code, HaloCode::Ok);
            halo_session_player(session, ptr::null(), player, error)
        }),
        halo_player_close;
    HaloWorker, "worker":
        made_by(|client: *mut HaloClient, worker, error| {
            halo_worker_new(client, InText::none(), None, ptr::null_mut(), worker, error)
        }),
        halo_worker_close;
    HaloTicket, "ticket":
        made_by(|worker: *mut HaloWorker, ticket, error| {
            let (endpoint, arguments) = (InText::of(ENDPOINT), InText::of(&world().arguments));
            halo_worker_submit(worker, endpoint, arguments, InText::none(), ticket, error)
        }),
        halo_ticket_close;
    HaloWatch, "watch":
        made_by(|client: *mut HaloClient, watch, error| {
            let players = InText::of(&world().players);
            halo_watch_new(client, players, InText::none(), None, ptr::null_mut(), watch, error)
        }),
        halo_watch_close;
    // Its request is complete.
    HaloFetch, "fetch":
        made_by(|client: *mut HaloClient, fetch, error| {
            let requests = InText::of(&world().requests);
            let fetch = fetch.unwrap();
            let (none, context) = (InText::none(), ptr::null_mut());
            let code = halo_fetch_new(client, requests, none, None, context, ptr::null(), Some(&mut *fetch), error);
            // SAFETY: the function writes to the place in any case.
            let fetch = unsafe { fetch.assume_init() };
            until("the request is complete", || {
                let (mut done, mut failed, mut total) = (0, 0, 0);
                let (done_place, failed) = (Some(place(&mut done)), Some(place(&mut failed)));
                halo_fetch_progress(fetch, done_place, failed, Some(place(&mut total)), None);
                done == 1
            });
            code
        }),
        halo_fetch_close;
    HaloPages, "list of pages":
        opened(|pages, error| {
            let (endpoint, arguments) = (InText::of(PAGED_ENDPOINT), InText::of(&world().arguments));
            let (client, none) = (films().client(), InText::none());
            halo_pages_new(client, endpoint, arguments, none, ptr::null(), pages, error)
        }),
        halo_pages_close;
    HaloFilm, "film": films::film(), halo_film_close;
    HaloFilmChunks, "list of chunks":
        made_by(|film: *mut HaloFilm, chunks, error| {
            let options = InText::of(c"{\"only\": \"highlight_events\"}");
            halo_film_download_to_memory(film, options, None, ptr::null_mut(), ptr::null(), chunks, error)
        }),
        halo_film_chunks_close;
    HaloFilmEvents, "list of events": films::events(), halo_film_events_close;
}
