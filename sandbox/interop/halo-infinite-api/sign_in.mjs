// Signs in by all of the package's own classes.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AutoTokenProvider,
  HaloAuthenticationClient,
  HaloInfiniteClient,
  RelyingParty,
  StaticXstsTicketTokenSpartanTokenProvider,
  XboxAuthenticationClient,
} from "halo-infinite-api";
import { inMemoryTokenPersister, nodeFsTokenPersister } from "halo-infinite-api/token-persisters";
import { AccessTokens } from "./oauth.mjs";
import { className } from "./recorder.mjs";

const XBOX_LIVE_HEADER = /^XBL3\.0 x=\d+;\S+$/;

/** Signs in, and returns the provider of the tokens. Without tokens, no other call is possible, so an error ends the
 * program. */
export async function signIn(sandbox, recorder) {
  const provider = new AutoTokenProvider(new AccessTokens(sandbox).next, inMemoryTokenPersister, sandbox.fetch);
  const token = await recorder.call(provider, "getSpartanToken");
  if (token === undefined) throw new Error("the sign-in failed");
  return provider;
}

/** The other ways to sign in, and renewals. */
export async function otherSignIns(sandbox, recorder) {
  await xboxTickets(sandbox, recorder);
  await persistedTokens(sandbox, recorder);
  await renewal(sandbox, recorder);
}

async function xboxTickets(sandbox, recorder) {
  const xbox = new XboxAuthenticationClient(new AccessTokens(sandbox).next, undefined, sandbox.fetch);
  const forXbox = await recorder.call(xbox, "getXstsTicket", RelyingParty.Xbox);
  if (forXbox) {
    await recorder.check("XboxAuthenticationClient.getXboxLiveV3Token", [], () =>
      assert.match(xbox.getXboxLiveV3Token(forXbox), XBOX_LIVE_HEADER),
    );
    const { xid, gtg } = forXbox.DisplayClaims.xui[0];
    await recorder.check("XboxAuthenticationClient.getXstsTicket", ["player"], () =>
      assert.deepEqual({ xuid: xid, gamertag: gtg }, sandbox.info.home),
    );
  }
  const forHalo = await recorder.call(xbox, "getXstsTicket", RelyingParty.Halo);
  await recorder.check("XboxAuthenticationClient.clearXstsTicket", [], () => xbox.clearXstsTicket(RelyingParty.Halo));
  await recorder.check("XboxAuthenticationClient.clearXboxUserToken", [], () => xbox.clearXboxUserToken());
  await recorder.call(xbox, "getXstsTicket", RelyingParty.Halo);
  if (!forHalo) return;

  const fixed = new StaticXstsTicketTokenSpartanTokenProvider(forHalo.Token, emptyPersister());
  await spartanTokens(recorder, fixed);
  const store = { loadToken: async () => null, saveToken: async () => {}, clearToken: async () => {} };
  const xsts = { fetchToken: () => forHalo.Token, clearXstsToken: async () => {} };
  await spartanTokens(recorder, new HaloAuthenticationClient(xsts, store, sandbox.fetch));
}

async function spartanTokens(recorder, provider) {
  const name = className(provider.constructor);
  await recorder.check(`${name}.getSpartanToken`, [], async () => assert.ok(await provider.getSpartanToken()));
  await recorder.check(`${name}.clearSpartanToken`, [], () => provider.clearSpartanToken());
  await recorder.check(`${name}.getCurrentExpiration`, ["cleared"], async () =>
    assert.equal(await provider.getCurrentExpiration(), null),
  );
  await recorder.check(`${name}.getSpartanToken`, ["again"], async () => assert.ok(await provider.getSpartanToken()));
}

/** Tokens on disk serve a second program without a sign-in. */
async function persistedTokens(sandbox, recorder) {
  const folder = mkdtempSync(join(tmpdir(), "halo-infinite-api-"));
  process.env.TOKEN_ROOT = folder;
  try {
    const first = new AutoTokenProvider(new AccessTokens(sandbox).next, nodeFsTokenPersister, sandbox.fetch);
    const token = await recorder.call(first, "getSpartanToken");
    await recorder.check("AutoTokenProvider.getXboxLiveV3Token", [], async () =>
      assert.match(await first.getXboxLiveV3Token(), XBOX_LIVE_HEADER),
    );
    const offline = () => Promise.reject(new Error("signed in again"));
    const second = new AutoTokenProvider(offline, nodeFsTokenPersister, offline);
    await recorder.check("AutoTokenProvider.getSpartanToken", ["persisted"], async () =>
      assert.equal(await second.getSpartanToken(), token),
    );
    await recorder.check("AutoTokenProvider.getCurrentExpiration", [], async () => {
      const hours = (await second.getCurrentExpiration()).diffNow("hours").hours;
      assert.ok(hours > 3 && hours <= 4, `the token is valid for ${hours} hours`);
    });
    await recorder.check("AutoTokenProvider.clearXboxLiveV3Token", [], () => first.clearXboxLiveV3Token());
    await recorder.check("AutoTokenProvider.clearSpartanToken", [], () => first.clearSpartanToken());
    await recorder.check("AutoTokenProvider.clearSpartanToken", ["files"], () =>
      assert.ok(!readdirSync(folder).includes("halo_authToken")),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The package signs in again after a 401. */
async function renewal(sandbox, recorder) {
  const persister = emptyPersister();
  persister.save("halo.authToken", { token: "refused", expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
  const provider = new AutoTokenProvider(new AccessTokens(sandbox).next, persister, sandbox.fetch);
  const client = new HaloInfiniteClient(provider, sandbox.fetch);
  const user = await recorder.call(client, "getUser", sandbox.info.home.gamertag);
  if (user) {
    await recorder.check("AutoTokenProvider.getSpartanToken", ["renewed"], async () =>
      assert.notEqual(await provider.getSpartanToken(), "refused"),
    );
  }
}

function emptyPersister() {
  const tokens = new Map();
  return {
    load: (name) => tokens.get(name) ?? null,
    save: (name, token) => void tokens.set(name, token),
    clear: (name) => void tokens.delete(name),
  };
}
