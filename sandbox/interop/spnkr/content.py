"""The game's files: medals, calendars, reward tracks, images."""

from typing import Any, Iterator

from context import Context, milliseconds
from recorder import together

PNG = b"\x89PNG\r\n\x1a\n"
# Some of the 272 ranks, including the first and the last.
RANKS_WITH_IMAGES = [0, 1, 50, 150, -1]
# The lists of challenges in a deck.
KINDS = ["ActiveChallenges", "UpcomingChallenges", "CompletedChallenges"]


async def content(context: Context) -> None:
    """Read all files that SPNKr knows, and those that they name."""
    await _medals(context)
    tracks = await _calendars(context)
    found = await together(context.request("gamecms_hacs.get_operation_reward_track", track) for track in tracks)
    for path, track in zip(tracks, found):
        if track is not None:
            name = None if track.name is None else track.name.value
            context.fact(f"operation_track/{path}", [name, track.xp_per_rank, len(track.ranks)])
    images = {image for track in found if track for image in [track.battle_pass_image, track.background_image_path]}
    items = {path for track in found if track for path in _reward_paths(track)}
    await together(_file(context, path) for path in sorted(items))
    images |= await _career(context)
    await together(_image(context, path) for path in sorted(image for image in images if image))


async def challenges(context: Context) -> None:
    """Read the home player's challenges and their files."""
    decks = await context.request("stats.get_challenge_decks", context.home)
    if decks is not None:
        paths = sorted(set(_challenge_paths(decks)))
        context.check("stats.get_challenge_decks", context.home, bool(paths), "no challenges")
        await together(_file(context, path) for path in paths)
        fact = [[deck["Path"], [len(deck[kind]) for kind in KINDS]] for deck in decks["AssignedDecks"]]
        context.fact(f"decks/{context.home}", fact)


async def _medals(context: Context) -> None:
    metadata = await context.request("gamecms_hacs.get_medal_metadata")
    if metadata is None:
        return
    context.fact(
        "medals",
        {
            str(medal.name_id.value): {
                "name": medal.name.value,
                "difficulty": medal.difficulty.value,
                "type": medal.type.value,
                "score": medal.personal_score,
                "weight": medal.sorting_weight,
            }
            for medal in metadata.medals
        },
    )
    for medal in metadata.medals:
        names = (medal.name_id.display_name, medal.difficulty.name.lower(), medal.type.name.lower())
        expected = (
            medal.name.value,
            metadata.difficulties[medal.difficulty.value],
            metadata.types[medal.type.value],
        )
        same = [name.casefold() for name in names] == [name.casefold() for name in expected]
        context.check("gamecms_hacs.get_medal_metadata", str(medal.name_id.value), same, f"{expected}, SPNKr: {names}")


async def _calendars(context: Context) -> list[str]:
    """Read the calendars and the files of their seasons. Return the paths of reward tracks."""
    files = []
    tracks = []
    csr = await context.request("gamecms_hacs.get_csr_season_calendar")
    if csr is not None:
        seasons = [
            [season.csr_season_file_path, milliseconds(season.start_date.value), milliseconds(season.end_date.value)]
            for season in csr.seasons
        ]
        context.fact("csr_seasons", seasons)
    calendar = await context.request("gamecms_hacs.get_season_calendar")
    if calendar is not None:
        seasons = [
            [season.season_metadata, milliseconds(season.start_date.value), milliseconds(season.end_date.value)]
            for season in calendar.seasons
        ]
        context.fact("seasons", seasons)
        files = [season.season_metadata for season in calendar.seasons]
        tracks = [season.operation_track_path for season in calendar.seasons]
        tracks += [event.reward_track_path for event in calendar.events]
        files.append(calendar.career_rank.reward_track_path)
    await together(_file(context, path) for path in dict.fromkeys(files))
    return list(dict.fromkeys(tracks))


async def _career(context: Context) -> set[str]:
    """Read the career's track. Return the paths of some of its images."""
    track = await context.request("gamecms_hacs.get_career_reward_track")
    if track is None:
        return set()
    fact = []
    for rank in track.ranks:
        titles = [rank.rank_title.value, rank.rank_sub_title.value]
        fact.append([rank.rank, " ".join(title for title in titles if title), rank.xp_required_for_rank])
    context.fact("career_track", fact)
    ranks = [track.ranks[index] for index in RANKS_WITH_IMAGES]
    images = [[rank.rank_icon, rank.rank_large_icon, rank.rank_adornment_icon] for rank in ranks]
    return {image for of_rank in images for image in of_rank}


async def _file(context: Context, path: str) -> None:
    await context.request("gamecms_hacs.get_progression_file", path)


async def _image(context: Context, path: str) -> None:
    image = await context.request("gamecms_hacs.get_image", path)
    if image is not None:
        context.check("gamecms_hacs.get_image", path, image.startswith(PNG), "it is not a PNG image")


def _reward_paths(track) -> Iterator[str]:
    for rank in track.ranks:
        for rewards in [rank.free_rewards, rank.paid_rewards]:
            yield from (reward.inventory_item_path for reward in rewards.inventory_rewards)


def _challenge_paths(decks: dict[str, Any]) -> Iterator[str]:
    for deck in decks["AssignedDecks"]:
        for challenge in [*deck["ActiveChallenges"], *deck["UpcomingChallenges"]]:
            yield challenge["Path"]
