import { readEvents, readVotes, type Client } from "@servicecoin/sdk";
import { ZeroAddress } from "ethers";
import { scv } from "./table.js";

/** The powers at present. Any of it may be right for a system that has run for a while, so people judge it. */
export interface Power {
  /** Names and values, for people. */
  facts: [string, string][];
  /** Why the DAO does not hold the power alone, one sentence each. */
  warnings: string[];
}

/** Reads the DAO's settings, and the coins, votes and budgets that decide who controls it. */
export async function readPower(client: Client, deployer: string): Promise<Power> {
  const { coin, votes, dao } = client;
  const [delay, period, execution, threshold, percent, floor] = await Promise.all([
    dao.votingDelay(),
    dao.votingPeriod(),
    dao.executionDelay(),
    dao.proposalThreshold(),
    dao["quorumNumerator()"](),
    dao.quorumFloor(),
  ]);
  const [supply, cap, locked, held, own] = await Promise.all([
    coin.totalSupply(),
    coin.cap(),
    votes.totalSupply(),
    coin.balanceOf(deployer),
    readVotes(client, { account: deployer }),
  ]);
  const guardian = await dao.proposalGuardian();
  const { minted, budgets } = await readGrants(client);

  // Of the last second: the DAO knows no quorum of the present one.
  const quorum = await dao.quorum((await dao.clock()) - 1n);
  const reachable = held + own.votes;
  const warnings: string[] = [];
  if (quorum === 0n) warnings.push("There is no quorum: a single vote passes a proposal.");
  if (reachable > 0n && reachable >= quorum && reachable >= threshold && reachable * 2n > locked + held) {
    warnings.push(
      `The deployer ${deployer} can pass proposals alone: it has ${scv(held)} and ${scv(own.votes)} of votes, ` +
        `and ${scv(locked)} are locked in all.`,
    );
  }
  if (delay + execution === 0n) {
    warnings.push("There is no voting delay and no execution delay: members cannot prepare for a decision or leave.");
  }
  return {
    facts: [
      ["Voting", `delay ${delay} s, period ${period} s, then ${execution} s until execution`],
      ["Quorum", `${percent} % of the locked SCV, at least ${scv(floor)}; now ${scv(quorum)}`],
      ["To propose", `${scv(threshold)} of votes`],
      ["Guardian", guardian === ZeroAddress ? "none" : guardian],
      ["Supply", `${scv(supply)} of at most ${scv(cap)}; ${scv(minted)} minted since the start`],
      ["Locked", scv(locked)],
      ["Deployer", `${scv(held)}, ${scv(own.votes)} of votes`],
      ["Budgets", budgets.length === 0 ? "none" : budgets.join("; ")],
      ["Not checked", "what passed proposals did, and who else holds votes"],
    ],
    warnings,
  };
}

/** Coins minted after the coin's creation, and the stewards that may spend from the treasury. */
async function readGrants(client: Client): Promise<{ minted: bigint; budgets: string[] }> {
  const budgets = new Map<string, bigint>();
  const mints: bigint[] = [];
  for await (const { events } of readEvents(client, {
    contracts: ["ServiceCoin", "Treasury"],
    names: ["Transfer", "BudgetSet"],
  })) {
    for (const event of events) {
      if (event.name === "BudgetSet") budgets.set(`${event.args.steward} (${event.args.asset})`, event.args.amount);
      if (event.contract !== "ServiceCoin" || event.name !== "Transfer") continue;
      if (event.args.from === ZeroAddress) mints.push(event.args.value);
    }
  }
  // The first is the initial supply.
  const minted = mints.slice(1).reduce((sum, amount) => sum + amount, 0n);
  return { minted, budgets: [...budgets].filter(([, amount]) => amount > 0n).map(([who]) => who) };
}
