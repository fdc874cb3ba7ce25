// Calls every public method of the package halo-infinite-api on a sandbox.
// Usage: node calls.mjs INFO RESULT
import * as halo from "halo-infinite-api";
import { assets } from "./assets.mjs";
import { files } from "./files.mjs";
import { matches } from "./matches.mjs";
import { players } from "./players.mjs";
import { className, Recorder } from "./recorder.mjs";
import { Sandbox } from "./sandbox.mjs";
import { otherSignIns, signIn } from "./sign_in.mjs";
import { DeclaredTypes } from "./types.mjs";
import { xboxLive } from "./xbox_live.mjs";

const [infoPath, resultPath] = process.argv.slice(2);
const sandbox = new Sandbox(infoPath);
sandbox.replaceFetch();
const recorder = new Recorder("halo-infinite-api", new DeclaredTypes());
// The package's token caches throw an error, and reject a promise that nobody awaits, too.
process.on("unhandledRejection", (error) => recorder.fail("unhandled rejection", [], String(error)));

const provider = await signIn(sandbox, recorder);
const client = new halo.HaloInfiniteClient(provider, sandbox.fetch);
const context = { sandbox, recorder, client };

const found = await players(context);
const played = await matches(context, found);
await assets(context, played);
await files(context, played);
await xboxLive(context, provider);
await otherSignIns(sandbox, recorder);

const classes = Object.values(halo).filter((item) => typeof item === "function" && !(item.prototype instanceof Error));
for (const name of new Set(classes.map(className))) recorder.requireAll(name);
recorder.write(resultPath);
