import hardhatToolboxMochaEthers from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";
import { createRequire } from "node:module";
import { productionBuild } from "./scripts/lib/productionBuild.js";
import { leanSolidity } from "./scripts/test/leanSolidity.js";

const require = createRequire(import.meta.url);

const compiler = {
  version: "0.8.34",
  // solc from npm, so that compiling needs no download.
  path: require.resolve("solc/soljson.js"),
  settings: {
    // Both save gas per call and make the code larger. With more runs PaymentHub exceeds the 24,576 bytes of EIP-170.
    // In this order: Hardhat puts `optimizer` first in the production profile, and a build's id depends on the order.
    optimizer: { enabled: true, runs: 10_000 },
    viaIR: true,
    // The minimum that OpenZeppelin needs. Every public test chain supports it.
    evmVersion: "cancun",
  },
};

/** By file: contracts that exceed the 24,576 bytes of EIP-170 with the settings above, and that are called rarely. */
const overrides = {
  "contracts/Credit.sol": { ...compiler, settings: { ...compiler.settings, optimizer: { enabled: true, runs: 200 } } },
};

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers, leanSolidity, productionBuild],
  // `hardhat ignition deploy` builds with `production`. It deploys the same build that is tested, without compiling again.
  solidity: {
    splitTestsCompilation: true,
    profiles: {
      default: { compilers: [compiler], overrides },
      production: { compilers: [compiler], overrides, isolated: false, toolVersionsInBuildInfo: false },
    },
  },
  test: {
    // A test that takes longer hangs: machines of CI are slow, and many tests start a chain or a process.
    mocha: { timeout: 120_000 },
    solidity: {
      // A fixed seed gives every run, locally and in CI, the same values.
      fuzz: { seed: "0x5343560000000000000000000000000000000000000000000000000000000001", runs: 256 },
      // Handlers make only calls that must succeed, so a revert is a fault. Runs are per invariant.
      invariant: { runs: 48, depth: 128, failOnRevert: true },
      // The code of Uniswap V2 as it is on public chains.
      fsPermissions: { readDirectory: ["node_modules/@uniswap"] },
    },
  },
  paths: { tests: { mocha: "test", solidity: "test" } },
  networks: {
    localhost: { type: "http", chainId: 31337, url: process.env["SERVICECOIN_RPC_URL"] || "http://127.0.0.1:8545" },
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
