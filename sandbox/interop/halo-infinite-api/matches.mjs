// Statistics and skill of matches, and ranks by playlist.
import { csrFact, digits, matchFact, skillFact } from "./facts.mjs";

/** The matches of each other player that are read. */
const NEWEST = 5;
/** The service takes no longer lists. */
const PLAYERS_PER_REQUEST = 30;

/** Returns the statistics of the matches. */
export async function matches(context, { histories }) {
  const { home, people } = context.sandbox.info;
  const others = Object.values(histories).flatMap((ids) => ids.slice(0, NEWEST));
  const ids = new Set([...histories[home.xuid], ...others]);
  const played = [];
  for (const id of ids) {
    const match = await oneMatch(context, id);
    if (match) played.push(match);
  }
  const playlists = new Set(played.flatMap((match) => match.MatchInfo.Playlist?.AssetId.toLowerCase() ?? []));
  for (const playlist of playlists) await ranks(context, playlist, people);
  await seasons(context, playlists, home);
  const nobody = "00000000-0000-4000-8000-000000000000";
  await context.recorder.refused([404], context.client, "getMatchStats", nobody);
  await context.recorder.refused([404], context.client, "getMatchSkill", nobody, [home.xuid]);
  await context.recorder.refused([404], context.client, "getPlaylistCsr", nobody, [home.xuid]);
  return { played, playlists };
}

async function oneMatch({ client, recorder }, id) {
  const match = await recorder.call(client, "getMatchStats", id);
  if (!match) return undefined;
  const category = match.MatchInfo.GameVariantCategory;
  const teams = [match.Teams, ...match.Players.map((player) => player.PlayerTeamStats)].flat();
  for (const { Stats } of teams) recorder.holdAgainst(Stats, [id], "StatsOfCategory", category);
  recorder.facts[`match/${id}`] = matchFact(match);
  const humans = match.Players.map((player) => player.PlayerId).filter((player) => player.startsWith("xuid("));
  const skill = await skillOf(recorder, client, id, humans);
  if (skill) recorder.facts[`skill/${id}`] = skillFact(skill);
  const [first] = humans;
  const single = first && (await skillOf(recorder, client, id, [digits(first)]));
  if (skill && single && JSON.stringify(single) !== JSON.stringify(skill.slice(0, 1))) {
    recorder.fail("HaloInfiniteClient.getMatchSkill", [id, first], "it depends on the other players");
  }
  return match;
}

/** The type of a result depends on its code. The method's own type is the one of computed skill. */
async function skillOf(recorder, client, id, players) {
  const skill = await recorder.send(client, "getMatchSkill", id, players);
  if (!skill) return undefined;
  const notComputed = skill.filter((value) => value.ResultCode === 1);
  const computed = skill.filter((value) => value.ResultCode !== 1);
  recorder.holdAgainst(computed, [id], "HaloInfiniteClient", "getMatchSkill");
  for (const { Result } of notComputed) recorder.holdAgainst(Result, [id], "SkillNotComputed");
  return skill;
}

async function ranks({ client, recorder }, playlist, people) {
  const xuids = people.map((person) => person.xuid);
  const values = [];
  for (let start = 0; start < xuids.length; start += PLAYERS_PER_REQUEST) {
    const some = xuids.slice(start, start + PLAYERS_PER_REQUEST);
    values.push(...((await recorder.call(client, "getPlaylistCsr", playlist, some)) ?? []));
  }
  recorder.facts[`csr/${playlist}`] = csrFact(values);
}

/** The home player's ranks in each season. The service takes the name of a season's file. */
async function seasons({ client, recorder }, playlists, { xuid }) {
  const calendar = await recorder.call(client, "getCsrSeasonCalendar");
  for (const { CsrSeasonFilePath: path } of calendar?.Seasons ?? []) {
    const name = path.replace(/^.*\//, "").replace(/\.json$/, "");
    for (const playlist of playlists) {
      const ranks = await recorder.call(client, "getPlaylistCsr", playlist, [`xuid(${xuid})`], name);
      if (ranks) recorder.facts[`csr_season/${playlist}/${name}`] = ranks[0].Result.Current.Value;
    }
  }
}
