"""Every check passes on sound facts, and fails on facts with one fault."""

import copy
import unittest
from typing import Any, Callable, Sequence

from compare import compare

HOME, OTHER, BOT = "2533274800000001", "2533274800000002", "bid(3.0)"
PLAYLIST, MAP = "playlist", "map"


def match(start: int, playlist: str | None) -> dict[str, Any]:
    """A match that the home player won."""
    stats = {"assists": 2, "medals": 1, "score": 100}
    return {
        "category": 6,
        "playlist": playlist,
        "map": MAP,
        "start": start,
        "players": {
            HOME: {"outcome": 2, "kills": 5, "deaths": 3, **stats},
            OTHER: {"outcome": 3, "kills": 2, "deaths": 4, **stats},
            BOT: {"outcome": 3, "kills": 1, "deaths": 1, **stats},
        },
        "teams": {
            "0": {"kills": 5, "deaths": 3, "assists": 2, "score": 50},
            "1": {"kills": 3, "deaths": 5, "assists": 3, "score": 40},
        },
    }


def record(matches: int) -> dict[str, Any]:
    """The home player's record of some matches."""
    return {
        "matches": matches,
        "wins": matches,
        "losses": 0,
        "ties": 0,
        "kills": 5 * matches,
        "deaths": 3 * matches,
        "assists": 2 * matches,
        "seconds": 600.5 * matches,
    }


def sound() -> dict[str, Any]:
    """The facts of a small world: two matches in a playlist, and a custom game."""
    skill = {HOME: {"mmr": 1000.123, "before": 990, "after": 1010}, OTHER: None}
    film = {HOME: {"kills": 5, "deaths": 3, "medals": 1}, OTHER: {"kills": 2, "deaths": 4, "medals": 1}}
    return {
        f"user/{HOME}": "Home",
        f"met/{HOME}": [OTHER],
        f"count/{HOME}": {"all": 3, "matchmade": 2, "custom": 1, "local": 0},
        f"history/{HOME}": ["c", "b", "a"],
        f"history/{HOME}/all": ["c", "b", "a"],
        f"history/{HOME}/matchmaking": ["c", "a"],
        f"history/{HOME}/custom": ["b"],
        f"history/{HOME}/local": [],
        "match/a": match(1_000, PLAYLIST),
        "match/b": match(2_000, None),
        "match/c": match(3_000, PLAYLIST),
        **{f"match_info/{match_id}": {"seconds": {HOME: 600.5}} for match_id in "abc"},
        "skill/b": {HOME: None, OTHER: None},
        "skill/c": skill,
        "csr_seasons": [["Csr/Seasons/CsrSeason1.json", 0, 4_000]],
        f"csr/{PLAYLIST}": {HOME: {"current": 1010, "tier": "Gold", "season_max": 1010, "all_time_max": 1200}},
        f"csr_season/{PLAYLIST}/CsrSeason1": 1010,
        f"playlist_config/{PLAYLIST}": {"version": "1", "ranked": True},
        "film/c": film,
        f"record/{HOME}/matchmade": record(2),
        f"record/{HOME}/custom": record(1),
        f"record/{HOME}/season/one": record(1),
        f"record/{HOME}/season/two": record(1),
        f"subqueries/{HOME}/matchmade": {"season": ["one", "two"], "playlist": [PLAYLIST]},
        f"asset/maps/{MAP}": {"name": "Aquarius", "version": "1"},
        f"asset/playlists/{PLAYLIST}": {"name": "Ranked", "version": "1"},
    }


INFO = {
    "home": {"xuid": HOME, "gamertag": "Home"},
    "people": [{"xuid": HOME, "gamertag": "Home"}, {"xuid": OTHER, "gamertag": "Other"}],
    "matches": ["c", "b", "a"],
}
CALLS = [{"method": "stats", "arguments": "a", "error": None}]


def failures(change: Callable[[dict], Any], defects: Sequence[dict] = (), calls: Sequence[dict] = CALLS) -> list[str]:
    """The names of the failed checks after a change of one client's facts."""
    changed = copy.deepcopy(sound())
    change(changed)
    results = [{"client": "one", "calls": list(calls), "facts": changed}]
    return [failure.name for failure in compare(INFO, results, list(defects)).failures]


