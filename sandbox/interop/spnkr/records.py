"""Service records, with all filters."""

from spnkr.models.refdata import GameplayInteraction
from spnkr.models.stats import ServiceRecord

from context import Context
from recorder import together


async def records(context: Context) -> None:
    """Read the records of some players, and the home player's with each filter that they offer."""
    for xuid in context.players:
        for kind in ["matchmade", "custom", "local"]:
            await _record(context, xuid, kind, kind)
    whole = await _record(context, context.home, "matchmade", "matchmade")
    if whole is not None:
        await together(
            [
                *(_of_season(context, season) for season in whole.subqueries.season_ids or ()),
                *(_of_category(context, category) for category in whole.subqueries.game_variant_categories or ()),
            ]
        )


async def _of_category(context: Context, category: int) -> None:
    name = f"category/{int(category)}"
    record = await _record(context, context.home, "matchmade", name, game_variant_category=category)
    for is_ranked in _ranked(record):
        await _record(
            context,
            context.home,
            "matchmade",
            f"{name}/ranked/{str(is_ranked).lower()}",
            game_variant_category=category,
            is_ranked=is_ranked,
        )


async def _of_season(context: Context, season: str) -> None:
    name = f"season/{season}"

    async def within(suffix: str, **filters) -> ServiceRecord | None:
        return await _record(context, context.home, "matchmade", f"{name}{suffix}", season_id=season, **filters)

    record = await within("")
    if record is None:
        return
    for playlist in record.subqueries.playlist_asset_ids or ():
        await within(f"/playlist/{playlist}", playlist_asset_id=playlist)
    for interaction in record.subqueries.gameplay_interactions or ():
        await within(f"/interaction/{int(interaction)}", gameplay_interaction=GameplayInteraction(int(interaction)))
    for category in record.subqueries.game_variant_categories or ():
        suffix = f"/category/{int(category)}"
        narrower = await within(suffix, game_variant_category=int(category))
        for is_ranked in _ranked(narrower):
            of_rank = f"{suffix}/ranked/{str(is_ranked).lower()}"
            await within(of_rank, game_variant_category=category, is_ranked=is_ranked)
        playlists = () if narrower is None else narrower.subqueries.playlist_asset_ids or ()
        for playlist in playlists:
            of_playlist = f"{suffix}/playlist/{playlist}"
            await within(of_playlist, game_variant_category=category, playlist_asset_id=str(playlist))


def _ranked(record: ServiceRecord | None) -> tuple[bool, ...]:
    return () if record is None else record.subqueries.is_ranked or ()


async def _record(context: Context, xuid: str, kind: str, name: str, **filters) -> ServiceRecord | None:
    record = await context.request("stats.get_service_record", xuid, kind, **filters)
    if record is not None:
        context.fact(
            f"record/{xuid}/{name}",
            {
                "matches": record.matches_completed,
                "wins": record.wins,
                "losses": record.losses,
                "ties": record.ties,
                "kills": record.core_stats.kills,
                "deaths": record.core_stats.deaths,
                "assists": record.core_stats.assists,
                "seconds": round(record.time_played.total_seconds(), 3),
            },
        )
        found = record.subqueries
        context.fact(
            f"subqueries/{xuid}/{name}",
            {
                "season": list(found.season_ids or ()),
                "category": [str(int(category)) for category in found.game_variant_categories or ()],
                "ranked": [str(is_ranked).lower() for is_ranked in found.is_ranked or ()],
                "playlist": [str(playlist) for playlist in found.playlist_asset_ids or ()],
                "interaction": [str(int(interaction)) for interaction in found.gameplay_interactions or ()],
            },
        )
    return record
