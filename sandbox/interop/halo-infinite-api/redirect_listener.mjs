// The local address to which the sign-in redirects the browser.
import { once } from "node:events";
import { createServer } from "node:http";

const LONGEST_WAIT = 15_000;

export class RedirectListener {
  #server = createServer((request, response) => {
    const url = new URL(request.url, "http://localhost");
    response.end("You can close this page now.");
    if (url.pathname === "/") this.#server.emit("answer", url.searchParams);
  });

  static async start() {
    const listener = new RedirectListener();
    listener.#server.listen(0, "127.0.0.1");
    await once(listener.#server, "listening");
    return listener;
  }

  get url() {
    return `http://localhost:${this.#server.address().port}`;
  }

  /** Waits for the query of the redirect. */
  async answer() {
    const [query] = await once(this.#server, "answer", { signal: AbortSignal.timeout(LONGEST_WAIT) });
    return query;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
