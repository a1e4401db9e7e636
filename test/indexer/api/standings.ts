import { expect } from "chai";
import { id, ZeroAddress } from "ethers";
import { dealIdOf, mandateIdOf } from "../../../packages/sdk/src/hub/ids.js";
import { readDeal } from "../../../packages/sdk/src/hub/readDeal.js";
import { readStream, readSubscription } from "../../../packages/sdk/src/hub/readAccrual.js";
import { packed } from "../../fixtures/deals.js";
import { readRegistered } from "../../../packages/sdk/src/services/discovery.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { at } from "../../fixtures/at.js";
import { passAndQueue, proposalOf, propose } from "../../fixtures/system.js";
import { collect, serveStory, type ServedStory } from "../../fixtures/api.js";
import { PROPOSAL_STATES } from "../../../packages/sdk/src/proposals/states.js";

const DAY = 86_400;

/** What is over at the end of the story: a delivered and a disputed order, a queued and a pending proposal. */
async function openMore({ story, follow }: ServedStory): Promise<void> {
  const { hub, dao, alice, others } = story;
  const call = (floor: bigint): [typeof dao, string] => [
    dao,
    dao.interface.encodeFunctionData("setQuorumFloor", [floor]),
  ];
  await passAndQueue(story, proposalOf("Queued", call(5n)));
  await propose(story, proposalOf("Pending", call(6n)));
  const provider = at(others, 1);
  const deadline = BigInt(await networkHelpers.time.latest()) + BigInt(7 * DAY);
  for (const isDisputed of [false, true]) {
    const ref = id(`disputed: ${isDisputed}`);
    const deal = { ...at(story.deals, 0), deadline, feeBps: await hub.fee(), ref };
    story.deals.push(deal);
    await hub.connect(alice).open(packed(deal), deal.price, "0x");
    await hub.connect(provider).deliver(packed(deal), ref);
    if (isDisputed) await hub.connect(alice).dispute(packed(deal), ref);
  }
  const accrual = { arbiter: ZeroAddress, window: 0n, deadline: 0n, period: 1n, price: 1n, ref: id("running") };
  const start = BigInt(await networkHelpers.time.latest());
  const stream = { ...at(story.deals, 0), ...accrual, start, feeBps: await hub.fee() };
  story.deals.push(stream);
  await hub.connect(alice).open(packed(stream), BigInt(DAY), "0x");
  await follow();
}

/** Moments at which every deal, proposal, budget and cap is compared with the contracts. */
const LATER = [0, DAY / 2, 3 * DAY, 8 * DAY, 40 * DAY, 200 * DAY];

