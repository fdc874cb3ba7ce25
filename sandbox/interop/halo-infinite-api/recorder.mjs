// Records each call: its error, and how its result differs from the declared type.
import { writeFileSync } from "node:fs";

export class Recorder {
  #client;
  #types;
  #calls = [];
  #called = new Set();
  /** The arguments of the calls whose results have a difference to a type, by the difference. */
  #differences = new Map();
  facts = {};

  constructor(client, types) {
    this.#client = client;
    this.#types = types;
  }

  /** Calls a method, holds the result against its declared type, and returns it. Returns `undefined` after an error. */
  async call(object, method, ...list) {
    const result = await this.send(object, method, ...list);
    if (result !== undefined) this.holdAgainst(result, list, className(object.constructor), method);
    return result;
  }

  /** Calls a method whose declared type depends on the arguments or on the response. */
  send(object, method, ...list) {
    return this.check(`${className(object.constructor)}.${method}`, list, () => object[method](...list));
  }

  /** Calls a method that must be refused with one of the statuses. */
  async refused(statuses, object, method, ...list) {
    await this.check(`${className(object.constructor)}.${method}`, [...list, "refused"], async () => {
      const refusal = await object[method](...list).then(() => undefined, (error) => error);
      if (refusal === undefined) throw new Error(`not refused; expected ${statuses.join(" or ")}`);
      if (!statuses.includes(refusal.response?.status)) throw refusal;
    });
  }

  /** Runs a step, and records its error. */
  async check(method, list, run) {
    this.#called.add(method);
    try {
      const result = await run();
      this.#record(method, list, null);
      return result;
    } catch (error) {
      this.#record(method, list, await describe(error));
      return undefined;
    }
  }

  fail(method, list, error) {
    this.#record(method, list, error);
  }

  /** Each difference to a type is one failure, with its first place and the number of the others. */
  holdAgainst(value, list, declaration, member) {
    for (const difference of this.#types.differences(value, declaration, member)) {
      const name = member === undefined ? declaration : `${declaration}.${member}`;
      const key = JSON.stringify([`type ${name}`, difference]);
      const places = this.#differences.get(key) ?? new Set();
      this.#differences.set(key, places.add(text(list)));
    }
  }

  /** Fails for each public method that was never called. */
  requireAll(declaration) {
    for (const method of this.#types.members(declaration)) {
      const name = `${declaration}.${method}`;
      if (!this.#called.has(name)) this.fail(name, [], "never called");
    }
  }

  write(path) {
    for (const [key, places] of this.#differences) {
      const [method, difference] = JSON.parse(key);
      const [first] = places;
      const more = places.size > 1 ? ` and ${places.size - 1} more` : "";
      this.fail(method, [difference], `${first}${more}`);
    }
    const result = { client: this.#client, calls: this.#calls, facts: this.facts };
    writeFileSync(path, `${JSON.stringify(result, null, 1)}\n`);
    const failed = this.#calls.filter((call) => call.error !== null).length;
    console.log(`${this.#client}: ${this.#calls.length - failed} passed, ${failed} failed`);
  }

  #record(method, list, error) {
    this.#calls.push({ method, arguments: text(list), error });
  }
}

/** The public name of a class. The package's bundler puts an underscore before one. */
export function className(kind) {
  return kind.name.replace(/^_/, "");
}

function text(list) {
  const shown = list.filter((item) => item !== undefined);
  return shown.map((item) => (typeof item === "string" ? item : JSON.stringify(item))).join(" ");
}

/** An error as text, with the start of the response's body. */
async function describe(error) {
  const body = error?.response && !error.response.bodyUsed ? await error.response.text().catch(() => "") : "";
  const cause = error?.cause ? ` (${error.cause.message ?? error.cause})` : "";
  return `${error?.message ?? error}${cause} ${body.slice(0, 200)}`.trim();
}
