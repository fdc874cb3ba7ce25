"""Every asset that a match names exists, and playlists have the version of their configuration."""

from typing import Any

from .facts import named
from .report import ClientReport


def check(report: ClientReport, facts: dict[str, Any], _info: dict[str, Any]) -> None:
    """Check the maps and playlists of all matches, if the client reads assets."""
    for playlist, config in named(facts, "playlist_config"):
        asset = facts.get(f"asset/playlists/{playlist}")
        if asset is not None:
            report.same(asset["version"], config["version"], "version of the playlist", playlist)
    for kind, field in [("maps", "map"), ("playlists", "playlist")]:
        if not any(named(facts, f"asset/{kind}")):
            continue
        for match_id, match in named(facts, "match"):
            asset = match[field]
            if asset is not None:
                report.check(f"asset/{kind}/{asset}" in facts, f"{kind} of matches", match_id, f"no asset {asset}")
