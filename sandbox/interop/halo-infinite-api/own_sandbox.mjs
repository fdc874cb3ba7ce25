// A sandbox of this program's own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Sandbox } from "./sandbox.mjs";

const LONGEST_START = 30_000;

export class OwnSandbox {
  #process;
  #folder;

  /** Starts the program. It writes its first line after the info file. */
  static async start(program, options) {
    const own = new OwnSandbox();
    own.#folder = mkdtempSync(join(tmpdir(), "halo-infinite-sandbox-"));
    const infoPath = join(own.#folder, "info.json");
    own.#process = spawn(program, [...options, "--info", infoPath], { stdio: ["ignore", "pipe", "inherit"] });
    const failure = once(own.#process, "exit").then(([code]) => {
      throw new Error(`${program} ended with ${code}`);
    });
    try {
      const started = once(own.#process.stdout, "data", { signal: AbortSignal.timeout(LONGEST_START) });
      await Promise.race([started, failure]);
      own.sandbox = new Sandbox(infoPath);
    } catch (error) {
      own.stop();
      throw error;
    }
    // The end that `stop` causes is no failure.
    failure.catch(() => {});
    return own;
  }

  stop() {
    this.#process.kill();
    rmSync(this.#folder, { recursive: true });
  }
}
