"""Prints the scoreboard of a player's newest match.

    scoreboard.py PLAYER, with HALO_SPARTAN_TOKEN and HALO_CLEARANCE_TOKEN; HALO_ENVIRONMENT is the URL of a sandbox
"""

import os
import sys

import halo_infinite as halo


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    names = {"spartan_token": "HALO_SPARTAN_TOKEN", "clearance": "HALO_CLEARANCE_TOKEN", "environment": "HALO_ENVIRONMENT"}
    settings = {name: os.environ[variable] for name, variable in names.items() if variable in os.environ}
    try:
        with halo.Client(settings) as client:
            print_scoreboard(client, sys.argv[1])
    except halo.Error as error:
        print(f"error {error.code}: {error.message}", file=sys.stderr)
        if error.advice:
            print(error.advice, file=sys.stderr)
        return 1
    return 0


def print_scoreboard(client: halo.Client, player: str) -> None:
    history = client.call("stats.match_history", {"player": player, "count": 1}).json()
    if not history["Results"]:
        print(f"{player} has not played yet.")
        return
    match = client.call("stats.match_stats", {"match_id": history["Results"][0]["MatchId"]}).json()

    # Bots have no gamertag, and no XUID: `bid(…)`.
    ids = [player["PlayerId"] for player in match["Players"] if player["PlayerId"].startswith("xuid(")]
    users = client.call("profile.users_by_id", {"players": ids}).json()
    gamertags = {f"xuid({user['xuid']})": user["gamertag"] for user in users}

    print(f"Match {match['MatchId']}")
    print(f"{'Rank':>4} {'Team':>4} {'Score':>6} {'Kills':>5} {'Deaths':>6} {'Assists':>7}  Player")
    for player in sorted(match["Players"], key=lambda player: (player["Rank"], player["PlayerId"])):
        stats = player["PlayerTeamStats"][0]["Stats"]["CoreStats"]
        name = gamertags.get(player["PlayerId"], player["PlayerId"])
        print(f"{player['Rank']:4} {player['LastTeamId']:4} {stats['PersonalScore']:6} {stats['Kills']:5} "
              f"{stats['Deaths']:6} {stats['Assists']:7}  {name}")


if __name__ == "__main__":
    sys.exit(main())
