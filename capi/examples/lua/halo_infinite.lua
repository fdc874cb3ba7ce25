-- The Halo Infinite web API for LuaJIT, by its FFI: copy this file, json.lua and the library.
--
--   local halo = require "halo_infinite"
--   local client = halo.client { spartan_token = token }
--   local history = client:call("stats.match_history", { player = "Chief", count = 3 }):json()
--   client:close()
--
-- Functions return their result, or nil and an error: a table with `code`, `message`, `advice` and `details`. Arguments,
-- options and settings are those of the C header halo_infinite.h, as tables. The library is found where the system has its
-- libraries, or by the path in HALO_INFINITE_LIBRARY.
--
-- Lua has one thread, and LuaJIT does not allow calls into Lua from another one. So a program that must not wait polls: a
-- worker, a watch, a fetch. Only functions that call back while they run take a function of Lua.

local ffi = require "ffi"
local json = require "json"

local M = { json = json }

-- Made from the header by its tests: begin
M.ABI_VERSION = 1

M.codes = {
  OK = 0,
  PENDING = 1,
  OVER = 2,
  NULL_POINTER = 10,
  NOT_UTF8 = 11,
  NOT_JSON = 12,
  UNKNOWN_ENDPOINT = 13,
  ARGUMENT = 14,
  CLOSED_HANDLE = 15,
  WRONG_HANDLE = 16,
  ABI_MISMATCH = 17,
  MISSING_FEATURE = 18,
  PANIC = 19,
  QUEUE_FULL = 20,
  SHUT_DOWN = 21,
  CALLBACK_BUSY = 22,
  NETWORK = 30,
  STATUS = 31,
  DECODE = 32,
  DEADLINE = 33,
  NOT_CACHED = 34,
  CANCELLED = 35,
  SIGN_IN = 40,
  CONSENT = 41,
  SIGNED_OUT = 42,
  STORE = 43,
  FILE = 50,
  FILM = 51,
  MANIFEST = 52,
  THREAD = 53,
  OTHER = 99,
}

