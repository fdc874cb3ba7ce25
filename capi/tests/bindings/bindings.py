"""Uses all of the Python binding, and prints what the same programs for the other bindings print.

The variables of the environment are those of the examples, and HALO_CLIENT_ID, HALO_CLIENT_SECRET,
HALO_PUBLIC_CLIENT_ID and HALO_REFRESH_TOKEN.
"""

import os
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../examples/python"))
import halo_infinite as halo  # noqa: E402

player = sys.argv[1]
environment = os.environ["HALO_ENVIRONMENT"]
tokens = {"spartan_token": os.environ["HALO_SPARTAN_TOKEN"], "clearance": os.environ["HALO_CLEARANCE_TOKEN"], "unlimited": True}
history = {"player": player, "count": 1}
DEADLINE = time.monotonic() + 60


def code_of(function, *arguments):
    """The code of the error that a function raises."""
    try:
        function(*arguments)
    except halo.Error as error:
        return int(error.code)
    return 0


def poll(function):
    """What a function returns in the end."""
    while time.monotonic() < DEADLINE:
        found = function()
        if found is not None:
            return found
        time.sleep(0.005)
    raise TimeoutError


def libraries():
    print("version", halo.version())
    print("features", *sorted(halo.features()))
    print("endpoints", len(halo.endpoints()))


def sessions():
    app = {name: os.environ["HALO_" + name.upper()] for name in ("client_id", "client_secret")}
    with halo.Session({**app, "environment": environment}) as session:
        print("signed in", session.is_signed_in)
        with halo.Client({"environment": environment}, session) as client:
            print("signed out", code_of(client.call, "profile.current_user"))
            session.import_token({"refresh_token": os.environ["HALO_REFRESH_TOKEN"]})
            print("signed in", session.is_signed_in, session.player()["gamertag"], len(session.secrets()))
            print("current user", client.call("profile.current_user").json()["gamertag"])
            with halo.Client({"environment": environment}, [session]) as several:
                print("accounts", several.call("profile.current_user", None, {"account": 0}).status)
            with session.consent() as consent:
                print("consent", consent.url.startswith(environment), code_of(session.redeem, consent, "https://localhost/"))
            session.sign_out()
            print("signed in", session.is_signed_in)
    public = {"client_id": os.environ["HALO_PUBLIC_CLIENT_ID"], "redirect_uri": "http://localhost", "environment": environment}
    with halo.Session(public) as session, halo.Cancel() as cancel:
        shown = []
        session.sign_in_with_device_code(shown.append)
        print("device code", len(shown), "user_code" in shown[0], session.is_signed_in)
        opened = []
        print("browser", code_of(session.sign_in_with_browser, lambda url: (opened.append(url), cancel.cancel()), 0, cancel),
              len(opened))


def clients(client):
    reports = []
    client.observe(reports.append)
    response = client.call("stats.match_history", history)
    client.observe(None)
    client.call("stats.match_history", history)
    print("observed", len(reports), reports[0]["endpoint"])
    print("response", response.status, response.attempts, response.age_ms, response.endpoint, response.content_type)
    records = []
    halo.log_to(records.append, "debug")
    client.call("stats.match_history", history)
    halo.log_to(None)
    print("log", code_of(halo.log_to, records.append, "loud"))
    with tempfile.TemporaryDirectory() as folder:
        with halo.Client({**tokens, "environment": environment, "cache": {"folder": folder}}) as cached:
            match_id = response.json()["Results"][0]["MatchId"]
            ages = [cached.call("stats.match_stats", {"match_id": match_id}).age_ms >= 0 for _ in range(2)]
            print("cache", *ages, cached.cache_count(), cached.cache_size() > 0)
            cached.cache_check()
            cached.cache_clear()
            print("cache", cached.cache_count())
    with halo.Cancel() as cancel:
        cancel.cancel()
        print("cancelled", code_of(client.call, "stats.match_history", history, None, cancel))
    print("wrong", code_of(client.call, "stats.nonsense"), code_of(client.call, "stats.match_history", {"player": 1}))
    return response.json()["Results"][0]["MatchId"]


