"""Every client found the facts that it can find: without facts, nothing is checked."""

from typing import Any

from .facts import named
from .report import ClientReport

# The kinds of facts that each client finds, with the least number of them.
REQUIRED = {
    "spnkr": {
        "appearance": 6,
        "asset/maps": 14,
        "asset/mapmodepairs": 150,
        "asset/playlists": 11,
        "asset/ugcgamevariants": 20,
        "career": 1,
        "career_track": 1,
        "count": 6,
        "csr": 11,
        "csr_season": 150,
        "csr_seasons": 1,
        "decks": 1,
        "film": 55,
        "history": 30,
        "match": 60,
        "medals": 1,
        "operation_track": 5,
        "operation_tracks": 1,
        "record": 200,
        "search": 60,
        "seasons": 1,
        "skill": 60,
        "user": 60,
    },
    "halo-infinite-api": {
        "asset/maps": 12,
        "asset/playlists": 11,
        "ban_message": 1,
        "bans": 1,
        "count": 6,
        "csr": 11,
        "csr_season": 150,
        "csr_seasons": 1,
        "history": 30,
        "match": 60,
        "medals": 1,
        "met": 1,
        "playlist_config": 11,
        "privacy": 1,
        "record": 40,
        "seasons": 1,
        "skill": 60,
        "user": 60,
    },
    "browser": {"count": 1, "medals": 1, "record": 1, "seasons": 1, "user": 60},
    "halo_api": {
        "appearance": 60,
        "asset/maps": 14,
        "asset/playlists": 11,
        "ban_message": 1,
        "bans": 1,
        "career": 1,
        "career_track": 1,
        "count": 6,
        "csr": 11,
        "csr_seasons": 1,
        "decks": 1,
        "film": 30,
        "film_files": 1,
        "hcs_leaderboard": 1,
        "history": 30,
        "match": 60,
        "medals": 1,
        "operation_track": 5,
        "operation_tracks": 1,
        "playlist_config": 11,
        "privacy": 1,
        "record": 200,
        "search": 15,
        "seasons": 1,
        "skill": 55,
        "user": 60,
    },
}


def check(report: ClientReport, facts: dict[str, Any], _info: dict[str, Any]) -> None:
    """Check that the client has enough facts of each kind."""
    for kind, least in REQUIRED.get(report.client, {}).items():
        number = int(kind in facts) + sum(1 for _ in named(facts, kind))
        report.check(number >= least, "required facts", kind, f"{number} instead of at least {least}")