ffi.cdef[[
typedef int32_t HaloCode;
typedef struct HaloCancel HaloCancel;
typedef struct HaloClient HaloClient;
typedef struct HaloConsent HaloConsent;
typedef struct HaloError HaloError;
typedef struct HaloFetch HaloFetch;
typedef struct HaloFilm HaloFilm;
typedef struct HaloFilmChunks HaloFilmChunks;
typedef struct HaloFilmEvents HaloFilmEvents;
typedef struct HaloPages HaloPages;
typedef struct HaloPlayer HaloPlayer;
typedef struct HaloResponse HaloResponse;
typedef struct HaloSession HaloSession;
typedef struct HaloTicket HaloTicket;
typedef struct HaloWatch HaloWatch;
typedef struct HaloWorker HaloWorker;
typedef void (*HaloTextCallback)(void* context, const char* text);
typedef void (*HaloWakeCallback)(void* context);
typedef void (*HaloProgressCallback)(void* context, uint64_t bytes_done, uint64_t bytes_total, size_t chunks_done, size_t chunks_total);
typedef void (*HaloWatchCallback)(void* context, HaloCode code, const char* event, HaloError* error);
typedef void (*HaloResultCallback)(void* context, uint64_t value, HaloCode code, HaloResponse* response, HaloError* error);
HaloCode halo_call(const HaloClient* client, const char* endpoint, const char* arguments, const char* options, const HaloCancel* cancel, HaloResponse** response, HaloError** error);
HaloCode halo_cancel_new(HaloCancel** cancel, HaloError** error);
HaloCode halo_cancel_cancel(const HaloCancel* cancel);
HaloCode halo_cancel_close(HaloCancel* cancel);
HaloCode halo_client_new(const char* settings, const HaloSession* session, HaloClient** client, HaloError** error);
HaloCode halo_client_new_with_accounts(const char* settings, const HaloSession*const* sessions, size_t count, HaloClient** client, HaloError** error);
HaloCode halo_client_close(HaloClient* client);
HaloCode halo_client_cache_count(const HaloClient* client, uint64_t* count, HaloError** error);
HaloCode halo_client_cache_size(const HaloClient* client, uint64_t* bytes, HaloError** error);
HaloCode halo_client_cache_check(const HaloClient* client, HaloError** error);
HaloCode halo_client_cache_clear(const HaloClient* client, HaloError** error);
HaloCode halo_client_observe(const HaloClient* client, HaloTextCallback callback, void* context, HaloError** error);
const char* halo_code_text(int32_t code);
const char* halo_endpoints(void);
HaloCode halo_error_code(const HaloError* error);
const char* halo_error_message(const HaloError* error);
const char* halo_error_advice(const HaloError* error);
const char* halo_error_details(const HaloError* error);
HaloCode halo_error_close(HaloError* error);
const char* halo_features(void);
HaloCode halo_fetch_new(const HaloClient* client, const char* requests, const char* options, HaloWakeCallback wake, void* context, const HaloCancel* cancel, HaloFetch** fetch, HaloError** error);
HaloCode halo_fetch_next(const HaloFetch* fetch, uint64_t timeout_ms, size_t* index, HaloResponse** response, HaloError** failure, HaloError** error);
HaloCode halo_fetch_progress(const HaloFetch* fetch, size_t* done, size_t* failed, size_t* total, HaloError** error);
HaloCode halo_fetch_close(HaloFetch* fetch);
HaloCode halo_film_of_match(const HaloClient* client, const char* match_id, const char* options, const HaloCancel* cancel, HaloFilm** film, HaloError** error);
HaloCode halo_film_from_manifest(const HaloClient* client, const char* manifest, HaloFilm** film, HaloError** error);
const char* halo_film_manifest(const HaloFilm* film);
HaloCode halo_film_close(HaloFilm* film);
HaloCode halo_film_chunk(const HaloFilm* film, int64_t index, const char* options, const HaloCancel* cancel, HaloResponse** response, HaloError** error);
HaloCode halo_film_header(const HaloFilm* film, const char* options, const HaloCancel* cancel, HaloResponse** response, HaloError** error);
HaloCode halo_film_players(const HaloFilm* film, const char* options, const HaloCancel* cancel, HaloResponse** response, HaloError** error);
HaloCode halo_film_download_to_folder(const HaloFilm* film, const char* folder, const char* options, HaloProgressCallback progress, void* context, const HaloCancel* cancel, HaloResponse** paths, HaloError** error);
HaloCode halo_film_download_to_memory(const HaloFilm* film, const char* options, HaloProgressCallback progress, void* context, const HaloCancel* cancel, HaloFilmChunks** chunks, HaloError** error);
size_t halo_film_chunks_count(const HaloFilmChunks* chunks);
const char* halo_film_chunks_entry(const HaloFilmChunks* chunks, size_t position);
HaloCode halo_film_chunks_bytes(const HaloFilmChunks* chunks, size_t position, const uint8_t** bytes, size_t* length, HaloError** error);
HaloCode halo_film_chunks_close(HaloFilmChunks* chunks);
HaloCode halo_film_events_timelines(const HaloFilmEvents* events, HaloResponse** response, HaloError** error);
HaloCode halo_film_events_kill_pairs(const HaloFilmEvents* events, int64_t max_gap_ms, HaloResponse** response, HaloError** error);
HaloCode halo_film_events_multi_kills(const HaloFilmEvents* events, int64_t window_ms, HaloResponse** response, HaloError** error);
HaloCode halo_film_events_medal_sequences(const HaloFilmEvents* events, int64_t gap_ms, HaloResponse** response, HaloError** error);
HaloCode halo_film_events_check(const HaloFilmEvents* events, const char* match_stats, HaloResponse** response, HaloError** error);
HaloCode halo_film_events(const HaloFilm* film, const char* options, const HaloCancel* cancel, HaloFilmEvents** events, HaloError** error);
HaloCode halo_film_read_events(const uint8_t* bytes, size_t length, int64_t film_major_version, HaloFilmEvents** events, HaloError** error);
const char* halo_film_events_json(const HaloFilmEvents* events);
size_t halo_film_events_count(const HaloFilmEvents* events);
HaloCode halo_film_events_close(HaloFilmEvents* events);
HaloCode halo_film_inflate(const uint8_t* bytes, size_t length, size_t limit, HaloResponse** response, HaloError** error);
HaloCode halo_film_read_header(const uint8_t* bytes, size_t length, HaloResponse** response, HaloError** error);
HaloCode halo_film_read_players(const uint8_t* bytes, size_t length, HaloResponse** response, HaloError** error);
HaloCode halo_film_read_packets(const uint8_t* bytes, size_t length, HaloResponse** response, HaloError** error);
HaloCode halo_log_set(HaloTextCallback callback, void* context, const char* level, HaloError** error);
HaloCode halo_pages_new(const HaloClient* client, const char* endpoint, const char* arguments, const char* options, const HaloCancel* cancel, HaloPages** pages, HaloError** error);
HaloCode halo_pages_next(const HaloPages* pages, HaloResponse** response, HaloError** error);
HaloCode halo_pages_close(HaloPages* pages);
uint16_t halo_response_status(const HaloResponse* response);
uint32_t halo_response_attempts(const HaloResponse* response);
int64_t halo_response_age_ms(const HaloResponse* response);
const char* halo_response_endpoint(const HaloResponse* response);
const char* halo_response_content_type(const HaloResponse* response);
const char* halo_response_json(const HaloResponse* response);
HaloCode halo_response_bytes(const HaloResponse* response, const uint8_t** bytes, size_t* length, HaloError** error);
HaloCode halo_response_close(HaloResponse* response);
HaloCode halo_session_new(const char* settings, HaloSession** session, HaloError** error);
bool halo_session_is_signed_in(const HaloSession* session);
HaloCode halo_session_sign_out(const HaloSession* session, const HaloCancel* cancel, HaloError** error);
HaloCode halo_session_close(HaloSession* session);
HaloCode halo_session_sign_in_with_browser(const HaloSession* session, HaloTextCallback open, void* context, uint64_t timeout_ms, const HaloCancel* cancel, HaloError** error);
HaloCode halo_session_sign_in_with_device_code(const HaloSession* session, HaloTextCallback show, void* context, const HaloCancel* cancel, HaloError** error);
HaloCode halo_session_import(const HaloSession* session, const char* token, const HaloCancel* cancel, HaloError** error);
HaloCode halo_session_consent(const HaloSession* session, HaloConsent** consent, HaloError** error);
const char* halo_consent_url(const HaloConsent* consent);
HaloCode halo_session_redeem(const HaloSession* session, const HaloConsent* consent, const char* pasted, const HaloCancel* cancel, HaloError** error);
HaloCode halo_consent_close(HaloConsent* consent);
HaloCode halo_session_player(const HaloSession* session, const HaloCancel* cancel, HaloPlayer** player, HaloError** error);
const char* halo_player_json(const HaloPlayer* player);
const char* halo_player_secrets(const HaloPlayer* player);
HaloCode halo_player_close(HaloPlayer* player);
uint32_t halo_abi_version(void);
HaloCode halo_check_abi(uint32_t version, HaloError** error);
const char* halo_version(void);
HaloCode halo_watch_next(const HaloWatch* watch, uint64_t timeout_ms, HaloResponse** event, HaloError** failure, HaloError** error);
HaloCode halo_watch_try_next(const HaloWatch* watch, HaloResponse** event, HaloError** failure, HaloError** error);
HaloCode halo_watch_resume_point(const HaloWatch* watch, HaloResponse** response, HaloError** error);
HaloCode halo_watch_close(HaloWatch* watch);
HaloCode halo_watch_new(const HaloClient* client, const char* players, const char* settings, HaloWakeCallback wake, void* context, HaloWatch** watch, HaloError** error);
HaloCode halo_watch_new_with_callback(const HaloClient* client, const char* players, const char* settings, HaloWatchCallback callback, void* context, HaloWatch** watch, HaloError** error);
HaloCode halo_worker_new(const HaloClient* client, const char* settings, HaloWakeCallback wake, void* context, HaloWorker** worker, HaloError** error);
size_t halo_worker_pending(const HaloWorker* worker);
HaloCode halo_worker_cancel(const HaloWorker* worker, uint64_t value);
HaloCode halo_worker_cancel_all(const HaloWorker* worker);
HaloCode halo_worker_finish(const HaloWorker* worker, uint64_t timeout_ms, HaloError** error);
HaloCode halo_worker_shutdown(const HaloWorker* worker, uint64_t timeout_ms, HaloError** error);
HaloCode halo_worker_close(HaloWorker* worker);
HaloCode halo_worker_post(const HaloWorker* worker, const char* endpoint, const char* arguments, const char* options, uint64_t value, HaloError** error);
HaloCode halo_worker_try_recv(const HaloWorker* worker, uint64_t* value, HaloResponse** response, HaloError** failure, HaloError** error);
HaloCode halo_worker_submit(const HaloWorker* worker, const char* endpoint, const char* arguments, const char* options, HaloTicket** ticket, HaloError** error);
HaloCode halo_worker_submit_with_callback(const HaloWorker* worker, const char* endpoint, const char* arguments, const char* options, uint64_t value, HaloResultCallback callback, void* context, HaloError** error);
HaloCode halo_ticket_try_recv(const HaloTicket* ticket, HaloResponse** response, HaloError** error);
HaloCode halo_ticket_recv(const HaloTicket* ticket, uint64_t timeout_ms, HaloResponse** response, HaloError** error);
HaloCode halo_ticket_cancel(const HaloTicket* ticket);
HaloCode halo_ticket_close(HaloTicket* ticket);
]]
-- Made from the header by its tests: end

