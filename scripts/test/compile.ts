/** Compiles the contracts and the Solidity tests, but not the contracts that only the gas report needs. */
import { compile } from "../lib/compile.js";

await compile({ mocks: true, peers: false, tests: true });
