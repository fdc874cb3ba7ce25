// Uses all of the C# binding, and prints what the same programs for the other bindings print.
//
// The variables of the environment are those of the examples, and HALO_CLIENT_ID, HALO_CLIENT_SECRET,
// HALO_PUBLIC_CLIENT_ID and HALO_REFRESH_TOKEN.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Threading;
using System.Xml;
using HaloInfinite;

static class Bindings
{
    static readonly string environment = Variable("HALO_ENVIRONMENT");
    static string player, history;

    static string Variable(string name)
    {
        string value = Environment.GetEnvironmentVariable(name);
        if (value == null) throw new Exception(name + " is missing");
        return value;
    }

    static void Show(params object[] words) { Console.WriteLine(string.Join(" ", words.Select(word => word ?? "None"))); }

    // The framework's reader makes XML of JSON; an item of a list is an element.
    static XmlElement Read(string json)
    {
        var document = new XmlDocument();
        document.Load(JsonReaderWriterFactory.CreateJsonReader(Encoding.UTF8.GetBytes(json), XmlDictionaryReaderQuotas.Max));
        return document.DocumentElement;
    }

    static IEnumerable<XmlElement> Items(XmlElement list) { return list.ChildNodes.OfType<XmlElement>(); }

    static int Size(string json) { return Items(Read(json)).Count(); }

    static string Tokens(string more)
    {
        return "{\"spartan_token\": \"" + Variable("HALO_SPARTAN_TOKEN") + "\", \"clearance\": \"" +
            Variable("HALO_CLEARANCE_TOKEN") + "\", \"environment\": \"" + environment + "\", \"unlimited\": true" + more + "}";
    }

    // The code of the exception that a function throws.
    static int CodeOf(Action function)
    {
        try { function(); }
        catch (HaloException error) { return (int)error.Code; }
        return 0;
    }

    // What a function returns in the end.
    static T Poll<T>(Func<T> function) where T : class
    {
        var last = DateTime.UtcNow.AddSeconds(60);
        while (DateTime.UtcNow < last)
        {
            var found = function();
            if (found != null) return found;
            Thread.Sleep(5);
        }
        throw new TimeoutException();
    }

    static void Libraries()
    {
        Show("version", Halo.Version);
        var features = Items(Read(Halo.Features)).Select(feature => feature.InnerText).OrderBy(name => name, StringComparer.Ordinal);
        Show("features", string.Join(" ", features));
        Show("endpoints", Size(Halo.Endpoints));
    }

    static void Sessions()
    {
        string here = "{\"environment\": \"" + environment + "\"}";
        string app = "{\"client_id\": \"" + Variable("HALO_CLIENT_ID") + "\", \"client_secret\": \"" + Variable("HALO_CLIENT_SECRET") +
            "\", \"environment\": \"" + environment + "\"}";
        using (var session = new Session(app))
        using (var client = new Client(here, session))
        {
            Show("signed in", session.IsSignedIn);
            Show("signed out", CodeOf(() => client.Call("profile.current_user")));
            session.Import("{\"refresh_token\": \"" + Variable("HALO_REFRESH_TOKEN") + "\"}");
            Show("signed in", session.IsSignedIn, Read(session.Player())["gamertag"].InnerText, Size(session.Secrets()));
            Show("current user", Read(client.Call("profile.current_user").Json)["gamertag"].InnerText);
            using (var several = new Client(here, new[] { session }))
                Show("accounts", several.Call("profile.current_user", null, "{\"account\": 0}").Status);
            using (var consent = session.Consent())
                Show("consent", consent.Url.StartsWith(environment, StringComparison.Ordinal),
                    CodeOf(() => session.Redeem(consent, "https://localhost/")));
            session.SignOut();
            Show("signed in", session.IsSignedIn);
        }
        string open = "{\"client_id\": \"" + Variable("HALO_PUBLIC_CLIENT_ID") + "\", \"redirect_uri\": \"http://localhost\", " +
            "\"environment\": \"" + environment + "\"}";
        using (var session = new Session(open))
        using (var cancel = new Cancel())
        {
            var shown = new List<string>();
            session.SignInWithDeviceCode(shown.Add);
            Show("device code", shown.Count, Read(shown[0])["user_code"] != null, session.IsSignedIn);
            int opened = 0;
            Action<string> browser = url => { opened++; cancel.End(); };
            Show("browser", CodeOf(() => session.SignInWithBrowser(browser, 0, cancel)), opened);
        }
    }

