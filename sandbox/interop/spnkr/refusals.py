"""Requests that the services refuse."""

from aiohttp import ClientResponseError
from spnkr import xuid
from spnkr.errors import InvalidXuidError

from context import Context

NOBODY = "2533274999999999"
NO_MATCH = "00000000-0000-4000-8000-000000000000"


async def refusals(context: Context) -> None:
    """Ask for missing players and matches, and for private pages of another player."""
    other = context.players[1]
    await _refused(context, 404, "stats.get_match_stats", NO_MATCH)
    await _refused(context, 404, "discovery_ugc.get_film_by_match_id", NO_MATCH)
    await _refused(context, 404, "profile.get_user_by_gamertag", "NoSuchSpartan")
    await _refused(context, 404, "profile.get_user_by_id", NOBODY)
    await _refused(context, 403, "economy.get_player_reward_track_operations", other)
    await _refused(context, 403, "economy.get_player_customization", other, "private")


async def _refused(context: Context, status: int, method: str, *arguments: str) -> None:
    service, name = method.split(".")
    function = getattr(getattr(context.client, service), name)
    text = ", ".join(arguments)
    try:
        await function(*arguments)
    except ClientResponseError as error:
        context.check(method, text, error.status == status, f"refused with {error.status} instead of {status}")
    else:
        context.check(method, text, False, f"not refused with {status}")


def xuids(context: Context) -> None:
    """Convert the ids of all players, and refuse those of bots."""
    for digits, gamertag in context.gamertags.items():
        wrapped = f"xuid({digits})"
        forms = [digits, int(digits), wrapped, f" {wrapped.upper()} "]
        same = all(xuid.wrap_xuid(form) == wrapped and xuid.unwrap_xuid(form) == int(digits) for form in forms)
        same = same and xuid.wrap_xuid_or_gamertag(digits) == wrapped
        same = same and xuid.wrap_xuid_or_gamertag(gamertag) == gamertag
        context.check("xuid.wrap_xuid", digits, same, "it depends on the form")
    try:
        xuid.wrap_xuid("bid(3.0)")
    except InvalidXuidError:
        return
    context.check("xuid.wrap_xuid", "bid(3.0)", False, "a bot has no XUID")
