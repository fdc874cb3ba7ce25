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

// The recommended gap for `halo_film_events_kill_pairs`, in milliseconds.
#define HALO_KILL_PAIR_GAP_MS 50

// The game's own window for `halo_film_events_multi_kills`, in milliseconds.
#define HALO_MULTI_KILL_WINDOW_MS 5000

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

// A response, or another result of the library. Close it with `halo_response_close`.
typedef struct HaloResponse HaloResponse;

// A function of the caller that is called when something is there to be received. `context` is the pointer that was
// passed with the function.
typedef void (*HaloWakeCallback)(void *context);

// A function of the caller that receives the progress of a download, before each chunk and after the last: the number of bytes
// that were downloaded, the number of all bytes by the manifest, and the same for chunks. `context` is the pointer that was
// passed with the function. It is called on the thread that downloads, and the download goes on when it returns.
typedef void (*HaloProgressCallback)(void *context,
                                     uint64_t bytes_done,
                                     uint64_t bytes_total,
                                     size_t chunks_done,
                                     size_t chunks_total);

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
// Any thread may call this, and all threads may share the client.
HaloCode halo_client_new(const char* settings, HaloClient **client, HaloError **error);

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
const char *halo_error_details(const HaloError *error);

// Closes an error. Null is allowed.
HaloCode halo_error_close(HaloError *error);

// Sends many requests in parallel, as fast as the client's rate limit allows.
//
// `requests` is a JSON list of objects with `endpoint`, `arguments` and `options`, as in `halo_call`; the last two may be left
// out. If one of them is wrong, the error names it, and nothing is sent.
//
// `options` is a JSON object, or null; all members may be left out:
//
// - `threads`: maximum number of threads. By default 64, or 16 for a client without a rate limit; fewer run if the rate limit
//   keeps fewer busy.
// - `in_order`: `true` returns the results in the order of the requests. By default they come as they complete.
// - `look_ahead`: maximum number of results that wait for `halo_fetch_next`, by default 64, and of requests under way. So a
//   program that stops receiving stops the requests.
//
// `wake` is a function that is called when a result is there, and at the end, or null; `context` is passed to it. It is called
// on a thread of the fetch, one call at a time, and should be short. It may call any function.
//
// `cancel` is a switch that ends all requests, or null. Those under way end with `HALO_CODE_CANCELLED`, further ones are not sent.
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

