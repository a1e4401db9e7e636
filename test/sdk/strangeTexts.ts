import { expect } from "chai";
import { hexlify, toUtf8Bytes, toUtf8String, Utf8ErrorFuncs, type Interface } from "ethers";
import type { Client } from "../../packages/sdk/src/core/client.js";
import { listFeedback } from "../../packages/sdk/src/feedback/index.js";
import { readEvents } from "../../packages/sdk/src/logs/index.js";
import { listProposals, mintCall, queueProposal, readProposal, vote } from "../../packages/sdk/src/proposals/index.js";
import { readService, searchServices } from "../../packages/sdk/src/services/index.js";
import { onANode } from "../fixtures/live.js";
import { members, proposed, TO_QUEUE, TO_VOTE } from "../fixtures/proposals.js";
import { offered, WEATHER } from "../fixtures/liveServices.js";

/** Becomes bytes that are no UTF-8 where a text belongs. */
const MARK = "MARKMARK";
const BYTES = "fffe80c0fffe80c0";
const SHOWN = toUtf8String(`0x${BYTES}`, Utf8ErrorFuncs.replace);

/** Calldata with those bytes instead of the mark. */
function withBytes(abi: Interface, name: string, args: unknown[]): string {
  const data = abi.encodeFunctionData(name, args);
  return data.replaceAll(hexlify(toUtf8Bytes(MARK)).slice(2), BYTES);
}

onANode("sdk: texts that are not UTF-8", (live) => {
  let alice: Client;
  let bob: Client;

  beforeEach(async () => {
    ({ alice, bob } = await members(live()));
  });

  async function send(who: "bob" | "stranger", to: string, data: string): Promise<void> {
    await (await live().wallet(who).sendTransaction({ to, data })).wait();
  }

  it("hide no other service of their category", async () => {
    const good = await offered(alice, WEATHER);
    const { registry, addresses } = alice;
    const entries = Object.entries({ category: WEATHER.category, note: MARK }).map(([metadataKey, text]) => ({
      metadataKey,
      metadataValue: hexlify(toUtf8Bytes(text)),
    }));
    const data = withBytes(registry.interface, "register(string,(string,bytes)[])", [MARK, entries]);
    await send("stranger", addresses.ServiceRegistry, data);
    const found = await searchServices(alice, { category: WEATHER.category });
    expect(found.map(({ agentId }) => agentId)).to.include(good);
    expect((await readService(alice, good + 1n)).uri).to.equal(SHOWN);
  });

  it("hide no other feedback of a service", async () => {
    const agentId = await offered(alice, WEATHER);
    const { reputation, addresses } = bob;
    const args = [agentId, 5n, 0, MARK, "tag", MARK, MARK, `0x${"00".repeat(32)}`];
    await send("stranger", addresses.ServiceReputation, withBytes(reputation.interface, "giveFeedback", args));
    const list = await listFeedback(bob, { agentId });
    expect(list.map(({ tag1 }) => tag1)).to.deep.equal([SHOWN]);
  });

  it("stop no event from being read", async () => {
    const { registry, addresses } = alice;
    await send("stranger", addresses.ServiceRegistry, withBytes(registry.interface, "register(string)", [MARK]));
    const names: string[] = [];
    for await (const { events } of readEvents(alice, { contracts: ["ServiceRegistry"] })) {
      names.push(...events.map(({ name }) => name));
    }
    expect(names).to.include("Registered");
  });

  it("keep no proposal from being read and queued, nor the one with them", async () => {
    const calls = [mintCall(alice, { to: alice.addresses.Treasury, amount: 5n })];
    const [good = 0n] = await proposed(live(), alice, { calls, description: "Mint" });
    const call = mintCall(alice, { to: alice.addresses.Treasury, amount: 7n });
    const args = [[call.target], [0n], [call.data], MARK];
    await send("bob", alice.addresses.ServiceDAO, withBytes(alice.dao.interface, "propose", args));
    const all = await listProposals(alice);
    const [bad] = all.filter(({ description }) => description === SHOWN);
    expect(all.map(({ proposalId }) => proposalId)).to.include(good);
    const strange = bad?.proposalId ?? 0n;
    expect((await readProposal(alice, strange)).description).to.equal(SHOWN);
    await live().pass(TO_VOTE);
    for (const proposalId of [good, strange]) await vote(alice, { proposalId, support: "for" });
    await live().pass(2 * TO_QUEUE);
    for (const proposalId of [good, strange]) await queueProposal(alice, { proposalId });
    const states = (await listProposals(alice)).map(({ state }) => state);
    expect(states.filter((state) => state === "queued")).to.have.length(2);
  });
});
