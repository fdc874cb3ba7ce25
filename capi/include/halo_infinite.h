/* The C interface of halo-infinite: the Halo Infinite web API.
 *
 * Handles. A HaloClient *, like any other handle, is not an address: never follow it. A closed or a wrong handle is an
 * error with a code. Close each handle once, in any order; closing NULL is allowed. Closing a client ends what its other
 * handles do, but they stay open until they are closed themselves.
 *
 * Texts and bytes. Texts are UTF-8, paths too and on all systems, and end with NUL. Those that you pass are copied. Free
 * none that the library returns:
 * - A const char * or const uint8_t * that was asked from a handle belongs to the handle, and is valid until it is closed.
 * - A const char * of a function without a handle, such as halo_version, is valid as long as the library is loaded.
 * - A const char * that a callback receives is valid until the callback returns.
 * - A result that a function makes anew is a handle, which you close: texts and bytes are a HaloResponse.
 *
 * JSON. Settings, options and arguments are JSON objects. A member that is null is as if it were left out; an unknown one
 * is an error. Names that end in _ms are times in milliseconds. A timeout_ms of UINT64_MAX waits without a limit.
 *
 * Results and errors. Most functions return a HaloCode, and write their results through pointers, which must not be NULL.
 * On failure the results are NULL or 0. The last parameter of most functions, HaloError **error, may be NULL. Otherwise
 * the error is written there on failure, and NULL on success. What the pointers held before is overwritten: close
 * it first. A function that returns a text, a number or a bool instead returns NULL, 0 or false for a wrong handle, unless
 * it says otherwise. The comments name the codes that a program may want to handle. Besides, a wrong call can return those
 * from HALO_CODE_NULL_POINTER to HALO_CODE_PANIC, and a function that sends requests those from HALO_CODE_NETWORK on.
 * Functions that return the results of many requests, one by one, report a request that has failed with HALO_CODE_OK and a
 * HaloError **failure, so that it is not taken for a failure of the function: halo_worker_try_recv, halo_fetch_next,
 * halo_watch_next.
 *
 * Threads. Any thread may call any function, and all threads may share all handles. Some functions wait, and say so.
 * No function may be called by a signal handler, or by the child of a fork before it executes another program, since
 * they take locks. Do not unload the library: some of its threads can outlive the handle that started them.
 *
 * Callbacks. They run on the thread that the function names, and never under a lock of the library. They may call any
 * function, but must not wait for what only their own thread can do. No exception and no longjmp may leave them.
 */

#ifndef HALO_INFINITE_H
#define HALO_INFINITE_H

/* Made by cbindgen from capi/src: change it there. */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

// The recommended gap for `halo_film_events_kill_pairs`, in milliseconds.
#define HALO_KILL_PAIR_GAP_MS 50

// The game's own window for `halo_film_events_multi_kills`, in milliseconds.
#define HALO_MULTI_KILL_WINDOW_MS 5000

// The version of the binary interface that this header describes. It changes when a program that was compiled with an
// older header would not work any more; new functions, codes, settings and members of JSON do not change it.
#define HALO_ABI_VERSION 1

// The result of a function. Any code but `HALO_CODE_OK`, `HALO_CODE_PENDING` and `HALO_CODE_OVER` is a failure, which
// `HaloError` describes in words. Later versions can add codes.
enum HaloCode
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Success.
  HALO_CODE_OK = 0,
  // Nothing is there yet: try again later.
  HALO_CODE_PENDING = 1,
  // There is nothing more: the watch has ended, or all results or pages were returned.
  HALO_CODE_OVER = 2,
  // A pointer or a handle is null, but must not be.
  HALO_CODE_NULL_POINTER = 10,
  // A text is not UTF-8.
  HALO_CODE_NOT_UTF8 = 11,
  // A text is not JSON, or not of the documented form.
  HALO_CODE_NOT_JSON = 12,
  // No endpoint has this name.
  HALO_CODE_UNKNOWN_ENDPOINT = 13,
  // An argument or a setting is not allowed. Nothing was sent.
  HALO_CODE_ARGUMENT = 14,
  // The handle is closed, or was never opened.
  HALO_CODE_CLOSED_HANDLE = 15,
  // The handle is of another kind.
  HALO_CODE_WRONG_HANDLE = 16,
  // The library has another binary interface than the header.
  HALO_CODE_ABI_MISMATCH = 17,
  // This build of the library lacks the feature.
  HALO_CODE_MISSING_FEATURE = 18,
  // A defect of the library. The handle can be closed; nothing else is certain.
  HALO_CODE_PANIC = 19,
  // The queue of the worker is full.
  HALO_CODE_QUEUE_FULL = 20,
  // The worker was shut down.
  HALO_CODE_SHUT_DOWN = 21,
  // A callback has not returned in time. Its context must stay valid until it returns.
  HALO_CODE_CALLBACK_BUSY = 22,
  // No complete response arrived.
  HALO_CODE_NETWORK = 30,
  // The service responded with a status other than success.
  HALO_CODE_STATUS = 31,
  // The response does not fit the model.
  HALO_CODE_DECODE = 32,
  // The request could not be sent before its deadline.
  HALO_CODE_DEADLINE = 33,
  // The client is offline, and the response is not cached.
  HALO_CODE_NOT_CACHED = 34,
  // The request was cancelled.
  HALO_CODE_CANCELLED = 35,
  // A service refused a step of the sign-in.
  HALO_CODE_SIGN_IN = 40,
  // The player's consent did not arrive.
  HALO_CODE_CONSENT = 41,
  // The session has no tokens: sign the player in first.
  HALO_CODE_SIGNED_OUT = 42,
  // Tokens could not be read from their store or saved there.
  HALO_CODE_STORE = 43,
  // A file, or a folder such as that of the cache, cannot be read, written or locked.
  HALO_CODE_FILE = 50,
  // A chunk of a film is damaged.
  HALO_CODE_FILM = 51,
  // The manifest of a film cannot be followed.
  HALO_CODE_MANIFEST = 52,
  // The system cannot start a thread.
  HALO_CODE_THREAD = 53,
  // Any other failure.
  HALO_CODE_OTHER = 99,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum HaloCode HaloCode;
#else
typedef int32_t HaloCode;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// A cancel token that ends calls. Close it with `halo_cancel_close`.
typedef struct HaloCancel HaloCancel;

// A client. Close it with `halo_client_close`.
typedef struct HaloClient HaloClient;

// A sign-in that waits for the player's consent on a page. Close it with `halo_consent_close`.
typedef struct HaloConsent HaloConsent;

// A failure in words. Close it with `halo_error_close`.
typedef struct HaloError HaloError;

// Many requests that are sent in parallel. Close it with `halo_fetch_close`.
typedef struct HaloFetch HaloFetch;

// The film of a match: its manifest, which lists the chunks. Close it with `halo_film_close`.
typedef struct HaloFilm HaloFilm;

// Downloaded chunks in memory. Close them with `halo_film_chunks_close`.
typedef struct HaloFilmChunks HaloFilmChunks;

// The highlight events of a film: kills, deaths and medals with their times. Close them with `halo_film_events_close`.
typedef struct HaloFilmEvents HaloFilmEvents;

// Results that come in pages, such as a match history. Close it with `halo_pages_close`.
typedef struct HaloPages HaloPages;

// The player of a session, at the time of the request for it. Close it with `halo_player_close`.
typedef struct HaloPlayer HaloPlayer;

// A response, or another result in JSON or bytes. Close it with `halo_response_close`.
typedef struct HaloResponse HaloResponse;

// A session: a player who signs in, and stays signed in. Close it with `halo_session_close`.
typedef struct HaloSession HaloSession;

// The result of a job, now or later. Close it with `halo_ticket_close`.
typedef struct HaloTicket HaloTicket;

// A watch. Close it with `halo_watch_close`.
typedef struct HaloWatch HaloWatch;

// A worker. Close it with `halo_worker_close`.
typedef struct HaloWorker HaloWorker;

// A function of the program that receives a text. `context` is the pointer that was passed with the function. The text is
// valid until the function returns.
typedef void (*HaloTextCallback)(void *context, const char *text);

// A function of the program that is called when something is there to be received. `context` is the pointer that was
// passed with the function.
typedef void (*HaloWakeCallback)(void *context);

// A function of the program that receives the progress of a download, before each chunk and after the last: the number of
// bytes that were downloaded, the number of all bytes by the manifest, and the same for chunks. `context` is the pointer
// that was passed with the function. It is called on the thread that downloads, and the download goes on when it returns.
typedef void (*HaloProgressCallback)(void *context,
                                     uint64_t bytes_done,
                                     uint64_t bytes_total,
                                     size_t chunks_done,
                                     size_t chunks_total);

