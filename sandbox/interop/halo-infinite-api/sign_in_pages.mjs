// The pages of the sign-in: consent by an app without a secret, and device codes.
import assert from "node:assert/strict";
import { AutoTokenProvider, HaloInfiniteClient } from "halo-infinite-api";
import { MsalApp } from "./msal.mjs";
import { AUTHORITIES, PublicApp } from "./public_app.mjs";
import { RedirectListener } from "./redirect_listener.mjs";

export async function signInPages(browser, recorder, sandbox) {
  const page = await browser.newPage();
  const step = (list, run) => recorder.check("sign-in page", list, run);
  await step(["links"], () => links(page, sandbox));
  for (const [name, authority] of Object.entries(AUTHORITIES)) {
    const app = new PublicApp(sandbox, authority);
    await step([name, "accept"], () => accept(page, sandbox, app));
    await step([name, "decline"], () => decline(page, app));
    await step([name, "MSAL"], () => byLibrary(page, sandbox, new MsalApp(sandbox, name)));
    await step([name, "device code", "accept"], () => device(page, sandbox, app, "accept"));
    await step([name, "device code", "decline"], () => device(page, sandbox, app, "decline"));
  }
  await step(["unknown device code"], () => unknownDeviceCode(page, sandbox));
  await page.close();
}

/** The start page leads to both pages. */
async function links(page, { info }) {
  for (const [link, button] of [["#consent", "#accept"], ["#device", "#user_code"]]) {
    await page.goto(`${info.base}/`);
    await page.click(link);
    await page.waitForSelector(button);
  }
}

async function accept(page, sandbox, app) {
  const { answer, attempt } = await decide(page, app, "#accept");
  assert.equal(answer.get("error"), null);
  const tokens = await app.redeem(answer.get("code"), attempt);
  await isHome(sandbox, tokens.access_token);
  const renewed = await app.refresh(tokens.refresh_token);
  await isHome(sandbox, renewed.access_token);
  const again = await app.redeem(answer.get("code"), attempt).then(() => "accepted", (error) => error.message);
  assert.match(again, /invalid_grant/, "a code is valid once");
}

async function decline(page, app) {
  const { answer } = await decide(page, app, "#decline");
  assert.equal(answer.get("code"), null);
  assert.equal(answer.get("error"), "access_denied");
}

/** Microsoft's library opens the page, and listens for the redirect. */
async function byLibrary(page, sandbox, app) {
  const openBrowser = async (url) => {
    await page.goto(url);
    await page.click("#accept");
  };
  await isHome(sandbox, await app.accessToken(openBrowser));
}

/** Opens the consent page, presses a button, and returns the answer that the redirect brings. */
async function decide(page, app, button) {
  const listener = await RedirectListener.start();
  try {
    const attempt = app.attempt(listener.url);
    await page.goto(attempt.url);
    assert.ok((await page.locator("body").textContent()).includes(app.player));
    const [answer] = await Promise.all([listener.answer(), page.click(button)]);
    assert.equal(answer.get("state"), attempt.state);
    return { answer, attempt };
  } finally {
    listener.stop();
  }
}

async function device(page, sandbox, app, decision) {
  const { device_code, user_code, verification_uri } = await app.deviceCode();
  await page.goto(verification_uri);
  await page.fill("#user_code", user_code);
  await page.click(`#${decision}`);
  await page.waitForSelector("#user_code", { state: "detached" });
  const polled = app.poll(device_code);
  if (decision === "accept") {
    await isHome(sandbox, (await polled).access_token);
  } else {
    await assert.rejects(polled, /authorization_declined/);
  }
}

async function unknownDeviceCode(page, { info }) {
  await page.goto(`${info.base}/login/device`);
  await page.fill("#user_code", "NOTACODE");
  const isPost = (response) => response.request().method() === "POST";
  const [response] = await Promise.all([page.waitForResponse(isPost), page.click("#accept")]);
  assert.equal(response.status(), 400);
  await page.waitForSelector("#user_code");
}

/** The access token leads to a Spartan token, with which a service answers. */
async function isHome(sandbox, accessToken) {
  const persister = { load: () => null, save: () => {}, clear: () => {} };
  const provider = new AutoTokenProvider(async () => accessToken, persister, sandbox.fetch);
  const { home } = sandbox.info;
  const user = await new HaloInfiniteClient(provider, sandbox.fetch).getUser(home.gamertag);
  assert.equal(user.xuid, home.xuid);
}
