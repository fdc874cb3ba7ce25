"""Teams are the sums of their players."""

from typing import Any

from .facts import named
from .report import ClientReport


def check(report: ClientReport, facts: dict[str, Any], _info: dict[str, Any]) -> None:
    """Check the matches and the skill of their players."""
    for match_id, match in named(facts, "match"):
        _check_teams(report, match_id, match)
        skill = facts.get(f"skill/{match_id}")
        if skill is not None:
            _check_skill(report, match_id, match, skill)


def _check_teams(report: ClientReport, match_id: str, match: dict[str, Any]) -> None:
    teams, players = match["teams"].values(), match["players"].values()
    if not teams:
        return
    for field in ["kills", "deaths"]:
        of_teams = sum(team[field] for team in teams)
        of_players = sum(player[field] for player in players)
        report.same(of_teams, of_players, f"{field} of the teams", match_id)
    of_teams = sum(team["assists"] for team in teams)
    of_players = sum(player["assists"] for player in players)
    # A team counts one assist for a kill, however many players assisted.
    problem = f"{of_teams}, more than the {of_players} of the players"
    report.check(of_teams <= of_players, "assists of the teams", match_id, problem)


def _check_skill(report: ClientReport, match_id: str, match: dict[str, Any], skill: dict[str, Any]) -> None:
    strangers = skill.keys() - match["players"].keys()
    report.check(not strangers, "skill", match_id, f"of {strangers}, not in the match")
    if match["playlist"] is None:
        report.check(not any(skill.values()), "skill", match_id, "a match without a playlist has skill")