// A function of the program that receives what a watch finds. `context` is the pointer that was passed with the function.
//
// - `HALO_CODE_OK`: a match has ended. `event` has the form of those of `halo_watch_next`, and is valid until the function
//   returns.
// - `HALO_CODE_OVER`: the watch is over; nothing follows. Both pointers are null.
// - Another code: a poll has failed. `error` describes it, and the program closes it. The watch goes on.
typedef void (*HaloWatchCallback)(void *context, HaloCode code, const char *event, HaloError *error);

// A function of the program that receives the result of a job. `context` and `value` are those that were passed with the
// function. `code` is `HALO_CODE_OK` with a response and no error, or the code of the failure with an error and no
// response. The program closes the response or the error, in the callback or later, on any thread.
typedef void (*HaloResultCallback)(void *context,
                                   uint64_t value,
                                   HaloCode code,
                                   HaloResponse *response,
                                   HaloError *error);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Calls an endpoint and waits for the response.
//
// `endpoint` is a name such as `stats.match_history`; `halo_endpoints` lists all. `arguments` is a JSON object with
// the endpoint's arguments, or null for none. A player is a gamertag, `xuid(…)` or digits, as a text or a number; many
// endpoints need the XUID. An asset is its GUID, or an object with `asset_id` and `version_id`. A time is a text such as
// `2026-01-31T20:00:00Z`. A film and its chunk are parts of the response of `discovery_ugc.film_by_match_id`. Where
// `halo_endpoints` lists the values, upper case, blanks, `_` and `-` make no difference.
//
// `options` is a JSON object, or null; all members may be left out:
//
// - `deadline_ms`: the time that the call may take, in place of the client's.
// - `wait_until_available_ms`: the time to wait for data that appears some time after its match. It is added to the
//   deadline; status 404 is retried until then.
// - `account`: the client's account that the call goes by, counted from 0.
// - `fresh`: `true` bypasses the cache (feature `cache`).
// - `max_age_ms`: accepts a cached response of at most this age (feature `cache`).
// - `raw`: `true` returns the body as the service sent it, by `halo_response_bytes`. It is not decoded, which takes less
//   time: a list may be `null`, and a body of another form is no error. Only `halo_call` and workers take this option.
//
// `cancel` is a cancel token that ends the call, or null.
//
// `HALO_CODE_UNKNOWN_ENDPOINT` if no endpoint has the name, `HALO_CODE_ARGUMENT` for a wrong argument: nothing was sent.
//
// Any thread may call this; it waits, so a thread that draws frames must not.
HaloCode halo_call(const HaloClient *client,
                   const char* endpoint,
                   const char* arguments,
                   const char* options,
                   const HaloCancel *cancel,
                   HaloResponse **response,
                   HaloError **error);

// Makes a cancel token that ends the calls to which it is passed, before or while they run.
//
// Any thread may call this.
HaloCode halo_cancel_new(HaloCancel **cancel, HaloError **error);

// Ends the calls to which the cancel token was passed with `HALO_CODE_CANCELLED`, at once, and all later ones.
//
// Any thread may call this, also a callback, but not a signal handler: let it set a flag that a thread of the program
// reads.
HaloCode halo_cancel_cancel(const HaloCancel *cancel);

// Closes a cancel token. Calls that have it go on, and nothing can cancel them by it any more. Null is allowed.
//
// Any thread may call this.
HaloCode halo_cancel_close(HaloCancel *cancel);

// Makes a client. Nothing is sent.
//
// `settings` is a JSON object, or null. All members may be left out. Tokens:
//
// - `spartan_token`: the player's Spartan token, which expires after about four hours. A client needs one, unless it has
//   a session or is offline.
// - `clearance`: the player's clearance, which few endpoints need.
// - `xbox_user_hash`, `xbox_token`: the user hash and the XSTS token for requests to Xbox Live itself.
//
// The way to the services:
//
// - `environment`: the base URL of a sandbox, such as `http://127.0.0.1:8080`, in place of the real services.
// - `proxy`: the URL of a proxy, such as `http://user:password@proxy.example.com:8080`, in place of the one in the
//   environment variables (`socks5://…` and its kin: feature `socks-proxy`).
// - `no_proxy`: `true` for none.
// - `tls`: the certificates that are trusted: `mozilla` (compiled in, the default), `system` (feature
//   `platform-verifier`) or `native` (the system's TLS library, feature `native-tls`).
// - `timeout_ms`: maximum time of one attempt, by default 60 seconds.
// - `connect_timeout_ms`: maximum time to connect, by default 10 seconds.
// - `user_agent`: the `User-Agent` header.
// - `max_body_size`: maximum size of a response in bytes, decompressed, by default 64 MiB.
//
// The handling of requests:
//
// - `deadline_ms`: maximum time of a request with all waits and retries, by default 5 minutes.
// - `retries`: an object with `max_attempts` (by default 3; 1 for no retries), `initial_backoff_ms` (500), `max_backoff_ms`
//   (20 seconds), `max_retry_after_ms` (5 minutes) and `budget` (20 retries for each service).
// - `requests_per_second`: maximum number of requests to each service, by default 5. It may be a fraction.
// - `unlimited`: `true` for no limit.
// - `burst`: number of requests that may be sent at once after a pause, by default 1.
// - `shared_rate`: a folder; all programs of this machine that name it share the rate.
// - `cache`: an object with `folder`, where responses are cached, and `max_size`, the maximum size in bytes, by default
//   256 MiB (feature `cache`).
// - `cache_latest`: `true` also caches responses that may change at any time, such as histories and ranks, for clients that
//   are `offline` (feature `cache`). All other clients ask the service for them each time.
// - `offline`: `true` sends nothing: all responses come from the cache (feature `cache`).
// - `record`: an object with `folder`, where each response is saved, and `replacing_players`, `true` to replace the players
//   in it.
// - `allow_writes`: `true` permits requests that change data at the services.
//
// `session` has the tokens, in place of those in the settings; null for none. The client uses the tokens of the player who
// is signed in at the time of a call, and renews them; if none is, the call fails with `HALO_CODE_SIGNED_OUT`. So the
// client may be made before the player signs in. The client keeps the player even if the session is closed; then nobody can
// sign in or out any more, and the tokens are renewed as before.
//
// `HALO_CODE_ARGUMENT` for settings that are not allowed or do not fit together, `HALO_CODE_MISSING_FEATURE`, and
// `HALO_CODE_FILE` if a folder cannot be used.
//
// Any thread may call this, and all threads may share the client.
HaloCode halo_client_new(const char* settings,
                         const HaloSession *session,
                         HaloClient **client,
                         HaloError **error);

// Makes a client that uses several players in turn, each with a rate limit of its own. Nothing is sent.
//
// `sessions` is an array of `count` sessions, none null and none twice; it is not used after the call. The rest is as for
// `halo_client_new`.
//
// A call goes by the account that can send it first. If a service asks an account to wait, or an account has no usable
// tokens, for example because its player is signed out, the call goes on with the next one; an account without tokens is
// passed over for up to a minute, also if its player signs in meanwhile. If none has usable tokens, the call fails with the
// error of the last one. The option `account` of `halo_call` selects one, counted from 0: calls for data that only its
// owner can see need it. Such a client cannot write.
//
// Any thread may call this, and all threads may share the client.
HaloCode halo_client_new_with_accounts(const char* settings,
                                       const HaloSession *const * sessions,
                                       size_t count,
                                       HaloClient **client,
                                       HaloError **error);

// Closes a client. Its calls that are under way in other threads end with `HALO_CODE_CANCELLED`. Null is allowed.
//
// The function of `halo_client_observe` is not called any more. If a call is under way in another thread and does not
// return within 100 ms, the result is `HALO_CODE_CALLBACK_BUSY`: the client is closed, but the function's context must stay
// valid until that call returns.
//
// Any thread may call this, also a callback.
HaloCode halo_client_close(HaloClient *client);

// The number of responses in the client's cache.
//
// `HALO_CODE_ARGUMENT` if the client has no cache, `HALO_CODE_FILE` if it cannot be read, `HALO_CODE_MISSING_FEATURE`
// without the feature `cache`. Any thread may call this.
HaloCode halo_client_cache_count(const HaloClient *client,
                                 uint64_t *count,
                                 HaloError **error);

// The size of the client's cache on the disk, in bytes.
//
// The codes are those of `halo_client_cache_count`. Any thread may call this.
HaloCode halo_client_cache_size(const HaloClient *client, uint64_t *bytes, HaloError **error);

// Reads the whole database of the client's cache, and empties it if it is damaged. Calls do the same where they find damage.
//
// The codes are those of `halo_client_cache_count`, with `HALO_CODE_FILE` also if the database was damaged. Any thread may
// call this.
HaloCode halo_client_cache_check(const HaloClient *client,
                                 HaloError **error);

