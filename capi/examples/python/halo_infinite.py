"""The Halo Infinite web API for Python, by ctypes: copy this file and the library, and nothing has to be installed.

    import halo_infinite as halo

    with halo.Client({"spartan_token": token}) as client:
        history = client.call("stats.match_history", {"player": "Chief", "count": 3}).json()

`endpoints()` lists all endpoints with their arguments. Arguments, options and settings are those of the C header
`halo_infinite.h`, as dictionaries. The library is found beside this file, where the system has its libraries, or by the path
in `HALO_INFINITE_LIBRARY`.

All objects may be used in several threads. A call waits without the global interpreter lock. Callbacks run on threads of the
library, and those that a function calls while it runs on its own thread. An exception of a callback is raised by that function,
or by the next function of the object that has the callback.
"""

from __future__ import annotations

import ctypes
import enum
import itertools
import json
import os
import sys
from ctypes import (CFUNCTYPE, POINTER, byref, c_bool, c_char_p, c_int32, c_int64, c_size_t, c_uint16, c_uint32,
                    c_uint64, c_void_p)
from typing import Any, Callable, List, NamedTuple, Optional, Sequence, Tuple, Union

# Made from the header by its tests: begin
ABI_VERSION = 1


class Code(enum.IntEnum):
    OK = 0
    PENDING = 1
    OVER = 2
    NULL_POINTER = 10
    NOT_UTF8 = 11
    NOT_JSON = 12
    UNKNOWN_ENDPOINT = 13
    ARGUMENT = 14
    CLOSED_HANDLE = 15
    WRONG_HANDLE = 16
    ABI_MISMATCH = 17
    MISSING_FEATURE = 18
    PANIC = 19
    QUEUE_FULL = 20
    SHUT_DOWN = 21
    CALLBACK_BUSY = 22
    NETWORK = 30
    STATUS = 31
    DECODE = 32
    DEADLINE = 33
    NOT_CACHED = 34
    CANCELLED = 35
    SIGN_IN = 40
    CONSENT = 41
    SIGNED_OUT = 42
    STORE = 43
    FILE = 50
    FILM = 51
    MANIFEST = 52
    THREAD = 53
    OTHER = 99


HaloTextCallback = CFUNCTYPE(None, c_void_p, c_char_p)
HaloWakeCallback = CFUNCTYPE(None, c_void_p)
HaloProgressCallback = CFUNCTYPE(None, c_void_p, c_uint64, c_uint64, c_size_t, c_size_t)
HaloWatchCallback = CFUNCTYPE(None, c_void_p, c_int32, c_char_p, c_void_p)
HaloResultCallback = CFUNCTYPE(None, c_void_p, c_uint64, c_int32, c_void_p, c_void_p)