def workers(client):
    woken = threading.Event()
    with halo.Worker(client, {"capacity": 8}, woken.set) as worker:
        with worker.submit("stats.match_history", history) as ticket:
            print("ticket", ticket.recv(60000).status, ticket.try_recv(), woken.wait(60))
        with worker.submit("stats.match_history", history) as ticket:
            print("ticket", poll(ticket.try_recv).status)
            ticket.cancel()
        worker.post(7, "stats.match_history", history)
        worker.post(8, "stats.match_history", {"player": "Nobody"})
        value, result = poll(worker.try_recv)
        print("posted", value, result.status)
        value, result = poll(worker.try_recv)
        print("posted", value, int(result.code))
        called = threading.Event()
        results = []
        worker.submit_with_callback(lambda *result: (results.append(result), called.set()), "stats.match_history", history, None, 9)
        print("callback", called.wait(60), results[0][0], results[0][1].status)

        def fail(*_):
            called.set()
            raise ValueError("of a callback")

        called.clear()
        worker.submit_with_callback(fail, "stats.match_history", history)
        called.wait(60)
        poll(lambda: worker.pending == 0 or None)
        try:
            worker.submit("stats.match_history", history)
        except ValueError as error:
            print("exception", error)
        worker.cancel(7)
        worker.cancel_all()
        print("finished", worker.finish(60000), worker.pending, code_of(worker.submit, "stats.match_history", history))
        print("shut down", worker.shutdown(60000))


def watches(client):
    settings = {"ended_after": "2020-01-01T00:00:00Z"}
    woken = threading.Event()
    with halo.Watch(client, [player], settings, woken.set) as watch:
        found = watch.next(60000)
        print("watched", found["player"], "MatchId" in found["entry"], woken.wait(60))
        print("watched", poll(watch.try_next)["player"], len(watch.resume_point()) > 0)
    matches = []
    called = threading.Event()
    with halo.Watch(client, [player], settings, None, lambda found: (matches.append(found), called.set())):
        print("callback", called.wait(60), matches[0]["player"])


def fetches(client):
    requests = [{"endpoint": "stats.match_history", "arguments": {"player": name, "count": 1}} for name in (player, "Nobody", player)]
    woken = threading.Event()
    with halo.Fetch(client, requests, {"in_order": True}, woken.set) as fetch:
        for index, result in fetch:
            print("fetched", index, int(result.code) if isinstance(result, halo.Error) else result.status)
        print("progress", *fetch.progress(), fetch.next(0) == halo.Code.OVER, woken.wait(60))
    with halo.Pages(client, "stats.match_history", {"player": player, "count": 25}) as pages:
        print("pages", *[len(page.json()["Results"]) for page in pages])


def films(client, match_id):
    with halo.Film.of_match(client, match_id) as film:
        manifest = film.manifest()
        with halo.Film.from_manifest(client, manifest) as again:
            print("film", len(manifest["CustomData"]["Chunks"]), again.manifest() == manifest)
        print("header", film.header()["major_version"], len(film.players()))
        with film.events() as events:
            stats = client.call("stats.match_stats", {"match_id": match_id}).json()
            print("events", len(events), len(events.json()["events"]), len(events.timelines()), len(events.kill_pairs()))
            print("events", len(events.multi_kills()), len(events.medal_sequences(5000)), events.check(stats)["agrees"])
        chunks = manifest["CustomData"]["Chunks"]
        of_events = next(chunk["Index"] for chunk in chunks if chunk["ChunkType"] == 3)
        with halo.FilmEvents.read(film.chunk(of_events), manifest["CustomData"]["FilmMajorVersion"]) as events:
            print("read", len(events))
        reports = []
        with tempfile.TemporaryDirectory() as folder:
            print("files", len(film.download_to_folder(folder, lambda *numbers: reports.append(numbers))))
        print("progress", len(reports), reports[-1][0] == reports[-1][1], *reports[-1][2:])
        in_memory = film.download_to_memory()
        print("chunks", *[f"{chunk.entry['Index']}:{len(halo.inflate(chunk.content))}" for chunk in in_memory])
        first = in_memory[0].content
        print("read", halo.read_header(first)["major_version"], len(halo.read_players(first)))
        print("packets", *[len(halo.read_packets(chunk.content)["packets"]) for chunk in in_memory[1:]])


libraries()
sessions()
with halo.Client({**tokens, "environment": environment}) as client:
    match_id = clients(client)
    workers(client)
    watches(client)
    fetches(client)
    films(client, match_id)
