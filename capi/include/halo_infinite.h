/* The C interface of halo-infinite: the Halo Infinite web API.
 *
 * Handles (HaloClient *, ...) are not addresses. Never follow them; pass them to the functions below. A closed or a
 * wrong handle is an error with a code. Close each handle once; closing NULL is allowed.
 *
 * Texts are UTF-8 and end with NUL. A text or bytes that a function returns belong to the handle that they come from,
 * and are valid until it is closed. Texts that you pass are copied.
 *
 * The last parameter of most functions is a pointer for an error: pass NULL, or the address of a HaloError * that you
 * close. It is set to NULL on success. Results are set to NULL or 0 on failure.
 *
 * Callbacks may call any function of this header, unless they say otherwise. No exception and no longjmp may leave them.
 */

#ifndef HALO_INFINITE_H
#define HALO_INFINITE_H

/* Made by cbindgen from capi/src: change it there. */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

// The version of the binary interface that this header describes. It changes when a program that was compiled with an
// older header would not work any more; new functions, codes, settings and members of JSON do not change it.
#define HALO_ABI_VERSION 1

// The result of a function. Any code but `HALO_CODE_OK`, `HALO_CODE_PENDING` and `HALO_CODE_OVER` is a failure, which `HaloError`
// describes in words. Later versions can add codes.
enum HaloCode
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Success.
  HALO_CODE_OK = 0,
  // Nothing is there yet: try again later.
  HALO_CODE_PENDING = 1,
  // There is nothing more: the watch has ended.
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

// A switch that ends calls. Close it with `halo_cancel_close`.
typedef struct HaloCancel HaloCancel;

// A client. Close it with `halo_client_close`.
typedef struct HaloClient HaloClient;

// A sign-in that waits for the player's consent on a page. Close it with `halo_consent_close`.
typedef struct HaloConsent HaloConsent;

// A failure in words. Close it with `halo_error_close`.
typedef struct HaloError HaloError;

// The player of a session, at the time of the request for it. Close it with `halo_player_close`.
typedef struct HaloPlayer HaloPlayer;

// A response. Close it with `halo_response_close`.
typedef struct HaloResponse HaloResponse;

// A session: a player who signs in, and stays signed in. Close it with `halo_session_close`.
typedef struct HaloSession HaloSession;

// A function of the caller that receives a text. `context` is the pointer that was passed with the function. The text is
// valid until the function returns.
typedef void (*HaloTextCallback)(void *context, const char *text);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Calls an endpoint and waits for the response.
//
// `endpoint` is a name such as `stats.match_history`; `halo_endpoints` lists all. `arguments` is a JSON object with
// the endpoint's arguments, or null for none. `options` is a JSON object, or null; all members may be left out:
//
// - `deadline_ms`: the time that the call may take, in place of the client's.
// - `wait_until_available_ms`: the time to wait for data that appears some time after its match; 404 is no error then.
// - `account`: the client's account that the call goes by, counted from 0.
// - `fresh`: `true` bypasses the cache (feature `cache`).
// - `max_age_ms`: accepts a cached response of at most this age (feature `cache`).
//
// `cancel` is a switch that ends the call, or null.
//
// Any thread may call this; it waits, so a thread that draws frames must not.
HaloCode halo_call(const HaloClient *client,
                   const char* endpoint,
                   const char* arguments,
                   const char* options,
                   const HaloCancel *cancel,
                   HaloResponse **response,
                   HaloError **error);

// Makes a switch that ends the calls to which it is passed, before or while they run.
//
// Any thread may call this.
HaloCode halo_cancel_new(HaloCancel **cancel, HaloError **error);

// Ends the calls to which the switch was passed with `HALO_CODE_CANCELLED`, at once, and all later ones.
//
// Any thread may call this, also a callback and a signal handler's thread.
HaloCode halo_cancel_cancel(const HaloCancel *cancel);

