"""Competitive ranks: by playlist and season, and their names."""

from spnkr import extras
from spnkr.models.refdata import SubTier, Tier
from spnkr.models.skill import CsrContainer
from spnkr.models.stats import MatchStats

from context import Context, digits
from recorder import together

# The service takes no longer lists.
PLAYERS_PER_REQUEST = 30


async def ranks(context: Context, matches: dict[str, MatchStats]) -> None:
    """Read the ranks of all players in each playlist, and the home player's in each season."""
    infos = [stats.match_info for stats in matches.values()]
    playlists = {str(info.playlist.asset_id): None for info in infos if info.playlist is not None}
    await together(_of_playlist(context, playlist) for playlist in playlists)
    calendar = await context.request("gamecms_hacs.get_csr_season_calendar")
    seasons = [] if calendar is None else [season.csr_season_file_path for season in calendar.seasons]
    await together(_of_season(context, list(playlists), season) for season in seasons)


async def _of_playlist(context: Context, playlist: str) -> None:
    xuids = list(context.gamertags)
    fact = {}
    for start in range(0, len(xuids), PLAYERS_PER_REQUEST):
        some = xuids[start : start + PLAYERS_PER_REQUEST]
        csr = await context.request("skill.get_playlist_csr", playlist, some)
        for value in () if csr is None else csr.value:
            result = value.result
            for standing in [result.current, result.season_max, result.all_time_max]:
                check_rank(context, playlist, standing)
            fact[digits(value.id)] = {
                "current": result.current.value,
                "tier": result.current.tier.value,
                "season_max": result.season_max.value,
                "all_time_max": result.all_time_max.value,
            }
    context.fact(f"csr/{playlist}", fact)


async def _of_season(context: Context, playlists: list[str], season: str) -> None:
    """Ask for a season by its path, and by its id alone, in another case."""
    bare = season.rsplit("/", 1)[-1].removesuffix(".json")
    for playlist in playlists:
        forms = [season, bare, bare.lower()]
        found = [
            await context.request("skill.get_playlist_csr", playlist, [context.home], season_id=form) for form in forms
        ]
        name = f"{playlist}, {season}"
        context.check("skill.get_playlist_csr", name, found == [found[0]] * 3, "it depends on the season's form")
        if found[0] is not None:
            context.fact(f"csr_season/{playlist}/{bare}", found[0].value[0].result.current.value)


def check_rank(context: Context, arguments: str, csr: CsrContainer) -> None:
    """Hold the tier of a rank against the one that SPNKr calculates from the points."""
    if csr.tier is Tier.UNRANKED:
        right = csr.value <= 0
    else:
        rank = extras.CompetitiveSkillRank(csr.value)
        right = (rank.tier, rank.sub_tier) == (csr.tier, csr.sub_tier) and csr.tier.value in str(rank)
        right = right and SubTier.from_int(csr.sub_tier.to_int()) is csr.sub_tier
    if not right:
        context.check("extras.CompetitiveSkillRank", arguments, False, f"{csr} has another tier")
