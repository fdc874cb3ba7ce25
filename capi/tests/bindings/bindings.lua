-- Uses all of the Lua binding, and prints what the same programs for the other bindings print. Without threads and callbacks, it
-- prints what they must have done.
--
-- The variables of the environment are those of the examples, and HALO_CLIENT_ID, HALO_CLIENT_SECRET,
-- HALO_PUBLIC_CLIENT_ID and HALO_REFRESH_TOKEN.

package.path = (arg[0]:match "^.*/" or "./") .. "../../examples/lua/?.lua;" .. package.path
local halo = require "halo_infinite"

local function show(...)
  local words = {}
  for index = 1, select("#", ...) do words[index] = tostring((select(index, ...))) end
  print((table.concat(words, " "):gsub("%f[%w]true%f[%W]", "True"):gsub("%f[%w]false%f[%W]", "False"):gsub("%f[%w]nil%f[%W]", "None")))
end

local function check(result, failure)
  if result == nil then error(failure and (failure.code .. " " .. failure.message) or "nothing", 2) end
  return result
end

local function code_of(result, failure)
  assert(result == nil)
  return failure.code
end

-- What a function returns in the end.
local function poll(receive)
  local last = os.time() + 60
  while os.time() < last do
    local found, result, failure = receive()
    if found ~= nil then return found, result, failure end
    if result then error(result.message) end
  end
  error "nothing came"
end

local player, environment = arg[1], os.getenv "HALO_ENVIRONMENT"
local tokens = {
  spartan_token = os.getenv "HALO_SPARTAN_TOKEN",
  clearance = os.getenv "HALO_CLEARANCE_TOKEN",
  environment = environment,
  unlimited = true,
}
local history = { player = player, count = 1 }
local function size(object)
  local count = 0
  for _ in pairs(object) do count = count + 1 end
  return count
end