# The type of the result, then those of the parameters.
_FUNCTIONS = {
    "halo_call": [c_int32, c_void_p, c_char_p, c_char_p, c_char_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_cancel_new": [c_int32, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_cancel_cancel": [c_int32, c_void_p],
    "halo_cancel_close": [c_int32, c_void_p],
    "halo_client_new": [c_int32, c_char_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_client_new_with_accounts": [c_int32, c_char_p, POINTER(c_void_p), c_size_t, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_client_close": [c_int32, c_void_p],
    "halo_client_cache_count": [c_int32, c_void_p, POINTER(c_uint64), POINTER(c_void_p)],
    "halo_client_cache_size": [c_int32, c_void_p, POINTER(c_uint64), POINTER(c_void_p)],
    "halo_client_cache_check": [c_int32, c_void_p, POINTER(c_void_p)],
    "halo_client_cache_clear": [c_int32, c_void_p, POINTER(c_void_p)],
    "halo_client_observe": [c_int32, c_void_p, HaloTextCallback, c_void_p, POINTER(c_void_p)],
    "halo_code_text": [c_char_p, c_int32],
    "halo_endpoints": [c_char_p],
    "halo_error_code": [c_int32, c_void_p],
    "halo_error_message": [c_char_p, c_void_p],
    "halo_error_advice": [c_char_p, c_void_p],
    "halo_error_details": [c_char_p, c_void_p],
    "halo_error_close": [c_int32, c_void_p],
    "halo_features": [c_char_p],
    "halo_fetch_new": [c_int32, c_void_p, c_char_p, c_char_p, HaloWakeCallback, c_void_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_fetch_next": [c_int32, c_void_p, c_uint64, POINTER(c_size_t), POINTER(c_void_p), POINTER(c_void_p), POINTER(c_void_p)],
    "halo_fetch_progress": [c_int32, c_void_p, POINTER(c_size_t), POINTER(c_size_t), POINTER(c_size_t), POINTER(c_void_p)],
    "halo_fetch_close": [c_int32, c_void_p],
    "halo_film_of_match": [c_int32, c_void_p, c_char_p, c_char_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_from_manifest": [c_int32, c_void_p, c_char_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_manifest": [c_char_p, c_void_p],
    "halo_film_close": [c_int32, c_void_p],
    "halo_film_chunk": [c_int32, c_void_p, c_int64, c_char_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_header": [c_int32, c_void_p, c_char_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_players": [c_int32, c_void_p, c_char_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_download_to_folder": [c_int32, c_void_p, c_char_p, c_char_p, HaloProgressCallback, c_void_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_download_to_memory": [c_int32, c_void_p, c_char_p, HaloProgressCallback, c_void_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_chunks_count": [c_size_t, c_void_p],
    "halo_film_chunks_entry": [c_char_p, c_void_p, c_size_t],
    "halo_film_chunks_bytes": [c_int32, c_void_p, c_size_t, POINTER(c_void_p), POINTER(c_size_t), POINTER(c_void_p)],
    "halo_film_chunks_close": [c_int32, c_void_p],
    "halo_film_events_timelines": [c_int32, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_events_kill_pairs": [c_int32, c_void_p, c_int64, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_events_multi_kills": [c_int32, c_void_p, c_int64, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_events_medal_sequences": [c_int32, c_void_p, c_int64, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_events_check": [c_int32, c_void_p, c_char_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_events": [c_int32, c_void_p, c_char_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_read_events": [c_int32, c_void_p, c_size_t, c_int64, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_events_json": [c_char_p, c_void_p],
    "halo_film_events_count": [c_size_t, c_void_p],
    "halo_film_events_close": [c_int32, c_void_p],
    "halo_film_inflate": [c_int32, c_void_p, c_size_t, c_size_t, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_read_header": [c_int32, c_void_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_read_players": [c_int32, c_void_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_film_read_packets": [c_int32, c_void_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_log_set": [c_int32, HaloTextCallback, c_void_p, c_char_p, POINTER(c_void_p)],
    "halo_pages_new": [c_int32, c_void_p, c_char_p, c_char_p, c_char_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_pages_next": [c_int32, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_pages_close": [c_int32, c_void_p],
    "halo_response_status": [c_uint16, c_void_p],
    "halo_response_attempts": [c_uint32, c_void_p],
    "halo_response_age_ms": [c_int64, c_void_p],
    "halo_response_endpoint": [c_char_p, c_void_p],
    "halo_response_content_type": [c_char_p, c_void_p],
    "halo_response_json": [c_char_p, c_void_p],
    "halo_response_bytes": [c_int32, c_void_p, POINTER(c_void_p), POINTER(c_size_t), POINTER(c_void_p)],
    "halo_response_close": [c_int32, c_void_p],
    "halo_session_new": [c_int32, c_char_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_session_is_signed_in": [c_bool, c_void_p],
    "halo_session_sign_out": [c_int32, c_void_p, c_void_p, POINTER(c_void_p)],
    "halo_session_close": [c_int32, c_void_p],
    "halo_session_sign_in_with_browser": [c_int32, c_void_p, HaloTextCallback, c_void_p, c_uint64, c_void_p, POINTER(c_void_p)],
    "halo_session_sign_in_with_device_code": [c_int32, c_void_p, HaloTextCallback, c_void_p, c_void_p, POINTER(c_void_p)],
    "halo_session_import": [c_int32, c_void_p, c_char_p, c_void_p, POINTER(c_void_p)],
    "halo_session_consent": [c_int32, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_consent_url": [c_char_p, c_void_p],
    "halo_session_redeem": [c_int32, c_void_p, c_void_p, c_char_p, c_void_p, POINTER(c_void_p)],
    "halo_consent_close": [c_int32, c_void_p],
    "halo_session_player": [c_int32, c_void_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_player_json": [c_char_p, c_void_p],
    "halo_player_secrets": [c_char_p, c_void_p],
    "halo_player_close": [c_int32, c_void_p],
    "halo_abi_version": [c_uint32],
    "halo_check_abi": [c_int32, c_uint32, POINTER(c_void_p)],
    "halo_version": [c_char_p],
    "halo_watch_next": [c_int32, c_void_p, c_uint64, POINTER(c_void_p), POINTER(c_void_p), POINTER(c_void_p)],
    "halo_watch_try_next": [c_int32, c_void_p, POINTER(c_void_p), POINTER(c_void_p), POINTER(c_void_p)],
    "halo_watch_resume_point": [c_int32, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_watch_close": [c_int32, c_void_p],
    "halo_watch_new": [c_int32, c_void_p, c_char_p, c_char_p, HaloWakeCallback, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_watch_new_with_callback": [c_int32, c_void_p, c_char_p, c_char_p, HaloWatchCallback, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_worker_new": [c_int32, c_void_p, c_char_p, HaloWakeCallback, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_worker_pending": [c_size_t, c_void_p],
    "halo_worker_cancel": [c_int32, c_void_p, c_uint64],
    "halo_worker_cancel_all": [c_int32, c_void_p],
    "halo_worker_finish": [c_int32, c_void_p, c_uint64, POINTER(c_void_p)],
    "halo_worker_shutdown": [c_int32, c_void_p, c_uint64, POINTER(c_void_p)],
    "halo_worker_close": [c_int32, c_void_p],
    "halo_worker_post": [c_int32, c_void_p, c_char_p, c_char_p, c_char_p, c_uint64, POINTER(c_void_p)],
    "halo_worker_try_recv": [c_int32, c_void_p, POINTER(c_uint64), POINTER(c_void_p), POINTER(c_void_p), POINTER(c_void_p)],
    "halo_worker_submit": [c_int32, c_void_p, c_char_p, c_char_p, c_char_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_worker_submit_with_callback": [c_int32, c_void_p, c_char_p, c_char_p, c_char_p, c_uint64, HaloResultCallback, c_void_p, POINTER(c_void_p)],
    "halo_ticket_try_recv": [c_int32, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_ticket_recv": [c_int32, c_void_p, c_uint64, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_ticket_cancel": [c_int32, c_void_p],
    "halo_ticket_close": [c_int32, c_void_p],
}
# Made from the header by its tests: end


class Error(Exception):
    """A failure: `code`, `message`, `advice` (or None), and `details`, such as `status` and `endpoint`."""

    def __init__(self, code: int, message: str, advice: Optional[str] = None, details: Optional[dict] = None):
        super().__init__(message)
        self.code = Code(code) if code in Code._value2member_map_ else code
        self.message = message
        self.advice = advice
        self.details = details or {}


def _load() -> ctypes.CDLL:
    names = {"win32": "halo_infinite_capi.dll", "darwin": "libhalo_infinite_capi.dylib"}
    name = names.get(sys.platform, "libhalo_infinite_capi.so")
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
    path = os.environ.get("HALO_INFINITE_LIBRARY") or (beside if os.path.exists(beside) else name)
    library = ctypes.CDLL(path)
    for function, (result, *parameters) in _FUNCTIONS.items():
        # A library that lacks a function is older than this file.
        declared = getattr(library, function)
        declared.restype = result
        declared.argtypes = parameters
    return library


_library = _load()


def _text(text: Optional[bytes]) -> Optional[str]:
    return None if text is None else text.decode()


def _json(value: Any) -> Optional[bytes]:
    return None if value is None else json.dumps(value).encode()


def _error(code: int, error: c_void_p) -> Error:
    """The failure that an error describes, which is closed."""
    if not error:
        return Error(code, _library.halo_code_text(code).decode())
    message = _text(_library.halo_error_message(error)) or ""
    advice = _text(_library.halo_error_advice(error))
    details = json.loads(_library.halo_error_details(error) or b"{}")
    failure = Error(_library.halo_error_code(error), message, advice, details)
    _library.halo_error_close(error)
    return failure


def _check(code: int, error: Optional[c_void_p] = None) -> int:
    """The code of a function that did not fail."""
    if code not in (Code.OK, Code.PENDING, Code.OVER):
        raise _error(code, error or c_void_p())
    return code


def _run(function: str, *arguments: Any) -> int:
    """Calls a function whose last parameter is the place for an error."""
    error = c_void_p()
    return _check(getattr(_library, function)(*arguments, byref(error)), error)


_run("halo_check_abi", ABI_VERSION)
if _library.halo_abi_version() != ABI_VERSION:
    raise ImportError("the library has another binary interface")


class _Callback:
    """A function of the program. The library gets a number that stands for it, so a late call finds nothing."""

    _numbers = itertools.count(1)
    _known: dict = {}

    def __init__(self, function: Callable, owner: Optional[_Callback] = None) -> None:
        self.function = function
        self.owner = owner or self  # Has the exception.
        self.number = next(self._numbers)
        self.exception: Optional[BaseException] = None
        self._known[self.number] = self

    def forget(self) -> None:
        self._known.pop(self.number, None)

    def reraise(self) -> None:
        exception, self.exception = self.exception, None
        if exception is not None:
            raise exception

    @classmethod
    def call(cls, number: int, *arguments: Any) -> None:
        callback = cls._known.get(number)
        if callback is not None:
            try:
                callback.function(*arguments)
            except BaseException as exception:  # It cannot pass through the library.
                callback.owner.exception = callback.owner.exception or exception

    def __enter__(self) -> _Callback:
        return self

    def __exit__(self, *_: Any) -> None:
        self.forget()


# These live as long as the module, so the library never calls a function that is gone.
@HaloTextCallback
def _on_text(context, text):
    _Callback.call(context, text.decode())


@HaloWakeCallback
def _on_wake(context):
    _Callback.call(context)


@HaloResultCallback
def _on_result(context, value, code, response, error):
    # A job calls back once.
    result = Response(c_void_p(response)) if code == Code.OK else _error(code, c_void_p(error))
    _Callback.call(context, value, result)
    _Callback._known[context].forget()


@HaloWatchCallback
def _on_match(context, code, event, error):
    found = None if code == Code.OVER else json.loads(event) if code == Code.OK else _error(code, c_void_p(error))
    _Callback.call(context, found)


@HaloProgressCallback
def _on_progress(context, *numbers):
    _Callback.call(context, *numbers)


def version() -> str:
    """The version of the library."""
    return _library.halo_version().decode()


def features() -> List[str]:
    """The features that the library was built with."""
    return json.loads(_library.halo_features())


def endpoints() -> List[dict]:
    """All endpoints, with their arguments."""
    return json.loads(_library.halo_endpoints())


_logger: Optional[_Callback] = None


def log_to(function: Optional[Callable[[dict], Any]], level: Optional[str] = None) -> None:
    """Has log records passed to a function; None ends that."""
    global _logger
    before = _logger
    _logger = function and _Callback(lambda text: function(json.loads(text)))
    try:
        number = _logger and _logger.number
        _run("halo_log_set", _on_text if _logger else HaloTextCallback(), number, level and level.encode())
    finally:
        if before:
            before.forget()


class _Handle:
    """Something of the library that has to be closed: by `close`, by `with`, or at last when Python frees it."""

    _close: str

    def __init__(self) -> None:
        self._handle = c_void_p()
        self._callback: Optional[_Callback] = None

    @property
    def _as_parameter_(self) -> c_void_p:
        return self._handle

    def close(self) -> None:
        """Closes it. Closing twice does nothing."""
        handle, self._handle = self._handle, c_void_p()
        callback, self._callback = self._callback, None
        code = getattr(_library, self._close)(handle)
        if callback:
            # One that has not returned yet goes on: it lives until then.
            callback.forget()
        if code != Code.CALLBACK_BUSY:
            _check(code)

    def _reraise(self) -> None:
        if self._callback:
            self._callback.reraise()

    def __enter__(self):
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __del__(self) -> None:
        # After a failed `__init__`, nothing is open.
        if getattr(self, "_handle", None):
            self.close()


class Cancel(_Handle):
    """A cancel token that ends the calls to which it is passed."""

    _close = "halo_cancel_close"

    def __init__(self) -> None:
        super().__init__()
        _run("halo_cancel_new", byref(self._handle))

    def cancel(self) -> None:
        """Ends the calls, and all later ones."""
        _check(_library.halo_cancel_cancel(self))


class Response:
    """A response. It is copied from the library, so it need not be closed."""

    def __init__(self, handle: c_void_p) -> None:
        try:
            content, length = c_void_p(), c_size_t()
            _run("halo_response_bytes", handle, byref(content), byref(length))
            self.content: bytes = ctypes.string_at(content, length.value)
            self.endpoint: Optional[str] = _text(_library.halo_response_endpoint(handle))
            self.status: int = _library.halo_response_status(handle)
            self.attempts: int = _library.halo_response_attempts(handle)
            self.age_ms: int = _library.halo_response_age_ms(handle)
            self.content_type: Optional[str] = _text(_library.halo_response_content_type(handle))
        finally:
            _library.halo_response_close(handle)

    def json(self) -> Any:
        """The content, read from JSON."""
        return json.loads(self.content)


# The result of a job.
Result = Union[Response, Error]


def _response(function: str, *arguments: Any) -> Response:
    response = c_void_p()
    _run(function, *arguments, byref(response))
    return Response(response)


class Consent(_Handle):
    """A page to open in a browser, for `Session.redeem`."""

    _close = "halo_consent_close"

    @property
    def url(self) -> str:
        return _library.halo_consent_url(self).decode()


class Session(_Handle):
    """The tokens of a player. `settings` are those of `halo_session_new`."""

    _close = "halo_session_close"

    def __init__(self, settings: dict) -> None:
        super().__init__()
        _run("halo_session_new", _json(settings), byref(self._handle))

    @property
    def is_signed_in(self) -> bool:
        return _library.halo_session_is_signed_in(self)

    def sign_in_with_browser(self, open: Optional[Callable[[str], Any]] = None, timeout_ms: int = 0,
                             cancel: Optional[Cancel] = None) -> None:
        """Opens the page in a browser: by `open`, or in the system's. 0 ms stand for 5 minutes."""
        with _Callback(open or str) as callback:
            function = _on_text if open else HaloTextCallback()
            error = c_void_p()
            code = _library.halo_session_sign_in_with_browser(self, function, callback.number, timeout_ms, cancel, byref(error))
            _finish(callback, code, error)

    def sign_in_with_device_code(self, show: Callable[[dict], Any], cancel: Optional[Cancel] = None) -> None:
        """Passes the page and the code to `show`; the player opens the page on any device, and enters the code."""
        with _Callback(lambda text: show(json.loads(text))) as callback:
            error = c_void_p()
            code = _library.halo_session_sign_in_with_device_code(self, _on_text, callback.number, cancel, byref(error))
            _finish(callback, code, error)

    def consent(self) -> Consent:
        """Starts a sign-in by paste."""
        consent = Consent()
        _run("halo_session_consent", self, byref(consent._handle))
        return consent

    def redeem(self, consent: Consent, pasted: str, cancel: Optional[Cancel] = None) -> None:
        """Signs in with the address that the player pastes."""
        _run("halo_session_redeem", self, consent, pasted.encode(), cancel)

    def import_token(self, token: dict, cancel: Optional[Cancel] = None) -> None:
        """Signs in with a token: `{"refresh_token": …}`."""
        _run("halo_session_import", self, _json(token), cancel)

    def player(self, cancel: Optional[Cancel] = None) -> dict:
        """The player who is signed in."""
        return self._player("halo_player_json", cancel)

    def secrets(self, cancel: Optional[Cancel] = None) -> dict:
        """The tokens of the player. Never show, log or save them."""
        return self._player("halo_player_secrets", cancel)

    def _player(self, read: str, cancel: Optional[Cancel]) -> dict:
        player = c_void_p()
        _run("halo_session_player", self, cancel, byref(player))
        try:
            return json.loads(getattr(_library, read)(player))
        finally:
            _library.halo_player_close(player)

    def sign_out(self, cancel: Optional[Cancel] = None) -> None:
        """Removes the tokens from the store."""
        _run("halo_session_sign_out", self, cancel)


def _finish(callback: _Callback, code: int, error: c_void_p) -> None:
    """The end of a function that has called a callback."""
    try:
        _check(code, error)
    finally:
        callback.reraise()


class Client(_Handle):
    """A client. `settings` are those of `halo_client_new`; with several sessions, it uses their players in turn."""

    _close = "halo_client_close"

    def __init__(self, settings: Optional[dict] = None, session: Union[Session, Sequence[Session], None] = None) -> None:
        super().__init__()
        if session is None or isinstance(session, Session):
            _run("halo_client_new", _json(settings), session, byref(self._handle))
        else:
            handles = (c_void_p * len(session))(*[one._handle.value for one in session])
            _run("halo_client_new_with_accounts", _json(settings), handles, len(session), byref(self._handle))

    def call(self, endpoint: str, arguments: Optional[dict] = None, options: Optional[dict] = None,
             cancel: Optional[Cancel] = None) -> Response:
        """Calls an endpoint and waits for the response."""
        return _response("halo_call", self, endpoint.encode(), _json(arguments), _json(options), cancel)

    def observe(self, function: Optional[Callable[[dict], Any]]) -> None:
        """Has each attempt reported to a function; None ends that."""
        before = self._callback
        self._callback = function and _Callback(lambda text: function(json.loads(text)))
        try:
            number = self._callback and self._callback.number
            _run("halo_client_observe", self, _on_text if function else HaloTextCallback(), number)
        finally:
            if before:
                before.forget()
                before.reraise()

    def cache_count(self) -> int:
        return self._number("halo_client_cache_count")

    def cache_size(self) -> int:
        return self._number("halo_client_cache_size")

    def cache_check(self) -> None:
        """Reads the whole cache, and empties it if it is damaged, which is an error."""
        _run("halo_client_cache_check", self)

    def cache_clear(self) -> None:
        _run("halo_client_cache_clear", self)

    def _number(self, function: str) -> int:
        number = c_uint64()
        _run(function, self, byref(number))
        return number.value


class Ticket(_Handle):
    """The result of a job, now or later. Closing it cancels the job."""

    _close = "halo_ticket_close"

    def try_recv(self) -> Optional[Response]:
        """The response; None if it is not there yet, or was returned before. Raises the error of a failed job."""
        return self._received("halo_ticket_try_recv")

    def recv(self, timeout_ms: int) -> Optional[Response]:
        """As `try_recv`, but waits."""
        return self._received("halo_ticket_recv", timeout_ms)

    def _received(self, function: str, *arguments: int) -> Optional[Response]:
        response = c_void_p()
        code = _run(function, self, *arguments, byref(response))
        return Response(response) if code == Code.OK else None

    def cancel(self) -> None:
        _check(_library.halo_ticket_cancel(self))


class Worker(_Handle):
    """A thread that sends calls for a program that must not wait. `wake` is called there when a result can be received."""

    _close = "halo_worker_close"

    def __init__(self, client: Client, settings: Optional[dict] = None, wake: Optional[Callable[[], Any]] = None) -> None:
        super().__init__()
        self._callback = _Callback(wake or (lambda: None))  # Also has the exceptions of jobs.
        function = _on_wake if wake else HaloWakeCallback()
        _run("halo_worker_new", client, _json(settings), function, self._callback.number, byref(self._handle))

    def submit(self, endpoint: str, arguments: Optional[dict] = None, options: Optional[dict] = None) -> Ticket:
        """Puts a call into the queue."""
        self._reraise()
        ticket = Ticket()
        _run("halo_worker_submit", self, endpoint.encode(), _json(arguments), _json(options), byref(ticket._handle))
        return ticket

    def submit_with_callback(self, function: Callable[[int, Result], Any], endpoint: str, arguments: Optional[dict] = None,
                             options: Optional[dict] = None, value: int = 0) -> None:
        """Puts a call into the queue, and passes `value` and its result to a function, on the worker's thread."""
        self._reraise()
        callback = _Callback(function, self._callback)
        try:
            _run("halo_worker_submit_with_callback", self, endpoint.encode(), _json(arguments), _json(options), value,
                 _on_result, callback.number)
        except Error:
            callback.forget()
            raise

    def post(self, value: int, endpoint: str, arguments: Optional[dict] = None, options: Optional[dict] = None) -> None:
        """Puts a call into the queue; `try_recv` returns its result with `value`."""
        self._reraise()
        _run("halo_worker_post", self, endpoint.encode(), _json(arguments), _json(options), value)

    def try_recv(self) -> Optional[Tuple[int, Result]]:
        """The next result of the calls of `post`; None if none is there."""
        self._reraise()
        value, response, failure = c_uint64(), c_void_p(), c_void_p()
        if _run("halo_worker_try_recv", self, byref(value), byref(response), byref(failure)) != Code.OK:
            return None
        return value.value, Response(response) if response else _error(Code.OTHER, failure)

    @property
    def pending(self) -> int:
        """The number of jobs that wait or run."""
        return _library.halo_worker_pending(self)

    def cancel(self, value: int) -> None:
        _check(_library.halo_worker_cancel(self, value))

    def cancel_all(self) -> None:
        _check(_library.halo_worker_cancel_all(self))

    def finish(self, timeout_ms: int) -> bool:
        """Waits for all jobs, and accepts no more. Returns whether all are done."""
        return _run("halo_worker_finish", self, timeout_ms) == Code.OK

    def shutdown(self, timeout_ms: int) -> bool:
        """Cancels all jobs, and accepts no more. Returns whether the thread has ended."""
        return _run("halo_worker_shutdown", self, timeout_ms) == Code.OK


class Watch(_Handle):
    """Finds the matches of players once they are over. Either `wake` is called when `next` has something, or `function`
    receives each match, each failed poll as an `Error`, and None at the end; both on the thread of the watch."""

    _close = "halo_watch_close"

    def __init__(self, client: Client, players: List[str], settings: Optional[dict] = None,
                 wake: Optional[Callable[[], Any]] = None,
                 function: Optional[Callable[[Union[dict, Error, None]], Any]] = None) -> None:
        super().__init__()
        chosen = function or wake
        self._callback = chosen and _Callback(chosen)
        number = self._callback and self._callback.number
        name, called = ("halo_watch_new_with_callback", _on_match) if function else ("halo_watch_new", _on_wake)
        if not chosen:
            called = HaloWakeCallback()
        _run(name, client, _json(players), _json(settings), called, number, byref(self._handle))

    def next(self, timeout_ms: int) -> Optional[dict]:
        """The next match; None after the time or at the end. Raises the error of a failed poll; the watch goes on."""
        return self._found("halo_watch_next", timeout_ms)

    def try_next(self) -> Optional[dict]:
        """As `next`, but does not wait."""
        return self._found("halo_watch_try_next")

    def _found(self, function: str, *arguments: int) -> Optional[dict]:
        self._reraise()
        event, failure = c_void_p(), c_void_p()
        _run(function, self, *arguments, byref(event), byref(failure))
        if failure:
            raise _error(Code.OTHER, failure)
        return Response(event).json() if event else None

    def resume_point(self) -> dict:
        """The setting `resume` for the next run."""
        return _response("halo_watch_resume_point", self).json()


class Fetch(_Handle):
    """Many requests in parallel. To iterate over it returns the positions of the requests and their results."""

    _close = "halo_fetch_close"

    def __init__(self, client: Client, requests: List[dict], options: Optional[dict] = None,
                 wake: Optional[Callable[[], Any]] = None, cancel: Optional[Cancel] = None) -> None:
        super().__init__()
        self._callback = wake and _Callback(wake)
        function, number = (_on_wake, self._callback.number) if self._callback else (HaloWakeCallback(), None)
        _run("halo_fetch_new", client, _json(requests), _json(options), function, number, cancel, byref(self._handle))

    def next(self, timeout_ms: int) -> Union[Tuple[int, Result], Code]:
        """The next result; `Code.PENDING` if none is there in time, `Code.OVER` at the end."""
        self._reraise()
        index, response, failure = c_size_t(), c_void_p(), c_void_p()
        code = _run("halo_fetch_next", self, timeout_ms, byref(index), byref(response), byref(failure))
        if code != Code.OK:
            return Code(code)
        return index.value, Response(response) if response else _error(Code.OTHER, failure)

    def __iter__(self):
        while True:
            result = self.next(1000)
            if result == Code.OVER:
                return
            if result != Code.PENDING:
                yield result

    def progress(self) -> Tuple[int, int, int]:
        """The numbers of complete, failed and all requests."""
        numbers = c_size_t(), c_size_t(), c_size_t()
        _run("halo_fetch_progress", self, *map(byref, numbers))
        done, failed, total = (number.value for number in numbers)
        return done, failed, total


class Pages(_Handle):
    """Results that come in pages. To iterate over it returns the pages."""

    _close = "halo_pages_close"

    def __init__(self, client: Client, endpoint: str, arguments: Optional[dict] = None, options: Optional[dict] = None,
                 cancel: Optional[Cancel] = None) -> None:
        super().__init__()
        _run("halo_pages_new", client, endpoint.encode(), _json(arguments), _json(options), cancel, byref(self._handle))

    def __iter__(self) -> Pages:
        return self

    def __next__(self) -> Response:
        response = c_void_p()
        if _run("halo_pages_next", self, byref(response)) == Code.OVER:
            raise StopIteration
        return Response(response)


class FilmEvents(_Handle):
    """The highlight events of a film."""

    _close = "halo_film_events_close"

    @classmethod
    def read(cls, chunk: bytes, film_major_version: int) -> FilmEvents:
        """Reads them from a chunk in memory."""
        events = cls()
        _run("halo_film_read_events", chunk, len(chunk), film_major_version, byref(events._handle))
        return events

    def __len__(self) -> int:
        return _library.halo_film_events_count(self)

    def json(self) -> dict:
        return json.loads(_library.halo_film_events_json(self))

    def timelines(self) -> list:
        return _response("halo_film_events_timelines", self).json()

    def kill_pairs(self, max_gap_ms: int = 50) -> list:
        return _response("halo_film_events_kill_pairs", self, max_gap_ms).json()

    def multi_kills(self, window_ms: int = 5000) -> list:
        return _response("halo_film_events_multi_kills", self, window_ms).json()

    def medal_sequences(self, gap_ms: int) -> list:
        return _response("halo_film_events_medal_sequences", self, gap_ms).json()

    def check(self, match_stats: dict) -> dict:
        """Compares them with the statistics of the match."""
        return _response("halo_film_events_check", self, _json(match_stats)).json()


class Chunk(NamedTuple):
    """A downloaded chunk, and its entry of the manifest."""

    entry: dict
    content: bytes


class Film(_Handle):
    """The film of a match."""

    _close = "halo_film_close"

    @classmethod
    def of_match(cls, client: Client, match_id: str, options: Optional[dict] = None, cancel: Optional[Cancel] = None) -> Film:
        film = cls()
        _run("halo_film_of_match", client, match_id.encode(), _json(options), cancel, byref(film._handle))
        return film

    @classmethod
    def from_manifest(cls, client: Client, manifest: dict) -> Film:
        film = cls()
        _run("halo_film_from_manifest", client, _json(manifest), byref(film._handle))
        return film

    def manifest(self) -> dict:
        return json.loads(_library.halo_film_manifest(self))

    def chunk(self, index: int, options: Optional[dict] = None, cancel: Optional[Cancel] = None) -> bytes:
        """A chunk as the servers have it, compressed."""
        return _response("halo_film_chunk", self, index, _json(options), cancel).content

    def header(self, options: Optional[dict] = None, cancel: Optional[Cancel] = None) -> Optional[dict]:
        return _response("halo_film_header", self, _json(options), cancel).json()

    def players(self, options: Optional[dict] = None, cancel: Optional[Cancel] = None) -> List[dict]:
        return _response("halo_film_players", self, _json(options), cancel).json()

    def events(self, options: Optional[dict] = None, cancel: Optional[Cancel] = None) -> Optional[FilmEvents]:
        """The highlight events; None if the match is not over."""
        events = FilmEvents()
        code = _run("halo_film_events", self, _json(options), cancel, byref(events._handle))
        return events if code == Code.OK else None

    def download_to_folder(self, folder: str, progress: Optional[Callable[[int, int, int, int], Any]] = None,
                           options: Optional[dict] = None, cancel: Optional[Cancel] = None) -> List[str]:
        """Downloads the chunks to files. Returns their paths. `progress` receives the bytes, all bytes, the chunks and all
        chunks."""
        paths = self._download("halo_film_download_to_folder", [folder.encode(), _json(options)], progress, cancel)
        return Response(paths).json()

    def download_to_memory(self, progress: Optional[Callable[[int, int, int, int], Any]] = None,
                           options: Optional[dict] = None, cancel: Optional[Cancel] = None) -> List[Chunk]:
        """Downloads the chunks to memory."""
        chunks = self._download("halo_film_download_to_memory", [_json(options)], progress, cancel)
        try:
            return [self._chunk(chunks, position) for position in range(_library.halo_film_chunks_count(chunks))]
        finally:
            _library.halo_film_chunks_close(chunks)

    def _download(self, function: str, arguments: list, progress: Optional[Callable], cancel: Optional[Cancel]) -> c_void_p:
        made, error = c_void_p(), c_void_p()
        with _Callback(progress or print) as callback:
            called = _on_progress if progress else HaloProgressCallback()
            code = getattr(_library, function)(
                self, *arguments, called, callback.number, cancel, byref(made), byref(error))
            _finish(callback, code, error)
        return made

    @staticmethod
    def _chunk(chunks: c_void_p, position: int) -> Chunk:
        content, length = c_void_p(), c_size_t()
        _run("halo_film_chunks_bytes", chunks, position, byref(content), byref(length))
        entry = json.loads(_library.halo_film_chunks_entry(chunks, position))
        return Chunk(entry, ctypes.string_at(content, length.value))


def inflate(chunk: bytes, limit: int = 0) -> bytes:
    """Inflates a chunk of a film."""
    return _response("halo_film_inflate", chunk, len(chunk), limit).content


def read_header(chunk: bytes) -> Optional[dict]:
    """Reads the header of a film."""
    return _response("halo_film_read_header", chunk, len(chunk)).json()


def read_players(chunk: bytes) -> List[dict]:
    """Reads the players that a chunk names."""
    return _response("halo_film_read_players", chunk, len(chunk)).json()


def read_packets(chunk: bytes) -> dict:
    """Lists the packets of a chunk."""
    return _response("halo_film_read_packets", chunk, len(chunk)).json()
