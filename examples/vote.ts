/** Alice locks coins, proposes to pay Bob, and votes; once the time has come anyone executes it. */
import { accountOf, lock, parseScv, payCall, propose, readProposal, readVotes, vote } from "servicecoin";
import { clientOf, done } from "./setup.ts";

const [alice, bob] = [await clientOf("alice"), await clientOf("bob")];
const [account, to] = [await accountOf(alice), await accountOf(bob)];

await lock(alice, { amount: parseScv("12") });
// Votes count from the second after locking.
while (
  (await readVotes(alice, { account })).votes === 0n ||
  !(await propose.simulate(alice, draft()).catch(() => 0n))
) {
  await sleep(500);
}
const { proposalId } = await propose(alice, draft());
console.log("Proposal", proposalId, "is", (await readProposal(alice, proposalId)).state);

while ((await readProposal(alice, proposalId)).state === "pending") await sleep(500);
const { weight } = await vote(alice, { proposalId, support: "for", reason: "he fixed the roof" });
const { votes, closesAt } = await readProposal(alice, proposalId);
console.log("Voted with", weight, "of", votes.for, "for; open until", new Date(Number(closesAt) * 1000).toISOString());
console.log(`Then: servicecoin proposal queue ${proposalId} and, later, servicecoin proposal execute ${proposalId}`);
done();

function draft() {
  const calls = [payCall(alice, { asset: alice.addresses.ServiceCoin, to, amount: parseScv("0.5") })];
  return { calls, description: `Pay Bob for the roof, ${Math.floor(Date.now() / 1000)}` };
}

async function sleep(milliseconds: number): Promise<void> {
  // A local chain makes no blocks on its own.
  await (alice.runner.provider as unknown as { send(method: string, params: unknown[]): Promise<unknown> }).send(
    "evm_mine",
    [],
  );
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
