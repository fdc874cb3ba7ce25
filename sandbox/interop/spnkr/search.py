"""The search for maps, modes and prefabs."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from spnkr.models.discovery_ugc import AssetSearchPage, AssetSearchResult
from spnkr.models.refdata import AssetKind

from context import Context
from recorder import together

METHOD = "discovery_ugc.search_assets"
SORTS = [
    "name",
    "likes",
    "bookmarks",
    "plays_recent",
    "number_of_objects",
    "date_created_utc",
    "date_modified_utc",
    "date_published_utc",
    "plays_all_time",
    "parent_asset_count",
    "average_rating",
    "number_of_ratings",
]
KINDS = {"map": AssetKind.MAP, "prefab": AssetKind.PREFAB, "ugc_game_variant": AssetKind.UGC_GAME_VARIANT}
# SPNKr's defaults.
DEFAULTS = {"start": 0, "count": 25, "sort": "plays_recent", "order": "desc"}
LARGEST_PAGE = 101
SMALL_PAGE = 20


async def search(context: Context) -> None:
    """Search with each filter, each sort and each order."""
    everything = await _all_pages(context, count=LARGEST_PAGE, sort="name", order="asc")
    if not everything:
        return
    await together(_sorted(context, sort, order) for sort in SORTS for order in ["asc", "desc"])
    for name, kind in KINDS.items():
        await _filtered(context, everything, lambda found, kind=kind: found.asset_kind is kind, asset_kind=name)
        await _all_pages(context, count=SMALL_PAGE, asset_kind=name)
    await _texts(context, everything)
    for field in ["date_created_utc", "date_modified_utc", "date_published_utc"]:
        await _dates(context, everything, field)
    ratings = sorted({found.average_rating for found in everything})
    middle = ratings[len(ratings) // 2]
    await _filtered(context, everything, lambda found: found.average_rating >= middle, average_rating_min=middle)


async def _all_pages(context: Context, count: int, **query) -> list[AssetSearchResult]:
    results: list[AssetSearchResult] = []
    while True:
        page = await _search(context, start=len(results), count=count, **query)
        if page is None:
            return results
        results += page.results
        if page.result_count < count:
            break
    total = page.estimated_total
    name = f"all pages, {urlencode(query)}"
    context.check(METHOD, name, total == len(results), f"{len(results)} results of {total}")
    unique = len({(found.asset_kind, found.asset_id) for found in results})
    context.check(METHOD, name, unique == len(results), "results that are in two pages")
    return results


async def _search(context: Context, **query) -> AssetSearchPage | None:
    page = await context.request(METHOD, **query)
    if page is not None:
        text = urlencode(sorted((name.replace("_", ""), _text(value)) for name, value in (DEFAULTS | query).items()))
        context.fact(f"search/{text.lower()}", [str(found.asset_id) for found in page.results])
    return page


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(value)
    return str(value).replace("_", "")


async def _sorted(context: Context, sort: str, order: str) -> None:
    page = await _search(context, sort=sort, order=order)
    if page is None:
        return

    def key(found: AssetSearchResult):
        value = getattr(found, sort)
        return value.casefold() if sort == "name" else getattr(value, "value", value)

    keys = [key(found) for found in page.results]
    context.check(METHOD, f"{sort}, {order}", keys == sorted(keys, reverse=order == "desc"), "another order")


async def _filtered(context: Context, everything: list[AssetSearchResult], accepts, **query) -> None:
    """Search with a filter. The results must be those of all assets that it accepts."""
    page = await _search(context, count=LARGEST_PAGE, sort="name", order="asc", **query)
    if page is None:
        return
    expected = [found.asset_id for found in everything if accepts(found)]
    right = page.estimated_total == len(expected) and {found.asset_id for found in page.results} <= set(expected)
    problem = f"{page.estimated_total} results instead of {len(expected)}"
    context.check(METHOD, urlencode(query), right and bool(expected), problem)


async def _texts(context: Context, everything: list[AssetSearchResult]) -> None:
    """Search for names, tags and authors."""
    for name in sorted({found.name for found in everything})[:3]:
        page = await _search(context, term=name, count=LARGEST_PAGE)
        found = page is not None and name in [found.name for found in page.results]
        context.check(METHOD, f"term={name}", found, "the asset of this name is not found")
    tags = sorted({tag for found in everything for tag in found.tags})
    for some in [tags[:1], tags[:2], tags[:4]]:
        await _filtered(context, everything, lambda found: set(some) & set(found.tags), tags=some)
    await _filtered(context, everything, lambda found: tags[0] in found.tags, tags=tags[0])
    for author in sorted({found.original_author for found in everything})[:3]:
        await _filtered(context, everything, lambda found: found.original_author == author, author=author)


async def _dates(context: Context, everything: list[AssetSearchResult], field: str) -> None:
    """Search between dates, sent with and without an offset of the time zone."""

    def time(found: AssetSearchResult) -> dt.datetime:
        return getattr(found, field).value

    times = sorted(time(found) for found in everything)
    start, end = (times[len(times) * third // 3].replace(microsecond=0) for third in [1, 2])
    for zone in [dt.timezone.utc, None]:
        query = {f"from_{field}": start.replace(tzinfo=zone), f"to_{field}": end.replace(tzinfo=zone)}
        await _filtered(context, everything, lambda found: start <= time(found) <= end, **query)
    day = start.date()
    await _filtered(context, everything, lambda found: time(found).date() >= day, **{f"from_{field}": day})
