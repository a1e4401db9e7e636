/** Tells the story of a DAO that votes payments through, on the in-process chain or with `--network localhost`. */
import hre from "hardhat";
import { execute, propose, vote } from "./demo/vote.js";
import { lock, unlock } from "./demo/lock.js";
import { spend } from "./demo/spend.js";
import { scv, type Cast, type Stage } from "./demo/story.js";
import { deploySystem } from "./lib/deploySystem.js";
import { OperatorError } from "./lib/errors.js";
import { main } from "./lib/main.js";
import { Steps } from "./lib/steps.js";
import { printTable } from "./lib/table.js";

const LOCAL_NETWORKS = ["default", "localhost"];

await main(async () => {
  const connection = await hre.network.create();
  const { networkName, ethers } = connection;
  if (!LOCAL_NETWORKS.includes(networkName)) {
    throw new OperatorError(
      `The demo plays with the accounts of a local chain; ${networkName} is none. Try localhost.`,
    );
  }
  const system = await deploySystem(connection);
  const [relayer, alice, bob, carol, dave, erin, , steward, supplier] = await ethers.getSigners();
  const cast: Cast = { relayer, alice, bob, carol, dave, erin, steward, supplier };
  const { chainId } = await ethers.provider.getNetwork();
  const stage: Stage = { connection, chainId, system, cast };
  const steps = new Steps();

  const before = await holdings(stage);
  await lock(stage, steps);
  const proposals = await propose(stage, steps);
  await vote(stage, steps, proposals);
  await execute(stage, steps, proposals);
  await spend(stage, steps);
  await unlock(stage, steps);
  const after = await holdings(stage);

  console.log("\nWho had what, before and after");
  printTable(
    ["who", "before", "after", "change"],
    before.map(({ who, free }, i) => [
      who,
      scv(free),
      scv(after[i].free),
      `${after[i].free > free ? "+" : ""}${scv(after[i].free - free)}`,
    ]),
  );
  console.log("\nThe story went as told.");
});

/** Coins of everyone in the story. */
async function holdings({ system: { coin, treasury }, cast }: Stage) {
  const people: [string, string][] = [
    ["Treasury", await treasury.getAddress()],
    ...["alice", "bob", "carol", "dave", "erin", "steward", "supplier"].map((name): [string, string] => [
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      cast[name as keyof Cast].address,
    ]),
  ];
  return Promise.all(
    people.map(async ([who, address]) => ({
      who,
      free: await coin.balanceOf(address),
    })),
  );
}