// Removes all responses from the client's cache, for all clients and programs that share its folder.
//
// The codes are those of `halo_client_cache_count`; `HALO_CODE_FILE` also if another process holds the cache's lock for more
// than a second. Any thread may call this.
HaloCode halo_client_cache_clear(const HaloClient *client,
                                 HaloError **error);

// Has each attempt of each request of a client reported to a function, for metrics, or for a panel with the last requests.
// Another function replaces this one, and null removes it.
//
// Each report is a JSON object:
//
// - `line`: the report as a line of English.
// - `endpoint`: the name, such as `stats.match_history`.
// - `number`: the number of the attempt among those of its request, from 1. It is 0 if nothing was sent: the response came
//   from the cache, or `outcome` has the reason.
// - `outcome`: `status` if a complete response arrived, else the reason: `network`, `cancelled`, `deadline`, `no_tokens`,
//   `file` (that of a shared rate cannot be used), `not_cached` or `other`.
// - `status`: the HTTP status, or null.
// - `network`: for the outcome `network`, its kind, such as `TimedOut`; else null.
// - `waited_ms`: the wait for the rate limit, for tokens and before a retry. It may have a fraction, as `took_ms` may.
// - `took_ms`: the time of the HTTP exchange, or of reading from the cache.
// - `bytes`: the size of the body, decompressed.
// - `from_cache`: whether the response came from the cache.
// - `requests_per_second`: the current limit of the service, which is lower after status 429; null without a limit, or if
//   the request ended before the limit.
// - `account`: the account by which the request went, from 0; null for a request that carries no tokens.
// - `will_retry`: whether another report of the same request follows.
//
// The function is called on the thread that sends the request, for example one that is in `halo_call`, or the worker's:
// never under a lock of the library, but by several threads at a time. The request waits for it: keep it short. It may call
// any function of this header; requests that it sends itself are not reported.
//
// After this has returned `HALO_CODE_OK`, no call of the previous function runs or begins, and its context may be freed. If
// a call of it runs in another thread and does not return within 100 ms, the result is `HALO_CODE_CALLBACK_BUSY`: the new
// function is set, but the previous context must stay valid until that call returns. To wait for it again, call this again.
// If the function itself calls this, its own call is not waited for.
// `halo_client_close` removes the function in the same way.
//
// Any thread may call this, also while requests are under way.
HaloCode halo_client_observe(const HaloClient *client,
                             HaloTextCallback callback,
                             void *context,
                             HaloError **error);

// A code in words, such as `the handle is closed, or was never opened`; for a number that is no code of this library,
// `unknown code`. For functions without an error to describe it, such as those that close a handle.
//
// The text is never freed. Any thread may call this.
const char *halo_code_text(int32_t code);

// All endpoints, as a JSON list of objects:
//
// - `name`: such as `stats.match_history`, for `halo_call`.
// - `about`: what it returns, in English.
// - `method`, `path`: of HTTP.
// - `credentials`: the tokens that it needs, in English.
// - `writes`: whether it changes data, which a client must permit.
// - `late`: whether its data appears some time after its match.
// - `cache`: how long its responses are cached, in English.
// - `returns`: `json` or `file`.
// - `model`: the name of the SDK's type that the JSON is made of.
// - `arguments`: the arguments that a call needs: objects with `name`, `kind` (in English), `optional` (whether it may be
//   left out; true only within an object) and `values`, the list of allowed ones, which is empty if any is allowed.
// - `optional_arguments`: those that may be left out: objects with `name`, `about` and `arguments`, its values. If
//   there are several, the argument is an object of them.
//
// The text is never freed. Any thread may call this.
const char *halo_endpoints(void);

// The code of an error; `HALO_CODE_CLOSED_HANDLE` if the handle is closed, null or of another kind.
HaloCode halo_error_code(const HaloError *error);

// The message: what failed and why, in English. Null if the handle is closed. The text belongs to the error.
const char *halo_error_message(const HaloError *error);

// What to do about it, in English; null if there is no more to say than the message, or the handle is closed. The text
// belongs to the error.
const char *halo_error_advice(const HaloError *error);

// More facts, as a JSON object: `service`, `endpoint`, `status`, `attempts`, `argument`, `player` (of a watch), as far as
// they apply. The text belongs to the error. Null if the handle is closed.
//
// A failed sign-in has `kind`, its reason, such as `no_xbox_profile`, `timeout` (the player did not come back) or `damaged`
// (the store). If a service refused a step, there are also `step`, such as `refresh_token` or `xbox_user_token`;
// `service_code`, the service's own code, such as `invalid_grant` or `2148916233`, and `aadsts`, Microsoft's number, both
// if it sent one; and `needs_new_sign_in`: whether the player must sign in again, because the tokens no longer work.
const char *halo_error_details(const HaloError *error);

// Closes an error. Null is allowed.
HaloCode halo_error_close(HaloError *error);

// The features that this build of the library has, as a JSON list of texts: of `browser`, `cache`, `keyring`,
// `socks-proxy`, `win-system-proxy`, `platform-verifier` and `native-tls`. What needs a missing feature fails with
// `HALO_CODE_MISSING_FEATURE`.
//
// The text is never freed. Any thread may call this.
const char *halo_features(void);

// Sends many requests in parallel, as fast as the client's rate limit allows.
//
// `requests` is a JSON list of objects with `endpoint`, `arguments` and `options`, as in `halo_call`; the last two may be
// left out. If one of them is wrong, the error names it, and nothing is sent.
//
// `options` is a JSON object, or null; all members may be left out:
//
// - `threads`: maximum number of threads. By default 64, or 16 for a client without a rate limit; fewer run if the rate
//   limit keeps fewer busy.
// - `in_order`: `true` returns the results in the order of the requests. By default they come as they complete.
// - `look_ahead`: maximum number of results that wait for `halo_fetch_next`, by default 64, and of requests under way. So a
//   program that stops receiving stops the requests.
//
// `wake` is a function that is called when a result is there, and at the end, or null; `context` is passed to it. It is
// called on a thread of the fetch, one call at a time, and should be short. `context` must stay valid until
// `halo_fetch_close` has returned `HALO_CODE_OK`.
//
// `cancel` is a cancel token that ends all requests, or null. Those under way end with `HALO_CODE_CANCELLED`, further ones
// are not sent.
//
// Any thread may call this; it does not wait for the requests.
HaloCode halo_fetch_new(const HaloClient *client,
                        const char* requests,
                        const char* options,
                        HaloWakeCallback wake,
                        void *context,
                        const HaloCancel *cancel,
                        HaloFetch **fetch,
                        HaloError **error);

// Receives the next result of a fetch. Waits for it at most `timeout_ms`; 0 does not wait, for a frame loop.
//
// - `HALO_CODE_OK`: a result is there. `index` is the position of its request in the list, from 0. Either `response` is
//   set, or `failure` is the reason why there is no response. The program closes them. One request that fails does not
//   affect the others.
// - `HALO_CODE_PENDING`: no result is there yet.
// - `HALO_CODE_OVER`: all results were received.
// - Another code: this call has failed, and `error` describes it.
//
// `index` is `SIZE_MAX` if there is no result.
//
// Any thread may call this, and several may share a fetch: each result goes to one of them. If another thread closes the
// fetch, this ends with `HALO_CODE_CLOSED_HANDLE`.
HaloCode halo_fetch_next(const HaloFetch *fetch,
                         uint64_t timeout_ms,
                         size_t *index,
                         HaloResponse **response,
                         HaloError **failure,
                         HaloError **error);

// The progress of a fetch: the number of requests that are complete, received or not; how many of them have failed; and the
// number of all requests.
//
// Any thread may call this; it does not wait.
HaloCode halo_fetch_progress(const HaloFetch *fetch,
                             size_t *done,
                             size_t *failed,
                             size_t *total,
                             HaloError **error);

// Closes a fetch. Requests that are under way are cancelled, and results that were not received are freed. Null is allowed.
//
// This waits for the threads, mostly some milliseconds and at most about a second. A thread that the system holds longer,
// as in the look-up of a host, ends by itself. `wake` is not called any more. If a call of it in another thread has not
// returned after 100 ms, the result is `HALO_CODE_CALLBACK_BUSY`: the fetch is closed, and `context` must stay valid until
// that call returns.
//
// Any thread may call this, also `wake`.
HaloCode halo_fetch_close(HaloFetch *fetch);