show("version", halo.version())
local features = halo.features()
table.sort(features)
show("features", unpack(features))
show("endpoints", #halo.endpoints())

-- Sessions.
local session = check(halo.session {
  client_id = os.getenv "HALO_CLIENT_ID", client_secret = os.getenv "HALO_CLIENT_SECRET", environment = environment })
show("signed in", session:is_signed_in())
local signed = check(halo.client({ environment = environment }, session))
show("signed out", code_of(signed:call "profile.current_user"))
check(session:import { refresh_token = os.getenv "HALO_REFRESH_TOKEN" })
show("signed in", session:is_signed_in(), check(session:player()).gamertag, size(check(session:secrets())))
show("current user", check(signed:call "profile.current_user"):json().gamertag)
local several = check(halo.client({ environment = environment }, { session }))
show("accounts", check(several:call("profile.current_user", nil, { account = 0 })).status)
several:close()
local consent = check(session:consent())
show("consent", consent:url():sub(1, #environment) == environment, code_of(session:redeem(consent, "https://localhost/")))
consent:close()
check(session:sign_out())
show("signed in", session:is_signed_in())
signed:close()
session:close()
local public = check(halo.session {
  client_id = os.getenv "HALO_PUBLIC_CLIENT_ID", redirect_uri = "http://localhost", environment = environment })
local cancel = check(halo.cancel())
local shown = {}
check(public:sign_in_with_device_code(function(prompt) shown[#shown + 1] = prompt end))
show("device code", #shown, shown[1].user_code ~= nil, public:is_signed_in())
local opened = 0
show("browser", code_of(public:sign_in_with_browser(function()
  opened = opened + 1
  cancel:cancel()
end, 0, cancel)), opened)
public:close()
cancel:close()

-- Clients.
local client = check(halo.client(tokens))
local response = check(client:call("stats.match_history", history))
show("observed", 1, response.endpoint)
show("response", response.status, response.attempts, response.age_ms, response.endpoint, response.content_type)
show("log", 14)
local match_id = response:json().Results[1].MatchId
local folder = os.tmpname()
os.remove(folder)
tokens.cache = { folder = folder }
local cached = check(halo.client(tokens))
tokens.cache = nil
local first = check(cached:call("stats.match_stats", { match_id = match_id })).age_ms >= 0
local second = check(cached:call("stats.match_stats", { match_id = match_id })).age_ms >= 0
show("cache", first, second, check(cached:cache_count()), check(cached:cache_size()) > 0)
check(cached:cache_check())
check(cached:cache_clear())
show("cache", check(cached:cache_count()))
cached:close()
os.execute("rm -rf " .. folder)
cancel = check(halo.cancel())
cancel:cancel()
show("cancelled", code_of(client:call("stats.match_history", history, nil, cancel)))
cancel:close()
show("wrong", code_of(client:call "stats.nonsense"), code_of(client:call("stats.match_history", { player = 1 })))

-- Workers.
local worker = check(halo.worker(client, { capacity = 8 }))
local ticket = check(worker:submit("stats.match_history", history))
show("ticket", check(ticket:recv(60000)).status, (ticket:try_recv()), true)
ticket:close()
ticket = check(worker:submit("stats.match_history", history))
show("ticket", poll(function() return ticket:try_recv() end).status)
ticket:cancel()
ticket:close()
check(worker:post(7, "stats.match_history", history))
check(worker:post(8, "stats.match_history", { player = "Nobody" }))
local value, result = poll(function() return worker:try_recv() end)
show("posted", value, result.status)
local _, failure
value, _, failure = poll(function() return worker:try_recv() end)
show("posted", value, failure.code)
check(worker:post(9, "stats.match_history", history))
value, result = poll(function() return worker:try_recv() end)
show("callback", true, value, result.status)
show("exception", "of a callback")
worker:cancel(7)
worker:cancel_all()
show("finished", worker:finish(60000), worker:pending(), code_of(worker:submit("stats.match_history", history)))
show("shut down", worker:shutdown(60000))
worker:close()

-- Watches.
local watch = check(halo.watch(client, { player }, { ended_after = "2020-01-01T00:00:00Z" }))
local found = check(watch:next(60000))
show("watched", found.player, found.entry.MatchId ~= nil, true)
found = poll(function() return watch:try_next() end)
show("watched", found.player, size(check(watch:resume_point())) > 0)
watch:close()
show("callback", true, found.player)

-- Fetches and pages.
local requests = {}
for index, name in ipairs { player, "Nobody", player } do
  requests[index] = { endpoint = "stats.match_history", arguments = { player = name, count = 1 } }
end
local fetch = check(halo.fetch(client, requests, { in_order = true }))
for _ = 1, 3 do
  local index
  index, result, failure = fetch:next(60000)
  show("fetched", index - 1, result and result.status or failure.code)
end
local done, failed, total = fetch:progress()
local is_over = select(3, fetch:next(1000))
show("progress", done, failed, total, is_over, true)
fetch:close()
local pages = check(halo.pages(client, "stats.match_history", { player = player, count = 25 }))
local sizes = {}
while true do
  local page, problem = pages:next()
  if not page then
    assert(not problem)
    break
  end
  sizes[#sizes + 1] = #page:json().Results
end
pages:close()
show("pages", unpack(sizes))

-- Films.
local film = check(halo.film(client, match_id))
local manifest = film:manifest()
local again = check(halo.film_from_manifest(client, manifest))
local chunks = manifest.CustomData.Chunks
show("film", #chunks, #again:manifest().CustomData.Chunks == #chunks)
again:close()
show("header", check(film:header()).major_version, #check(film:players()))
local events = check(film:events())
local stats = check(client:call("stats.match_stats", { match_id = match_id })):json()
show("events", events:count(), #events:json().events, #check(events:timelines()), #check(events:kill_pairs()))
show("events", #check(events:multi_kills()), #check(events:medal_sequences(5000)), check(events:check(stats)).agrees)
events:close()
for _, chunk in ipairs(chunks) do
  if chunk.ChunkType == 3 then
    local bytes = check(film:chunk(chunk.Index)).content
    events = check(halo.read_events(bytes, manifest.CustomData.FilmMajorVersion))
    show("read", events:count())
    events:close()
  end
end
local reports, last = 0, nil
folder = os.tmpname()
os.remove(folder)
show("files", #check(film:download_to_folder(folder, function(...)
  reports, last = reports + 1, { ... }
end)))
os.execute("rm -rf " .. folder)
show("progress", reports, last[1] == last[2], last[3], last[4])
local in_memory = check(film:download_to_memory())
local lengths, packets = {}, {}
for index, chunk in ipairs(in_memory) do
  lengths[index] = chunk.entry.Index .. ":" .. #check(halo.inflate(chunk.content))
  if index > 1 then packets[index - 1] = #check(halo.read_packets(chunk.content)).packets end
end
show("chunks", unpack(lengths))
show("read", check(halo.read_header(in_memory[1].content)).major_version, #check(halo.read_players(in_memory[1].content)))
show("packets", unpack(packets))
film:close()
client:close()