// Receives the next result of a fetch. Waits for it at most `timeout_ms`; with 0 not at all, as in a frame loop.
//
// - `HALO_CODE_OK`: a request has succeeded. `response` is its response, which you close.
// - `HALO_CODE_PENDING`: no result is there yet.
// - `HALO_CODE_OVER`: all results were received.
// - another code: a request has failed with it, or this call has. One request that fails does not affect the others.
//
// `index` is set to the position of the request in the list, from 0. It is `SIZE_MAX` if there is no result: with
// `HALO_CODE_PENDING` and `HALO_CODE_OVER`, and if this call has failed and not a request.
//
// Any thread may call this, and several may share a fetch: each result goes to one of them. If another thread closes the
// fetch, this ends with `HALO_CODE_CLOSED_HANDLE`.
HaloCode halo_fetch_next(const HaloFetch *fetch,
                         uint64_t timeout_ms,
                         size_t *index,
                         HaloResponse **response,
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
// This waits for the threads, mostly some milliseconds and at most about a second; one that the system does not let go, as in
// the look-up of a host, is left behind and ends by itself. `wake` is not called any more. If a call of it in another thread has
// not returned after 100 ms, the result is `HALO_CODE_CALLBACK_BUSY`: the fetch is closed, and `context` must stay valid until
// that call returns.
//
// Any thread may call this, also `wake`.
HaloCode halo_fetch_close(HaloFetch *fetch);

// Requests the film of a match: its manifest. No chunk is downloaded. `match_id` is the GUID of the match.
//
// `options` is a JSON object with the options of `halo_call`, or null. A film appears some minutes after its match, so
// `wait_until_available_ms` is useful. `cancel` is a switch that ends the call, or null.
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

// Downloads one chunk of a film, compressed with zlib as the servers have it: `halo_film_inflate` inflates it. `index` is the
// `Index` of the chunk in the manifest.
//
// `options` is a JSON object with the options of `halo_call`, or null. `cancel` is a switch that ends the download, or null.
// The chunk is read with `halo_response_bytes`.
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
// `cancel` is a switch that ends the download, or null.
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
// switch that ends the download, or null.
//
// Any thread may call this; it waits for the download.
HaloCode halo_film_players(const HaloFilm *film,
                           const char* options,
                           const HaloCancel *cancel,
                           HaloResponse **response,
                           HaloError **error);

// Downloads the chunks of a film to files of a folder, one after the other. The folder is created if it is missing.
//
// The file of chunk 26 is `filmChunk26`, inflated `filmChunk26.bin`. A file appears when it is complete; complete files stay if
// a later chunk fails. The result is a JSON list of the paths.
//
// `options` is a JSON object, or null; all members may be left out:
//
// - `only`: the kind of chunks: `film_header`, `replication_data` or `highlight_events`.
// - `inflated`: `true` inflates the chunks. By default they stay compressed.
// - `max_inflated`: maximum length of an inflated chunk in bytes, as in `halo_film_inflate`.
// - `deadline_ms`: the time that each request may take, in place of the client's.
//
// `progress` is a function that receives the progress, or null; `context` is passed to it. It may call `halo_cancel_cancel`.
// After this has returned, it is not called any more. `cancel` is a switch that ends the download, or null.
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

// The entry of a chunk in the manifest, as JSON. `position` counts from 0, in the order of the film. Null if there is no such
// chunk, or the handle is closed. The text belongs to the chunks. Any thread may call this.
const char *halo_film_chunks_entry(const HaloFilmChunks *chunks,
                                   size_t position);

// The bytes of a chunk, and their number. `position` counts from 0, in the order of the film. The bytes belong to the chunks.
// Any thread may call this.
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

// Groups the medals of each player: each at most `gap_ms` after the one before. With 0, a sequence is the medals of one
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
// `cancel` is a switch that ends the download, or null.
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
//   `hint`. `medal` is null, or an object with `code`, `name` and `name_id` (that of statistics); the last two are null for an
//   unknown medal.
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

// Reads the results of an endpoint page by page, to the last one. Nothing is sent yet.
//
// `endpoint` and `arguments` are those of `halo_call`; the endpoint is one whose results come in pages:
// `stats.match_history`, `discovery_ugc.search_assets`, `wpcontent.articles`, and the lists of one's own assets, their versions and
// favourites in `authoring_ugc`. An argument `count` is the size of a page, and `start` (for articles `offset`) the number of
// results to skip.
//
// `options` is a JSON object with the options of `halo_call`, for each page, or null. It may also have `since`, for a match
// history: a time such as `2026-01-31T00:00:00Z`, or the GUID of a match. Only matches that started then or later are
// returned, or those that are newer than the match.
//
// `cancel` is a switch that ends the requests, or null. If the client is closed, they end too.
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
// - another code: the request has failed. The next call requests the same page again, so that nothing is skipped; after a
//   wrong argument, a cancellation, or three failures in a row, the pages are over.
//
// A result that exists from the first request to the last is returned exactly once, also if matches are played meanwhile: these
// are not returned, but `since` returns them the next time.
//
// Any thread may call this; it waits for the request. If several threads share the pages, one waits for the other.
HaloCode halo_pages_next(const HaloPages *pages,
                         HaloResponse **response,
                         HaloError **error);

// Closes pages. A request that is under way in another thread ends with `HALO_CODE_CANCELLED`; this does not wait for it. Null
// is allowed.
HaloCode halo_pages_close(HaloPages *pages);

// The HTTP status, from 200 to 299; 0 if the handle is closed, or if this is not the response of one request.
uint16_t halo_response_status(const HaloResponse *response);

// Number of attempts: 1 without retries, 0 if the response was cached and nothing was sent.
uint32_t halo_response_attempts(const HaloResponse *response);

// The age of a cached response in milliseconds; -1 for a response that was not cached.
int64_t halo_response_age_ms(const HaloResponse *response);

// The name of the endpoint; null if this is not the response of one request. The text belongs to the response.
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
