"""Films and their highlight events."""

import zlib
from collections import Counter

from spnkr.film import api, highlight_events, medals
from spnkr.models.discovery_ugc import Film
from spnkr.models.stats import MatchStats

from context import Context
from recorder import together

# The films whose chunks are all downloaded.
WHOLE_FILMS = 3


async def films(context: Context, matches: dict[str, MatchStats]) -> None:
    """Read the films of the home player's matches."""
    ids = [match_id for match_id in context.info["matches"] if match_id in matches]
    found = await together(_film(context, match_id, matches[match_id]) for match_id in ids)
    for film in [film for film in found if film is not None][:WHOLE_FILMS]:
        await together(
            context.recorder.call("film chunk", url, _chunk, context, url) for _, url in film.get_chunks_and_urls()
        )
    with_film = [match_id for match_id, film in zip(ids, found) if film is not None]
    await together(_events(context, match_id, matches[match_id]) for match_id in with_film)


async def _film(context: Context, match_id: str, stats: MatchStats) -> Film | None:
    # Custom games of the first year can be without a film.
    custom = stats.match_info.playlist is None
    return await context.request("discovery_ugc.get_film_by_match_id", match_id, may_be_missing=custom)


async def _chunk(context: Context, url: str) -> None:
    """Download a chunk as SPNKr does: with the headers of its session."""
    response = await context.client._session.get(url)
    response.raise_for_status()
    zlib.decompress(await response.read())


async def _events(context: Context, match_id: str, stats: MatchStats) -> None:
    method = "film.read_highlight_events"
    events = await context.recorder.call(method, match_id, api.read_highlight_events, context.client, match_id)
    if events is None:
        return
    # SPNKr knows that kills of AI enemies leave no events. The comparison decides.
    problems = highlight_events.check(events, stats)
    context.fact(f"film_check/{match_id}", problems)
    fact = {}
    for player in stats.players:
        if player.is_human:
            own = [event for event in events if f"xuid({event.xuid})" == player.player_id]
            kinds = Counter(event.event_type for event in own)
            xuid = player.player_id[5:-1]
            fact[xuid] = {"kills": kinds["kill"], "deaths": kinds["death"], "medals": kinds["medal"]}
            _check_medals(context, match_id, player, own)
            gamertags = {event.gamertag for event in own} - {context.gamertags.get(xuid)}
            context.check(method, match_id, not gamertags, f"{xuid} is called {gamertags}")
    context.fact(f"film/{match_id}", fact)
    others = {str(event.xuid) for event in events} - fact.keys()
    context.check(method, match_id, not others, f"events of {others}, not in the match")


def _check_medals(context: Context, match_id: str, player, events) -> None:
    """The events name the same medals as the statistics. SPNKr does not know the names of all medals in films."""
    names = {name.casefold() for name in medals.MEDALS.values()}
    expected: Counter[str] = Counter()
    for team in player.player_team_stats:
        for medal in team.stats.core_stats.medals:
            name = medal.name_id.display_name.casefold()
            expected[name if name in names else "unknown"] += medal.count
    found = Counter((event.medal_name or "unknown").casefold() for event in events if event.event_type == "medal")
    difference = {name: (found[name], expected[name]) for name in found | expected if found[name] != expected[name]}
    context.check("film.read_highlight_events", match_id, not difference, f"medals of {player.player_id}: {difference}")