// Requests the film of a match: its manifest. No chunk is downloaded. `match_id` is the GUID of the match.
//
// `options` is a JSON object with the options of `halo_call`, or null. A film appears some minutes after its match, so
// `wait_until_available_ms` is useful. `cancel` is a cancel token that ends the call, or null.
//
// The film has the client's settings, and may outlive its handle. But if the client is closed, downloads of the film end
// with `HALO_CODE_CANCELLED`.
//
// Any thread may call this; it waits for the response.
HaloCode halo_film_of_match(const HaloClient *client,
                            const char* match_id,
                            const char* options,
                            const HaloCancel *cancel,
                            HaloFilm **film,
                            HaloError **error);

// Makes a film from its manifest: the JSON of `halo_film_manifest`, or the content of a call of
// `discovery_ugc.film_by_match_id` or `discovery_ugc.film`. Nothing is sent.
//
// The client downloads the film's chunks: see `halo_film_of_match`. Any thread may call this.
HaloCode halo_film_from_manifest(const HaloClient *client,
                                 const char* manifest,
                                 HaloFilm **film,
                                 HaloError **error);

// The manifest of a film, as JSON: the content of `discovery_ugc.film_by_match_id`. Its `CustomData` has the
// `FilmMajorVersion`, and the `Chunks` with `Index`, `ChunkType` (1 for the header, 2 for replication data, 3 for the
// highlight events), `ChunkSize` in bytes (compressed), and times in milliseconds.
//
// Null if the handle is closed. The text belongs to the film. Any thread may call this.
const char *halo_film_manifest(const HaloFilm *film);

// Closes a film. Its downloads that are under way in other threads end with `HALO_CODE_CANCELLED`; this does not wait for
// them. Null is allowed. Any thread may call this, also a progress callback.
HaloCode halo_film_close(HaloFilm *film);

// Downloads one chunk of a film, compressed with zlib as the servers have it: `halo_film_inflate` inflates it. `index` is
// the `Index` of the chunk in the manifest.
//
// `options` is a JSON object with the options of `halo_call`, or null. `cancel` is a cancel token that ends the download,
// or null. The chunk is read with `halo_response_bytes`.
//
// Any thread may call this; it waits for the download.
HaloCode halo_film_chunk(const HaloFilm *film,
                         int64_t index,
                         const char* options,
                         const HaloCancel *cancel,
                         HaloResponse **response,
                         HaloError **error);

// Downloads the header of a film, and reads it: the result is that of `halo_film_read_header`.
//
// `options` is a JSON object, or null: `deadline_ms` is the time that the request may take, in place of the client's.
// `cancel` is a cancel token that ends the download, or null.
//
// Any thread may call this; it waits for the download.
HaloCode halo_film_header(const HaloFilm *film,
                          const char* options,
                          const HaloCancel *cancel,
                          HaloResponse **response,
                          HaloError **error);

// Downloads the header of a film, and reads the players whom it names: the result is that of `halo_film_read_players`.
//
// `options` is a JSON object, or null: `all_chunks`, if `true`, reads the replication data too, which name the players who
// joined late; that downloads nearly the whole film. `deadline_ms` is the time that each request may take. `cancel` is a
// cancel token that ends the download, or null.
//
// Any thread may call this; it waits for the download.
HaloCode halo_film_players(const HaloFilm *film,
                           const char* options,
                           const HaloCancel *cancel,
                           HaloResponse **response,
                           HaloError **error);

// Downloads the chunks of a film to files of a folder, one after the other. The folder is created if it is missing.
//
// The file of chunk 26 is `filmChunk26`, inflated `filmChunk26.bin`. A file appears when it is complete; complete files
// stay if a later chunk fails. The result is a JSON list of the paths.
//
// `options` is a JSON object, or null; all members may be left out:
//
// - `only`: the kind of chunks: `film_header`, `replication_data` or `highlight_events`.
// - `inflated`: `true` inflates the chunks. By default they stay compressed.
// - `max_inflated`: maximum length of an inflated chunk in bytes, as in `halo_film_inflate`.
// - `deadline_ms`: the time that each request may take, in place of the client's.
//
// `progress` is a function that receives the progress, or null; `context` is passed to it. It may call
// `halo_cancel_cancel`. After this has returned, it is not called any more. `cancel` is a cancel token that ends the
// download, or null.
//
// Any thread may call this; it waits for the download.
HaloCode halo_film_download_to_folder(const HaloFilm *film,
                                      const char* folder,
                                      const char* options,
                                      HaloProgressCallback progress,
                                      void *context,
                                      const HaloCancel *cancel,
                                      HaloResponse **paths,
                                      HaloError **error);

// Downloads the chunks of a film to memory, one after the other. A whole film has some tens of megabytes; `halo_film_chunk`
// downloads single chunks.
//
// `options`, `progress`, `context`, `cancel` and the rules of threads are those of `halo_film_download_to_folder`.
HaloCode halo_film_download_to_memory(const HaloFilm *film,
                                      const char* options,
                                      HaloProgressCallback progress,
                                      void *context,
                                      const HaloCancel *cancel,
                                      HaloFilmChunks **chunks,
                                      HaloError **error);

// The number of chunks; 0 if the handle is closed. Any thread may call this.
size_t halo_film_chunks_count(const HaloFilmChunks *chunks);

// The entry of a chunk in the manifest, as JSON. `position` counts from 0, in the order of the film. Null if there is no
// such chunk, or the handle is closed. The text belongs to the chunks. Any thread may call this.
const char *halo_film_chunks_entry(const HaloFilmChunks *chunks,
                                   size_t position);

// The bytes of a chunk, and their number. `position` counts from 0, in the order of the film. The bytes belong to the
// chunks. Any thread may call this.
HaloCode halo_film_chunks_bytes(const HaloFilmChunks *chunks,
                                size_t position,
                                const uint8_t **bytes,
                                size_t *length,
                                HaloError **error);

// Closes chunks, and frees their bytes. Null is allowed.
HaloCode halo_film_chunks_close(HaloFilmChunks *chunks);

// Groups events by player, in the order of the players' first events: a JSON list of objects with `xuid`, `gamertag` and
// `events` (as in `halo_film_events_json`).
//
// Any thread may call this; it does not wait.
HaloCode halo_film_events_timelines(const HaloFilmEvents *events,
                                    HaloResponse **response,
                                    HaloError **error);

// Pairs each kill with the nearest death of another player, at most `max_gap_ms` away: they *probably* belong together. A
// film does not link them. `HALO_KILL_PAIR_GAP_MS` is a good gap.
//
// The result is a JSON list of objects with `kill` and `death` (events as in `halo_film_events_json`) and `gap_ms`, from the
// kill to the death, in the order of the kills. Kills and deaths without a partner are left out.
//
// Any thread may call this; it does not wait.
HaloCode halo_film_events_kill_pairs(const HaloFilmEvents *events,
                                     int64_t max_gap_ms,
                                     HaloResponse **response,
                                     HaloError **error);

// Finds multi-kills: kills of one player, each at most `window_ms` after the one before. `HALO_MULTI_KILL_WINDOW_MS` is the
// game's window.
//
// The result is a JSON list of objects with `xuid`, `gamertag`, `start_ms`, `end_ms`, `medal` (the highest one that the player
// earned with these kills, or null) and `kills` (at least two), in the order of their starts.
//
// Any thread may call this; it does not wait.
HaloCode halo_film_events_multi_kills(const HaloFilmEvents *events,
                                      int64_t window_ms,
                                      HaloResponse **response,
                                      HaloError **error);

// Groups the medals of each player into sequences, each medal at most `gap_ms` after the one before. With 0, a sequence is the medals of one
// moment; with 5000, those of a fight.
//
// The result is a JSON list of objects with `xuid`, `gamertag`, `start_ms`, `end_ms` and `medals` (events), in the order of
// their starts.
//
// Any thread may call this; it does not wait.
HaloCode halo_film_events_medal_sequences(const HaloFilmEvents *events,
                                          int64_t gap_ms,
                                          HaloResponse **response,
                                          HaloError **error);

// Compares events with the statistics of their match. `match_stats` is the content of a call of `stats.match_stats`.
//
// The result is a JSON object: `agrees`; `against_ai`, whether the match was played against AI enemies, whose kills films
// do not have; `bots`, their number; `strangers`, the players with events but without statistics, as in a film of another
// match; and `players`, each with `xuid`, `gamertag` (null without an event), `agrees`, `explanation` (a text if a difference is
// expected, or null), `kills`, `deaths` and `medals` (each with the counts `film` and `stats`) and `medal_differences` (each
// with `name`, `name_id`, `film` and `stats`; the names are null for the codes of unknown medals).
//
// Any thread may call this; it does not wait.
HaloCode halo_film_events_check(const HaloFilmEvents *events,
                                const char* match_stats,
                                HaloResponse **response,
                                HaloError **error);