local C = ffi.load(os.getenv "HALO_INFINITE_LIBRARY" or "halo_infinite_capi")
local codes = M.codes

local function text(pointer)
  if pointer == nil then return nil end
  return ffi.string(pointer)
end

local function encoded(value)
  if value == nil then return nil end
  return json.encode(value)
end

local function no_failure(code)
  return code == codes.OK or code == codes.PENDING or code == codes.OVER
end

-- The error that a handle describes, which is closed.
local function failure_of(code, handle)
  if handle == nil then return { code = code, message = text(C.halo_code_text(code)), details = {} } end
  local failure = {
    code = C.halo_error_code(handle),
    message = text(C.halo_error_message(handle)),
    advice = text(C.halo_error_advice(handle)),
    details = json.decode(text(C.halo_error_details(handle))),
  }
  C.halo_error_close(handle)
  return failure
end

-- Calls a function whose last parameter is the place for an error. Returns its code, or nil and the error.
local function run(name, ...)
  local place = ffi.new "HaloError *[1]"
  local arguments, count = { ... }, select("#", ...) + 1
  arguments[count] = place
  local code = C[name](unpack(arguments, 1, count))
  if no_failure(code) then return code end
  return nil, failure_of(code, place[0])
end
-- Compiled code cannot be called back.
jit.off(run)