    static string Clients(Client client)
    {
        var reports = new List<string>();
        client.Observe(reports.Add);
        var response = client.Call("stats.match_history", history);
        client.Observe(null);
        client.Call("stats.match_history", history);
        Show("observed", reports.Count, Read(reports[0])["endpoint"].InnerText);
        Show("response", response.Status, response.Attempts, response.Age == null ? -1 : 0, response.Endpoint, response.ContentType);
        var records = new List<string>();
        Halo.LogTo(records.Add, "debug");
        client.Call("stats.match_history", history);
        Halo.LogTo(null);
        Show("log", CodeOf(() => Halo.LogTo(records.Add, "loud")));
        string matchId = Items(Read(response.Json)["Results"]).First()["MatchId"].InnerText;
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using (var cached = new Client(Tokens(", \"cache\": {\"folder\": \"" + folder + "\"}")))
        {
            string arguments = "{\"match_id\": \"" + matchId + "\"}";
            bool first = cached.Call("stats.match_stats", arguments).Age != null;
            bool second = cached.Call("stats.match_stats", arguments).Age != null;
            Show("cache", first, second, cached.CacheCount, cached.CacheSize > 0);
            cached.CacheCheck();
            cached.CacheClear();
            Show("cache", cached.CacheCount);
        }
        Directory.Delete(folder, true);
        using (var cancel = new Cancel())
        {
            cancel.End();
            Show("cancelled", CodeOf(() => client.Call("stats.match_history", history, null, cancel)));
        }
        Show("wrong", CodeOf(() => client.Call("stats.nonsense")), CodeOf(() => client.Call("stats.match_history", "{\"player\": 1}")));
        return matchId;
    }

    static void Workers(Client client)
    {
        var woken = new ManualResetEventSlim();
        using (var worker = new Worker(client, "{\"capacity\": 8}", woken.Set))
        {
            using (var ticket = worker.Submit("stats.match_history", history))
                Show("ticket", ticket.Receive(60000).Status, ticket.TryReceive(), woken.Wait(60000));
            using (var ticket = worker.Submit("stats.match_history", history))
            {
                Show("ticket", Poll(ticket.TryReceive).Status);
                ticket.Cancel();
            }
            worker.Post(7, "stats.match_history", history);
            worker.Post(8, "stats.match_history", "{\"player\": \"Nobody\"}");
            ulong value = 0;
            Show("posted", value = 7, Poll(() => worker.TryReceive(out value)).Response.Status);
            var failed = Poll(() => worker.TryReceive(out value));
            Show("posted", value, (int)failed.Failure.Code);
            var called = new ManualResetEventSlim();
            Result result = null;
            worker.Submit((number, received) => { value = number; result = received; called.Set(); }, "stats.match_history", history, null, 9);
            Show("callback", called.Wait(60000), value, result.Response.Status);
            worker.Submit((number, received) => { throw new InvalidOperationException("of a callback"); }, "stats.match_history", history);
            Poll(() => worker.Pending == 0 ? "none" : null);
            try { worker.Submit("stats.match_history", history); }
            catch (InvalidOperationException error) { Show("exception", error.Message); }
            worker.Cancel(7);
            worker.CancelAll();
            Show("finished", worker.Finish(60000), worker.Pending, CodeOf(() => worker.Submit("stats.match_history", history)));
            Show("shut down", worker.Shutdown(60000));
        }
    }

    static void Watches(Client client)
    {
        string players = "[\"" + player + "\"]";
        const string settings = "{\"ended_after\": \"2020-01-01T00:00:00Z\"}";
        var woken = new ManualResetEventSlim();
        using (var watch = new Watch(client, players, settings, woken.Set))
        {
            var found = Read(watch.Next(60000).Match);
            Show("watched", found["player"].InnerText, found["entry"]["MatchId"] != null, woken.Wait(60000));
            var next = Read(Poll(() => watch.TryNext().Match));
            Show("watched", next["player"].InnerText, Size(watch.ResumePoint()) > 0);
        }
        var called = new ManualResetEventSlim();
        string first = null;
        using (new Watch(client, players, found => { Interlocked.CompareExchange(ref first, found.Match, null); called.Set(); }, settings))
            Show("callback", called.Wait(60000), Read(first)["player"].InnerText);
    }

