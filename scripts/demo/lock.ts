import {
  approve,
  delegate,
  lock as lockCoins,
  lockWithAllowance,
  parseScv,
  readVotes,
  signLock,
  submitLock,
  unlock as unlockCoins,
} from "@servicecoin/sdk";
import { timeOf } from "../lib/clock.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import type { Stage } from "./story.js";

const LOCKED = parseScv("4");
const HOUR = 3_600n;

/** Members lock SCV in each of the three ways, and one of them chooses a delegate. */
export async function lock({ as, cast, connection }: Stage, steps: Steps): Promise<void> {
  steps.chapter("Members lock SCV to vote");

  await steps.run("Alice approves and deposits", async () => {
    await approve(as("alice"), { spender: as("alice").addresses.ServiceVotes, amount: LOCKED });
    await lockWithAllowance(as("alice"), { amount: LOCKED });
    return scv(LOCKED);
  });
  for (const [name, member] of [
    ["Bob", "bob"],
    ["Dave", "dave"],
  ] as const) {
    await steps.run(`${name} locks in one transaction (ERC-1363)`, async () => {
      await lockCoins(as(member), { amount: LOCKED });
      return scv(LOCKED);
    });
  }
  await steps.run("Carol signs, a relayer pays the gas (ERC-3009)", async () => {
    const { provider } = connection.ethers;
    const etherBefore = await provider.getBalance(cast.carol);
    const validBefore = (await timeOf(connection)) + HOUR;
    await submitLock(as("relayer"), await signLock(as("carol"), { amount: LOCKED, validBefore }));
    if ((await provider.getBalance(cast.carol)) !== etherBefore) throw new Error("Carol paid gas");
    return `${scv(LOCKED)}, no gas`;
  });
  await steps.run("Erin locks and delegates to Alice", async () => {
    await lockCoins(as("erin"), { amount: LOCKED });
    await delegate(as("erin"), { delegatee: cast.alice.address });
    const { votes } = await readVotes(as("erin"), { account: cast.alice.address });
    return `Alice now votes with ${scv(votes)}`;
  });
}

/** Members withdraw their coins, which they can do at any time. Afterwards the demo can run again on the same chain. */
export async function unlock({ as }: Stage, steps: Steps): Promise<void> {
  steps.chapter("Members unlock their SCV");
  await steps.run("Alice, Bob, Carol, Dave and Erin withdraw what they locked", async () => {
    for (const member of ["alice", "bob", "carol", "dave", "erin"] as const) {
      await unlockCoins(as(member), { amount: LOCKED });
    }
    return `${scv(LOCKED)} each`;
  });
}