// Closes a switch. Calls that have it go on. Null is allowed.
HaloCode halo_cancel_close(HaloCancel *cancel);

// Makes a client. Nothing is sent.
//
// `settings` is a JSON object, or null. All members may be left out:
//
// - `spartan_token`, `clearance`: the player's tokens.
// - `environment`: the base URL of a sandbox.
//
// `session` has the tokens, in place of those in the settings; null for none. The client uses the tokens of the player who is
// signed in at the time of a call, and renews them; if none is, the call fails with `HALO_CODE_SIGNED_OUT`. So the client may be
// made before the player signs in. The client keeps the player even if the session is closed; then nobody can sign in or out
// any more, and the tokens are renewed as before.
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
// A call goes by the account that can send it first. If a service asks an account to wait, or an account has no usable tokens,
// for example because its player is signed out, the call goes on with the next one; an account without tokens is passed over
// for up to a minute, also if its player signs in meanwhile. If none has usable tokens, the call fails with the error of the
// last one. The option `account` of `halo_call` selects one, counted from 0: calls for data that only its owner can see need it.
// Such a client cannot write.
//
// Any thread may call this, and all threads may share the client.
HaloCode halo_client_new_with_accounts(const char* settings,
                                       const HaloSession *const * sessions,
                                       size_t count,
                                       HaloClient **client,
                                       HaloError **error);

// Closes a client. Its calls that are under way in other threads end with `HALO_CODE_CANCELLED`. Null is allowed.
HaloCode halo_client_close(HaloClient *client);

// All endpoints, as a JSON list of objects: `name`, `about`, `method` (HTTP), `path`, `credentials`, `writes`, `late`,
// `cache`, `returns` (`json` or `file`), `model`, `arguments` and `optional_arguments`. An argument has `name`, `kind` and
// `values`, an optional one `name`, `about` and its `arguments`: if there are several, it is an object of them.
//
// The text is never freed. Any thread may call this.
const char *halo_endpoints(void);

// The code of an error; `HALO_CODE_CLOSED_HANDLE` if the handle is closed.
HaloCode halo_error_code(const HaloError *error);

// The message: what failed and why, in English. Null if the handle is closed. The text belongs to the error.
const char *halo_error_message(const HaloError *error);

// What to do about it; null if there is no more to say than the message. The text belongs to the error.
const char *halo_error_advice(const HaloError *error);

// More facts, as a JSON object: `service`, `endpoint`, `status`, `attempts`, `argument`, as far as they apply. The
// text belongs to the error. Null if the handle is closed.
//
// A failed sign-in has `kind`, its reason, such as `no_xbox_profile`, `timeout` (the player did not come back) or `damaged` (the
// store). If a service refused a step, there are also `step`, such as `refresh_token` or `xbox_user_token`; `service_code`, the
// service's own code, such as `invalid_grant` or `2148916233`, and `aadsts`, Microsoft's number, both if it sent one; and
// `needs_new_sign_in`: whether the tokens are of no more use, so that the player must sign in again.
const char *halo_error_details(const HaloError *error);

// Closes an error. Null is allowed.
HaloCode halo_error_close(HaloError *error);

// The HTTP status, from 200 to 299; 0 if the handle is closed.
uint16_t halo_response_status(const HaloResponse *response);

// Number of attempts: 1 without retries, 0 if the response was cached and nothing was sent.
uint32_t halo_response_attempts(const HaloResponse *response);

// The age of a cached response in milliseconds; -1 for a response that was not cached.
int64_t halo_response_age_ms(const HaloResponse *response);

// The name of the endpoint. The text belongs to the response.
const char *halo_response_endpoint(const HaloResponse *response);

// The media type of the content, such as `image/png`; null if the service does not send it. The text belongs to the
// response.
const char *halo_response_content_type(const HaloResponse *response);

// The content as JSON in UTF-8, with a NUL at its end; null if it is a file. The text belongs to the response.
const char *halo_response_json(const HaloResponse *response);

