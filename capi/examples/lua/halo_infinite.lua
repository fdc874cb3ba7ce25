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
-- Lua has one thread, and LuaJIT does not allow calls into Lua from another one. So this file passes no callbacks to the
-- library: a program that must not wait polls.

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
typedef struct HaloError HaloError;
typedef struct HaloResponse HaloResponse;
HaloCode halo_call(const HaloClient* client, const char* endpoint, const char* arguments, const char* options, const HaloCancel* cancel, HaloResponse** response, HaloError** error);
HaloCode halo_cancel_new(HaloCancel** cancel, HaloError** error);
HaloCode halo_cancel_cancel(const HaloCancel* cancel);
HaloCode halo_cancel_close(HaloCancel* cancel);
HaloCode halo_client_new(const char* settings, HaloClient** client, HaloError** error);
HaloCode halo_client_close(HaloClient* client);
const char* halo_endpoints(void);
HaloCode halo_error_code(const HaloError* error);
const char* halo_error_message(const HaloError* error);
const char* halo_error_advice(const HaloError* error);
const char* halo_error_details(const HaloError* error);
HaloCode halo_error_close(HaloError* error);
uint16_t halo_response_status(const HaloResponse* response);
uint32_t halo_response_attempts(const HaloResponse* response);
int64_t halo_response_age_ms(const HaloResponse* response);
const char* halo_response_endpoint(const HaloResponse* response);
const char* halo_response_content_type(const HaloResponse* response);
const char* halo_response_json(const HaloResponse* response);
HaloCode halo_response_bytes(const HaloResponse* response, const uint8_t** bytes, size_t* length, HaloError** error);
HaloCode halo_response_close(HaloResponse* response);
uint32_t halo_abi_version(void);
HaloCode halo_check_abi(uint32_t version, HaloError** error);
const char* halo_version(void);
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

-- Calls a function whose last parameter is the place for an error. Returns its code, or nil and the error.
local function run(name, ...)
  local place = ffi.new "HaloError *[1]"
  local arguments = { ... }
  local count = select("#", ...) + 1
  arguments[count] = place
  local code = C[name](unpack(arguments, 1, count))
  if no_failure(code) then return code end
  local handle = place[0]
  local failure = { code = code, message = "halo-infinite failed with code " .. code, details = {} }
  if handle ~= nil then
    failure.code = C.halo_error_code(handle)
    failure.message = text(C.halo_error_message(handle))
    failure.advice = text(C.halo_error_advice(handle))
    failure.details = json.decode(text(C.halo_error_details(handle)))
    C.halo_error_close(handle)
  end
  return nil, failure
end

assert(C.halo_abi_version() == M.ABI_VERSION, "the library has another binary interface")
do
  local fine, failure = run("halo_check_abi", M.ABI_VERSION)
  assert(fine, failure and failure.message)
end

-- The version of the library.
function M.version() return text(C.halo_version()) end

-- All endpoints, with their arguments.
function M.endpoints() return json.decode(text(C.halo_endpoints())) end

-- A class of handles. A handle is closed by `close`, or at last when Lua frees it; closing twice does nothing.
local function class(close)
  local methods = {}
  methods.__index = methods
  function methods:close()
    local handle = self.handle
    self.handle = nil
    if handle ~= nil then C[close](ffi.gc(handle, nil)) end
  end
  local function wrap(handle)
    return setmetatable({ handle = ffi.gc(handle, function(freed) C[close](freed) end) }, methods)
  end
  return methods, wrap
end

-- A switch that ends the calls to which it is passed. Another thread of the program can use it, so Lua has it for libraries
-- written in C.
local Cancel, wrap_cancel = class "halo_cancel_close"

function M.cancel()
  local place = ffi.new "HaloCancel *[1]"
  local fine, failure = run("halo_cancel_new", place)
  if not fine then return nil, failure end
  return wrap_cancel(place[0])
end

function Cancel:cancel() return C.halo_cancel_cancel(self.handle) == codes.OK end

-- A response. It is copied from the library, so it need not be closed.
local Response = {}
Response.__index = Response

local function response(handle)
  local bytes, length = ffi.new "const uint8_t *[1]", ffi.new "size_t[1]"
  local fine, failure = run("halo_response_bytes", handle, bytes, length)
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

-- A client. The settings are those of `halo_client_new`.
local Client, wrap_client = class "halo_client_close"

function M.client(settings)
  local place = ffi.new "HaloClient *[1]"
  local fine, failure = run("halo_client_new", encoded(settings), place)
  if not fine then return nil, failure end
  return wrap_client(place[0])
end

-- Calls an endpoint and waits for the response.
function Client:call(endpoint, arguments, options, cancel)
  local place = ffi.new "HaloResponse *[1]"
  local switch = cancel and cancel.handle or nil
  local fine, failure =
    run("halo_call", self.handle, endpoint, encoded(arguments), encoded(options), switch, place)
  if not fine then return nil, failure end
  return response(place[0])
end

return M