// Downloads the chunk with the highlight events of a film, and reads them.
//
// Returns `HALO_CODE_PENDING` if the film has no such chunk yet, because the match is not over: make the film anew later.
//
// `options` is a JSON object, or null: `deadline_ms` is the time that the request may take, in place of the client's.
// `cancel` is a cancel token that ends the download, or null.
//
// Any thread may call this; it waits for the download.
HaloCode halo_film_events(const HaloFilm *film,
                          const char* options,
                          const HaloCancel *cancel,
                          HaloFilmEvents **events,
                          HaloError **error);

// Reads the highlight events of a chunk in memory, compressed or inflated. Nothing is sent, and no client is needed.
//
// `bytes` is the address of the chunk, and `length` the number of its bytes. The bytes may be freed after the call.
// `film_major_version` is the `FilmMajorVersion` of the manifest; for versions newer than 41, the layout is detected.
//
// Bytes that are not such a chunk are `HALO_CODE_FILM`. A damaged event does not affect the others. No bytes take more
// than some 32 MiB for the inflated chunk, and 65536 events are read at most.
//
// Any thread may call this.
HaloCode halo_film_read_events(const uint8_t* bytes,
                               size_t length,
                               int64_t film_major_version,
                               HaloFilmEvents **events,
                               HaloError **error);

// The events as a JSON object:
//
// - `events`: the events in the order of time, each an object with `kind` (`kill`, `death`, `medal`, `mode` or `unknown`),
//   `xuid` (a text of digits), `gamertag`, `time_ms` (since the start of the match), `medal`, and the film's own `code` and
//   `hint`. `medal` is null, or an object with `code`, `name` and `name_id` (that of statistics); the last two are null for
//   an unknown medal.
// - `damaged`: the events that cannot be read, each with `xuid`, `bit` (its offset) and `problem`.
// - `declared`: the number of events that the chunk says it holds, or null.
// - `is_complete`: whether so many were read; null if the chunk does not say how many it holds.
// - `layout`: `gamertag_first` or `gamertag_later`, the layout of the film's version.
//
// Bots have no events, and a kill does not name its victim: see `halo_film_events_kill_pairs`.
//
// Null if the handle is closed. The text belongs to the events. Any thread may call this.
const char *halo_film_events_json(const HaloFilmEvents *events);

// The number of events that were read; 0 if the handle is closed. Any thread may call this.
size_t halo_film_events_count(const HaloFilmEvents *events);

// Closes events, and frees their text. Null is allowed.
HaloCode halo_film_events_close(HaloFilmEvents *events);

// Inflates a chunk in memory. A chunk that is inflated already is returned as it is. Nothing is sent.
//
// `bytes` is the address of the chunk, and `length` the number of its bytes. The bytes may be freed after the call. `limit` is
// the maximum length of the result: 0 stands for 32 MiB, about twenty times the longest known chunk, and more than 1 GiB
// for 1 GiB. A chunk that inflates to more is `HALO_CODE_FILM`, and so is a damaged one.
//
// The result is read with `halo_response_bytes`. Any thread may call this.
HaloCode halo_film_inflate(const uint8_t* bytes,
                           size_t length,
                           size_t limit,
                           HaloResponse **response,
                           HaloError **error);

// Reads the header of a film in memory: its first chunk, compressed or inflated. `bytes` and `length` are those of
// `halo_film_inflate`.
//
// The result is a JSON object with `major_version`, `build` (null, or an object with `version`, `name` and `flavour`) and
// `archetypes` (lists of the names of components), or `null` if the chunk is not a header.
//
// Any thread may call this.
HaloCode halo_film_read_header(const uint8_t* bytes,
                               size_t length,
                               HaloResponse **response,
                               HaloError **error);

// Reads the players that a chunk in memory names, compressed or inflated: the header or replication data. `bytes` and
// `length` are those of `halo_film_inflate`.
//
// The result is a JSON list of objects with `xuid` (a text of digits) and `gamertag`, each player once; empty if the chunk
// names none. Bots are not found.
//
// Any thread may call this.
HaloCode halo_film_read_players(const uint8_t* bytes,
                                size_t length,
                                HaloResponse **response,
                                HaloError **error);

// Lists the packets of a chunk in memory, compressed or inflated: of replication data or highlight events. `bytes` and
// `length` are those of `halo_film_inflate`.
//
// The result is a JSON object with `packets` and `damaged`. A packet has its `kind` (0 for a frame, 2 for a key frame, 7 for
// the end, 9 for the highlight events; the others are unknown), `unknown` (two bytes), `clock_us` (its time on the film's clock
// in microseconds: only differences mean something), `offset` (of its header of 16 bytes, in the inflated chunk) and `length`
// (of the payload that follows). `damaged` is null, or an object with the `offset` and the `length` of a rest that is no packet.
//
// More than 65536 packets, which no real chunk has, are `HALO_CODE_FILM`. Any thread may call this.
HaloCode halo_film_read_packets(const uint8_t* bytes,
                                size_t length,
                                HaloResponse **response,
                                HaloError **error);

// Has the library's log records reported to a function. The log is one for the whole process; another function replaces
// this one, and null removes it.
//
// `level` is the least important level that is reported: `error`, `warn`, `info` (also by null) or `debug`. Each record is
// a JSON object: `time` (RFC 3339), `level`, `target` (the module of the library) and `message`. No record holds a token.
//
// The function is called on threads that are in a function of this header or that send a request for the program, such as
// the worker's, between two steps of it: never under a lock of the library, and never twice at a time. So a record can come
// some time after its `time`: at the latest when the next function that returns a `HaloCode` ends. The function may call
// any function of this header. Records that it causes are reported after it has returned.
//
// After this has returned `HALO_CODE_OK`, no call of the previous function runs or begins, and its context may be freed. If
// a call of it runs in another thread and does not return within 100 ms, the result is `HALO_CODE_CALLBACK_BUSY`: the new
// function is set, and gets its first record when that call has returned; until then, the previous context must stay valid.
// To wait for it again, call this again.
// If the function itself calls this, its own call is not waited for.
//
// Any thread may call this.
HaloCode halo_log_set(HaloTextCallback callback,
                      void *context,
                      const char* level,
                      HaloError **error);

// Reads the results of an endpoint page by page, to the last one. Nothing is sent yet.
//
// `endpoint` and `arguments` are those of `halo_call`; the endpoint is one whose results come in pages:
// `stats.match_history`, `discovery_ugc.search_assets`, `wpcontent.articles`, and the lists of one's own assets, their
// versions and favourites in `authoring_ugc`. An argument `count` is the size of a page, and `start` (for articles
// `offset`) the number of results to skip.
//
// `options` is a JSON object with the options of `halo_call`, for each page, or null. It may also have `since`, for a match
// history: a time such as `2026-01-31T00:00:00Z`, or the GUID of a match. Only matches that started then or later are
// returned, or those that are newer than the match.
//
// `cancel` is a cancel token that ends the requests, or null. If the client is closed, they end too.
//
// Any thread may call this.
HaloCode halo_pages_new(const HaloClient *client,
                        const char* endpoint,
                        const char* arguments,
                        const char* options,
                        const HaloCancel *cancel,
                        HaloPages **pages,
                        HaloError **error);

// Requests the next page.
//
// - `HALO_CODE_OK`: `response` has the page as JSON: that of the endpoint, without results that were returned before.
// - `HALO_CODE_OVER`: the last page was returned.
// - Another code: the request has failed. The next call requests the same page again, so that nothing is skipped; after a
//   wrong argument, a cancellation, or three failures in a row, the pages are over.
//
// Each result that exists from the first request to the last is returned once, even if matches are played meanwhile. Those
// are not returned; the next time, `since` returns them.
//
// Any thread may call this; it waits for the request. If several threads share the pages, one waits for the other.
HaloCode halo_pages_next(const HaloPages *pages,
                         HaloResponse **response,
                         HaloError **error);

// Closes pages. A request that is under way in another thread ends with `HALO_CODE_CANCELLED`; this does not wait for it.
// Null is allowed.
//
// Any thread may call this.
HaloCode halo_pages_close(HaloPages *pages);

// The HTTP status, from 200 to 299; 0 if the handle is closed, or if this is not the response of one request.
uint16_t halo_response_status(const HaloResponse *response);

// The number of attempts: 1 without retries, 0 if the response was cached and nothing was sent, or if this is not the
// response of one request.
uint32_t halo_response_attempts(const HaloResponse *response);

// The age of a cached response in milliseconds; -1 if it was not cached, or the handle is closed.
int64_t halo_response_age_ms(const HaloResponse *response);

// The name of the endpoint; null if this is not the response of one request, or the handle is
// closed. The text belongs to the response.
const char *halo_response_endpoint(const HaloResponse *response);

