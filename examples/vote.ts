/** Alice locks coins, proposes to pay Bob, and votes; once the time has come anyone executes it. */
import { accountOf, lock, parseScv, payCall, propose, readProposal, vote } from "@servicecoin/sdk";
import { clientOf, done } from "./setup.ts";

const [alice, bob] = [await clientOf("alice"), await clientOf("bob")];
const to = await accountOf(bob);

await lock(alice, { amount: parseScv("12") });
// Votes count from the second after locking.
await sleep(2_000);
const call = payCall(alice, { asset: alice.addresses.ServiceCoin, to, amount: parseScv("0.5") });
const { proposalId } = await propose(alice, {
  calls: [call],
  description: `Pay Bob for the roof, ${new Date().toISOString()}`,
});
console.log("Proposal", proposalId, "is", (await readProposal(alice, proposalId)).state);

while ((await readProposal(alice, proposalId)).state === "pending") await sleep(500);
const { weight } = await vote(alice, { proposalId, support: "for", reason: "he fixed the roof" });
const { votes, closesAt } = await readProposal(alice, proposalId);
console.log("Voted with", weight, "of", votes.for, "for; open until", new Date(Number(closesAt) * 1000).toISOString());
console.log(`Then: servicecoin proposal queue ${proposalId} and, later, servicecoin proposal execute ${proposalId}`);
done();

async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
