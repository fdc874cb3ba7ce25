"""Calls everything that SPNKr has, against a sandbox.

Usage: python main.py info.json result.json
"""

import asyncio
import json
import sys
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout

from coverage import Coverage

# Calls are counted from here on: the imports below must find the counted functions.
COVERAGE = Coverage()

from assets import Assets  # noqa: E402
from content import challenges, content  # noqa: E402
from context import Context  # noqa: E402
from economy import economy  # noqa: E402
from films import films  # noqa: E402
from hosts import redirect_requests  # noqa: E402
from matches import matches  # noqa: E402
from players import histories, profiles  # noqa: E402
from ranks import ranks  # noqa: E402
from records import records  # noqa: E402
from recorder import Recorder  # noqa: E402
from refusals import refusals, xuids  # noqa: E402
from search import search  # noqa: E402
from sign_in import sign_in  # noqa: E402

SECONDS_PER_REQUEST = 60


async def run(info: dict, recorder: Recorder) -> None:
    """Run all parts, one after the other."""
    async with ClientSession(timeout=ClientTimeout(total=SECONDS_PER_REQUEST)) as session:
        client = await sign_in(recorder, session, info)
        context = Context(client, recorder, info)
        xuids(context)
        await profiles(context)
        all_histories = await histories(context)
        found = await matches(context, all_histories)
        await records(context)
        await ranks(context, found)
        await Assets(context).of_matches(found)
        await search(context)
        await content(context)
        await challenges(context)
        await economy(context)
        await refusals(context)
        await films(context, found)
    for name in COVERAGE.never_called():
        recorder.record(name, "", "never called")


def main() -> None:
    """Read info.json, and write the result file."""
    info_path, result_path = map(Path, sys.argv[1:])
    info = json.loads(info_path.read_text())
    redirect_requests(info["base"], info["hosts"])
    recorder = Recorder()
    asyncio.run(run(info, recorder))
    recorder.write(result_path)


if __name__ == "__main__":
    main()
