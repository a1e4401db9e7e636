/** Compiles the contracts, with those that only tests and the gas report need. */
import { compile } from "./lib/compile.js";

console.log("Compiling the contracts: about a minute the first time...");
await compile({ mocks: true, peers: true });