-- As `run`, for a function whose last parameter but one is the place for a handle. Returns the handle and the code.
local function made(kind, name, ...)
  local place = ffi.new(kind .. " *[1]")
  local arguments, count = { ... }, select("#", ...) + 1
  arguments[count] = place
  local code, failure = run(name, unpack(arguments, 1, count))
  if not code then return nil, failure end
  return place[0], code
end

-- As `made`, with a callback that `call` passes on. An error of the callback is raised when the function has returned.
local function with_callback(kind, receive, call)
  local problem
  local pointer = receive and ffi.cast(kind, function(_, ...)
    local fine, raised = pcall(receive, ...)
    if not fine then problem = problem or raised end
  end)
  local result, failure = call(pointer)
  if pointer then pointer:free() end
  if problem then error(problem, 0) end
  return result, failure
end

assert(C.halo_abi_version() == M.ABI_VERSION, "the library has another binary interface")
do
  local fine, failure = run("halo_check_abi", M.ABI_VERSION)
  assert(fine, failure and failure.message)
end

-- The version of the library.
function M.version() return text(C.halo_version()) end

-- The features that the library was built with.
function M.features() return json.decode(text(C.halo_features())) end

-- All endpoints, with their arguments.
function M.endpoints() return json.decode(text(C.halo_endpoints())) end

