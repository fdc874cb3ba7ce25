-- Prints the scoreboard of a player's newest match.
--
-- luajit scoreboard.lua PLAYER, with HALO_SPARTAN_TOKEN and HALO_CLEARANCE_TOKEN; HALO_ENVIRONMENT is the URL of a sandbox

-- The other files are beside this one.
package.path = (arg[0]:match "^.*/" or "./") .. "?.lua;" .. package.path
local halo = require "halo_infinite"

-- The result, or the end of the program with an error in words.
local function check(result, failure)
  if result then return result end
  io.stderr:write(("error %d: %s\n"):format(failure.code, failure.message))
  if failure.advice then io.stderr:write(failure.advice, "\n") end
  os.exit(1)
end

local player = arg[1]
if not player or arg[2] then
  io.stderr:write "usage: luajit scoreboard.lua PLAYER\n"
  os.exit(2)
end

local client = check(halo.client {
  spartan_token = os.getenv "HALO_SPARTAN_TOKEN",
  clearance = os.getenv "HALO_CLEARANCE_TOKEN",
  environment = os.getenv "HALO_ENVIRONMENT",
})
local function call(endpoint, arguments) return check(client:call(endpoint, arguments)):json() end

local newest = call("stats.match_history", { player = player, count = 1 }).Results[1]
if not newest then
  print(player .. " has not played yet.")
  os.exit(0)
end
local match = call("stats.match_stats", { match_id = newest.MatchId })

-- Bots have no gamertag, and no XUID: `bid(…)`.
local ids = halo.json.list {}
for _, row in ipairs(match.Players) do
  if row.PlayerId:find "^xuid%(" then ids[#ids + 1] = row.PlayerId end
end
local gamertags = {}
for _, user in ipairs(call("profile.users_by_id", { players = ids })) do
  gamertags["xuid(" .. user.xuid .. ")"] = user.gamertag
end

table.sort(match.Players, function(a, b)
  if a.Rank ~= b.Rank then return a.Rank < b.Rank end
  return a.PlayerId < b.PlayerId
end)
print("Match " .. match.MatchId)
print(("%4s %4s %6s %5s %6s %7s  Player"):format("Rank", "Team", "Score", "Kills", "Deaths", "Assists"))
for _, row in ipairs(match.Players) do
  local stats = row.PlayerTeamStats[1].Stats.CoreStats
  local name = gamertags[row.PlayerId] or row.PlayerId
  print(("%4d %4d %6d %5d %6d %7d  %s"):format(
    row.Rank, row.LastTeamId, stats.PersonalScore, stats.Kills, stats.Deaths, stats.Assists, name))
end
client:close()
