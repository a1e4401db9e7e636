/** Compiles the contracts that are deployed, and no others: a first `npm start` waits for this. */
import { compile } from "./lib/compile.js";

console.log("Compiling the contracts: about a minute the first time...");
await compile({ mocks: false, peers: false });
