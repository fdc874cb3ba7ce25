"""Records every call of the client, and the facts that the client found."""

import asyncio
import inspect
import json
from pathlib import Path
from typing import Any, Awaitable, Callable, Iterable

from aiohttp import ClientResponseError
from pydantic import ValidationError

import comparison

# More calls at the same time do not make the sandbox faster.
CONCURRENT_CALLS = 8


class Recorder:
    """The calls and the facts of one run."""

    def __init__(self) -> None:
        self.facts: dict[str, Any] = {}
        self._calls: list[dict[str, str | None]] = []
        self._permits = asyncio.Semaphore(CONCURRENT_CALLS)

    async def call(self, method: str, arguments: str, function: Callable, *values, **named) -> Any:
        """Call a function, which may be asynchronous. Return its result, or None if it failed.

        Args:
            method: The name of the function in the result file.
            arguments: Its arguments for the result file, without tokens.
            function: The function.
            values: All its arguments.
            named: Its named arguments.
        """
        try:
            result = function(*values, **named)
            if inspect.isawaitable(result):
                async with self._permits:
                    result = await result
        # Any exception is a result of the test: it is recorded, and the other calls follow.
        except Exception as error:
            self.record(method, arguments, error_text(error))
            return None
        self.record(method, arguments, None)
        return result

    async def request(self, client, method: str, *arguments, may_be_missing: bool = False, **named) -> Any:
        """Call a method of a service, such as "stats.get_match_count", and parse its response.

        Return the parsed response, or None if the request, the parser or the comparison of the parsed response with
        the raw one failed. A response that may be missing is None, too, without an error.
        """
        service, name = method.split(".")

        async def parsed():
            try:
                response = await getattr(getattr(client, service), name)(*arguments, **named)
            except ClientResponseError as error:
                if may_be_missing and error.status == 404:
                    return None
                raise
            if not hasattr(response, "parse"):
                return await response.read()
            result = await response.parse()
            differences = list(comparison.differences(result, await response.json()))
            if differences:
                raise AssertionError("parsed otherwise than sent: " + "; ".join(differences[:5]))
            return result

        return await self.call(method, describe(arguments, named), parsed)

    def check(self, method: str, arguments: str, holds: bool, problem: str) -> None:
        """Record whether the result of a method is right."""
        self.record(method, arguments, None if holds else problem)

    def record(self, method: str, arguments: str, error: str | None) -> None:
        if error is not None:
            error = " ".join(error.split())[:600]
        self._calls.append({"method": method, "arguments": arguments, "error": error})

    def write(self, path: Path) -> None:
        """Write the result file."""
        result = {"client": "spnkr", "calls": self._calls, "facts": self.facts}
        path.write_text(json.dumps(result, indent=1) + "\n")


def error_text(error: Exception) -> str:
    """Return an error as one line. Of parse errors, each wrong field once, without the indices of lists."""
    if not isinstance(error, ValidationError):
        return f"{type(error).__name__}: {error}"
    problems = []
    for problem in error.errors():
        place = ".".join("*" if isinstance(part, int) else str(part) for part in problem["loc"])
        problems.append(f"{place}: {problem['msg']}")
    return f"{error.title}: " + "; ".join(dict.fromkeys(problems))


def describe(arguments: Iterable, named: dict[str, Any]) -> str:
    """Return arguments as a text, of bounded length."""
    parts = [str(argument) for argument in arguments]
    parts += [f"{name}={value}" for name, value in named.items()]
    return ", ".join(part if len(part) <= 120 else f"{part[:117]}..." for part in parts)


async def together(calls: Iterable[Awaitable]) -> list:
    """Wait for all calls, and return their results in order."""
    return list(await asyncio.gather(*calls))
