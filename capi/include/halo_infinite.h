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

// A failure in words. Close it with `halo_error_close`.
typedef struct HaloError HaloError;

// A response. Close it with `halo_response_close`.
typedef struct HaloResponse HaloResponse;

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
// `settings` is a JSON object, or null. All members may be left out, or null. Times are in
// milliseconds. Tokens:
//
// - `spartan_token`: the player's Spartan token, which expires after about four hours. A client needs one, unless it is
//   offline.
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
// - `offline`: `true` sends nothing: all responses come from the cache (feature `cache`).
// - `record`: an object with `folder`, where each response is saved, and `replacing_players`, `true` to replace the players
//   in it.
// - `allow_writes`: `true` permits requests that change data at the services.
//
// Any thread may call this, and all threads may share the client.
HaloCode halo_client_new(const char* settings,
                         HaloClient **client,
                         HaloError **error);

// Closes a client. Its calls that are under way in other threads end with `HALO_CODE_CANCELLED`. Null is allowed.
//
// The function of `halo_client_observe` is not called any more. If a call of it is under way in another thread and does not
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
// - `waited_ms`: the wait for the rate limit, for tokens and before a retry. These two times are no whole numbers.
// - `took_ms`: the time of the HTTP exchange, or of reading from the cache.
// - `bytes`: the size of the body, decompressed.
// - `from_cache`: whether the response came from the cache.
// - `requests_per_second`: the current limit of the service, which is lower after status 429; null if there is none, or if
//   the request ended before the limit.
// - `account`: the account by which the request went, from 0; null for a request that carries no tokens.
// - `will_retry`: whether another report of the same request follows.
//
// The function is called on the thread that sends the request, for example one that is in `halo_call`, or the worker's:
// never under a lock of the library, but by several threads at a time. The request waits for it: keep it short. It may call any
// function of this header; requests that it sends itself are not reported.
//
// After this has returned, no call of the function before begins, and its context may be freed. If a call of it is under
// way in another thread and does not return within 100 ms, the result is `HALO_CODE_CALLBACK_BUSY`: the new function is
// set, but the context before must stay valid until that call returns; calling this again waits for it again. The function
// itself may call this: then its own call is not waited for.
// `halo_client_close` removes the function in the same way.
//
// Any thread may call this, also while requests are under way.
HaloCode halo_client_observe(const HaloClient *client,
                             HaloTextCallback callback,
                             void *context,
                             HaloError **error);

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
// - `arguments`: the arguments that a call needs: objects with `name`, `kind` (in English) and `values`, the list of
//   allowed ones, which is empty if any is allowed.
// - `optional_arguments`: those that may be left out: objects with `name`, `about` and `arguments`, its values. If
//   there are several, the argument is an object of them.
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
const char *halo_error_details(const HaloError *error);

// Closes an error. Null is allowed.
HaloCode halo_error_close(HaloError *error);

// The features that this build of the library has, as a JSON list of texts: of `browser`, `cache`, `keyring`,
// `socks-proxy`, `win-system-proxy`, `platform-verifier` and `native-tls`. What needs a missing feature fails with
// `HALO_CODE_MISSING_FEATURE`.
//
// The text is never freed. Any thread may call this.
const char *halo_features(void);

// Has the library's log records reported to a function. The log is one for the whole process; another function replaces this
// one, and null removes it.
//
// `level` is the least important level that is reported: `error`, `warn`, `info` (also by null) or `debug`. Each record is a
// JSON object: `time` (RFC 3339), `level`, `target` (the module of the library) and `message`. No record holds a token.
//
// The function is called on threads that are in a function of this header or that send a request for the program, such
// as the worker's, between two steps of it: never under a lock of the library, and never twice at a time. So a record can come
// some time after its `time`: at the latest when the next function of this header ends. The function may call any
// function of this header. Records that it causes are reported after it has returned.
//
// After this has returned, no call of the function before begins, and its context may be freed. If a call of it is under
// way in another thread and does not return within 100 ms, the result is `HALO_CODE_CALLBACK_BUSY`: the new function is
// set, but the context before must stay valid until that call returns; calling this again waits for it again. The function
// itself may call this: then its own call is not waited for.
//
// Any thread may call this.
HaloCode halo_log_set(HaloTextCallback callback,
                      void *context,
                      const char* level,
                      HaloError **error);

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