// The content as bytes, of JSON or of a file, and their number. The bytes belong to the response.
HaloCode halo_response_bytes(const HaloResponse *response,
                             const uint8_t **bytes,
                             size_t *length,
                             HaloError **error);

// Closes a response, and frees its texts. Null is allowed.
HaloCode halo_response_close(HaloResponse *response);

// Makes a session, and continues the one of an earlier run if its tokens are in the store. Otherwise the session is signed
// out. Nothing is sent. If another program holds the lock of the store, this waits for it, at most `deadline_ms`.
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
//   `{"keyring": SERVICE}` with the name of the program (feature `keyring`). Only the user can read the file; a copy of it is
//   as good as a password.
// - `xuid`: the player whose tokens are continued, if the store has several; by default the one who was saved last.
//
// The way to the services, as for `halo_client_new`: `environment`, `proxy`, `no_proxy`, `tls`, `timeout_ms`, `retries`. Further:
//
// - `deadline_ms`: maximum time of one step of a sign-in with its retries, by default 5 minutes. The time that the player takes
//   does not count.
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
// This waits while a renewal or another program holds the lock of the store, at most for the session's `deadline_ms`, and
// until the switch `cancel`, which may be null, or `halo_session_close` ends the wait. Any thread may call this.
HaloCode halo_session_sign_out(const HaloSession *session,
                               const HaloCancel *cancel,
                               HaloError **error);

// Closes a session. Its functions that wait in other threads end with `HALO_CODE_CANCELLED`; the callbacks that they called
// are not called any more once those functions have returned. Null is allowed.
//
// The player stays signed in: clients that were made with the session go on with the player and renew the tokens, and the
// tokens stay in the store. `halo_session_sign_out` removes them.
//
// Any thread may call this, also within a callback of the session.
HaloCode halo_session_close(HaloSession *session);

// Signs a player in with a browser on this machine, and waits until the player has consented. Then the session has the
// player's tokens, and so have its clients.
//
// `open` is called once, on this thread, with the address to open in a browser. If it cannot do that, it may cancel the switch
// `cancel`. If `open` is null, the system's browser is opened; that needs a build with the feature `browser`, otherwise the
// result is `HALO_CODE_MISSING_FEATURE`. `context` is passed to `open`. After this function has returned, `open` is not called
// any more.
//
// Until the player returns, the library listens on 127.0.0.1, and for `localhost` on ::1 too. The redirect URI of the settings
// must start with `http://localhost` or `http://127.0.0.1`; without a port, any free port is used.
//
// `timeout_ms` is the time that the player may take; 0 stands for 5 minutes. `cancel` is a switch that ends the wait at once,
// or null; `halo_session_close` ends it too.
//
// Failures: `HALO_CODE_CONSENT` if the player does not come back in time or the port is in use, `HALO_CODE_SIGN_IN` if the
// player declines or a service refuses a step, `HALO_CODE_CANCELLED`. The session keeps the player whom it had before. A
// player who was signed in before stays in the store beside the new one.
//
// Any thread may call this; it waits, so a thread that draws frames must not.
HaloCode halo_session_sign_in_with_browser(const HaloSession *session,
                                           HaloTextCallback open,
                                           void *context,
                                           uint64_t timeout_ms,
                                           const HaloCancel *cancel,
                                           HaloError **error);

