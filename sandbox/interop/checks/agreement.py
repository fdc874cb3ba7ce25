"""All clients found the same facts."""

from typing import Any

from .differences import difference
from .report import Report

# Lists of times, which are rounded to a millisecond.
CALENDARS = ("seasons", "csr_seasons")


def check(report: Report, facts_of: dict[str, dict[str, Any]]) -> None:
    """Hold each fact against that of the first client that has it."""
    first: dict[str, str] = {}
    for client, facts in facts_of.items():
        for name, value in facts.items():
            other = first.setdefault(name, client)
            if other != client:
                found = difference(facts_of[other][name], value, 1 if name in CALENDARS else 0)
                report.check(found is None, f"{other} and {client}", "facts differ", name, str(found))
