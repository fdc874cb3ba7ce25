"""Career ranks, operations and customization."""

from context import Context


async def economy(context: Context) -> None:
    """Read the home player's own pages, and the public ones of some others."""
    rank = await context.request("economy.get_player_career_rank", context.home)
    if rank is not None:
        progress = rank.current_progress
        context.fact(f"career/{context.home}", {"rank": progress.rank, "progress": progress.partial_progress})
    await context.request("economy.get_player_career_rank", int(context.home), "careerRank1")
    await _operations(context)
    private = await context.request("economy.get_player_customization", context.home, "private")
    for xuid in context.players:
        public = await context.request("economy.get_player_customization", xuid)
        if public is not None:
            look = public.appearance
            context.fact(f"appearance/{xuid}", {"tag": look.service_tag, "emblem": look.emblem.emblem_path})
            if xuid == context.home and private is not None:
                same = private.appearance == look
                context.check("economy.get_player_customization", xuid, same, "the views have other appearances")


async def _operations(context: Context) -> None:
    passes = await context.request("economy.get_player_reward_track_operations", context.home)
    if passes is None:
        return
    name = "economy.get_player_reward_track_operations"
    context.check(name, "active", passes.active is not None, "the active operation is not in the list")
    sorted_passes = [*passes.completed, *passes.not_started, *passes.in_progress]
    same = len(sorted_passes) == len(passes.operation_reward_tracks)
    context.check(name, "states", same, "an operation has none or two states")
    tracks = [[one.reward_track_path, one.is_owned] for one in passes.operation_reward_tracks]
    context.fact(f"operation_tracks/{context.home}", tracks)
    context.fact(f"operations/{context.home}", {one.track_id: one.last_unlocked_rank for one in passes.completed})