    static void Fetches(Client client)
    {
        var requests = new[] { player, "Nobody", player }.Select(
            name => "{\"endpoint\": \"stats.match_history\", \"arguments\": {\"player\": \"" + name + "\", \"count\": 1}}");
        var woken = new ManualResetEventSlim();
        using (var fetch = new Fetch(client, "[" + string.Join(", ", requests) + "]", "{\"in_order\": true}", woken.Set))
        {
            HaloCode code;
            ulong index, done, failed, total;
            for (int count = 0; count < 3; count++)
            {
                var result = fetch.Next(60000, out code, out index);
                Show("fetched", index, result.Failure == null ? result.Response.Status : (int)result.Failure.Code);
            }
            fetch.Progress(out done, out failed, out total);
            fetch.Next(1000, out code, out index);
            Show("progress", done, failed, total, code == HaloCode.Over, woken.Wait(60000));
        }
        using (var pages = new Pages(client, "stats.match_history", "{\"player\": \"" + player + "\", \"count\": 25}"))
        {
            var sizes = new List<int>();
            Response page;
            while ((page = pages.Next()) != null) sizes.Add(Items(Read(page.Json)["Results"]).Count());
            Show("pages", string.Join(" ", sizes));
        }
    }

    static void Films(Client client, string matchId)
    {
        using (var film = Film.OfMatch(client, matchId))
        {
            var data = Read(film.Manifest)["CustomData"];
            var chunks = Items(data["Chunks"]).ToList();
            using (var again = Film.FromManifest(client, film.Manifest)) Show("film", chunks.Count, again.Manifest == film.Manifest);
            Show("header", Read(film.Header())["major_version"].InnerText, Size(film.Players()));
            using (var events = film.Events())
            {
                string stats = client.Call("stats.match_stats", "{\"match_id\": \"" + matchId + "\"}").Json;
                Show("events", events.Count, Items(Read(events.Json)["events"]).Count(), Size(events.Timelines()), Size(events.KillPairs()));
                Show("events", Size(events.MultiKills()), Size(events.MedalSequences(5000)), bool.Parse(Read(events.Check(stats))["agrees"].InnerText));
            }
            long ofEvents = long.Parse(chunks.First(chunk => chunk["ChunkType"].InnerText == "3")["Index"].InnerText);
            using (var events = FilmEvents.Read(film.Chunk(ofEvents), long.Parse(data["FilmMajorVersion"].InnerText))) Show("read", events.Count);
            string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            var reports = new List<Progress>();
            Show("files", Size(film.DownloadToFolder(folder, reports.Add)));
            Directory.Delete(folder, true);
            var last = reports.Last();
            Show("progress", reports.Count, last.Bytes == last.AllBytes, last.Chunks, last.AllChunks);
            var inMemory = film.DownloadToMemory();
            Show("chunks", string.Join(" ", inMemory.Select(
                chunk => Read(chunk.Entry)["Index"].InnerText + ":" + Film.Inflate(chunk.Content).Length)));
            Show("read", Read(Film.ReadHeader(inMemory[0].Content))["major_version"].InnerText, Size(Film.ReadPlayers(inMemory[0].Content)));
            Show("packets", string.Join(" ", inMemory.Skip(1).Select(
                chunk => Items(Read(Film.ReadPackets(chunk.Content))["packets"]).Count())));
        }
    }

    static int Main(string[] arguments)
    {
        player = arguments[0];
        history = "{\"player\": \"" + player + "\", \"count\": 1}";
        Libraries();
        Sessions();
        using (var client = new Client(Tokens("")))
        {
            string matchId = Clients(client);
            Workers(client);
            Watches(client);
            Fetches(client);
            Films(client, matchId);
        }
        return 0;
    }
}
