import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import type { Client } from "../../packages/sdk/src/core/client.js";
import { packTerms, toDeal, type Deal } from "../../packages/sdk/src/deals.js";
import { coveredUntil, owedAt } from "../../packages/sdk/src/hub/accrual.js";
import { dealIdOf, draftOrder } from "../../packages/sdk/src/orders/index.js";
import {
  cancelStream,
  claimMany,
  claimStream,
  draftStream,
  openStream,
  openStreams,
  readStream,
  refundStream,
  topUpStream,
} from "../../packages/sdk/src/streams/index.js";
import { at } from "../fixtures/at.js";
import { onEveryNode } from "../fixtures/live.js";
import { balances, expectNow, feeOf, seenBy, setFee } from "../fixtures/liveHub.js";
import { expectError, take } from "../fixtures/sdk.js";

const HELD = parseScv("16");
const FUNDED = 1_000_000n;

onEveryNode("sdk: streams", (live) => {
  let alice: Client;
  let bob: Client;
  let carol: Client;
  let [a, b, c, hub] = ["", "", "", ""];

  beforeEach(() => {
    [alice, bob, carol] = [seenBy(live(), "alice"), seenBy(live(), "bob"), seenBy(live(), "carol")];
    [a, b, c] = take(
      (["alice", "bob", "carol"] as const).map((who) => live().wallet(who).address),
      3,
    );
    hub = alice.addresses.PaymentHub;
  });

  /** Alice's stream of 1000 base units per second to Bob, with a million in it. */
  async function opened(perSecond = 1_000n): Promise<Deal> {
    const deal = await draftStream(alice, { payee: b, perSecond });
    await openStream(alice, { deal, amount: FUNDED });
    return deal;
  }

  const refusal = (deal: Deal, args: object) => ({ index: 0n, id: dealIdOf(alice, deal), ...args });

  describe("draftStream", () => {
    it("takes a rate per second, by default without an end", async () => {
      await setFee(live(), 25n);
      const { ref, start, ...deal } = await draftStream(alice, { payee: b, perSecond: 7n });
      expect(ref).to.have.length(66);
      const terms = { price: 7n, period: 1n, deadline: 0n, window: 0n, feeBps: 25n };
      expect(deal).to.deep.equal({ payer: a, payee: b, arbiter: ZeroAddress, ...terms });
      await expectNow(live(), start);
      const ending = await draftStream(alice, { payee: b, perSecond: 7n, start: 5n, deadline: 9n });
      expect(ending).to.include({ start: 5n, deadline: 9n });
    });

    it("takes an amount over a time, rounded down per second", async () => {
      const deal = await draftStream(alice, { payee: b, amount: 1_099n, duration: 100n, start: 50n });
      expect(deal).to.include({ price: 10n, start: 50n, deadline: 150n });
    });

    it("refuses what would not flow", async () => {
      const draft = (rate: { amount: bigint; duration: bigint } | { perSecond: bigint }) =>
        draftStream(alice, { payee: b, ...rate });
      await expectError(draft({ perSecond: 0n }), "InvalidArgument", { argument: "perSecond", value: 0n });
      await expectError(draft({ amount: 1n, duration: 0n }), "InvalidArgument", { argument: "duration", value: 0n });
      const slow = { argument: "amount per second", value: 0n };
      await expectError(draft({ amount: 99n, duration: 100n }), "InvalidArgument", slow);
    });
  });

  describe("owedAt and coveredUntil", () => {
    it("agree", () => {
      const deal = { payer: a, payee: b, arbiter: ZeroAddress, window: 0n, feeBps: 0n, ref: "0x" };
      const stream = { ...deal, price: 3n, period: 1n, start: 100n, deadline: 0n };
      expect([99n, 100n, 101n, 110n].map((time) => owedAt(stream, time))).to.deep.equal([0n, 0n, 3n, 30n]);
      expect(coveredUntil(stream, 31n)).to.equal(110n);
      const ending = { ...stream, deadline: 105n };
      expect(owedAt(ending, 200n)).to.equal(15n);
      expect(coveredUntil(ending, 31n)).to.equal(105n);
    });
  });

  describe("openStream", () => {
    it("opens once; the hub would take more, and this does not", async () => {
      const deal = await draftStream(alice, { payee: b, perSecond: 1_000n });
      const { dealId } = await openStream(alice, { deal, amount: FUNDED });
      expect(dealId).to.equal(await alice.hub.idOf(toDeal(deal)));
      expect(await alice.hub.escrowOf(dealId)).to.deep.equal([FUNDED, 0n, 0n, 1n]);
      expect(await balances(alice, [a, hub])).to.deep.equal([HELD - FUNDED, FUNDED]);
      const again = openStream(alice, { deal, amount: FUNDED });
      await expectError(again, "HubWrongStatus", refusal(deal, { status: 1n }));
      expect(await balances(alice, [hub])).to.deep.equal([FUNDED]);
    });

    it("passes on why the hub refuses", async () => {
      const deal = await draftStream(alice, { payee: b, perSecond: 1n });
      const args = refusal(deal, { amount: 0n, available: 2n ** 96n - 1n });
      await expectError(openStream(alice, { deal, amount: 0n }), "HubInvalidAmount", args);
      const over = { ...deal, deadline: deal.start };
      const invalid = refusal(over, { terms: packTerms(over) });
      await expectError(openStream(alice, { deal: over, amount: 1n }), "HubInvalidTerms", invalid);
    });
  });

  describe("openStreams and claimMany", () => {
    it("open and claim many with one transfer each", async () => {
      await setFee(live(), 100n);
      const start = (await live().now()) - 500n;
      const drafts = await Promise.all(
        [1n, 2n, 3n].map((perSecond) => draftStream(alice, { payee: b, perSecond, start })),
      );
      await (await alice.coin.approve(hub, 1_000n)).wait();
      const streams = drafts.map((deal, i) => ({ deal, amount: at([100n, 200n, 300n], i) }));
      const { dealIds, events } = await openStreams(alice, { streams });
      expect(dealIds).to.deep.equal(drafts.map((deal) => dealIdOf(alice, deal)));
      expect(events.filter(({ name }) => name === "Transfer")).to.have.length(1);
      const { claims } = await claimMany(carol, { deals: drafts });
      expect(claims).to.deep.equal(
        [100n, 200n, 300n].map((amount, i) => ({ dealId: dealIds[i], amount, fee: amount / 100n })),
      );
      expect(await balances(alice, [b])).to.deep.equal([HELD + 594n]);
      const twice = { index: 0n, id: dealIds[0], paid: 100n };
      await expectError(claimMany(carol, { deals: drafts }), "HubNothingDue", twice);
      const other = await draftStream(alice, { payee: c, perSecond: 1n });
      const args = { index: 1n, id: dealIdOf(alice, other), payee: c, expected: b };
      await topUpStream(alice, { deal: at(drafts, 0), amount: 1n });
      await expectError(claimMany(carol, { deals: [at(drafts, 0), other] }), "HubDifferentPayee", args);
    });
  });

  describe("topUpStream", () => {
    it("adds anyone's coins to what is open, and opens nothing", async () => {
      const deal = await opened();
      const { events } = await topUpStream(carol, { deal, amount: 5n });
      const [toppedUp] = take(
        events.filter(({ name }) => name === "ToppedUp"),
        1,
      );
      expect(toppedUp.args).to.deep.equal({ id: dealIdOf(alice, deal), funder: c, amount: 5n });
      expect((await readStream(alice, deal)).funded).to.equal(FUNDED + 5n);
      const unknown = await draftStream(alice, { payee: b, perSecond: 1n });
      const args = refusal(unknown, { status: 0n });
      await expectError(topUpStream(alice, { deal: unknown, amount: 5n }), "HubWrongStatus", args);
    });

    it("comes too late after the deadline", async () => {
      const deal = await draftStream(alice, { payee: b, amount: 1_000n, duration: 100n });
      await openStream(alice, { deal, amount: 1_000n });
      await live().pass(200);
      const args = refusal(deal, { time: deal.deadline });
      await expectError(topUpStream(alice, { deal, amount: 5n }), "HubTooLate", args);
    });
  });

  describe("claimStream", () => {
    it("pays each second that has passed, to the base unit", async () => {
      await setFee(live(), 100n);
      const deal = await opened();
      await live().pass(100);
      const { amount, fee } = await claimStream(carol, { deal });
      const seconds = (await live().now()) - deal.start;
      expect(seconds > 0n).to.equal(true);
      expect({ amount, fee }).to.deep.equal({ amount: 1_000n * seconds, fee: 10n * seconds });
      expect(await balances(alice, [b, c])).to.deep.equal([HELD + 990n * seconds, HELD]);
    });

    it("pays nothing before the start", async () => {
      const start = (await live().now()) + 1_000n;
      const deal = await draftStream(alice, { payee: b, perSecond: 1n, start });
      await openStream(alice, { deal, amount: 5n });
      await expectError(claimStream(bob, { deal }), "HubNothingDue", refusal(deal, { paid: 0n }));
    });
  });

  describe("cancelStream", () => {
    it("splits what is there by what is owed, for either side", async () => {
      await setFee(live(), 100n);
      for (const client of [alice, bob]) {
        const [ofAlice, ofBob] = take(await balances(alice, [a, b]), 2);
        const deal = await opened();
        await expectError(cancelStream(carol, { deal }), "HubUnauthorized", refusal(deal, { caller: c }));
        await live().pass(10);
        const { toPayee, toPayer, fee } = await cancelStream(client, { deal });
        const owed = 1_000n * ((await live().now()) - deal.start);
        expect({ toPayee, toPayer, fee }).to.deep.equal({
          ...{ toPayee: owed, toPayer: FUNDED - owed, fee: feeOf(deal, owed) },
        });
        expect(await balances(alice, [a, b])).to.deep.equal([ofAlice - owed, ofBob + owed - fee]);
        await expectError(cancelStream(client, { deal }), "HubWrongStatus", refusal(deal, { status: 4n }));
      }
      const deal = await draftOrder(alice, { payee: b, price: 1n });
      await expectError(cancelStream(alice, { deal }), "HubWrongKind", refusal(deal, { terms: packTerms(deal) }));
    });
  });

  describe("refundStream", () => {
    it("refunds what is not owed after the deadline, regardless of the caller", async () => {
      const deal = await draftStream(alice, { payee: b, amount: 1_099n, duration: 100n });
      await openStream(alice, { deal, amount: 1_099n });
      const endless = await opened();
      await expectError(refundStream(carol, { deal: endless }), "HubUnauthorized", refusal(endless, { caller: c }));
      await expectError(refundStream(carol, { deal }), "HubTooEarly", refusal(deal, { time: deal.deadline }));
      await live().pass(200);
      expect((await readStream(alice, deal)).refundable).to.equal(99n);
      expect(await refundStream(carol, { deal })).to.include({ amount: 99n });
      expect(await claimStream(carol, { deal })).to.include({ amount: 1_000n });
    });
  });

  describe("readStream", () => {
    it("grows with the time, without a new block", async () => {
      const deal = await opened();
      const before = await readStream(alice, deal);
      const block = await live().provider.getBlockNumber();
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      const { owed, due } = await readStream(alice, deal);
      expect(await live().provider.getBlockNumber()).to.equal(block);
      expect(owed > before.owed, `${String(before.owed)} owed, then ${String(owed)}`).to.equal(true);
      expect(due > before.due, `${String(before.due)} due, then ${String(due)}`).to.equal(true);
    });

    it("tells what is owed, due and missing, as the chain does", async () => {
      const deal = await opened();
      const dealId = dealIdOf(alice, deal);
      await live().pass(400);
      const owed = 1_000n * ((await live().now()) - deal.start);
      const money = { funded: FUNDED, paid: 0n, left: FUNDED, refundable: 0n };
      const standing = { dealId, deal, kind: "stream", state: "open", ...money, times: {} };
      const until = { fundedUntil: deal.start + 1_000n };
      const { owed: owedNow, due, ...running } = await readStream(alice, dealId);
      expect(running).to.deep.equal({ ...standing, arrears: 0n, ...until });
      for (const amount of [owedNow, due]) expect(Number(amount)).to.be.within(Number(owed), Number(owed) + 60_000);
      expect(await alice.hub.dueOf(toDeal(deal))).to.equal(owed);
      await live().pass(1_000);
      const all = 1_000n * ((await live().now()) - deal.start);
      const { owed: owedDry, ...dry } = await readStream(alice, deal);
      expect(Number(owedDry)).to.be.within(Number(all), Number(all) + 60_000);
      expect(dry).to.deep.equal({ ...standing, due: FUNDED, arrears: owedDry - FUNDED, ...until });
      await cancelStream(alice, { deal });
      expect(await readStream(alice, deal)).to.include({ state: "closed", arrears: 0n, due: 0n, paid: FUNDED });
    });

    it("is for streams", async () => {
      const order = await draftOrder(alice, { payee: b, price: 1n });
      await expectError(readStream(alice, order), "HubWrongKind", refusal(order, { terms: packTerms(order) }));
    });
  });
});