// The media type of the content, such as `image/png`; null if the service does not send it, or the handle is closed.
// The text belongs to the response.
const char *halo_response_content_type(const HaloResponse *response);

// The content as JSON in UTF-8, with a NUL at its end; null if it is a file, or the handle is closed. The text belongs
// to the response.
const char *halo_response_json(const HaloResponse *response);

// The content as bytes, of JSON or of a file, and their number. The bytes belong to the response. A NUL follows them, which
// does not count.
HaloCode halo_response_bytes(const HaloResponse *response,
                             const uint8_t **bytes,
                             size_t *length,
                             HaloError **error);

// Closes a response, and frees its texts. Null is allowed.
HaloCode halo_response_close(HaloResponse *response);

// Makes a session, and continues the one of an earlier run if its tokens are in the store. Otherwise the session is signed
// out. Nothing is sent. If another program holds the lock of the store, this waits for it, at most `deadline_ms`.
//
// `HALO_CODE_ARGUMENT` for settings that are not allowed or do not fit together, `HALO_CODE_MISSING_FEATURE`, and
// `HALO_CODE_STORE` if the tokens cannot be read.
//
// `settings` is a JSON object. All members but `client_id` may be left out. The app, as it is registered in Azure:
//
// - `client_id`: the application (client) ID.
// - `client_secret`: the client secret, for an app of the kind *Web*.
// - `redirect_uri`: the address to which the browser returns; by default `http://localhost`, and `https://localhost` for an
//   app with a secret.
// - `authority`: `live` (`login.live.com`, the default) or `consumers` (`login.microsoftonline.com`). A refresh token works
//   only at the authority that issued it.
//
// The tokens:
//
// - `store`: the place of the tokens between two runs of the program: `"memory"` (none, the default), `{"file": PATH}` or
//   `{"keyring": SERVICE}` with the name of the program (feature `keyring`). Only the user can read the file; a copy of it
//   is as good as a password.
// - `xuid`: the player whose tokens are continued, if the store has several; by default the one who was saved last.
//
// The way to the services, as for `halo_client_new`: `environment`, `proxy`, `no_proxy`, `tls`, `timeout_ms`, `retries`.
// Further:
//
// - `deadline_ms`: maximum time of one step of a sign-in with its retries, by default 5 minutes. The time that the player
//   takes does not count.
//
// Any thread may call this, and all threads may share the session: if two of them sign in at once, the player whose sign-in
// ends last stays.
HaloCode halo_session_new(const char* settings,
                          HaloSession **session,
                          HaloError **error);

// Whether the session has the tokens of a player. They may have expired, or no longer be accepted: only
// `halo_session_player` or a call can tell. False if the handle is closed.
//
// Any thread may call this; it does not wait.
bool halo_session_is_signed_in(const HaloSession *session);

// Signs the player out: removes the tokens from the store, and from the memory of the session and of its clients. Calls of
// those clients fail with `HALO_CODE_SIGNED_OUT` until a player signs in again. The services accept the tokens until they
// expire; the player can revoke the consent at account.microsoft.com.
//
// A session without a player fails with `HALO_CODE_SIGNED_OUT`, and so does a second sign-out. If the store cannot be
// written, the result is `HALO_CODE_STORE`, and the player stays signed in.
//
// This waits while a renewal or another program holds the lock of the store, at most for the session's `deadline_ms`.
// `cancel` is a cancel token that ends the wait, or null; `halo_session_close` ends it too. Any thread may call this.
HaloCode halo_session_sign_out(const HaloSession *session,
                               const HaloCancel *cancel,
                               HaloError **error);

// Closes a session. Its functions that wait in other threads end with `HALO_CODE_CANCELLED`. This does not wait for them,
// nor for the callback of a sign-in, which runs within them: keep its context valid until they return. Null is allowed.
//
// The player stays signed in: clients that were made with the session go on with the player and renew the tokens, and the
// tokens stay in the store. `halo_session_sign_out` removes them.
//
// Any thread may call this, also within a callback of the session.
HaloCode halo_session_close(HaloSession *session);

// Signs a player in with a browser on this machine, and waits until the player has consented. Then the session has the
// player's tokens, and so have its clients.
//
// `open` is called once, on this thread, with the address to open in a browser. If it cannot do that, it may cancel the
// cancel token `cancel`. If `open` is null, the system's browser is opened; that needs a build with the feature `browser`,
// otherwise the result is `HALO_CODE_MISSING_FEATURE`. `context` is passed to `open`. After this function has returned,
// `open` is not called any more.
//
// Until the player returns, the library listens on 127.0.0.1, and for `localhost` on ::1 too. The redirect URI of the
// settings must start with `http://localhost` or `http://127.0.0.1`; without a port, any free port is used.
//
// `timeout_ms` is the time that the player may take; 0 stands for 5 minutes. `cancel` is a cancel token that ends the wait
// at once, or null; `halo_session_close` ends it too.
//
// Failures: `HALO_CODE_ARGUMENT` for another redirect URI, `HALO_CODE_CONSENT` if the player does not come back in time,
// the port is in use or the system's browser does not open, `HALO_CODE_SIGN_IN` if the player declines or a service refuses
// a step, `HALO_CODE_NETWORK`, `HALO_CODE_STORE`, `HALO_CODE_CANCELLED`. Then the session keeps the player whom it had
// before. After a success, that player stays in the store beside the new one.
//
// Any thread may call this; it waits, so a thread that draws frames must not.
HaloCode halo_session_sign_in_with_browser(const HaloSession *session,
                                           HaloTextCallback open,
                                           void *context,
                                           uint64_t timeout_ms,
                                           const HaloCancel *cancel,
                                           HaloError **error);

// Signs a player in with a code that the player enters in a browser on any device, and waits until that has happened, at
// most until the code expires. Then the session has the player's tokens, and so have its clients. The app's registration
// must allow public client flows.
//
// `show` is called once, on this thread, with a JSON object: `verification_uri`, the page to open; `user_code`, the code to
// enter; `expires_in_ms`, the time until the code expires; `message`, a line of English with both. It shows them to the
// player and returns at once: the wait begins after it. `context` is passed to it. After this function has returned, `show`
// is not called any more. The code is as secret as a password until it expires.
//
// `cancel` is a cancel token that ends the wait, or null; `halo_session_close` ends it too.
//
// Failures: `HALO_CODE_SIGN_IN` if the player declines, lets the code expire, or a service refuses a step,
// `HALO_CODE_NETWORK`, `HALO_CODE_STORE`, `HALO_CODE_CANCELLED`. Then the session keeps the player whom it had before.
//
// Any thread may call this; it waits, so a thread that draws frames must not.
HaloCode halo_session_sign_in_with_device_code(const HaloSession *session,
                                               HaloTextCallback show,
                                               void *context,
                                               const HaloCancel *cancel,
                                               HaloError **error);

// Signs a player in with a token of another program or of an earlier one.
//
// `token` is a JSON object with one of these members:
//
// - `refresh_token`: Microsoft's refresh token of the same app and authority. The session renews all tokens, and saves them
//   in its store.
// - `access_token`: a Microsoft access token. The tokens that come from it are used until they expire, after some hours;
//   nothing renews or saves them.
// - `xsts_token`: an XSTS token for Halo. As for an access token; in addition, the player is not known, and requests to
//   Xbox Live itself fail.
//
// `cancel` is a cancel token that ends the wait, or null; `halo_session_close` ends it too. Only the exchange of the
// refresh token is not interrupted, since the next one would be lost: it ends within `timeout_ms`.
//
// Failures: `HALO_CODE_SIGN_IN` if a service refuses a step, `HALO_CODE_NETWORK`, `HALO_CODE_STORE`, `HALO_CODE_CANCELLED`,
// `HALO_CODE_ARGUMENT` for an empty token, none, or several. Then the session keeps the player whom it had before.
//
// Any thread may call this; it waits for the network.
HaloCode halo_session_import(const HaloSession *session,
                             const char* token,
                             const HaloCancel *cancel,
                             HaloError **error);

// Starts a sign-in in a browser that the program does not control: for a redirect URI such as `https://localhost`. Show
// `halo_consent_url` to the player. At its end, the browser shows a page that does not load; pass its address, which the
// player pastes, to `halo_session_redeem`. Nothing is sent.
//
// Any thread may call this; it does not wait.
HaloCode halo_session_consent(const HaloSession *session,
                              HaloConsent **consent,
                              HaloError **error);

// The page to open in a browser; null if the handle is closed. The text belongs to the consent. It is a secret of this
// sign-in: show it to the player only.
const char *halo_consent_url(const HaloConsent *consent);