describe("indexer API: what the contracts say at the block's time", function () {
  let served: ServedStory;

  before(async () => {
    served = await serveStory();
    await openMore(served);
  });

  after(() => served.close());

  /** Runs the comparison in the last block, and again as time goes on. */
  async function asTimePasses(compare: (now: number) => Promise<void>): Promise<void> {
    const snapshot = await networkHelpers.takeSnapshot();
    for (const seconds of LATER) {
      await networkHelpers.time.increase(seconds + 1);
      await served.follow();
      await compare(await networkHelpers.time.latest());
    }
    await snapshot.restore();
    await served.follow();
  }

  it("derives what is left, due and refundable of each deal, and who may do what", async () => {
    const { story, client } = served;
    const statuses = new Set<string>();
    await asTimePasses(async (now) => {
      for (const deal of story.deals) {
        const dealId = dealIdOf(story.client, deal);
        const { data } = await client.get("/deals/{id}", { id: dealId });
        statuses.add(data.status);
        if (data.state === "voided") continue;
        const tag = { blockTag: "latest" };
        const { funded, paid } = await story.hub.escrowOf(dealId);
        expect([data.funded, data.paid, data.left].map(BigInt)).to.deep.equal([funded, paid, funded - paid]);
        expect(BigInt(data.due), `due of ${data.kind} ${data.status}`).to.equal(
          await story.hub.dueOf(packed(deal), tag),
        );
        const refund = data.actions.find(
          ({ by, action, from }) => by === "anyone" && action === "refund" && from === null,
        );
        const refundable = await story.hub.refundableOf(packed(deal), ZeroAddress, tag);
        expect(BigInt(refund?.amount ?? "0"), `refundable of ${data.kind} ${data.status}`).to.equal(refundable);
        const claim = data.actions.find(({ action, from }) => action === "claim" && from === null);
        expect(BigInt(claim?.amount ?? "0")).to.equal(BigInt(data.due));
        for (const { from, until } of data.actions) {
          expect(from ?? now + 1, "an action that begins later").to.be.above(now);
          expect(until ?? now, "an action that is over").to.be.at.least(now);
        }
      }
    });
    expect([...statuses]).to.include.members(["overdue", "delivered", "claimable", "closed", "voided"]);
    expect([...statuses]).to.include.members(["running", "inArrears", "disputed", "undecided"]);
  });

  it("lists every deal that anyone can claim or refund at a time, also one that is to come", async () => {
    const { story, client } = served;
    const kinds = new Set<string>();
    await asTimePasses(async (now) => {
      const expected: string[] = [];
      for (const deal of story.deals) {
        const tag = { blockTag: "latest" };
        const [due, refundable] = [
          await story.hub.dueOf(packed(deal), tag),
          await story.hub.refundableOf(packed(deal), ZeroAddress, tag),
        ];
        if (due > 0n || refundable > 0n) expected.push(dealIdOf(story.client, deal));
      }
      const rows = await collect(client.all("/deals", { dueBy: now }));
      for (const { status } of rows) kinds.add(status);
      expect(rows.map(({ id: of }) => of)).to.include.members(expected);
      // What it lists too much are funded streams and subscriptions that owe nothing more yet.
      for (const row of rows.filter(({ id: of }) => !expected.includes(of))) {
        expect(row.kind, row.status).to.be.oneOf(["stream", "subscription"]);
      }
    });
    expect([...kinds]).to.include.members(["overdue", "claimable", "undecided", "running"]);
    const now = await networkHelpers.time.latest();
    const later = await collect(client.all("/deals", { dueBy: now + 400 * DAY, state: "delivered" }));
    expect(later).to.have.length.above(
      (await collect(client.all("/deals", { dueBy: now, state: "delivered" }))).length,
    );
  });

  it("has the time limits of the SDK", async () => {
    const { story, client } = served;
    const compared: [number | undefined, number][] = [];
    for (const deal of story.deals) {
      const dealId = dealIdOf(story.client, deal);
      const { data, time } = await client.get("/deals/{id}", { id: dealId });
      if (data.state === "voided") continue;
      const { times } = await readDeal(story.client, deal);
      const untilOf = (name: string) => data.actions.find(({ action }) => action === name)?.until ?? undefined;
      const fromOf = (name: string) =>
        data.actions.find(({ action, by }) => action === name && by === "anyone")?.from ?? undefined;
      const isToCome = (limit: bigint | undefined): limit is bigint => limit !== undefined && limit >= time;
      const { disputeUntil, claimableAfter, deliverUntil, resolveUntil } = times;
      if (isToCome(disputeUntil)) compared.push([untilOf("dispute"), Number(disputeUntil)]);
      if (isToCome(claimableAfter)) compared.push([fromOf("claim"), Number(claimableAfter) + 1]);
      if (isToCome(deliverUntil)) compared.push([untilOf("deliver"), Number(deliverUntil)]);
      if (isToCome(resolveUntil)) compared.push([untilOf("resolve"), Number(resolveUntil)]);
    }
    expect(compared.length).to.be.above(2);
    for (const [derived, read] of compared) expect(derived).to.equal(read);
  });

  it("derives what streams and subscriptions owe, and until when they are funded", async () => {
    const { story, client } = served;
    for (const deal of story.deals.filter(({ period }) => period !== 0n)) {
      const { data, time } = await client.get("/deals/{id}", { id: dealIdOf(story.client, deal) });
      if (data.accrual === null) continue;
      const read = deal.period === 1n ? readStream : readSubscription;
      const { fundedUntil } = await read(story.client, deal);
      expect(data.accrual.fundedUntil).to.equal(Number(fundedUntil));
      const passed = BigInt(time) - deal.start;
      const owed = deal.period === 1n ? deal.price * passed : deal.price * (passed / deal.period + 1n);
      expect(BigInt(data.accrual.owed)).to.equal(owed);
    }
  });

  it("derives what may be charged of each mandate", async () => {
    const { story, client } = served;
    await asTimePasses(async () => {
      for (const mandate of story.mandates) {
        const { data } = await client.get("/mandates/{id}", { id: mandateIdOf(story.client, mandate) });
        const chargeable = await story.hub.chargeableOf(mandate, { blockTag: "latest" });
        expect(BigInt(data.chargeable), data.state).to.equal(chargeable);
      }
    });
  });

  it("derives the state and quorum of each proposal as the DAO does", async () => {
    const { story, client } = served;
    const seen = new Set<string>();
    await asTimePasses(async (now) => {
      for await (const proposal of client.all("/proposals", {})) {
        const state = PROPOSAL_STATES[Number(await story.dao.state(proposal.id, { blockTag: "latest" }))];
        expect(proposal.state, `proposal ${proposal.id} at ${now}`).to.equal(state);
        seen.add(proposal.state);
        const { opensAt, closesAt, executableAt } = proposal.timeline;
        if (opensAt < now) expect(BigInt(proposal.quorum ?? "0")).to.equal(await story.dao.quorum(opensAt));
        expect(BigInt(closesAt)).to.equal(await story.dao.proposalDeadline(proposal.id));
        expect(BigInt(executableAt ?? 0)).to.equal(await story.dao.proposalEta(proposal.id));
        const { data } = await client.list("/proposals", { state: proposal.state, limit: 200 });
        expect(data.map(({ id }) => id)).to.include(proposal.id);
      }
    });
    expect([...seen]).to.include.members(["pending", "active", "canceled", "defeated"]);
    expect([...seen]).to.include.members(["queued", "executed", "expired"]);
  });

  it("tells what each call of a proposal does, and who voted why", async () => {
    const { story, client } = served;
    const lost = String(at(story.proposalIds, 0));
    const { data: votes } = await client.list("/proposals/{id}/votes", { id: lost });
    expect(votes.find(({ voter }) => voter === story.alice.address)?.reason).to.equal("No: 不好 \u202e");
    expect(votes.map(({ support }) => support).sort()).to.deep.equal(["abstain", "against", "for"]);
    const { data: all } = await client.list("/proposals", {});
    const summaries = all.flatMap(({ calls }) => calls.map(({ summary }) => summary));
    expect(summaries).to.include("Sets the hub's fee to 0.25 %");
    expect(summaries).to.include("Sets the quorum to 5 % of what is locked");
  });

  it("tells what is locked, and the power and the vote of one account at a proposal's snapshot", async () => {
    const { story, client } = served;
    const { data: all, time } = await client.get("/voting", {});
    expect(BigInt(all.locked)).to.equal(await story.votes.totalSupply());
    expect(BigInt(all.quorum)).to.equal(await story.dao.quorum(time, { blockTag: "pending" }));
    const powers = new Set<bigint>();
    for (const id of story.proposalIds) {
      const snapshot = await story.dao.proposalSnapshot(id);
      if (snapshot >= BigInt(time)) continue;
      for (const { address } of [story.alice, story.bob, story.dave]) {
        const { data } = await client.list("/voters/{address}/power", { address, until: snapshot, limit: 1 });
        const power = await story.votes.getPastVotes(address, snapshot);
        expect(BigInt(data[0]?.votes ?? "0")).to.equal(power);
        powers.add(power);
        const { data: votes } = await client.list("/proposals/{id}/votes", { id, voter: address });
        expect(votes.length === 1).to.equal(await story.dao.hasVoted(id, address));
        expect(votes.every(({ voter }) => voter === address)).to.equal(true);
      }
    }
    expect(powers.size).to.be.greaterThan(1);
  });

  it("derives what is available of budgets and caps", async () => {
    const { story, client } = served;
    await asTimePasses(async () => {
      const tag = { blockTag: "latest" };
      const { data: budgets } = await client.list("/treasury/budgets", {});
      for (const { steward, asset, available } of budgets) {
        const [, , expected] = await story.treasury.budgetOf(steward, asset, tag);
        expect(BigInt(available)).to.equal(expected);
      }
      const { data: caps } = await client.list("/treasury/caps", {});
      expect(caps.length).to.equal(2);
      for (const { asset, current, applicable, scheduled } of caps) {
        const [amount, period, available] = await story.treasury.capOf(asset, tag);
        expect([BigInt(current.amount), BigInt(current.period)]).to.deep.equal([amount, period]);
        expect(BigInt(current.available), `available of ${asset}`).to.equal(available);
        const next = await story.treasury.applicableCapOf(asset, tag);
        if (applicable !== null) expect(BigInt(applicable.available)).to.equal(next[2]);
        const [, , effectiveAt] = await story.treasury.scheduledCapOf(asset);
        expect(BigInt(scheduled?.effectiveAt ?? 0)).to.equal(effectiveAt);
      }
    });
  });

  it("has services with the ratings that the contract computes", async () => {
    const { story, client } = served;
    for await (const service of client.all("/services", {})) {
      const { rating, price, owner, category } = await readRegistered(story.client, BigInt(service.id));
      expect([
        BigInt(service.rating.average),
        BigInt(service.rating.weightedAverage),
        service.rating.count,
      ]).to.deep.equal([rating.average, rating.weightedAverage, Number(rating.count)]);
      expect([service.price, service.owner, service.category ?? ""]).to.deep.equal([
        price?.toString() ?? null,
        ...[owner, category],
      ]);
    }
  });

  it("separates feedback that a payment backs from feedback that none backs", async () => {
    const { client, story } = served;
    const paid = await client.list("/feedback", { service: 0, paid: "true" });
    const unpaid = await client.list("/feedback", { service: 0, paid: "false" });
    expect(new Set(paid.data.map(({ client: by }) => by))).to.deep.equal(new Set([story.alice.address]));
    expect(new Set(unpaid.data.map(({ client: by }) => by))).to.deep.equal(
      new Set([story.bob.address, story.dave.address]),
    );
  });

  it("finds the feedback that a deal backs, its responses, and the deals of an arbiter", async () => {
    const { client, story } = served;
    const { alice, carol, others, deals } = story;
    const dealId = dealIdOf(story.client, at(deals, 0));
    const rated = await client.list("/feedback", { deal: dealId });
    expect(rated.data.map((row) => [row.client, row.number, row.dealId])).to.deep.equal([[alice.address, 1, dealId]]);
    const number = { service: 0, client: alice.address, number: 1 };
    const responses = await client.list("/feedback/responses", number);
    expect(responses.data.map(({ responder, uri }) => [responder, uri])).to.deep.equal([
      [at(others, 1).address, "https://again.example"],
      [at(others, 1).address, "https://sorry.example"],
    ]);
    const judged = await client.list("/deals", { arbiter: carol.address });
    const opened = new Set(judged.data.map(({ id: of }) => of));
    const known = deals.filter(({ arbiter }) => arbiter === carol.address).map((deal) => dealIdOf(story.client, deal));
    expect(opened).to.have.length.above(0);
    expect(new Set(known.filter((of) => opened.has(of)))).to.deep.equal(opened);
  });

  it("totals payments per payer and payee in both directions", async () => {
    const { client, story } = served;
    const payee = at(story.others, 1).address;
    const { data } = await client.list("/pairs", { payer: story.alice.address, payee });
    const rows = await collect(client.all("/payments", { payer: story.alice.address, payee }));
    expect(data.map(({ amount, count }) => [BigInt(amount), count])).to.deep.equal([
      [rows.reduce((sum, { amount }) => sum + BigInt(amount), 0n), rows.length],
    ]);
    const { data: incoming } = await client.list("/pairs", { payee });
    expect(incoming).to.deep.include(at(data, 0));
  });

  it("has the fee of the hub", async () => {
    const { data } = await served.client.get("/fees", {});
    expect(BigInt(data.feeBps)).to.equal(await served.story.hub.fee());
  });

  it("names the service of a deal where its payee is paid for one only", async () => {
    const { client, story, follow } = served;
    const { registry, others } = story;
    const compare = async () => {
      const deals = await collect(client.all("/deals", {}));
      const services = await collect(client.all("/services", {}));
      const named = deals.map(({ id: dealId, payee, service }) => {
        const sold = services.filter(({ wallet }) => wallet !== null && wallet === payee);
        const only = sold.length === 1 ? { id: at(sold, 0).id, name: at(sold, 0).name } : null;
        expect(service, `deal ${dealId}`).to.deep.equal(only);
        return only;
      });
      return named.filter((only) => only !== null).length;
    };
    // The payee of the story sells two.
    expect(await compare()).to.equal(0);
    await registry.connect(at(others, 1)).unsetAgentWallet(0);
    await follow();
    expect(await compare()).to.be.above(0);
    const dealId = dealIdOf(story.client, at(story.deals, 0));
    expect((await client.get("/deals/{id}", { id: dealId })).data.service).to.include({ id: 1 });
  });
});
