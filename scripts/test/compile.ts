/** Compiles the contracts and the Solidity tests side by side. In one process, because both write the same cache. */
import hre from "hardhat";

const build = hre.tasks.getTask("build");
await Promise.all([build.run({ quiet: true, noTests: true }), build.run({ quiet: true, noContracts: true })]);