// Signs the player in with a consent. Then the session has the player's tokens, and so have its clients.
//
// `pasted` is the whole address at which the browser ended, or the code in it. `consent` is a consent of this session; it
// stays open, but Microsoft accepts its code once. `cancel` is a cancel token that ends the wait, or null;
// `halo_session_close` ends it too.
//
// Failures: `HALO_CODE_CONSENT` if the text has no code or belongs to another sign-in, `HALO_CODE_SIGN_IN` if the player
// has declined or a service refuses a step, `HALO_CODE_NETWORK`, `HALO_CODE_STORE`, `HALO_CODE_CANCELLED`,
// `HALO_CODE_ARGUMENT` for a consent of another session. Then the session keeps the player whom it had before.
//
// Any thread may call this; it waits for the network.
HaloCode halo_session_redeem(const HaloSession *session,
                             const HaloConsent *consent,
                             const char* pasted,
                             const HaloCancel *cancel,
                             HaloError **error);

// Closes a consent, and frees its text. Null is allowed.
HaloCode halo_consent_close(HaloConsent *consent);

// The player who is signed in, with valid tokens. Expired tokens are renewed first, so this also finds out whether the
// services still accept the player.
//
// A renewal runs in a thread of its own, which the library starts for it. `cancel` is a cancel token that ends the wait
// for it, or null; `halo_session_close` ends it too. The renewal then continues, and its tokens are saved.
//
// Failures: `HALO_CODE_SIGNED_OUT` if no player is signed in; `HALO_CODE_SIGN_IN` if a service refuses a step: if
// `needs_new_sign_in` in the error's details is true, the player must sign in again; `HALO_CODE_NETWORK`,
// `HALO_CODE_STORE`, `HALO_CODE_CANCELLED`.
//
// Any thread may call this; it waits for the network.
HaloCode halo_session_player(const HaloSession *session,
                             const HaloCancel *cancel,
                             HaloPlayer **player,
                             HaloError **error);

// The player as a JSON object, without secrets: `xuid` (digits in a text, or null), `gamertag` (or null),
// `spartan_token_expires`, `xbox_token_expires` (or null; both in UTC, such as `2026-01-31T12:00:00Z`), `has_clearance`,
// and `is_renewed`, which is false if nothing renews the tokens. The text belongs to the player. Null if the handle is
// closed.
const char *halo_player_json(const HaloPlayer *player);

// The tokens of the player as a JSON object, for a tool that passes them on to another program: `spartan_token`,
// `clearance` (or null), `xbox_authorization` (the header for Xbox Live, or null) and `refresh_token` (or null).
//
// They are secrets, as good as a password: never show, log or save them in the open. A refresh token that another program
// uses may stop working here. The text belongs to the player; `halo_player_close` wipes it. Null if the handle is closed.
const char *halo_player_secrets(const HaloPlayer *player);

// Closes a player, and wipes its secrets. Null is allowed.
HaloCode halo_player_close(HaloPlayer *player);

// The version of the binary interface that the library has. Any thread may call this.
uint32_t halo_abi_version(void);

// Checks that the library has the binary interface of the header: `halo_check_abi(HALO_ABI_VERSION, &error)`. Call it
// before all others. If it does not, the result is `HALO_CODE_ABI_MISMATCH`.
//
// Any thread may call this.
HaloCode halo_check_abi(uint32_t version,
                        HaloError **error);

// The version of the library, such as `0.1.0`.
//
// The text is never freed. Any thread may call this.
const char *halo_version(void);

// Waits for the next match that ends, at most `timeout_ms`.
//
// - `HALO_CODE_OK`: something was found. Either `event` is set: a JSON object with `player`, the name that the watch
//   knows the player by, and `entry`, the match in the player's history, as in the results of `stats.match_history`.
//   Or `failure` is set: a poll has failed, and its details have the `player`. The watch goes on, polls that player
//   later, and misses no match. The program closes the event or the failure.
// - `HALO_CODE_PENDING`: nothing was found in this time.
// - `HALO_CODE_OVER`: the watch is over, because it or its client was closed, or no player can be watched.
// - Another code: this call was wrong, and `error` describes it: `HALO_CODE_ARGUMENT` if the watch has a callback, which
//   receives the matches.
//
// The match's statistics and film may not exist yet: call `stats.match_stats` with the option `wait_until_available_ms`.
//
// Any thread may call this, but a callback of the same watch waits in vain. Each match is returned once, to one thread.
HaloCode halo_watch_next(const HaloWatch *watch,
                         uint64_t timeout_ms,
                         HaloResponse **event,
                         HaloError **failure,
                         HaloError **error);

// As `halo_watch_next`, but does not wait: for a thread that draws frames, and for callbacks.
//
// Any thread may call this.
HaloCode halo_watch_try_next(const HaloWatch *watch,
                             HaloResponse **event,
                             HaloError **failure,
                             HaloError **error);

// The state of a watch after the last match that was received, as a JSON object for the setting `resume` of the next run:
// less than 4 KB for each player. If it is saved after each match was handled, no match is lost, but one can come twice; if
// before, none comes twice, but one can be lost. Ask for it before the watch is closed. Close the response.
//
// Any thread may call this, also a callback: it does not wait.
HaloCode halo_watch_resume_point(const HaloWatch *watch,
                                 HaloResponse **response,
                                 HaloError **error);

// Closes a watch: its wait and its request end at once, and so does `halo_watch_next` in other threads, with
// `HALO_CODE_OVER`. This waits for the end of the thread and its callback for at most 100 ms. Null is allowed.
//
// - `HALO_CODE_OK`: no callback of the watch runs, and none will begin. Its context may be freed.
// - `HALO_CODE_CALLBACK_BUSY`: the watch is closed, and no callback will begin, but one has not returned in time. Its
//   context must stay valid until it returns.
//
// Any thread may call this. A callback of the watch may close it, too: then only that callback is left, and the thread
// ends after it.
HaloCode halo_watch_close(HaloWatch *watch);

// Watches players: finds each of their matches once it is over, and the program receives it by `halo_watch_next` or
// `halo_watch_try_next`. The watch has a thread of its own, which polls the histories of the players from now on.
//
// `players` is a JSON list of gamertags, `xuid(…)` or digits. A wrong one is
// `HALO_CODE_ARGUMENT`, and nothing is sent.
//
// `settings` is a JSON object, or null. All members may be left out:
//
// - `shortest_interval_ms`, `longest_interval_ms`: the bounds of the interval between two polls of a player: by
//   default 60000 while the player seems active, and up to 600000 otherwise. Less than 1000 stands for 1000.
// - `match_type`: `matchmade`, `custom` or `local`, to watch only these.
// - `resume`: the object that `halo_watch_resume_point` returned in an earlier run: matches that have ended since then
//   are found, too. Without it, matches that are over now are not.
// - `ended_after`: a time such as `2026-10-31T20:00:00Z`, in place of `resume`: all matches that ended later are found.
// - `capacity`: the number of matches that wait to be received, 16 by default; while so many wait, nothing
//   is polled.
//
// `wake` is called after each match or failure, when it can be received, and at the end; or null. The thread of the
// watch calls it, and polls again when it returns. `context` is passed to it, and must stay valid until
// `halo_watch_close` has returned `HALO_CODE_OK`.
//
// If the client is closed, the watch is over. It stays open until it is closed, too.
//
// Any thread may call this. It does not wait.
HaloCode halo_watch_new(const HaloClient *client,
                        const char* players,
                        const char* settings,
                        HaloWakeCallback wake,
                        void *context,
                        HaloWatch **watch,
                        HaloError **error);

// As `halo_watch_new`, but passes each match to a callback. The thread of the watch calls it, one call at a time, and polls
// again when it returns. It is not called for the end of a watch that the program closes.
//
// `context` is passed to the callback, and must stay valid until `halo_watch_close` has returned `HALO_CODE_OK`.
//
// Any thread may call this. It does not wait.
HaloCode halo_watch_new_with_callback(const HaloClient *client,
                                      const char* players,
                                      const char* settings,
                                      HaloWatchCallback callback,
                                      void *context,
                                      HaloWatch **watch,
                                      HaloError **error);

