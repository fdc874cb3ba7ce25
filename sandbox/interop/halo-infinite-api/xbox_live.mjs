// Xbox Live: profiles, the search for players, and the players met last.
import assert from "node:assert/strict";
import { XboxClient } from "halo-infinite-api";

const SETTINGS = ["Gamertag", "ModernGamertag", "Gamerscore", "GameDisplayPicRaw"];
/** The people who are searched one by one. */
const SOME = 12;
const NOBODY = "2533274999999999";

/** Calls each method with the provider of the sign-in. */
export async function xboxLive({ recorder, sandbox }, provider) {
  const client = new XboxClient(provider, sandbox.fetch);
  const { home, people } = sandbox.info;
  const pictures = await profiles(recorder, client, people);
  await search(recorder, client, people.slice(0, SOME), pictures);
  const met = await recorder.call(client, "recentPlayers");
  if (met) {
    recorder.facts[`met/${home.xuid}`] = met.people.map((person) => person.xuid);
    for (const { xuid, gamertag } of met.people) recorder.facts[`user/${xuid}`] = gamertag;
  }
  await refusals(recorder, sandbox, provider);
}

/** Returns the picture of each player. */
async function profiles(recorder, client, people) {
  const pictures = {};
  const xuids = people.map((person) => person.xuid);
  for (const list of [xuids, xuids.slice(0, 3).map((xuid) => `xuid(${xuid})`)]) {
    const found = await recorder.call(client, "getProfiles", list, SETTINGS);
    await recorder.check("XboxClient.getProfiles", [`${list.length} players`], () =>
      assert.equal(found?.profileUsers.length, list.length),
    );
    for (const { id, settings } of found?.profileUsers ?? []) {
      const values = Object.fromEntries(settings.map((setting) => [setting.id, setting.value]));
      recorder.facts[`user/${id}`] = values.Gamertag;
      pictures[id] = values.GameDisplayPicRaw;
    }
  }
  await recorder.refused([404], client, "getProfiles", [NOBODY], SETTINGS);
  await recorder.refused([400], client, "getProfiles", [], SETTINGS);
  return pictures;
}

/** The search finds each player by their gamertag, with the picture of their profile. */
async function search(recorder, client, people, pictures) {
  for (const { xuid, gamertag } of people) {
    const found = await recorder.call(client, "searchUsers", gamertag);
    await recorder.check("XboxClient.searchUsers", [gamertag, "found"], () => {
      const same = found?.find((person) => person.xuid === xuid);
      assert.equal(same?.gamertag, gamertag);
      assert.equal(same.displayPicRaw, pictures[xuid]);
    });
  }
  const many = await recorder.call(client, "searchUsers", "a", 3);
  await recorder.check("XboxClient.searchUsers", ["a", "3 at most"], () => assert.equal(many?.length, 3));
  const none = await recorder.call(client, "searchUsers", "no such player");
  await recorder.check("XboxClient.searchUsers", ["nobody"], () => assert.deepEqual(none, []));
}

/** After a 401, the client asks its provider for another token, once. */
async function refusals(recorder, sandbox, provider) {
  const refused = "XBL3.0 x=0;refused";
  const never = { getXboxLiveV3Token: async () => refused, clearXboxLiveV3Token: async () => {} };
  await recorder.refused([401], new XboxClient(never, sandbox.fetch), "recentPlayers");
  let token = async () => refused;
  const renewed = {
    getXboxLiveV3Token: () => token(),
    clearXboxLiveV3Token: async () => void (token = () => provider.getXboxLiveV3Token()),
  };
  await recorder.call(new XboxClient(renewed, sandbox.fetch), "recentPlayers");
}
