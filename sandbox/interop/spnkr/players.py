"""Profiles, match counts and match histories."""

from context import Context
from recorder import together

PAGE = 25


async def profiles(context: Context) -> None:
    """Ask for all players, in all ways."""
    me = await context.request("profile.get_current_user")
    if me is not None:
        context.check("profile.get_current_user", "xuid", str(me.xuid) == context.home, f"it is {me.xuid}")
    xuids = list(context.gamertags)
    await together(_profile(context, xuid) for xuid in xuids)
    lists = [xuids, [int(xuid) for xuid in xuids], [f"xuid({xuid})" for xuid in xuids[:20]], xuids[:1]]
    for users in await together(context.request("profile.get_users_by_id", some) for some in lists):
        found = {} if users is None else {str(user.xuid): user.gamertag for user in users}
        expected = {xuid: context.gamertags[xuid] for xuid in found}
        context.check("profile.get_users_by_id", "gamertags", found == expected, "gamertags of other players")


async def _profile(context: Context, xuid: str) -> None:
    by_id = await context.request("profile.get_user_by_id", xuid)
    if by_id is None:
        return
    context.fact(f"user/{by_id.xuid}", by_id.gamertag)
    by_gamertag = await context.request("profile.get_user_by_gamertag", by_id.gamertag)
    if by_gamertag is not None:
        context.check("profile.get_user_by_gamertag", by_id.gamertag, by_gamertag == by_id, "another profile")


async def histories(context: Context) -> dict[str, list[str]]:
    """Read the counts and the histories of some players. Return the match ids of each, newest first."""
    all_matches = {}
    for xuid in context.players:
        await _counts(context, xuid)
        kinds = ["all", "matchmaking", "custom", "local"]
        found = await together(_history(context, xuid, kind) for kind in kinds)
        for kind, matches in zip(kinds, found):
            context.fact(f"history/{xuid}/{kind}", matches)
        context.fact(f"history/{xuid}", found[0])
        all_matches[xuid] = found[0]
    await _other_pages(context, all_matches[context.home])
    return all_matches


async def _counts(context: Context, xuid: str) -> None:
    names = [xuid, int(xuid), f"xuid({xuid})", context.gamertags[xuid], f" {context.gamertags[xuid]} "]
    counts = await together(context.request("stats.get_match_count", name) for name in names)
    first = counts[0]
    if first is None:
        return
    context.check("stats.get_match_count", xuid, counts == [first] * len(names), "it depends on the form of the name")
    fact = {
        "all": first.matches_played_count,
        "matchmade": first.matchmade_matches_played_count,
        "custom": first.custom_matches_played_count,
        "local": first.local_matches_played_count,
    }
    context.fact(f"count/{xuid}", fact)


async def _history(context: Context, xuid: str, kind: str) -> list[str]:
    matches: list[str] = []
    while True:
        page = await context.request("stats.get_match_history", xuid, len(matches), PAGE, kind)
        if page is None:
            return matches
        context.check("stats.get_match_history", f"{xuid}, {kind}", page.start == len(matches), "another page")
        matches += [str(result.match_id) for result in page.results]
        if page.result_count < PAGE:
            return matches


async def _other_pages(context: Context, matches: list[str]) -> None:
    """Ask for pages that do not begin at a multiple of their size."""
    for start, count in [(0, 1), (3, 5), (7, 25), (len(matches) - 2, 25), (len(matches), 25)]:
        page = await context.request("stats.get_match_history", context.info["home"]["gamertag"], start, count)
        found = None if page is None else [str(result.match_id) for result in page.results]
        expected = matches[start : start + count]
        context.check("stats.get_match_history", f"start={start}, count={count}", found == expected, "another page")
