"""Counts are the lengths of histories, and histories are sorted."""

from typing import Any

from .facts import named
from .report import ClientReport

# The names of the kinds in counts and in histories.
KINDS = {"all": "all", "matchmade": "matchmaking", "custom": "custom", "local": "local"}


def check(report: ClientReport, facts: dict[str, Any], _info: dict[str, Any]) -> None:
    """Check the counts and histories of all players."""
    for xuid, count in named(facts, "count"):
        kinds = count["matchmade"] + count["custom"] + count["local"]
        report.same(kinds, count["all"], "sum of the counts", xuid)
        for kind, type_of_history in KINDS.items():
            history = facts.get(f"history/{xuid}/{type_of_history}")
            if history is not None:
                report.same(len(history), count[kind], f"length of the history, {kind}", xuid)
    for name, history in named(facts, "history"):
        report.same(len(set(history)), len(history), "matches without repetition", name)
        starts = [facts[f"match/{match_id}"]["start"] for match_id in history if f"match/{match_id}" in facts]
        report.same(starts, sorted(starts, reverse=True), "history, newest first", name)
        if name.endswith("/all"):
            parts = [facts.get(f"history/{name.removesuffix('all')}{kind}") for kind in list(KINDS.values())[1:]]
            if None not in parts:
                together = {match_id for part in parts for match_id in part}
                report.same(sorted(together), sorted(history), "histories by type", name)
