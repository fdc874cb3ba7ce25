// Uses all of the C++ header, and prints what the same programs for the other bindings print.
//
// The variables of the environment are those of the examples, and HALO_CLIENT_ID, HALO_CLIENT_SECRET,
// HALO_PUBLIC_CLIENT_ID and HALO_REFRESH_TOKEN.

#include <halo_infinite.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>
#include <thread>

using nlohmann::json;

namespace {

std::string variable(const char *name) {
    const char *value = std::getenv(name);
    if (value == nullptr) {
        throw std::runtime_error(std::string(name) + " is missing");
    }
    return value;
}

const char *boolean(bool value) { return value ? "True" : "False"; }

template <typename... Words>
void show(const char *first, const Words &...words) {
    std::cout << first;
    ((std::cout << ' ' << words), ...);
    std::cout << std::endl;
}

// The code of the error that a function throws.
template <typename Function>
int code_of(Function function) {
    try {
        function();
    } catch (const halo::Error &error) {
        return error.code();
    }
    return 0;
}

// What a function returns in the end.
template <typename Function>
auto poll(Function function) {
    const auto last = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < last) {
        if (auto found = function()) {
            return found;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw std::runtime_error("nothing came");
}

// A promise that callbacks keep, perhaps more than once.
class Event {
public:
    void set() {
        if (!is_set_.exchange(true)) {
            promise_.set_value();
        }
    }
    bool wait() { return promise_.get_future().wait_for(std::chrono::seconds(60)) == std::future_status::ready; }

private:
    std::atomic<bool> is_set_{false};
    std::promise<void> promise_;
};

json read(const halo::Response &response) { return json::parse(response.json()); }
std::string text(const json &value) { return value.get<std::string>(); }

std::string environment, player, history;
json tokens;

void libraries() {
    show("version", halo::version());
    auto features = json::parse(halo::features()).get<std::vector<std::string>>();
    std::sort(features.begin(), features.end());
    std::cout << "features";
    for (const std::string &feature : features) {
        std::cout << ' ' << feature;
    }
    std::cout << std::endl;
    show("endpoints", json::parse(halo::endpoints()).size());
}

void sessions() {
    const std::string here = json{{"environment", environment}}.dump();
    json app{{"client_id", variable("HALO_CLIENT_ID")}, {"client_secret", variable("HALO_CLIENT_SECRET")}, {"environment", environment}};
    {
        halo::Session session(app.dump());
        show("signed in", boolean(session.is_signed_in()));
        halo::Client client(here, &session);
        show("signed out", code_of([&] { client.call("profile.current_user"); }));
        session.import_token(json{{"refresh_token", variable("HALO_REFRESH_TOKEN")}}.dump());
        halo::SignedIn signed_in = session.player();
        show("signed in", boolean(session.is_signed_in()), text(json::parse(signed_in.json())["gamertag"]),
             json::parse(signed_in.secrets()).size());
        show("current user", text(read(client.call("profile.current_user"))["gamertag"]));
        halo::Client several(here, std::vector<const halo::Session *>{&session});
        show("accounts", several.call("profile.current_user", {}, R"({"account": 0})").status());
        halo::Consent consent = session.consent();
        show("consent", boolean(consent.url().substr(0, environment.size()) == environment),
             code_of([&] { session.redeem(consent, "https://localhost/"); }));
        session.sign_out();
        show("signed in", boolean(session.is_signed_in()));
    }
    json open_app{{"client_id", variable("HALO_PUBLIC_CLIENT_ID")}, {"redirect_uri", "http://localhost"}, {"environment", environment}};
    halo::Session session(open_app.dump());
    halo::Cancel cancel;
    std::vector<json> shown;
    session.sign_in_with_device_code([&](std::string_view prompt) { shown.push_back(json::parse(prompt)); });
    show("device code", shown.size(), boolean(shown[0].contains("user_code")), boolean(session.is_signed_in()));
    int opened = 0;
    auto open = [&](std::string_view) {
        ++opened;
        cancel.cancel();
    };
    const int code = code_of([&] { session.sign_in_with_browser(open, 0, &cancel); });
    show("browser", code, opened);
}

std::string clients(halo::Client &client) {
    std::vector<json> reports;
    client.observe([&](std::string_view report) { reports.push_back(json::parse(report)); });
    halo::Response response = client.call("stats.match_history", history);
    client.observe({});
    client.call("stats.match_history", history);
    show("observed", reports.size(), text(reports[0]["endpoint"]));
    show("response", response.status(), response.attempts(), response.age_ms(), response.endpoint(), response.content_type());
    std::atomic<int> records{0};
    halo::log_to([&](std::string_view) { ++records; }, "debug");
    client.call("stats.match_history", history);
    halo::log_to({});
    show("log", code_of([&] { halo::log_to([&](std::string_view) { ++records; }, "loud"); }));
    const std::string match_id = text(read(response)["Results"][0]["MatchId"]);
    const auto folder = std::filesystem::temp_directory_path() / ("halo_cpp_cache_" + std::to_string(std::random_device()()));
    {
        json settings = tokens;
        settings["cache"] = json{{"folder", folder.string()}};
        halo::Client cached(settings.dump());
        const std::string arguments = json{{"match_id", match_id}}.dump();
        const bool first = cached.call("stats.match_stats", arguments).age_ms() >= 0;
        const bool second = cached.call("stats.match_stats", arguments).age_ms() >= 0;
        show("cache", boolean(first), boolean(second), cached.cache_count(), boolean(cached.cache_size() > 0));
        cached.cache_check();
        cached.cache_clear();
        show("cache", cached.cache_count());
    }
    std::filesystem::remove_all(folder);
    halo::Cancel cancel;
    cancel.cancel();
    show("cancelled", code_of([&] { client.call("stats.match_history", history, {}, &cancel); }));
    show("wrong", code_of([&] { client.call("stats.nonsense"); }),
         code_of([&] { client.call("stats.match_history", R"({"player": 1})"); }));
    return match_id;
}

void workers(const halo::Client &client) {
    Event woken;
    halo::Worker worker(client, R"({"capacity": 8})", [&] { woken.set(); });
    {
        halo::Ticket ticket = worker.submit("stats.match_history", history);
        const int status = ticket.recv(60000)->status();
        show("ticket", status, ticket.try_recv().has_value() ? "Some" : "None", boolean(woken.wait()));
    }
    {
        halo::Ticket ticket = worker.submit("stats.match_history", history);
        show("ticket", poll([&] { return ticket.try_recv(); })->status());
        ticket.cancel();
    }
    worker.post(7, "stats.match_history", history);
    worker.post(8, "stats.match_history", R"({"player": "Nobody"})");
    auto received = poll([&] { return worker.try_recv(); });
    show("posted", received->value, received->result.response().status());
    received = poll([&] { return worker.try_recv(); });
    show("posted", received->value, received->result.failure()->code());
    std::promise<std::pair<std::uint64_t, halo::Result>> results;
    auto result = results.get_future();
    worker.submit(9, [&](std::uint64_t value, halo::Result result) { results.set_value({value, std::move(result)}); },
                  "stats.match_history", history);
    const bool is_there = result.wait_for(std::chrono::seconds(60)) == std::future_status::ready;
    auto [value, found] = result.get();
    show("callback", boolean(is_there), value, found.response().status());
    worker.submit(10, [](std::uint64_t, halo::Result) { throw std::runtime_error("of a callback"); }, "stats.match_history", history);
    poll([&] { return worker.pending() == 0; });
    try {
        worker.submit("stats.match_history", history);
    } catch (const std::runtime_error &error) {
        show("exception", error.what());
    }
    worker.cancel(7);
    worker.cancel_all();
    const bool is_finished = worker.finish(60000);
    show("finished", boolean(is_finished), worker.pending(), code_of([&] { worker.submit("stats.match_history", history); }));
    show("shut down", boolean(worker.shutdown(60000)));
    // A moved worker has its callbacks.
    halo::Worker moved(std::move(worker));
}

void watches(const halo::Client &client) {
    const std::string players = json::array({player}).dump(), settings = R"({"ended_after": "2020-01-01T00:00:00Z"})";
    {
        Event woken;
        halo::Watch watch(client, players, settings, [&] { woken.set(); });
        const json found = json::parse(watch.next(60000).match);
        show("watched", text(found["player"]), boolean(found["entry"].contains("MatchId")), boolean(woken.wait()));
        const json next = poll([&] {
            auto next = watch.try_next();
            return next.match.empty() ? std::nullopt : std::optional<json>(json::parse(next.match));
        }).value();
        show("watched", text(next["player"]), boolean(!json::parse(watch.resume_point()).empty()));
    }
    Event called;
    std::mutex mutex;
    json first;
    auto watch = halo::Watch::with_callback(
        client, players,
        [&](HaloCode, std::string_view match, std::optional<halo::Error>) {
            std::lock_guard<std::mutex> lock(mutex);
            if (first.is_null()) {
                first = json::parse(match);
            }
            called.set();
        },
        settings);
    const bool was_called = called.wait();
    std::lock_guard<std::mutex> lock(mutex);
    show("callback", boolean(was_called), text(first["player"]));
}

void fetches(const halo::Client &client) {
    json requests = json::array();
    for (const std::string &name : {player, std::string("Nobody"), player}) {
        requests.push_back({{"endpoint", "stats.match_history"}, {"arguments", {{"player", name}, {"count", 1}}}});
    }
    Event woken;
    halo::Fetch fetch(client, requests.dump(), R"({"in_order": true})", [&] { woken.set(); });
    for (int count = 0; count < 3; ++count) {
        auto next = fetch.next(60000);
        const halo::Result &result = next.result.value();
        show("fetched", next.index, result.is_ok() ? result.response().status() : static_cast<int>(result.failure()->code()));
    }
    auto progress = fetch.progress();
    show("progress", progress.done, progress.failed, progress.total, boolean(fetch.next(1000).code == HALO_CODE_OVER),
         boolean(woken.wait()));
    halo::Pages pages(client, "stats.match_history", json{{"player", player}, {"count", 25}}.dump());
    std::cout << "pages";
    while (auto page = pages.next()) {
        std::cout << ' ' << read(*page)["Results"].size();
    }
    std::cout << std::endl;
}

void films(const halo::Client &client, const std::string &match_id) {
    halo::Film film = halo::Film::of_match(client, match_id);
    const json manifest = json::parse(film.manifest());
    halo::Film again = halo::Film::from_manifest(client, std::string(film.manifest()));
    const json &chunks = manifest["CustomData"]["Chunks"];
    show("film", chunks.size(), boolean(again.manifest() == film.manifest()));
    show("header", read(film.header())["major_version"], read(film.players()).size());
    halo::FilmEvents events = film.events().value();
    halo::Response stats = client.call("stats.match_stats", json{{"match_id", match_id}}.dump());
    show("events", events.count(), json::parse(events.json())["events"].size(), read(events.timelines()).size(),
         read(events.kill_pairs()).size());
    show("events", read(events.multi_kills()).size(), read(events.medal_sequences(5000)).size(),
         boolean(read(events.check(std::string(stats.json())))["agrees"].get<bool>()));
    for (const json &chunk : chunks) {
        if (chunk["ChunkType"] == 3) {
            halo::Response bytes = film.chunk(chunk["Index"].get<std::int64_t>());
            show("read", halo::FilmEvents::read(bytes.bytes(), manifest["CustomData"]["FilmMajorVersion"].get<std::int64_t>()).count());
        }
    }
    const auto folder = std::filesystem::temp_directory_path() / ("halo_cpp_film_" + std::to_string(std::random_device()()));
    std::vector<std::array<std::uint64_t, 4>> reports;
    halo::Response paths = film.download_to_folder(
        folder.string(), [&](auto bytes, auto all_bytes, auto done, auto all) { reports.push_back({bytes, all_bytes, done, all}); });
    show("files", read(paths).size());
    std::filesystem::remove_all(folder);
    show("progress", reports.size(), boolean(reports.back()[0] == reports.back()[1]), reports.back()[2], reports.back()[3]);
    halo::FilmChunks in_memory = film.download_to_memory();
    std::string lengths, packets;
    for (std::size_t position = 0; position < in_memory.count(); ++position) {
        const json entry = json::parse(in_memory.entry(position));
        lengths += " " + entry["Index"].dump() + ":" + std::to_string(halo::Film::inflate(in_memory.bytes(position)).bytes().size);
        if (position > 0) {
            packets += " " + std::to_string(read(halo::Film::read_packets(in_memory.bytes(position)))["packets"].size());
        }
    }
    std::cout << "chunks" << lengths << std::endl;
    show("read", read(halo::Film::read_header(in_memory.bytes(0)))["major_version"],
         read(halo::Film::read_players(in_memory.bytes(0))).size());
    std::cout << "packets" << packets << std::endl;
}

void run(const char *name) {
    player = name;
    environment = variable("HALO_ENVIRONMENT");
    history = json{{"player", player}, {"count", 1}}.dump();
    tokens = {{"spartan_token", variable("HALO_SPARTAN_TOKEN")},
              {"clearance", variable("HALO_CLEARANCE_TOKEN")},
              {"environment", environment},
              {"unlimited", true}};
    libraries();
    sessions();
    halo::Client client(tokens.dump());
    const std::string match_id = clients(client);
    workers(client);
    watches(client);
    fetches(client);
    films(client, match_id);
}

} // namespace

int main(int, char **arguments) {
    try {
        run(arguments[1]);
        return 0;
    } catch (const std::exception &error) {
        std::cerr << error.what() << std::endl;
        return 1;
    }
}
