//! Clients.

mod accounts;
mod cache;
mod folder;
mod observer;
mod settings;

use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;

use halo_infinite::{CancelToken, Client};

use crate::boundary::HaloError;
use crate::boundary::{enter, enter_close, required};
use crate::cancel::{self, HaloCancel};
use crate::code::HaloCode;
use crate::failure::Failure;
use crate::handle::{self, Handle};
use crate::in_text::InText;
use crate::network::{self, Network};
use crate::records::deliver;
use crate::session::{Account, HaloSession};
use crate::slot::CallbackSlot;

pub use accounts::InSessions;
use cache::ClientCache;
use settings::Settings;

pub use cache::*;
pub use observer::*;

/// A client. Close it with `halo_client_close`.
pub struct HaloClient(());

impl Handle for HaloClient {
    type Object = ClientObject;
    const KIND: &'static str = "client";
}

/// A client, and the token that ends its calls when it is closed.
pub struct ClientObject {
    pub(crate) client: Client,
    pub(crate) closed: CancelToken,
    cache: ClientCache,
    /// The receiver of reports.
    observer: Arc<CallbackSlot>,
}

impl ClientObject {
    fn new(network: &Network, settings: Settings, accounts: Vec<Arc<Account>>) -> Result<Self, Failure> {
        let has_tokens = settings.has_tokens();
        let (builder, cache) = settings.builder(network)?;
        let builder = accounts::with_accounts(builder, accounts, has_tokens)?;
        let observer = Arc::new(CallbackSlot::new());
        let slot = Arc::clone(&observer);
        let builder = builder.observer(move |attempt| {
            slot.call(|| observer::in_json(attempt));
            // No lock is held here: a long call shows its log.
            deliver();
        });
        let closed = CancelToken::new();
        let client = builder.build()?.with_cancel_token(&closed);
        Ok(Self {
            client,
            closed,
            cache,
            observer,
        })
    }

    /// The client for a call that a cancel token may end; a null handle stands for none.
    pub(crate) fn cancelled_by(&self, cancel: *const HaloCancel) -> Result<Client, Failure> {
        if cancel.is_null() {
            return Ok(self.client.clone());
        }
        let cancel = cancel::joined(&self.closed, cancel)?;
        Ok(self.client.with_cancel_token(&cancel))
    }
}

