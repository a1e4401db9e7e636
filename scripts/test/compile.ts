/** Compiles the contracts that tests need. The Solidity tests are compiled where they run. */
import { compile } from "../lib/compile.js";

await compile({ mocks: true, peers: false });
