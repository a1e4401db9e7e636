/** Tells the story of a DAO that votes payments through, on the in-process chain or with `--network localhost`. */
import hre from "hardhat";
import { lock, unlock } from "./demo/lock.js";
import { spend } from "./demo/spend.js";
import type { Cast, Stage } from "./demo/story.js";
import { execute, propose, vote } from "./demo/vote.js";
import { connect } from "./lib/chain.js";
import { deploySystem } from "./lib/deploySystem.js";
import { OperatorError, runScript } from "./lib/errors.js";
import { Steps } from "./lib/steps.js";
import { scv, table } from "./lib/table.js";

const LOCAL_NETWORKS = ["default", "localhost"];

await runScript(async () => {
  // Without `--network` it is not set, whatever its type says.
  const networkName = (hre.globalOptions.network as string | undefined) ?? "default";
  if (!LOCAL_NETWORKS.includes(networkName)) {
    throw new OperatorError(
      `The demo plays with the accounts of a local chain; ${networkName} is none. Try localhost.`,
    );
  }
  const connection = await connect(networkName);
  const { ethers } = connection;
  const system = await deploySystem(connection, networkName, console.log);
  const [relayer, alice, bob, carol, dave, erin, , steward, supplier] = await ethers.getSigners();
  const cast: Cast = { relayer, alice, bob, carol, dave, erin, steward, supplier };
  const stage: Stage = { connection, system, cast };
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
  const rows = before.map(({ who, coins }, i) => {
    const change = after[i].coins - coins;
    return [who, scv(coins), scv(after[i].coins), `${change > 0n ? "+" : ""}${scv(change)}`];
  });
  console.log(table(["who", "before", "after", "change"], rows));
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
      coins: await coin.balanceOf(address),
    })),
  );
}
