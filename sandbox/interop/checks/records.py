"""Service records are sums of matches, and of narrower records."""

from typing import Any

from .facts import named, totals
from .report import ClientReport

TIE, WIN, LOSS = 1, 2, 3
# The names of the kinds in records and in histories.
KINDS = {"matchmade": "matchmaking", "custom": "custom", "local": "local"}
# Both sides of a sum are rounded.
SECONDS = 2


def check(report: ClientReport, facts: dict[str, Any], info: dict[str, Any]) -> None:
    """Check the home player's records, whose matches are all known."""
    home = info["home"]["xuid"]
    for kind, type_of_history in KINDS.items():
        history = facts.get(f"history/{home}/{type_of_history}")
        record = facts.get(f"record/{home}/{kind}")
        if history is None or record is None or any(f"match/{match_id}" not in facts for match_id in history):
            continue
        expected = totals([_of_match(facts, match_id, home) for match_id in history])
        for field, value in expected.items():
            report.same(record[field], value, f"record, {field}", f"{home}, {kind}")
        times = [facts.get(f"match_info/{match_id}", {}).get("seconds", {}).get(home) for match_id in history]
        if None not in times:
            near = abs(sum(times) - record["seconds"]) <= SECONDS
            report.check(near, "record, seconds", f"{home}, {kind}", f"{record['seconds']} instead of {sum(times)}")
    for name, subqueries in named(facts, f"subqueries/{home}"):
        for filter_name, values in subqueries.items():
            _check_parts(report, facts, home, name, [f"{filter_name}/{value}" for value in values])


def _of_match(facts: dict[str, Any], match_id: str, home: str) -> dict[str, int]:
    player = facts[f"match/{match_id}"]["players"][home]
    return {
        "matches": 1,
        "wins": int(player["outcome"] == WIN),
        "losses": int(player["outcome"] == LOSS),
        "ties": int(player["outcome"] == TIE),
        "kills": player["kills"],
        "deaths": player["deaths"],
        "assists": player["assists"],
    }


def _check_parts(report: ClientReport, facts: dict[str, Any], home: str, name: str, parts: list[str]) -> None:
    """The records of all values of a filter add up to the record that offers them."""
    prefix = f"record/{home}/" if name == "matchmade" else f"record/{home}/{name}/"
    found = [facts.get(prefix + part) for part in parts]
    if not parts or None in found:
        # This set of filters is not for the API, or a call failed and is reported.
        return
    whole = facts[f"record/{home}/{name}"]
    for field, value in totals(found).items():
        near = abs(value - whole[field]) <= (SECONDS if field == "seconds" else 0)
        where = f"{name}, by {parts[0].partition('/')[0]}"
        report.check(near, f"sum of the records, {field}", where, f"{value} instead of {whole[field]}")
