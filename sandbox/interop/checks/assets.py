"""Every asset that a match names exists."""

from typing import Any

from .facts import named
from .report import ClientReport


def check(report: ClientReport, facts: dict[str, Any], _info: dict[str, Any]) -> None:
    """Check the maps and playlists of all matches, if the client reads assets."""
    for kind, field in [("maps", "map"), ("playlists", "playlist")]:
        if not any(named(facts, f"asset/{kind}")):
            continue
        for match_id, match in named(facts, "match"):
            asset = match[field]
            if asset is not None:
                report.check(f"asset/{kind}/{asset}" in facts, f"{kind} of matches", match_id, f"no asset {asset}")
