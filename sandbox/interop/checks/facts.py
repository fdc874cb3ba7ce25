"""Reads the facts of a client."""

from typing import Any, Iterator


def named(facts: dict[str, Any], kind: str) -> Iterator[tuple[str, Any]]:
    """Yield the facts of a kind: the rest of each name, and the value."""
    prefix = f"{kind}/"
    for name, value in facts.items():
        if name.startswith(prefix):
            yield name.removeprefix(prefix), value


def totals(records: list[dict[str, float]]) -> dict[str, float]:
    """Return the sum of each field."""
    fields = records[0] if records else {}
    return {field: round(sum(record[field] for record in records), 3) for field in fields}
