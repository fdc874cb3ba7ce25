// The start page: its tables, its buttons, and its look on a narrow screen.
import assert from "node:assert/strict";
import { countFact, medalsFact, recordFact, seasonsFact } from "./facts.mjs";

const LONGEST_RESPONSE = 15_000;

export async function startPage(browser, recorder, info) {
  const page = await browser.newPage();
  const problems = problemsOf(page);
  await recorder.check("start page", [info.base], () => page.goto(`${info.base}/`));
  await recorder.check("start page", ["services"], async () =>
    assert.deepEqual(await rows(page, "#services"), Object.entries(info.hosts)),
  );
  const people = await recorder.check("start page", ["players"], () => rows(page, "#players"));
  await recorder.check("start page", ["players of info.json"], () =>
    assert.deepEqual(people, info.people.map((person) => [person.gamertag, person.xuid])),
  );
  for (const [gamertag, xuid] of people ?? []) recorder.facts[`user/${xuid}`] = gamertag;
  await buttons(page, recorder, info);
  await narrowScreen(page, recorder);
  await recorder.check("start page", ["console"], () => assert.deepEqual(problems, []));
  await page.close();
}

/** The list of errors of a page, which grows. */
function problemsOf(page) {
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) => problems.push(`${request.url()}: ${request.failure().errorText}`));
  return problems;
}

/** The texts of the first two cells of each row but the header. */
async function rows(page, table) {
  return await page.locator(`${table} tr:has(td)`).evaluateAll((rows) =>
    rows.map((row) => [...row.cells].slice(0, 2).map((cell) => cell.textContent.trim())),
  );
}

async function buttons(page, recorder, info) {
  const all = await page.locator("button[data-path]").all();
  await recorder.check("start page", ["buttons"], () => assert.ok(all.length > 0));
  const shown = [];
  for (const button of all) {
    const path = await button.getAttribute("data-path");
    const body = await recorder.check("button", [await button.textContent(), path], () => press(page, button, path));
    if (body) learn(recorder.facts, path, body, info);
    shown.push({ button, path, body });
  }
  // The browser has the files of the game in its cache by now: it asks with their tags, and gets a 304.
  for (const { button, path, body } of shown.filter(({ path }) => path.includes("/gamecms_hacs/"))) {
    await recorder.check("button", [path, "again"], async () =>
      assert.deepEqual(await press(page, button, path), body),
    );
  }
}

/** Presses a button, and returns the JSON that the page shows. */
async function press(page, button, path) {
  await button.click();
  const shows = (path) => document.getElementById("response").textContent.split("\n")[0].endsWith(path);
  await page.waitForFunction(shows, path, { timeout: LONGEST_RESPONSE });
  const text = await page.locator("#response").textContent();
  const end = text.indexOf("\n\n");
  assert.equal(text.slice(0, end), `200 ${path}`);
  return JSON.parse(text.slice(end));
}

/** Records facts that other clients find, too. */
function learn(facts, path, body, { home }) {
  if (path.endsWith("/matches/count")) facts[`count/${home.xuid}`] = countFact(body);
  if (path.endsWith("/matchmade/servicerecord")) facts[`record/${home.xuid}/matchmade`] = recordFact(body);
  if (path.endsWith("/medals/metadata.json")) facts.medals = medalsFact(body);
  if (path.endsWith("/SeasonCalendar.json")) facts.seasons = seasonsFact(body, "SeasonMetadata");
}

async function narrowScreen(page, recorder) {
  await page.setViewportSize({ width: 390, height: 800 });
  await recorder.check("start page", ["narrow screen"], async () => {
    const overflow = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    assert.equal(overflow, 0, `the page is ${overflow} pixels too wide`);
  });
}
