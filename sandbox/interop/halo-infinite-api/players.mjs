// Profiles, histories, records, privacy and bans of players.
import { MatchType, Privacy } from "halo-infinite-api";
import { countFact, digits, recordFact } from "./facts.mjs";

/** The players besides the home player whose histories and records are read. */
const OTHERS = 5;
const PAGE = 25;
const HISTORIES = {
  all: MatchType.All,
  matchmaking: MatchType.Matchmaking,
  custom: MatchType.Custom,
  local: MatchType.Local,
};
const NOBODY = "2533274999999999";

/** Returns the ids of the matches of each player, newest first. */
export async function players(context) {
  const { info } = context.sandbox;
  await profiles(context, info.people);
  const some = [info.home, ...info.people.filter((person) => person.xuid !== info.home.xuid)].slice(0, OTHERS + 1);
  const histories = {};
  for (const person of some) {
    histories[person.xuid] = await history(context, person);
    await records(context, person);
  }
  await recordsOfHome(context, info.home);
  await privacy(context, info.home, some.at(-1));
  await bans(context, info.people);
  return { histories };
}

async function profiles({ client, recorder, sandbox }, people) {
  const me = await recorder.call(client, "getCurrentUser");
  if (me) recorder.facts.current_user = me.xuid;
  if (me && me.xuid !== sandbox.info.home.xuid) {
    recorder.fail("HaloInfiniteClient.getCurrentUser", [], `it is ${me.xuid}`);
  }
  for (const { gamertag } of people) {
    const user = await recorder.call(client, "getUser", gamertag);
    if (user) recorder.facts[`user/${user.xuid}`] = user.gamertag;
  }
  const xuids = people.map((person) => person.xuid);
  for (const list of [xuids, xuids.slice(0, 1), xuids.slice(0, 9).map((xuid) => `xuid(${xuid})`)]) {
    const users = await recorder.call(client, "getUsers", list);
    const found = users?.map((user) => user.xuid).sort();
    if (users && String(found) !== String(list.map(digits).sort())) {
      recorder.fail("HaloInfiniteClient.getUsers", list, `they are ${found}`);
    }
  }
  await recorder.refused([404], client, "getUser", "No Such Player 1");
}

async function history({ client, recorder }, { xuid }) {
  const count = await recorder.call(client, "getPlayerMatchCount", xuid);
  if (count) recorder.facts[`count/${xuid}`] = countFact(count);
  for (const [name, type] of Object.entries(HISTORIES)) {
    const ids = [];
    let page;
    do {
      page = await recorder.call(client, "getPlayerMatches", xuid, type, PAGE, ids.length);
      ids.push(...(page ?? []).map((match) => match.MatchId.toLowerCase()));
    } while (page?.length === PAGE);
    recorder.facts[`history/${xuid}/${name}`] = ids;
  }
  const all = recorder.facts[`history/${xuid}/all`];
  recorder.facts[`history/${xuid}`] = all;
  for (const [start, size] of [[0, 1], [3, 5], [all.length - 2, PAGE], [all.length, PAGE]]) {
    const page = await recorder.call(client, "getPlayerMatches", `xuid(${xuid})`, MatchType.All, size, start);
    const ids = page?.map((match) => match.MatchId.toLowerCase());
    if (page && String(ids) !== String(all.slice(start, start + size))) {
      recorder.fail("HaloInfiniteClient.getPlayerMatches", [xuid, start, size], `another page: ${ids}`);
    }
  }
  return all;
}

async function records(context, { xuid, gamertag }) {
  const record = await oneRecord(context, `xuid(${xuid})`, {}, `record/${xuid}/matchmade`);
  const byName = await oneRecord(context, gamertag, {}, `record/${xuid}/matchmade`);
  if (record && byName && JSON.stringify(record) !== JSON.stringify(byName)) {
    context.recorder.fail("HaloInfiniteClient.getUserServiceRecord", [gamertag], "another record than by the XUID");
  }
}

async function recordsOfHome(context, { xuid }) {
  const player = `xuid(${xuid})`;
  const whole = await context.recorder.call(context.client, "getUserServiceRecord", player);
  for (const seasonId of whole?.Subqueries.SeasonIds ?? []) {
    const name = `record/${xuid}/season/${seasonId}`;
    const season = await oneRecord(context, player, { seasonId }, name);
    for (const playlistAssetId of season?.Subqueries.PlaylistAssetIds ?? []) {
      const fact = `${name}/playlist/${playlistAssetId.toLowerCase()}`;
      await oneRecord(context, player, { seasonId, playlistAssetId }, fact);
    }
  }
  // The service has no such combination, though the package's type allows it.
  const playlistAssetId = whole?.Subqueries.PlaylistAssetIds?.[0];
  if (playlistAssetId) {
    await context.recorder.refused([400], context.client, "getUserServiceRecord", player, { playlistAssetId });
  }
}

async function oneRecord({ client, recorder }, player, filters, fact) {
  const record = await recorder.call(client, "getUserServiceRecord", player, filters);
  if (record) recorder.facts[fact] = recordFact(record);
  return record;
}

async function privacy({ client, recorder }, home, other) {
  const settings = await recorder.call(client, "getMatchesPrivacy", home.xuid);
  if (!settings) return;
  recorder.facts[`privacy/${home.xuid}`] = [settings.MatchmadeGames, settings.OtherGames];
  const hidden = { MatchmadeGames: Privacy.Hide, OtherGames: Privacy.Hide };
  for (const changed of [hidden, settings]) {
    const updated = await recorder.call(client, "updateMatchesPrivacy", `xuid(${home.xuid})`, changed);
    const found = await recorder.call(client, "getMatchesPrivacy", home.xuid);
    if (JSON.stringify([updated, found]) !== JSON.stringify([changed, changed])) {
      recorder.fail("HaloInfiniteClient.updateMatchesPrivacy", [home.xuid, changed], `it is ${JSON.stringify(found)}`);
    }
  }
  await recorder.refused([403], client, "getMatchesPrivacy", other.xuid);
  await recorder.refused([403], client, "updateMatchesPrivacy", other.xuid, hidden);
}

async function bans({ client, recorder }, people) {
  const xuids = people.map((person) => person.xuid);
  const summary = await recorder.call(client, "getBanSummary", xuids);
  const listed = summary?.Results ?? [];
  if (summary) {
    recorder.facts.bans = Object.fromEntries(listed.map(({ Id, Result }) => [digits(Id), Result.BansInEffect.length]));
  }
  const paths = new Set(listed.flatMap(({ Result }) => Result.BansInEffect.map((ban) => ban.BanMessagePath)));
  for (const path of paths) {
    const message = await recorder.call(client, "getBanMessage", path);
    if (message) recorder.facts[`ban_message/${path}`] = message.Title;
  }
  await recorder.call(client, "getBanSummary", xuids.slice(0, 1).map((xuid) => `xuid(${xuid})`));
  await recorder.call(client, "getBanSummary", [NOBODY]);
}
