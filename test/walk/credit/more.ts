/**
 * Longer walks: `SEEDS` lists the seeds, separated by commas, and `STEPS` the steps of each. Example:
 * `SEEDS=11,12,13,14 STEPS=30000 npx hardhat test mocha test/walk/credit/more.ts`.
 */
import { describeCreditWalk } from "./walk.js";

const seeds = process.env["SEEDS"]?.split(",").map(Number) ?? [];
for (const seed of seeds) describeCreditWalk(seed);