// Starts a worker: a thread that sends calls for a program that must not wait, such as a plug-in with a frame loop. It runs
// one job after the other, in their order. A program with slow and with fast jobs starts two workers.
//
// There are three ways to get a job's result; a program may mix them:
//
// - `halo_worker_submit` returns a ticket, which the program polls.
// - `halo_worker_post` takes a number of the program's; `halo_worker_try_recv` returns the next result of all these jobs.
// - `halo_worker_submit_with_callback` calls a function of the program on the worker's thread.
//
// `settings` is a JSON object, or null. All members may be left out:
//
// - `capacity`: the number of jobs that may wait, besides the one that runs; 64 by default, and 1 at least.
//
// `wake` is called after each job, when its result can be received, to ask for a frame; or null. The worker's thread calls
// it, and the next job waits until it returns. It is not called for jobs that are cancelled before they begin, since
// those end in the cancelling call, nor after the worker was shut down. `context` is passed to it, and must stay valid
// until `halo_worker_close` has returned `HALO_CODE_OK`.
//
// If the client is closed, the jobs of its workers end with `HALO_CODE_CANCELLED`, and so do later ones. The worker
// stays open until it is closed too.
//
// Any thread may call this, and all threads may share the worker.
HaloCode halo_worker_new(const HaloClient *client,
                         const char* settings,
                         HaloWakeCallback wake,
                         void *context,
                         HaloWorker **worker,
                         HaloError **error);

// The number of jobs that wait or run; 0 if the handle is closed. A job whose callback runs counts.
//
// Any thread may call this, also a callback. It does not wait.
size_t halo_worker_pending(const HaloWorker *worker);

// Cancels all jobs with this value, of `halo_worker_post` and `halo_worker_submit_with_callback`. Those that wait in the
// queue are never sent, and their callbacks are called here. One that runs is interrupted, and its result comes when it
// has ended. It is no error if no job has this value.
//
// Any thread may call this, also a callback: it waits for nothing but the callbacks that it calls.
HaloCode halo_worker_cancel(const HaloWorker *worker,
                            uint64_t value);

// Cancels all jobs, as `halo_worker_cancel` does, also those with tickets. The worker accepts new ones.
//
// Any thread may call this, also a callback: it waits for nothing but the callbacks that it calls.
HaloCode halo_worker_cancel_all(const HaloWorker *worker);

// Accepts no more jobs, and waits until all are done, at most `timeout_ms`. Then it cancels the rest, and waits for them at
// most 100 ms.
//
// - `HALO_CODE_OK`: all jobs are done. Their results can still be received.
// - `HALO_CODE_CANCELLED`: jobs were cancelled, because the timeout passed or the worker was shut down.
// - `HALO_CODE_CALLBACK_BUSY`: as that, and a callback has not returned.
// - `HALO_CODE_PENDING`: a callback of the worker has called this. It does not wait for itself; the jobs go on.
//
// Any thread may call this, also a callback.
HaloCode halo_worker_finish(const HaloWorker *worker,
                            uint64_t timeout_ms,
                            HaloError **error);

// Accepts no more jobs, cancels all, and waits for the end of the worker's thread, at most `timeout_ms`. Results can
// still be received.
//
// - `HALO_CODE_OK`: the thread has ended.
// - `HALO_CODE_PENDING`: it has not ended yet, or a callback of the worker has called this, which does not wait for itself.
// - `HALO_CODE_CALLBACK_BUSY`: it has not ended, because a callback has not returned.
//
// Any thread may call this, also a callback.
HaloCode halo_worker_shutdown(const HaloWorker *worker,
                              uint64_t timeout_ms,
                              HaloError **error);

// Closes a worker: cancels all its jobs, calls the callbacks that were not called, and waits for the end of its thread for
// at most 100 ms. Results that were not received are gone, except those of tickets. Null is allowed.
//
// - `HALO_CODE_OK`: no callback of the worker runs, and none will begin. All contexts may be freed.
// - `HALO_CODE_CALLBACK_BUSY`: the worker is closed, and no callback will begin, but one has not returned in time. Its
//   context must stay valid until it returns.
//
// Any thread may call this. A callback of the worker may close it, too: then only that callback is left, and the thread
// ends after it.
HaloCode halo_worker_close(HaloWorker *worker);

// Puts a call into the queue of a worker. `halo_worker_try_recv` returns its result, with `value`, which the program
// chooses. The call is that of `halo_call`. A wrong one is an error here, and nothing is sent.
//
// `HALO_CODE_QUEUE_FULL`: try again later, cancel another job, or receive results: those that were not received count
// as jobs that wait. `HALO_CODE_SHUT_DOWN`: the worker accepts no more jobs.
//
// Any thread may call this, also a callback and a thread that draws frames: it never waits.
HaloCode halo_worker_post(const HaloWorker *worker,
                          const char* endpoint,
                          const char* arguments,
                          const char* options,
                          uint64_t value,
                          HaloError **error);

// Returns the next result of the jobs of `halo_worker_post`, in the order of the jobs, except that a job that is
// cancelled before it begins does not wait for those before it.
//
// - `HALO_CODE_OK`: a result is there. `value` is that of its job. Either `response` is set, or `failure` is the reason
//   why there is no response. The program closes them.
// - `HALO_CODE_PENDING`: no result is there yet. Try again in the next frame.
// - `HALO_CODE_OVER`: the worker was shut down, and all results were received.
// - Another code: this call was wrong, and `error` describes it.
//
// So a frame loop can receive all results by
// `while (halo_worker_try_recv(worker, &value, &response, &failure, NULL) == HALO_CODE_OK)`.
//
// Any thread may call this, also a callback and a thread that draws frames: it never waits.
HaloCode halo_worker_try_recv(const HaloWorker *worker,
                              uint64_t *value,
                              HaloResponse **response,
                              HaloError **failure,
                              HaloError **error);

// Puts a call into the queue of a worker, and returns a ticket for its result. The call is that of `halo_call`, which
// describes `endpoint`, `arguments` and `options`. A wrong one is an error here, and nothing is sent.
//
// `HALO_CODE_QUEUE_FULL`: try again later, or cancel another job. `HALO_CODE_SHUT_DOWN`: the worker accepts no more jobs.
//
// Any thread may call this, also a callback and a thread that draws frames: it never waits.
HaloCode halo_worker_submit(const HaloWorker *worker,
                            const char* endpoint,
                            const char* arguments,
                            const char* options,
                            HaloTicket **ticket,
                            HaloError **error);

// Puts a call into the queue of a worker, and passes its result to a callback. The call is that of `halo_call`. A wrong
// one is an error here, and nothing is sent. `halo_worker_submit` describes the other errors.
//
// If this returns `HALO_CODE_OK`, the callback is called once, otherwise never. The worker's thread calls it, and the next
// job waits until it returns; so it should be short. The callback of a job that is cancelled before it begins is called
// with `HALO_CODE_CANCELLED` by the thread that cancels, in `halo_worker_cancel`, `halo_worker_cancel_all`,
// `halo_worker_finish`, `halo_worker_shutdown` or `halo_worker_close`, perhaps while another callback runs: do not hold
// a lock there that the callback takes.
//
// `context` and `value` are passed to the callback; `halo_worker_cancel` cancels by `value`. The
// context must stay valid until the callback was called.
//
// Any thread may call this, also a callback and a thread that draws frames: it never waits.
HaloCode halo_worker_submit_with_callback(const HaloWorker *worker,
                                          const char* endpoint,
                                          const char* arguments,
                                          const char* options,
                                          uint64_t value,
                                          HaloResultCallback callback,
                                          void *context,
                                          HaloError **error);

// Returns the result of a job if it is there: `HALO_CODE_OK` with a response, or the code of the failure.
// `HALO_CODE_PENDING` means that it is not there yet. The result is returned once; after that, this returns
// `HALO_CODE_OVER`.
//
// A ticket outlives its worker and its client: if they are closed, its result is `HALO_CODE_CANCELLED`, unless it was
// there.
//
// Any thread may call this, also a callback and a thread that draws frames: it never waits.
HaloCode halo_ticket_try_recv(const HaloTicket *ticket,
                              HaloResponse **response,
                              HaloError **error);

// As `halo_ticket_try_recv`, but waits for the result at most `timeout_ms`, and then returns `HALO_CODE_PENDING`.
//
// Any thread may call this, but a callback of the same worker waits in vain, because its thread runs the jobs.
HaloCode halo_ticket_recv(const HaloTicket *ticket,
                          uint64_t timeout_ms,
                          HaloResponse **response,
                          HaloError **error);

// Cancels a job. If it waits in the queue, it is never sent, and its result is `HALO_CODE_CANCELLED` at once. If it runs,
// it is interrupted, and its result comes when it has ended. A job that has ended keeps its result.
//
// Any thread may call this, also a callback and a thread that draws frames: it never waits.
HaloCode halo_ticket_cancel(const HaloTicket *ticket);

// Closes a ticket, and cancels its job unless it has ended. A `halo_ticket_recv` that waits in another thread returns
// when the job has ended. Null is allowed.
//
// Any thread may call this, also a callback and a thread that draws frames: it never waits.
HaloCode halo_ticket_close(HaloTicket *ticket);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* HALO_INFINITE_H */