/// Makes a client. Nothing is sent.
///
/// `settings` is a JSON object, or null. All members may be left out. Tokens:
///
/// - `spartan_token`: the player's Spartan token, which expires after about four hours. A client needs one, unless it has
///   a session or is offline.
/// - `clearance`: the player's clearance, which few endpoints need.
/// - `xbox_user_hash`, `xbox_token`: the user hash and the XSTS token for requests to Xbox Live itself.
///
/// The way to the services:
///
/// - `environment`: the base URL of a sandbox, such as `http://127.0.0.1:8080`, in place of the real services.
/// - `proxy`: the URL of a proxy, such as `http://user:password@proxy.example.com:8080`, in place of the one in the
///   environment variables (`socks5://…` and its kin: feature `socks-proxy`).
/// - `no_proxy`: `true` for none.
/// - `tls`: the certificates that are trusted: `mozilla` (compiled in, the default), `system` (feature
///   `platform-verifier`) or `native` (the system's TLS library, feature `native-tls`).
/// - `timeout_ms`: maximum time of one attempt, by default 60 seconds.
/// - `connect_timeout_ms`: maximum time to connect, by default 10 seconds.
/// - `user_agent`: the `User-Agent` header.
/// - `max_body_size`: maximum size of a response in bytes, decompressed, by default 64 MiB.
///
/// The handling of requests:
///
/// - `deadline_ms`: maximum time of a request with all waits and retries, by default 5 minutes.
/// - `retries`: an object with `max_attempts` (by default 3; 1 for no retries), `initial_backoff_ms` (500), `max_backoff_ms`
///   (20 seconds), `max_retry_after_ms` (5 minutes) and `budget` (20 retries for each service).
/// - `requests_per_second`: maximum number of requests to each service, by default 5. It may be a fraction.
/// - `unlimited`: `true` for no limit.
/// - `burst`: number of requests that may be sent at once after a pause, by default 1.
/// - `shared_rate`: a folder; all programs of this machine that name it share the rate.
/// - `cache`: an object with `folder`, where responses are cached, and `max_size`, the maximum size in bytes, by default
///   256 MiB (feature `cache`).
/// - `cache_latest`: `true` also caches responses that may change at any time, such as histories and ranks, for clients that
///   are `offline` (feature `cache`). All other clients ask the service for them each time.
/// - `offline`: `true` sends nothing: all responses come from the cache (feature `cache`).
/// - `record`: an object with `folder`, where each response is saved, and `replacing_players`, `true` to replace the players
///   in it.
/// - `allow_writes`: `true` permits requests that change data at the services.
///
/// `session` has the tokens, in place of those in the settings; null for none. The client uses the tokens of the player who
/// is signed in at the time of a call, and renews them; if none is, the call fails with `HALO_CODE_SIGNED_OUT`. So the
/// client may be made before the player signs in. The client keeps the player even if the session is closed; then nobody can
/// sign in or out any more, and the tokens are renewed as before.
///
/// `HALO_CODE_ARGUMENT` for settings that are not allowed or do not fit together, `HALO_CODE_MISSING_FEATURE`, and
/// `HALO_CODE_FILE` if a folder cannot be used.
///
/// Any thread may call this, and all threads may share the client.
#[unsafe(no_mangle)]
pub extern "C" fn halo_client_new(
    settings: InText<'_>,
    session: *const HaloSession,
    client: Option<&mut MaybeUninit<*mut HaloClient>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("client", client, ptr::null_mut())?;
        let (network, settings) = network::settings("settings", settings.optional("settings")?)?;
        *out = handle::open(ClientObject::new(
            &network,
            settings,
            accounts::account_of(session)?,
        )?);
        Ok(HaloCode::Ok)
    })
}

/// Makes a client that uses several players in turn, each with a rate limit of its own. Nothing is sent.
///
/// `sessions` is an array of `count` sessions, none null and none twice; it is not used after the call. The rest is as for
/// `halo_client_new`.
///
/// A call goes by the account that can send it first. If a service asks an account to wait, or an account has no usable
/// tokens, for example because its player is signed out, the call goes on with the next one; an account without tokens is
/// passed over for up to a minute, also if its player signs in meanwhile. If none has usable tokens, the call fails with the
/// error of the last one. The option `account` of `halo_call` selects one, counted from 0: calls for data that only its
/// owner can see need it. Such a client cannot write.
///
/// Any thread may call this, and all threads may share the client.
#[unsafe(no_mangle)]
pub extern "C" fn halo_client_new_with_accounts(
    settings: InText<'_>,
    sessions: InSessions<'_>,
    count: usize,
    client: Option<&mut MaybeUninit<*mut HaloClient>>,
    error: Option<&mut MaybeUninit<*mut HaloError>>,
) -> HaloCode {
    enter(error, || {
        let out = required("client", client, ptr::null_mut())?;
        let (network, settings) = network::settings("settings", settings.optional("settings")?)?;
        let accounts = accounts::accounts_of(sessions.required("sessions", count)?)?;
        *out = handle::open(ClientObject::new(&network, settings, accounts)?);
        Ok(HaloCode::Ok)
    })
}

/// Closes a client. Its calls that are under way in other threads end with `HALO_CODE_CANCELLED`. Null is allowed.
///
/// The function of `halo_client_observe` is not called any more. If a call is under way in another thread and does not
/// return within 100 ms, the result is `HALO_CODE_CALLBACK_BUSY`: the client is closed, but the function's context must stay
/// valid until that call returns.
///
/// Any thread may call this, also a callback.
#[unsafe(no_mangle)]
pub extern "C" fn halo_client_close(client: *mut HaloClient) -> HaloCode {
    enter_close(|| {
        if let Some(client) = handle::close(client)? {
            client.closed.cancel();
            client.observer.set(None)?;
        }
        Ok(())
    })
}
