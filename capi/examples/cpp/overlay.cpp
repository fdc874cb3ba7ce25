// An overlay without a window: a loop of 60 frames a second, which shows the scoreboard of a player's newest match as soon as
// it is there. A worker sends the calls, so no frame waits.
//
// overlay PLAYER, with HALO_SPARTAN_TOKEN and HALO_CLEARANCE_TOKEN; HALO_ENVIRONMENT is the URL of a sandbox
//
// C++ cannot read JSON by itself. This takes nlohmann/json, one header to copy: https://github.com/nlohmann/json
//
//   c++ -std=c++17 overlay.cpp -lhalo_infinite_capi

#include <halo_infinite.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

using nlohmann::json;

namespace {

// The calls, one after the other.
enum Step : std::uint64_t { HISTORY, MATCH, USERS };

class Overlay {
public:
    Overlay(const halo::Worker &worker, std::string player) : worker_(worker), player_(std::move(player)) {
        post(HISTORY, "stats.match_history", {{"player", player_}, {"count", 1}});
    }

    // Receives what is there. A failed call throws.
    void update() {
        while (auto received = worker_.try_recv()) {
            receive(static_cast<Step>(received->value), json::parse(received->result.response().json()));
        }
    }

    // What a real overlay would draw; empty until all is there.
    const std::string &text() const { return text_; }

private:
    void post(Step step, const char *endpoint, const json &arguments) { worker_.post(step, endpoint, arguments.dump()); }

    void receive(Step step, json content) {
        switch (step) {
        case HISTORY:
            if (content["Results"].empty()) {
                text_ = player_ + " has not played yet.\n";
            } else {
                post(MATCH, "stats.match_stats", {{"match_id", content["Results"][0]["MatchId"]}});
            }
            break;
        case MATCH: {
            match_ = std::move(content);
            // Bots have no gamertag, and no XUID: `bid(...)`.
            json ids = json::array();
            for (const json &row : match_["Players"]) {
                if (row["PlayerId"].get<std::string>().rfind("xuid(", 0) == 0) {
                    ids.push_back(row["PlayerId"]);
                }
            }
            post(USERS, "profile.users_by_id", {{"players", ids}});
            break;
        }
        case USERS:
            text_ = scoreboard(content);
            break;
        }
    }

    std::string scoreboard(const json &users) const {
        std::map<std::string, std::string> gamertags;
        for (const json &user : users) {
            gamertags["xuid(" + user["xuid"].get<std::string>() + ")"] = user["gamertag"].get<std::string>();
        }
        auto rows = match_["Players"].get<std::vector<json>>();
        std::sort(rows.begin(), rows.end(), [](const json &a, const json &b) {
            return std::tie(a["Rank"], a["PlayerId"]) < std::tie(b["Rank"], b["PlayerId"]);
        });
        std::string text = "Match " + match_["MatchId"].get<std::string>() + "\n";
        text += "Rank Team  Score Kills Deaths Assists  Player\n";
        for (const json &row : rows) {
            const json &stats = row["PlayerTeamStats"][0]["Stats"]["CoreStats"];
            auto number = [](const json &object, const char *name) { return object[name].get<int>(); };
            char numbers[80];
            std::snprintf(numbers, sizeof numbers, "%4d %4d %6d %5d %6d %7d  ", number(row, "Rank"), number(row, "LastTeamId"),
                          number(stats, "PersonalScore"), number(stats, "Kills"), number(stats, "Deaths"),
                          number(stats, "Assists"));
            const auto id = row["PlayerId"].get<std::string>();
            const auto name = gamertags.find(id);
            text += numbers + (name == gamertags.end() ? id : name->second) + "\n";
        }
        return text;
    }

    const halo::Worker &worker_;
    std::string player_, text_;
    json match_;
};

json settings() {
    json settings = json::object();
    const std::pair<const char *, const char *> variables[] = {
        {"spartan_token", "HALO_SPARTAN_TOKEN"}, {"clearance", "HALO_CLEARANCE_TOKEN"}, {"environment", "HALO_ENVIRONMENT"}};
    for (const auto &[name, variable] : variables) {
        if (const char *value = std::getenv(variable)) {
            settings[name] = value;
        }
    }
    return settings;
}

void run(const std::string &player) {
    using clock = std::chrono::steady_clock;
    halo::Client client(settings().dump());
    halo::Worker worker(client);
    Overlay overlay(worker, player);
    std::size_t frames = 0;
    clock::duration longest{};
    const clock::time_point start = clock::now();
    for (clock::time_point frame = start; overlay.text().empty(); ++frames) {
        const clock::time_point begin = clock::now();
        overlay.update();
        longest = std::max(longest, clock::now() - begin);
        frame = std::max(frame + std::chrono::microseconds(16667), clock::now());
        std::this_thread::sleep_until(frame);
    }
    std::fputs(overlay.text().c_str(), stdout);
    std::fprintf(stderr, "%zu frames in %lld ms; the longest took %lld us\n", frames,
                 static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - start).count()),
                 static_cast<long long>(std::chrono::duration_cast<std::chrono::microseconds>(longest).count()));
}

} // namespace

int main(int count, char **arguments) {
    if (count != 2) {
        std::fputs("usage: overlay PLAYER\n", stderr);
        return 2;
    }
    try {
        run(arguments[1]);
        return 0;
    } catch (const halo::Error &error) {
        std::fprintf(stderr, "error %d: %s\n", static_cast<int>(error.code()), error.what());
        if (!error.advice().empty()) {
            std::fprintf(stderr, "%s\n", error.advice().c_str());
        }
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
    return 1;
}