-- A class of handles. A handle is closed by `close`, or at last when Lua frees it; closing twice does nothing.
local function class(close)
  local methods = {}
  methods.__index = methods
  local function free(handle) C[close](handle) end
  function methods:close()
    local handle = self.handle
    self.handle = nil
    if handle ~= nil then free(ffi.gc(handle, nil)) end
  end
  -- Takes the results of `made`.
  local function wrap(handle, failure)
    if handle == nil then return nil, failure end
    return setmetatable({ handle = ffi.gc(handle, free) }, methods)
  end
  return methods, wrap
end

-- The handle of an object that may be left out.
local function handle_of(object) return object and object.handle or nil end

-- A cancel token: it ends the calls to which it is passed. Lua waits in a call, so it is for other threads: pass `handle` to C.
local Cancel, wrap_cancel = class "halo_cancel_close"

function M.cancel() return wrap_cancel(made("HaloCancel", "halo_cancel_new")) end

function Cancel:cancel() return C.halo_cancel_cancel(self.handle) == codes.OK end

-- A response. It is copied from the library, so it need not be closed.
local Response = {}
Response.__index = Response

-- Takes the results of `made`.
local function response(handle, failure)
  if handle == nil then return nil, failure end
  local bytes, length = ffi.new "const uint8_t *[1]", ffi.new "size_t[1]"
  local fine
  fine, failure = run("halo_response_bytes", handle, bytes, length)
  local self = fine and setmetatable({
    content = ffi.string(bytes[0], length[0]),
    endpoint = text(C.halo_response_endpoint(handle)),
    status = C.halo_response_status(handle),
    attempts = C.halo_response_attempts(handle),
    age_ms = tonumber(C.halo_response_age_ms(handle)),
    content_type = text(C.halo_response_content_type(handle)),
    is_json = C.halo_response_json(handle) ~= nil,
  }, Response)
  C.halo_response_close(handle)
  return self or nil, failure
end

-- The content, read from JSON.
function Response:json() return json.decode(self.content) end

-- The JSON of a response; takes the results of `made`.
local function content(handle, failure)
  local result
  result, failure = response(handle, failure)
  if not result then return nil, failure end
  return result:json()
end

-- The tokens of a player. The settings are those of `halo_session_new`.
local Session, wrap_session = class "halo_session_close"

function M.session(settings) return wrap_session(made("HaloSession", "halo_session_new", encoded(settings))) end

function Session:is_signed_in() return C.halo_session_is_signed_in(self.handle) end

-- Opens the page in a browser: by the function `open`, or in the system's. 0 ms stand for 5 minutes.
function Session:sign_in_with_browser(open, timeout_ms, cancel)
  local receive = open and function(url) open(text(url)) end
  return with_callback("HaloTextCallback", receive, function(pointer)
    return run("halo_session_sign_in_with_browser", self.handle, pointer, nil, timeout_ms or 0, handle_of(cancel))
  end)
end

-- Passes the page and the code to the function `show`; the player opens the page on any device, and enters the code.
function Session:sign_in_with_device_code(show, cancel)
  local function receive(prompt) show(json.decode(text(prompt))) end
  return with_callback("HaloTextCallback", receive, function(pointer)
    return run("halo_session_sign_in_with_device_code", self.handle, pointer, nil, handle_of(cancel))
  end)
end

-- Starts a sign-in by paste: show the `url` of the consent to the player, and pass what the player pastes to `redeem`.
local Consent, wrap_consent = class "halo_consent_close"

function Session:consent() return wrap_consent(made("HaloConsent", "halo_session_consent", self.handle)) end

function Consent:url() return text(C.halo_consent_url(self.handle)) end

function Session:redeem(consent, pasted, cancel)
  return run("halo_session_redeem", self.handle, consent.handle, pasted, handle_of(cancel))
end

-- Signs in with a token: `{ refresh_token = … }`.
function Session:import(token, cancel) return run("halo_session_import", self.handle, encoded(token), handle_of(cancel)) end

local function player_of(session, cancel, read)
  local player, failure = made("HaloPlayer", "halo_session_player", session.handle, handle_of(cancel))
  if not player then return nil, failure end
  local found = json.decode(text(C[read](player)))
  C.halo_player_close(player)
  return found
end

-- The player who is signed in.
function Session:player(cancel) return player_of(self, cancel, "halo_player_json") end

