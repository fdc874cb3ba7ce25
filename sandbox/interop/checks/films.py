"""Highlight events agree with the statistics of their match."""

from typing import Any

from .facts import named
from .report import ClientReport

# Kills of AI enemies leave no events, and neither do medals for them.
FIREFIGHT = 42


def check(report: ClientReport, facts: dict[str, Any], _info: dict[str, Any]) -> None:
    """Check the films of all matches. Bots leave no events."""
    for match_id, film in named(facts, "film"):
        match = facts.get(f"match/{match_id}")
        if match is None:
            continue
        fields = ["deaths"] if match["category"] == FIREFIGHT else ["kills", "deaths", "medals"]
        for player, stats in match["players"].items():
            if not player.startswith("bid("):
                found = {field: film.get(player, {}).get(field, 0) for field in fields}
                report.same(found, {field: stats[field] for field in fields}, "film", f"{match_id}, {player}")
