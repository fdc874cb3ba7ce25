// The running sandbox: its description, and `fetch` for the real hosts' addresses.
import { readFileSync } from "node:fs";

const realFetch = globalThis.fetch;
const LONGEST_REQUEST = 60_000;

export class Sandbox {
  /** Reads the file that the sandbox's option `--info` writes. */
  constructor(infoPath) {
    this.info = JSON.parse(readFileSync(infoPath, "utf8"));
  }

  /** The address in the sandbox. A host that the sandbox does not have is an error: nothing leaves this machine. */
  rewrite(address) {
    const url = new URL(address);
    if (url.origin === new URL(this.info.base).origin) return url.href;
    const prefix = this.info.hosts[url.hostname];
    if (!prefix) throw new Error(`the sandbox has no host ${url.hostname}`);
    return `${prefix}${url.pathname}${url.search}`;
  }

  fetch = (input, init) => {
    const signal = init?.signal ?? AbortSignal.timeout(LONGEST_REQUEST);
    return realFetch(this.rewrite(input instanceof Request ? input.url : input), { ...init, signal });
  };

  /** Rewrites the requests of the whole program. Some of the package's classes take no `fetch` of their own. */
  replaceFetch() {
    globalThis.fetch = this.fetch;
  }
}