-- The tokens of the player. Never show, log or save them.
function Session:secrets(cancel) return player_of(self, cancel, "halo_player_secrets") end

-- Removes the tokens from the store.
function Session:sign_out(cancel) return run("halo_session_sign_out", self.handle, handle_of(cancel)) end

-- A client. The settings are those of `halo_client_new`. `sessions` may be a session, or a list of them for several players.
local Client, wrap_client = class "halo_client_close"

function M.client(settings, sessions)
  if not sessions or sessions.handle then
    return wrap_client(made("HaloClient", "halo_client_new", encoded(settings), handle_of(sessions)))
  end
  local handles = ffi.new("const HaloSession *[?]", #sessions)
  for index, session in ipairs(sessions) do handles[index - 1] = session.handle end
  return wrap_client(made("HaloClient", "halo_client_new_with_accounts", encoded(settings), handles, #sessions))
end

-- Calls an endpoint and waits for the response.
function Client:call(endpoint, arguments, options, cancel)
  return response(
    made("HaloResponse", "halo_call", self.handle, endpoint, encoded(arguments), encoded(options), handle_of(cancel)))
end

local function number(name, handle)
  local place = ffi.new "uint64_t[1]"
  local fine, failure = run(name, handle, place)
  if not fine then return nil, failure end
  return tonumber(place[0])
end

-- The number of cached responses, and their size in bytes.
function Client:cache_count() return number("halo_client_cache_count", self.handle) end
function Client:cache_size() return number("halo_client_cache_size", self.handle) end
function Client:cache_check() return run("halo_client_cache_check", self.handle) end
function Client:cache_clear() return run("halo_client_cache_clear", self.handle) end

-- A thread that sends calls for a program that must not wait. The settings are those of `halo_worker_new`.
local Worker, wrap_worker = class "halo_worker_close"

function M.worker(client, settings)
  return wrap_worker(made("HaloWorker", "halo_worker_new", client.handle, encoded(settings), nil, nil))
end

-- The result of a job, now or later. Closing it cancels the job.
local Ticket, wrap_ticket = class "halo_ticket_close"

-- Puts a call into the queue. Returns a ticket.
function Worker:submit(endpoint, arguments, options)
  return wrap_ticket(
    made("HaloTicket", "halo_worker_submit", self.handle, endpoint, encoded(arguments), encoded(options)))
end

-- The response, or nil and the error of the job. Two nils if it is not there yet, or was returned before.
function Ticket:try_recv()
  local handle, failure = made("HaloResponse", "halo_ticket_try_recv", self.handle)
  return response(handle, type(failure) == "table" and failure or nil)
end

-- As `try_recv`, but waits.
function Ticket:recv(timeout_ms)
  local handle, failure = made("HaloResponse", "halo_ticket_recv", self.handle, timeout_ms)
  return response(handle, type(failure) == "table" and failure or nil)
end

function Ticket:cancel() return C.halo_ticket_cancel(self.handle) == codes.OK end

-- Puts a call into the queue; `try_recv` returns its result with `value`, a whole number.
function Worker:post(value, endpoint, arguments, options)
  return run("halo_worker_post", self.handle, endpoint, encoded(arguments), encoded(options), value)
end

-- The next result of the calls of `post`: the value, and the response or nil and the error. Nil if none is there.
function Worker:try_recv()
  local value, place, failed = ffi.new "uint64_t[1]", ffi.new "HaloResponse *[1]", ffi.new "HaloError *[1]"
  local code, failure = run("halo_worker_try_recv", self.handle, value, place, failed)
  if not code then error(failure.message, 0) end
  if code ~= codes.OK then return nil end
  if failed[0] ~= nil then return tonumber(value[0]), nil, failure_of(codes.OTHER, failed[0]) end
  return tonumber(value[0]), response(place[0])
end

-- The number of jobs that wait or run.
function Worker:pending() return tonumber(C.halo_worker_pending(self.handle)) end
function Worker:cancel(value) return C.halo_worker_cancel(self.handle, value) == codes.OK end
function Worker:cancel_all() return C.halo_worker_cancel_all(self.handle) == codes.OK end

-- Waits for all jobs, or cancels them. Returns whether all are done, or whether the thread has ended.
function Worker:finish(timeout_ms) return run("halo_worker_finish", self.handle, timeout_ms) == codes.OK end
function Worker:shutdown(timeout_ms) return run("halo_worker_shutdown", self.handle, timeout_ms) == codes.OK end

-- Finds the matches of players once they are over. The settings are those of `halo_watch_new`.
local Watch, wrap_watch = class "halo_watch_close"

function M.watch(client, players, settings)
  local list = encoded(json.list(players))
  return wrap_watch(made("HaloWatch", "halo_watch_new", client.handle, list, encoded(settings), nil, nil))
end

local function found(name, ...)
  local event, failed = ffi.new "HaloResponse *[1]", ffi.new "HaloError *[1]"
  local arguments, count = { ... }, select("#", ...) + 2
  arguments[count - 1], arguments[count] = event, failed
  local code, failure = run(name, unpack(arguments, 1, count))
  if not code then return nil, failure end
  if failed[0] ~= nil then return nil, failure_of(codes.OTHER, failed[0]) end
  if event[0] ~= nil then return content(event[0]) end
  return nil, nil, code == codes.OVER
end

-- The next match, or nil and the error of a poll, or two nils and whether the watch is over. Waits, or does not.
function Watch:next(timeout_ms) return found("halo_watch_next", self.handle, timeout_ms) end
function Watch:try_next() return found("halo_watch_try_next", self.handle) end

-- The setting `resume` for the next run.
function Watch:resume_point()
  return content(made("HaloResponse", "halo_watch_resume_point", self.handle))
end

-- Many requests in parallel. The options are those of `halo_fetch_new`.
local Fetch, wrap_fetch = class "halo_fetch_close"

function M.fetch(client, requests, options, cancel)
  local list = encoded(json.list(requests))
  return wrap_fetch(
    made("HaloFetch", "halo_fetch_new", client.handle, list, encoded(options), nil, nil, handle_of(cancel)))
end

-- The next result: the position of the request in the list, from 1, and the response or nil and the error. Without a result
-- nil, nil and whether all were received.
function Fetch:next(timeout_ms)
  local index, place, failed = ffi.new "size_t[1]", ffi.new "HaloResponse *[1]", ffi.new "HaloError *[1]"
  local code, failure = run("halo_fetch_next", self.handle, timeout_ms, index, place, failed)
  if not code then error(failure.message, 0) end
  if code ~= codes.OK then return nil, nil, code == codes.OVER end
  local position = tonumber(index[0]) + 1
  if failed[0] ~= nil then return position, nil, failure_of(codes.OTHER, failed[0]) end
  return position, response(place[0])
end

-- The numbers of complete, failed and all requests.
function Fetch:progress()
  local numbers = ffi.new "size_t[3]"
  local fine, failure = run("halo_fetch_progress", self.handle, numbers, numbers + 1, numbers + 2)
  if not fine then return nil, failure end
  return tonumber(numbers[0]), tonumber(numbers[1]), tonumber(numbers[2])
end

-- Results that come in pages.
local Pages, wrap_pages = class "halo_pages_close"

function M.pages(client, endpoint, arguments, options, cancel)
  return wrap_pages(made("HaloPages", "halo_pages_new", client.handle, endpoint, encoded(arguments), encoded(options),
    handle_of(cancel)))
end

-- The next page, or nil and the error. Two nils after the last page.
function Pages:next()
  local handle, failure = made("HaloResponse", "halo_pages_next", self.handle)
  return response(handle, type(failure) == "table" and failure or nil)
end

-- The highlight events of a film.
local Events, wrap_events = class "halo_film_events_close"

-- Reads them from a chunk in memory.
function M.read_events(chunk, film_major_version)
  return wrap_events(made("HaloFilmEvents", "halo_film_read_events", chunk, #chunk, film_major_version))
end

function Events:count() return tonumber(C.halo_film_events_count(self.handle)) end
function Events:json() return json.decode(text(C.halo_film_events_json(self.handle))) end
function Events:timelines() return content(made("HaloResponse", "halo_film_events_timelines", self.handle)) end
function Events:kill_pairs(max_gap_ms)
  return content(made("HaloResponse", "halo_film_events_kill_pairs", self.handle, max_gap_ms or 50))
end
function Events:multi_kills(window_ms)
  return content(made("HaloResponse", "halo_film_events_multi_kills", self.handle, window_ms or 5000))
end
function Events:medal_sequences(gap_ms)
  return content(made("HaloResponse", "halo_film_events_medal_sequences", self.handle, gap_ms))
end
-- Compares them with the statistics of the match.
function Events:check(match_stats)
  return content(made("HaloResponse", "halo_film_events_check", self.handle, encoded(match_stats)))
end

-- The film of a match.
local Film, wrap_film = class "halo_film_close"

function M.film(client, match_id, options, cancel)
  return wrap_film(
    made("HaloFilm", "halo_film_of_match", client.handle, match_id, encoded(options), handle_of(cancel)))
end

function M.film_from_manifest(client, manifest)
  return wrap_film(made("HaloFilm", "halo_film_from_manifest", client.handle, encoded(manifest)))
end

function Film:manifest() return json.decode(text(C.halo_film_manifest(self.handle))) end

-- A chunk as the servers have it, compressed: a response.
function Film:chunk(index, options, cancel)
  return response(made("HaloResponse", "halo_film_chunk", self.handle, index, encoded(options), handle_of(cancel)))
end

function Film:header(options, cancel)
  return content(made("HaloResponse", "halo_film_header", self.handle, encoded(options), handle_of(cancel)))
end

function Film:players(options, cancel)
  return content(made("HaloResponse", "halo_film_players", self.handle, encoded(options), handle_of(cancel)))
end

-- The highlight events; two nils if the match is not over.
function Film:events(options, cancel)
  local handle, failure = made("HaloFilmEvents", "halo_film_events", self.handle, encoded(options), handle_of(cancel))
  return wrap_events(handle, type(failure) == "table" and failure or nil)
end

local function progress_of(progress)
  return progress and function(...)
    local numbers = { ... }
    for index, value in ipairs(numbers) do numbers[index] = tonumber(value) end
    progress(unpack(numbers))
  end
end

-- Downloads the chunks to files. Returns their paths. The function `progress` receives the bytes, all bytes, the chunks and all
-- chunks.
function Film:download_to_folder(folder, progress, options, cancel)
  return content(with_callback("HaloProgressCallback", progress_of(progress), function(pointer)
    return made("HaloResponse", "halo_film_download_to_folder", self.handle, folder, encoded(options), pointer, nil,
      handle_of(cancel))
  end))
end

-- Downloads the chunks to memory. Returns a list of tables with `entry` and `content`.
function Film:download_to_memory(progress, options, cancel)
  local chunks, failure = with_callback("HaloProgressCallback", progress_of(progress), function(pointer)
    return made("HaloFilmChunks", "halo_film_download_to_memory", self.handle, encoded(options), pointer, nil,
      handle_of(cancel))
  end)
  if not chunks then return nil, failure end
  local bytes, length = ffi.new "const uint8_t *[1]", ffi.new "size_t[1]"
  local copies = {}
  for position = 0, tonumber(C.halo_film_chunks_count(chunks)) - 1 do
    assert(run("halo_film_chunks_bytes", chunks, position, bytes, length))
    copies[position + 1] = {
      entry = json.decode(text(C.halo_film_chunks_entry(chunks, position))),
      content = ffi.string(bytes[0], length[0]),
    }
  end
  C.halo_film_chunks_close(chunks)
  return copies
end

-- Inflates a chunk, and reads one: its header, its players, its packets.
function M.inflate(chunk, limit)
  local result, failure = response(made("HaloResponse", "halo_film_inflate", chunk, #chunk, limit or 0))
  if not result then return nil, failure end
  return result.content
end
function M.read_header(chunk) return content(made("HaloResponse", "halo_film_read_header", chunk, #chunk)) end
function M.read_players(chunk) return content(made("HaloResponse", "halo_film_read_players", chunk, #chunk)) end
function M.read_packets(chunk) return content(made("HaloResponse", "halo_film_read_packets", chunk, #chunk)) end

return M
