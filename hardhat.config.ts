import hardhatToolboxMochaEthers from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";
import { createRequire } from "node:module";
import { leanSolidity } from "./scripts/test/leanSolidity.js";

const require = createRequire(import.meta.url);

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers, leanSolidity],
  solidity: {
    version: "0.8.34",
    splitTestsCompilation: true,
    // solc comes from npm, so that compiling needs no download.
    path: require.resolve("solc/soljson.js"),
    settings: {
      // Both buy gas per call with bytes of code. More runs would take PaymentHub beyond the 24,576 bytes of EIP-170.
      viaIR: true,
      optimizer: { enabled: true, runs: 10_000 },
      // What OpenZeppelin needs at least, and every public test chain runs.
      evmVersion: "cancun",
    },
  },
  test: {
    solidity: {
      // The seed is fixed so that every run, and CI, sees the same values.
      fuzz: { seed: "0x5343560000000000000000000000000000000000000000000000000000000001", runs: 256 },
      // Handlers make only calls that must succeed, so a revert is a fault. Each invariant has its own runs.
      invariant: { runs: 48, depth: 128, failOnRevert: true },
    },
  },
  paths: { tests: { mocha: "test", solidity: "test" } },
  networks: {
    localhost: { type: "http", chainId: 31337, url: process.env["LOCALHOST_RPC_URL"] ?? "http://127.0.0.1:8545" },
    sepolia: {
      type: "http",
      chainType: "l1",
      chainId: 11155111,
      url: configVariable("SEPOLIA_RPC_URL"),
      accounts: [configVariable("SEPOLIA_PRIVATE_KEY")],
    },
  },
  typechain: { outDir: "packages/sdk/src/typechain" },
});