// Signs a player in with a code that the player enters in a browser on any device, and waits until that has happened, at
// most until the code expires. Then the session has the player's tokens, and so have its clients. The app's registration must
// allow public client flows.
//
// `show` is called once, on this thread, with a JSON object: `verification_uri`, the page to open; `user_code`, the code to
// enter; `expires_in_ms`, the time until the code expires; `message`, a line of English with both. It shows them to the player
// and returns at once: the wait begins after it. `context` is passed to it. After this function has returned, `show` is not
// called any more. The code is as secret as a password until it expires.
//
// `cancel` is a switch that ends the wait, or null; `halo_session_close` ends it too.
//
// Failures: `HALO_CODE_SIGN_IN` if the player declines, lets the code expire, or a service refuses a step,
// `HALO_CODE_NETWORK`, `HALO_CODE_CANCELLED`. The session keeps the player whom it had before.
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
// - `refresh_token`: Microsoft's refresh token of the same app and authority. The session renews all tokens, and saves them in
//   its store.
// - `access_token`: a Microsoft access token. The tokens that come from it are used until they expire, after some hours; nothing
//   renews or saves them.
// - `xsts_token`: an XSTS token for Halo. As for an access token; in addition, the player is not known, and requests to Xbox Live
//   itself fail.
//
// `cancel` is a switch that ends the wait, or null; `halo_session_close` ends it too. Only the exchange of the refresh token
// is not interrupted, since the next one would be lost: it ends within `timeout_ms`.
//
// Failures: `HALO_CODE_SIGN_IN` if a service refuses a step, `HALO_CODE_NETWORK`, `HALO_CODE_CANCELLED`,
// `HALO_CODE_ARGUMENT` for an empty token, none, or several. The session keeps the player whom it had before.
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
// stays open, but Microsoft accepts its code once. `cancel` is a switch that ends the wait, or null; `halo_session_close` ends
// it too.
//
// Failures: `HALO_CODE_CONSENT` if the text has no code or belongs to another sign-in, `HALO_CODE_SIGN_IN` if the player has
// declined or a service refuses a step, `HALO_CODE_CANCELLED`, `HALO_CODE_ARGUMENT` for a consent of another session. The
// session keeps the player whom it had before.
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
// A renewal runs in a thread of its own, which the library starts for it. `cancel` is a switch that ends the wait for it, or
// null; `halo_session_close` ends it too. The renewal then continues, and its tokens are saved.
//
// Failures: `HALO_CODE_SIGNED_OUT` if no player is signed in; `HALO_CODE_SIGN_IN` if a service refuses a step: if
// `needs_new_sign_in` in the error's details is true, the player must sign in again; `HALO_CODE_NETWORK`, `HALO_CODE_STORE`,
// `HALO_CODE_CANCELLED`.
//
// Any thread may call this; it waits for the network.
HaloCode halo_session_player(const HaloSession *session,
                             const HaloCancel *cancel,
                             HaloPlayer **player,
                             HaloError **error);

// The player as a JSON object, without secrets: `xuid` (digits in a text, or null), `gamertag` (or null),
// `spartan_token_expires`, `xbox_token_expires` (or null; both in UTC, such as `2026-01-31T12:00:00Z`), `has_clearance`, and
// `is_renewed`, which is false if nothing renews the tokens. The text belongs to the player. Null if the handle is closed.
const char *halo_player_json(const HaloPlayer *player);

// The tokens of the player as a JSON object, for a tool that passes them on to another program: `spartan_token`, `clearance`
// (or null), `xbox_authorization` (the header for Xbox Live, or null) and `refresh_token` (or null).
//
// They are secrets, as good as a password: never show, log or save them in the open. A refresh token that another program
// uses may stop working here. The text belongs to the player; `halo_player_close` wipes it. Null if the handle is closed.
const char *halo_player_secrets(const HaloPlayer *player);

// Closes a player, and wipes its secrets. Null is allowed.
HaloCode halo_player_close(HaloPlayer *player);

// The version of the binary interface that the library has.
uint32_t halo_abi_version(void);

// Checks that the library has the binary interface of the header. Call it first: `halo_check_abi(HALO_ABI_VERSION, &error)`.
HaloCode halo_check_abi(uint32_t version,
                        HaloError **error);

// The version of the library, such as `0.1.0`.
const char *halo_version(void);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* HALO_INFINITE_H */
