"""The rank after the newest ranked match of a season is the rank of that season."""

from typing import Any, Iterator

from .facts import named
from .report import ClientReport


def check(report: ClientReport, facts: dict[str, Any], info: dict[str, Any]) -> None:
    """Check the home player's ranks in all playlists, and the highest ranks of all players."""
    home = info["home"]["xuid"]
    for playlist, ranks in named(facts, "csr"):
        for xuid, rank in ranks.items():
            in_order = rank["current"] <= rank["season_max"] <= rank["all_time_max"]
            report.check(in_order, "highest rank", f"{playlist}, {xuid}", f"it is not the highest: {rank}")
    for playlist, config in named(facts, "playlist_config"):
        rank = facts.get(f"csr/{playlist}", {}).get(home)
        if rank is not None:
            # Without placement matches, a ranked playlist has -1.
            report.same(rank["current"] != 0, config["ranked"], "ranked playlist", playlist)
    seasons = facts.get("csr_seasons") or []
    for path, start, end in seasons:
        season = path.rsplit("/", 1)[-1].removesuffix(".json")
        for playlist, after in _newest(facts, home, start, end):
            if season == _current(seasons):
                rank = facts.get(f"csr/{playlist}", {}).get(home, {}).get("current")
                if rank is not None:
                    report.same(rank, after, "current rank", f"{playlist}, {home}")
            rank = facts.get(f"csr_season/{playlist}/{season}")
            if rank is not None:
                report.same(rank, after, "rank of the season", f"{playlist}, {season}")


def _current(seasons: list) -> str:
    return seasons[-1][0].rsplit("/", 1)[-1].removesuffix(".json")


def _newest(facts: dict[str, Any], home: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield each playlist, and the rank after the home player's newest match of the season in it."""
    seen = set()
    for match_id in facts.get(f"history/{home}", []):
        match = facts.get(f"match/{match_id}")
        if match is None or match["playlist"] in seen or not start <= match["start"] < (end or float("inf")):
            continue
        seen.add(match["playlist"])
        skill = facts.get(f"skill/{match_id}", {}).get(home)
        if match["playlist"] is not None and skill is not None and skill["after"] is not None:
            yield match["playlist"], skill["after"]