class Checks(unittest.TestCase):
    """Each test changes one fact."""

    def test_sound_facts_pass(self) -> None:
        self.assertEqual(failures(lambda facts: None), [])

    def test_each_fault_is_found(self) -> None:
        faults: dict[str, Callable[[dict], Any]] = {
            "gamertag": lambda facts: facts.update({f"user/{OTHER}": "Someone"}),
            "history": lambda facts: facts[f"history/{HOME}"].pop(),
            "sum of the counts": lambda facts: facts[f"count/{HOME}"].update(local=1),
            "length of the history, all": lambda facts: facts[f"count/{HOME}"].update(all=4),
            "matches without repetition": lambda facts: facts[f"history/{HOME}/custom"].append("b"),
            "history, newest first": lambda facts: facts["match/a"].update(start=2_500),
            "histories by type": lambda facts: facts[f"history/{HOME}/custom"].clear(),
            "kills of the teams": lambda facts: facts["match/b"]["teams"]["0"].update(kills=6),
            "deaths of the teams": lambda facts: facts["match/b"]["teams"]["0"].update(deaths=6),
            "assists of the teams": lambda facts: facts["match/b"]["teams"]["0"].update(assists=4),
            "skill": lambda facts: facts["skill/b"].update({HOME: facts["skill/c"][HOME]}),
            "record, kills": lambda facts: facts[f"record/{HOME}/custom"].update(kills=6),
            "record, wins": lambda facts: facts["match/b"]["players"][HOME].update(outcome=1),
            "record, seconds": lambda facts: facts["match_info/b"]["seconds"].update({HOME: 700}),
            "sum of the records, kills": lambda facts: facts[f"record/{HOME}/season/one"].update(kills=6),
            "film": lambda facts: facts["film/c"][OTHER].update(medals=2),
            "current rank": lambda facts: facts[f"csr/{PLAYLIST}"][HOME].update(current=1009),
            "rank of the season": lambda facts: facts.update({f"csr_season/{PLAYLIST}/CsrSeason1": 1}),
            "highest rank": lambda facts: facts[f"csr/{PLAYLIST}"][HOME].update(all_time_max=1000),
            "ranked playlist": lambda facts: facts[f"playlist_config/{PLAYLIST}"].update(ranked=False),
            "version of the playlist": lambda facts: facts[f"playlist_config/{PLAYLIST}"].update(version="2"),
            "recent players": lambda facts: facts[f"met/{HOME}"].append("2533274800000003"),
            "maps of matches": lambda facts: facts["match/a"].update(map="another"),
            "playlists of matches": lambda facts: facts["match/a"].update(playlist="another"),
        }
        for name, change in faults.items():
            with self.subTest(name):
                self.assertIn(name, failures(change))

    def test_clients_agree_up_to_the_fractions_they_keep(self) -> None:
        def differing(change: Callable[[dict], Any]) -> list[str]:
            changed = sound()
            change(changed)
            both = {"one": sound(), "two": changed}
            results = [{"client": client, "calls": [], "facts": facts} for client, facts in both.items()]
            failed = compare(INFO, results, []).failures
            return [failure.where for failure in failed if failure.name == "facts differ"]

        self.assertEqual(differing(lambda facts: facts[f"record/{HOME}/custom"].update(seconds=600)), [])
        self.assertEqual(differing(lambda facts: facts["match/a"].update(start=1_001)), [])
        self.assertEqual(differing(lambda facts: facts["match/a"].update(start=1_002)), ["match/a"])
        self.assertEqual(differing(lambda facts: facts["match/a"]["players"].pop(BOT)), ["match/a"])
        self.assertEqual(differing(lambda facts: facts["skill/c"].update({HOME: None})), ["skill/c"])

    def test_failed_calls_are_failures_but_for_known_defects(self) -> None:
        calls = [{"method": "stats", "arguments": "match a", "error": "404"}]
        defect = {"client": "one", "method": "stats", "arguments": "match a", "reason": "it reads too little"}
        self.assertEqual(failures(lambda facts: None, calls=calls), ["stats"])
        self.assertEqual(failures(lambda facts: None, [defect], calls), [])
        for other in [{"arguments": "match b"}, {"client": "two"}, {"method": "skill"}, {"error": "500"}]:
            self.assertIn("stats", failures(lambda facts: None, [{**defect, **other}], calls))

    def test_a_known_defect_that_no_longer_fails_is_a_failure(self) -> None:
        defect = {"client": "one", "method": "stats", "reason": "it reads too little"}
        self.assertEqual(failures(lambda facts: None, [defect]), ["stats"])
        self.assertEqual(failures(lambda facts: None, [{**defect, "client": "not run"}]), [])

    def test_a_client_must_find_facts(self) -> None:
        results = [{"client": "spnkr", "calls": [], "facts": {}}]
        self.assertIn("required facts", [failure.name for failure in compare(INFO, results, []).failures])


if __name__ == "__main__":
    unittest.main()
