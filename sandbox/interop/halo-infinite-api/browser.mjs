// Drives Chromium: the start page of a running sandbox, and the sign-in pages of one of its own.
// Usage: node browser.mjs INFO RESULT [PROGRAM]
// PROGRAM, else the environment variable SANDBOX_PROGRAM, is the program halo-infinite-sandbox.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { OwnSandbox } from "./own_sandbox.mjs";
import { Recorder } from "./recorder.mjs";
import { Sandbox } from "./sandbox.mjs";
import { signInPages } from "./sign_in_pages.mjs";
import { startPage } from "./start_page.mjs";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const [infoPath, resultPath, program = process.env.SANDBOX_PROGRAM] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(executablePath)) {
  console.error(`browser: there is no Chromium at ${executablePath}. Install it, or set CHROMIUM to its path.`);
  process.exit(1);
}
if (!program) {
  console.error("browser: the path of the program halo-infinite-sandbox is missing. Set SANDBOX_PROGRAM to it.");
  process.exit(1);
}

const recorder = new Recorder("browser");
const browser = await chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
const asking = await OwnSandbox.start(program, ["--consent", "ask"]);
try {
  await startPage(browser, recorder, new Sandbox(infoPath).info);
  await signInPages(browser, recorder, asking.sandbox);
} finally {
  asking.stop();
  await browser.close();
}
recorder.write(resultPath);
