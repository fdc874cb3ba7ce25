"""The players whom Xbox Live lists as met are those of the newest matches."""

from typing import Any

from .facts import named
from .report import ClientReport

# The newest matches that count in the sandbox.
MATCHES = 50


def check(report: ClientReport, facts: dict[str, Any], info: dict[str, Any]) -> None:
    """Check the players whom the home player met, the last one first."""
    for xuid, met in named(facts, "met"):
        newest = info["matches"][:MATCHES]
        if any(f"match/{match_id}" not in facts for match_id in newest):
            continue
        lobbies = [set(facts[f"match/{match_id}"]["players"]) - {xuid} for match_id in newest]
        humans = {player for lobby in lobbies for player in lobby if not player.startswith("bid(")}
        report.same(sorted(met), sorted(humans), "recent players", xuid)
        # The number of the newest match with each of them.
        places = [next((place for place, lobby in enumerate(lobbies) if player in lobby), MATCHES) for player in met]
        report.check(places == sorted(places), "recent players, last one first", xuid, f"in the matches {places}")
