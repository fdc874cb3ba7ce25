// Prints the scoreboard of a player's newest match.
//
// Scoreboard.exe PLAYER, with HALO_SPARTAN_TOKEN and HALO_CLEARANCE_TOKEN; HALO_ENVIRONMENT is the URL of a sandbox
//
//     mcs -r:System.Runtime.Serialization Scoreboard.cs HaloInfinite.cs && mono Scoreboard.exe PLAYER
//
// The JSON reader is that of the framework, which Mono has too. A program for .NET alone would use System.Text.Json.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Text;
using HaloInfinite;

// The members of the responses that the scoreboard needs.
[DataContract] class History { [DataMember] public List<Played> Results = null; }
[DataContract] class Played { [DataMember] public string MatchId = null; }
[DataContract] class Match { [DataMember] public string MatchId = null; [DataMember] public List<Player> Players = null; }
[DataContract]
class Player
{
    [DataMember] public string PlayerId = null;
    [DataMember] public int Rank = 0;
    [DataMember] public int LastTeamId = 0;
    [DataMember] public List<TeamStats> PlayerTeamStats = null;
}
[DataContract] class TeamStats { [DataMember] public Stats Stats = null; }
[DataContract] class Stats { [DataMember] public CoreStats CoreStats = null; }
[DataContract]
class CoreStats
{
    [DataMember] public int PersonalScore = 0;
    [DataMember] public int Kills = 0;
    [DataMember] public int Deaths = 0;
    [DataMember] public int Assists = 0;
}
[DataContract] class User { [DataMember] public string xuid = null; [DataMember] public string gamertag = null; }

// The arguments and settings. Members without a value are left out.
[DataContract]
class Settings
{
    [DataMember(EmitDefaultValue = false)] public string spartan_token = null;
    [DataMember(EmitDefaultValue = false)] public string clearance = null;
    [DataMember(EmitDefaultValue = false)] public string environment = null;
}
[DataContract] class HistoryOf { [DataMember] public string player = null; [DataMember] public int count = 1; }
[DataContract] class StatsOf { [DataMember] public string match_id = null; }
[DataContract] class UsersOf { [DataMember] public List<string> players = null; }

static class Scoreboard
{
    static string Json<T>(T value)
    {
        var stream = new MemoryStream();
        new DataContractJsonSerializer(typeof(T)).WriteObject(stream, value);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    static T Call<T>(Client client, string endpoint, string arguments)
    {
        var content = new MemoryStream(client.Call(endpoint, arguments).Content);
        return (T)new DataContractJsonSerializer(typeof(T)).ReadObject(content);
    }

    static void Print(Client client, string player)
    {
        var history = Call<History>(client, "stats.match_history", Json(new HistoryOf { player = player }));
        if (history.Results.Count == 0)
        {
            Console.WriteLine(player + " has not played yet.");
            return;
        }
        var match = Call<Match>(client, "stats.match_stats", Json(new StatsOf { match_id = history.Results[0].MatchId }));

        // Bots have no gamertag, and no XUID: `bid(…)`.
        var ids = match.Players.Select(row => row.PlayerId).Where(id => id.StartsWith("xuid(", StringComparison.Ordinal));
        var users = Call<List<User>>(client, "profile.users_by_id", Json(new UsersOf { players = ids.ToList() }));
        var gamertags = users.ToDictionary(user => "xuid(" + user.xuid + ")", user => user.gamertag);

        Console.WriteLine("Match " + match.MatchId);
        const string format = "{0,4} {1,4} {2,6} {3,5} {4,6} {5,7}  {6}";
        Console.WriteLine(format, "Rank", "Team", "Score", "Kills", "Deaths", "Assists", "Player");
        foreach (var row in match.Players.OrderBy(row => row.Rank).ThenBy(row => row.PlayerId, StringComparer.Ordinal))
        {
            var stats = row.PlayerTeamStats[0].Stats.CoreStats;
            string name;
            if (!gamertags.TryGetValue(row.PlayerId, out name)) name = row.PlayerId;
            Console.WriteLine(
                format, row.Rank, row.LastTeamId, stats.PersonalScore, stats.Kills, stats.Deaths, stats.Assists, name);
        }
    }

    static int Main(string[] arguments)
    {
        if (arguments.Length != 1)
        {
            Console.Error.WriteLine("usage: Scoreboard.exe PLAYER");
            return 2;
        }
        var settings = new Settings
        {
            spartan_token = Environment.GetEnvironmentVariable("HALO_SPARTAN_TOKEN"),
            clearance = Environment.GetEnvironmentVariable("HALO_CLEARANCE_TOKEN"),
            environment = Environment.GetEnvironmentVariable("HALO_ENVIRONMENT"),
        };
        try
        {
            using (var client = new Client(Json(settings))) Print(client, arguments[0]);
            return 0;
        }
        catch (HaloException error)
        {
            Console.Error.WriteLine("error {0}: {1}", (int)error.Code, error.Message);
            if (error.Advice != null) Console.Error.WriteLine(error.Advice);
            return 1;
        }
    }
}
