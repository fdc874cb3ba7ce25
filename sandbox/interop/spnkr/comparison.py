"""Holds a parsed response against the raw one."""

import datetime as dt
import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, Iterator
from uuid import UUID

from pydantic import BaseModel

_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
# The services send seven digits of a second, Python has six.
_PRECISION = dt.timedelta(microseconds=1)


def differences(parsed: Any, raw: Any, place: str = "") -> Iterator[str]:
    """Yield the places in which a parsed value differs from the raw one."""
    if isinstance(parsed, BaseModel):
        yield from _model_differences(parsed, raw, place)
    elif isinstance(parsed, Mapping):
        yield from _mapping_differences(parsed, raw, place)
    elif isinstance(parsed, (tuple, list)):
        if len(parsed) != len(raw):
            yield f"{place} has {len(parsed)} of {len(raw)} entries"
        for index, (item, raw_item) in enumerate(zip(parsed, raw)):
            yield from differences(item, raw_item, f"{place}[{index}]")
    elif not _is_same(parsed, raw):
        yield f"{place} is {parsed!r}, sent {raw!r}"


def _model_differences(parsed: BaseModel, raw: dict[str, Any], place: str) -> Iterator[str]:
    for name, field in type(parsed).model_fields.items():
        # A missing field was allowed to be missing, or the parser had refused the response.
        if field.alias in raw:
            yield from differences(getattr(parsed, name), raw[field.alias], f"{place}.{field.alias}")
    _read_properties(parsed)


def _read_properties(value: Any) -> None:
    """Read all properties: they calculate their values then, so a wrong response can make them fail."""
    for kind in type(value).__mro__:
        if kind.__module__.startswith("spnkr."):
            for name, attribute in vars(kind).items():
                if isinstance(attribute, property):
                    getattr(value, name)


def _mapping_differences(parsed: Mapping, raw: dict[str, Any], place: str) -> Iterator[str]:
    by_text = {str(_plain(key)): value for key, value in parsed.items()}
    if by_text.keys() != raw.keys():
        yield f"{place} has the keys {sorted(by_text)}, sent {sorted(raw)}"
        return
    for key, value in by_text.items():
        yield from differences(value, raw[key], f"{place}.{key}")


def _plain(value: Any) -> Any:
    if not isinstance(value, Enum):
        return value
    _read_properties(value)
    return value.value


def _is_same(parsed: Any, raw: Any) -> bool:
    if parsed is None and raw == {}:
        return True  # SPNKr reads empty `StatPerformances` as none.
    if isinstance(parsed, UUID):
        return str(parsed) == raw.lower()
    if isinstance(parsed, dt.datetime):
        return abs(parsed - dt.datetime.fromisoformat(raw)) <= _PRECISION
    if isinstance(parsed, dt.timedelta):
        days, hours, minutes, seconds = (float(part or 0) for part in _DURATION.fullmatch(raw).groups())
        sent = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return abs(parsed - sent) <= _PRECISION
    if isinstance(parsed, (int, float)) and isinstance(raw, str):
        # The profile service sends XUIDs as text, the skill service numbers that JSON does not have.
        return str(parsed) == raw.lower()
    return _plain(parsed) == raw
