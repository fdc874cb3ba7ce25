"""The facts are those of the sandbox's description of itself."""

from typing import Any

from .facts import named
from .report import ClientReport


def check(report: ClientReport, facts: dict[str, Any], info: dict[str, Any]) -> None:
    """Check the home player's history, and all gamertags."""
    history = f"history/{info['home']['xuid']}"
    if history in facts:
        report.same(facts[history], info["matches"], "history", history)
    gamertags = {person["xuid"]: person["gamertag"] for person in info["people"]}
    for xuid, gamertag in named(facts, "user"):
        report.same(gamertag, gamertags.get(xuid), "gamertag", xuid)
