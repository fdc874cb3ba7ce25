"""The client, the recorder and the description of the sandbox, for all parts of the test."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from spnkr.client import HaloInfiniteClient

from recorder import Recorder

# The players besides the home player whose histories and records are read.
OTHER_PLAYERS = 5


@dataclass(frozen=True)
class Context:
    """The client, the recorder and the content of info.json."""

    client: HaloInfiniteClient
    recorder: Recorder
    info: dict[str, Any]

    @property
    def home(self) -> str:
        """The XUID of the player who is signed in."""
        return self.info["home"]["xuid"]

    @property
    def gamertags(self) -> dict[str, str]:
        """The gamertags of all players, by XUID."""
        return {person["xuid"]: person["gamertag"] for person in self.info["people"]}

    @property
    def players(self) -> list[str]:
        """The XUIDs of the home player and of some others."""
        return list(dict.fromkeys([self.home, *self.gamertags]))[: OTHER_PLAYERS + 1]

    async def request(self, method: str, *arguments, **named) -> Any:
        """See Recorder.request."""
        return await self.recorder.request(self.client, method, *arguments, **named)

    def check(self, method: str, arguments: str, holds: bool, problem: str) -> None:
        """See Recorder.check."""
        self.recorder.check(method, arguments, holds, problem)

    def fact(self, name: str, value: Any) -> None:
        """Record a fact that other clients find, too."""
        self.recorder.facts[name] = value


def milliseconds(time: dt.datetime) -> int:
    """Return a time as milliseconds since 1970."""
    return round(time.timestamp() * 1000)


def digits(player_id: str) -> str:
    """Return the XUID of a human as digits, and the id of a bot as it is."""
    return player_id.lower().removeprefix("xuid(").removesuffix(")") if "xuid" in player_id.lower() else player_id
