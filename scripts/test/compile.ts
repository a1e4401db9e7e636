/** Compiles the contracts and the Solidity tests. */
import { compile } from "../lib/compile.js";

await compile({ mocks: true, peers: false, tests: true });
