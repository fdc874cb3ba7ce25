"""The statistics of matches, and the skill of their players."""

from spnkr import extras
from spnkr.models.stats import CoreStats, MatchStats

from context import Context, digits, milliseconds
from ranks import check_rank
from recorder import together

# The newest matches of the other players that are read.
MATCHES_OF_OTHERS = 5


async def matches(context: Context, histories: dict[str, list[str]]) -> dict[str, MatchStats]:
    """Read all matches of the home player and some of the others. Return the statistics by match id."""
    ids = list(histories[context.home])
    for history in histories.values():
        ids += history[:MATCHES_OF_OTHERS]
    ids = list(dict.fromkeys(ids))
    found = await together(_match(context, match_id) for match_id in ids)
    return {match_id: stats for match_id, stats in zip(ids, found) if stats is not None}


async def _match(context: Context, match_id: str) -> MatchStats | None:
    stats = await context.request("stats.get_match_stats", match_id)
    if stats is None:
        return None
    info = stats.match_info
    context.fact(
        f"match/{match_id}",
        {
            "category": info.game_variant_category.value,
            "playlist": None if info.playlist is None else str(info.playlist.asset_id),
            "map": str(info.map_variant.asset_id),
            "start": milliseconds(info.start_time),
            "players": {digits(player.player_id): _player(player) for player in stats.players},
            "teams": {str(team.team_id): _team(team.stats.core_stats) for team in stats.teams},
        },
    )
    time_played = {
        digits(player.player_id): round(player.participation_info.time_played.total_seconds(), 3)
        for player in stats.players
    }
    context.fact(
        f"match_info/{match_id}",
        {
            "season": info.season_id,
            "lifecycle": info.lifecycle_mode.value,
            "interaction": info.gameplay_interaction.value,
            "seconds": time_played,
        },
    )
    _check_names(context, match_id, stats)
    await _skill(context, match_id, stats)
    return stats


def _player(player) -> dict[str, int]:
    cores = [team.stats.core_stats for team in player.player_team_stats]
    return {
        "outcome": player.outcome.value,
        "kills": sum(core.kills for core in cores),
        "deaths": sum(core.deaths for core in cores),
        "assists": sum(core.assists for core in cores),
        "medals": sum(medal.count for core in cores for medal in core.medals),
        "score": sum(core.personal_score for core in cores),
    }


def _team(core: CoreStats) -> dict[str, int]:
    return {"kills": core.kills, "deaths": core.deaths, "assists": core.assists, "score": core.score}


def _check_names(context: Context, match_id: str, stats: MatchStats) -> None:
    """All bots and teams of a match have names in SPNKr's tables."""
    bots = [player.player_id for player in stats.players if not player.is_human]
    unknown = [bot for bot in bots if bot not in extras.BOT_MAP]
    unknown += [str(team.team_id) for team in stats.teams if team.team_id not in extras.TEAM_MAP]
    context.check("extras.BOT_MAP", match_id, not unknown, f"no name of {unknown}")
    humans = {f"xuid({xuid})" for xuid in stats.xuids}
    expected = {player.player_id for player in stats.players} - set(bots)
    context.check("stats.get_match_stats", f"{match_id}, xuids", humans == expected, "other players")


async def _skill(context: Context, match_id: str, stats: MatchStats) -> None:
    skill = await context.request("skill.get_match_skill", match_id, stats.xuids)
    if skill is None:
        return
    fact = {}
    for value in skill.value:
        if value.result_code.value != 0:
            fact[digits(value.id)] = None
            continue
        recap = value.result.rank_recap
        check_rank(context, match_id, recap.pre_match_csr)
        check_rank(context, match_id, recap.post_match_csr)
        fact[digits(value.id)] = {
            "mmr": round(value.result.team_mmr, 3),
            "before": recap.pre_match_csr.value,
            "after": recap.post_match_csr.value,
        }
    context.fact(f"skill/{match_id}", fact)
