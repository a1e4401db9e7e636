/**
 * Longer walks: `HUB_WALK_SEEDS` lists the seeds, separated by commas, and `HUB_WALK_STEPS` the steps of each. Example:
 * `HUB_WALK_SEEDS=11,12,13,14 HUB_WALK_STEPS=100000 npx hardhat test mocha test/walk/more.ts`.
 */
import { describeWalk } from "./walk.js";

const seeds = process.env["HUB_WALK_SEEDS"]?.split(",").map(Number) ?? [];
for (const seed of seeds) describeWalk(seed);
