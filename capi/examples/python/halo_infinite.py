"""The Halo Infinite web API for Python, by ctypes: copy this file and the library, and nothing has to be installed.

    import halo_infinite as halo

    with halo.Client({"spartan_token": token}) as client:
        history = client.call("stats.match_history", {"player": "Chief", "count": 3}).json()

`endpoints()` lists all endpoints with their arguments. Arguments, options and settings are those of the C header
`halo_infinite.h`, as dictionaries. The library is found beside this file, where the system has its libraries, or by the path
in `HALO_INFINITE_LIBRARY`.

All objects may be used in several threads. A call waits without the global interpreter lock.
"""

from __future__ import annotations

import ctypes
import enum
import json
import os
import sys
from ctypes import (CFUNCTYPE, POINTER, byref, c_bool, c_char_p, c_int32, c_int64, c_size_t, c_uint16, c_uint32,
                    c_uint64, c_void_p)
from typing import Any, Optional

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



# The type of the result, then those of the parameters.
_FUNCTIONS = {
    "halo_call": [c_int32, c_void_p, c_char_p, c_char_p, c_char_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_cancel_new": [c_int32, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_cancel_cancel": [c_int32, c_void_p],
    "halo_cancel_close": [c_int32, c_void_p],
    "halo_client_new": [c_int32, c_char_p, POINTER(c_void_p), POINTER(c_void_p)],
    "halo_client_close": [c_int32, c_void_p],
    "halo_endpoints": [c_char_p],
    "halo_error_code": [c_int32, c_void_p],
    "halo_error_message": [c_char_p, c_void_p],
    "halo_error_advice": [c_char_p, c_void_p],
    "halo_error_details": [c_char_p, c_void_p],
    "halo_error_close": [c_int32, c_void_p],
    "halo_response_status": [c_uint16, c_void_p],
    "halo_response_attempts": [c_uint32, c_void_p],
    "halo_response_age_ms": [c_int64, c_void_p],
    "halo_response_endpoint": [c_char_p, c_void_p],
    "halo_response_content_type": [c_char_p, c_void_p],
    "halo_response_json": [c_char_p, c_void_p],
    "halo_response_bytes": [c_int32, c_void_p, POINTER(c_void_p), POINTER(c_size_t), POINTER(c_void_p)],
    "halo_response_close": [c_int32, c_void_p],
    "halo_abi_version": [c_uint32],
    "halo_check_abi": [c_int32, c_uint32, POINTER(c_void_p)],
    "halo_version": [c_char_p],
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


def _check(code: int, error: c_void_p) -> int:
    """The code of a function that did not fail."""
    if code in (Code.OK, Code.PENDING, Code.OVER):
        return code
    if not error:  # The function has no place for one.
        raise Error(code, f"halo-infinite failed with code {code}")
    try:
        message = _text(_library.halo_error_message(error)) or ""
        advice = _text(_library.halo_error_advice(error))
        details = json.loads(_library.halo_error_details(error) or b"{}")
        raise Error(_library.halo_error_code(error), message, advice, details)
    finally:
        _library.halo_error_close(error)


def _run(function: str, *arguments: Any) -> int:
    """Calls a function whose last parameter is the place for an error."""
    error = c_void_p()
    return _check(getattr(_library, function)(*arguments, byref(error)), error)


_run("halo_check_abi", ABI_VERSION)
if _library.halo_abi_version() != ABI_VERSION:
    raise ImportError("the library has another binary interface")


def version() -> str:
    """The version of the library."""
    return _library.halo_version().decode()


def endpoints() -> list:
    """All endpoints, with their arguments."""
    return json.loads(_library.halo_endpoints())


class _Handle:
    """Something of the library that has to be closed: by `close`, by `with`, or at last when Python frees it."""

    _close: str

    def __init__(self) -> None:
        self._handle = c_void_p()

    @property
    def _as_parameter_(self) -> c_void_p:
        return self._handle

    def close(self) -> None:
        """Closes it. Closing twice does nothing."""
        handle, self._handle = self._handle, c_void_p()
        _check(getattr(_library, self._close)(handle), c_void_p())

    def __enter__(self):
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __del__(self) -> None:
        # Without a library, or after a failed `__init__`, nothing is open.
        if getattr(self, "_handle", None):
            self.close()


class Cancel(_Handle):
    """A switch that ends the calls to which it is passed."""

    _close = "halo_cancel_close"

    def __init__(self) -> None:
        super().__init__()
        _run("halo_cancel_new", byref(self._handle))

    def cancel(self) -> None:
        """Ends the calls, and all later ones."""
        _check(_library.halo_cancel_cancel(self), c_void_p())


class Response:
    """A response. It is copied from the library, so it need not be closed."""

    def __init__(self, handle: c_void_p):
        try:
            content, length = c_void_p(), c_size_t()
            _run("halo_response_bytes", handle, byref(content), byref(length))
            self.content: bytes = ctypes.string_at(content, length.value)
            self.endpoint: str = _library.halo_response_endpoint(handle).decode()
            self.status: int = _library.halo_response_status(handle)
            self.attempts: int = _library.halo_response_attempts(handle)
            self.age_ms: int = _library.halo_response_age_ms(handle)
            self.content_type: Optional[str] = _text(_library.halo_response_content_type(handle))
        finally:
            _library.halo_response_close(handle)

    def json(self) -> Any:
        """The content, read from JSON."""
        return json.loads(self.content)


class Client(_Handle):
    """A client. `settings` are those of `halo_client_new`."""

    _close = "halo_client_close"

    def __init__(self, settings: Optional[dict] = None) -> None:
        super().__init__()
        _run("halo_client_new", _json(settings), byref(self._handle))

    def call(self, endpoint: str, arguments: Optional[dict] = None, options: Optional[dict] = None,
             cancel: Optional[Cancel] = None) -> Response:
        """Calls an endpoint and waits for the response."""
        response = c_void_p()
        _run("halo_call", self, endpoint.encode(), _json(arguments), _json(options), cancel, byref(response))
        return Response(response)
