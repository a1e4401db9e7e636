import { expect } from "chai";
import { id, ZeroHash } from "ethers";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import type { Client } from "../../packages/sdk/src/core/client.js";
import { packTerms, type Deal } from "../../packages/sdk/src/deals.js";
import {
  ARBITRATION_PERIOD,
  claimOrder,
  dealIdOf,
  deliverOrder,
  disputeOrder,
  draftOrder,
  openOrder,
  readDeal,
  refundOrder,
  releaseOrder,
  resolveOrder,
  signRelease,
  submitReleases,
  type OrderDraft,
} from "../../packages/sdk/src/orders/index.js";
import { draftStream, openStream } from "../../packages/sdk/src/streams/index.js";
import { onEveryNode } from "../fixtures/live.js";
import { balances, DAY, feeOf, seenBy, setFee } from "../fixtures/liveHub.js";
import { expectError, take } from "../fixtures/sdk.js";

const PRICE = parseScv("2");
const HELD = parseScv("16");

onEveryNode("sdk: settling orders", (live) => {
  let alice: Client;
  let bob: Client;
  let carol: Client;
  let [a, b, c, hub] = ["", "", "", ""];

  beforeEach(async () => {
    [alice, bob, carol] = [seenBy(live(), "alice"), seenBy(live(), "bob"), seenBy(live(), "carol")];
    [a, b, c] = take(
      (["alice", "bob", "carol"] as const).map((who) => live().wallet(who).address),
      3,
    );
    hub = alice.addresses.PaymentHub;
    await setFee(live(), 33n);
  });

  /** An order of Alice's to Bob, paid. */
  async function opened(terms: Partial<OrderDraft> = {}): Promise<Deal> {
    const deal = await draftOrder(alice, { payee: b, price: PRICE, ...terms });
    await openOrder(alice, { deal });
    return deal;
  }

  const refusal = (deal: Deal, args: object) => ({ index: 0n, id: dealIdOf(alice, deal), ...args });

  describe("deliverOrder", () => {
    it("starts the window, by the payee only and once", async () => {
      const deal = await opened({ arbiter: c, window: 100n });
      await expectError(deliverOrder(carol, { deal }), "HubUnauthorized", refusal(deal, { caller: c }));
      const proof = id("what was delivered");
      const { events } = await deliverOrder(bob, { deal, proof });
      expect(events.map(({ name, args }) => [name, args])).to.deep.equal([
        ["Delivered", { id: dealIdOf(alice, deal), payee: b, proof }],
      ]);
      const markedAt = await live().now();
      const { state, times } = await readDeal(alice, deal);
      expect(state).to.equal("delivered");
      expect(times).to.deep.equal({ markedAt, claimableAfter: markedAt + 100n, disputeUntil: markedAt + 100n });
      await expectError(deliverOrder(bob, { deal }), "HubWrongStatus", refusal(deal, { status: 2n }));
    });

    it("is too late after the deadline, and sends zero as the default proof", async () => {
      const deal = await opened({ deliverWithin: 50n });
      const { data } = await deliverOrder.populate(bob, { deal });
      expect(data.endsWith(ZeroHash.slice(2))).to.equal(true);
      await live().pass(100);
      await expectError(deliverOrder(bob, { deal }), "HubTooLate", refusal(deal, { time: deal.deadline }));
    });

    it("is for orders", async () => {
      const deal = await draftStream(alice, { payee: b, perSecond: 1n });
      await openStream(alice, { deal, amount: 5n });
      await expectError(deliverOrder(bob, { deal }), "HubWrongKind", refusal(deal, { terms: packTerms(deal) }));
    });
  });

  describe("releaseOrder", () => {
    it("pays up to a total, then all, each less the fee", async () => {
      const deal = await opened();
      await expectError(releaseOrder(bob, { deal }), "HubUnauthorized", refusal(deal, { caller: b }));
      const part = 301n;
      expect(await releaseOrder(alice, { deal, total: part })).to.include({ amount: part, fee: 0n });
      expect(await balances(alice, [b])).to.deep.equal([HELD + part]);
      await expectError(releaseOrder(alice, { deal, total: part }), "HubNothingDue", refusal(deal, { paid: part }));
      const rest = PRICE - part;
      const fee = feeOf(deal, rest);
      expect(fee).to.equal(6_599_999_999_999_999n);
      expect(await releaseOrder(alice, { deal })).to.include({ amount: rest, fee });
      expect(await balances(alice, [a, b, hub])).to.deep.equal([HELD - PRICE, HELD + PRICE - fee, fee]);
      expect(await readDeal(alice, deal)).to.include({ state: "closed", paid: PRICE, left: 0n });
    });
  });

  describe("signRelease and submitReleases", () => {
    it("pays what payers signed in one transfer, regardless of the submitter", async () => {
      const deals = [await opened(), await opened({ price: 5_000n })];
      const [first, second] = take(deals, 2);
      const releases = [
        await signRelease(alice, { deal: first, total: 400n }),
        await signRelease(alice, { deal: second }),
      ];
      expect(releases.map(({ total }) => total)).to.deep.equal([400n, 5_000n]);
      const { released, events } = await submitReleases(carol, { releases });
      expect(released).to.deep.equal([
        { dealId: dealIdOf(alice, first), amount: 400n, fee: 1n },
        { dealId: dealIdOf(alice, second), amount: 5_000n, fee: 16n },
      ]);
      expect(events.filter(({ name }) => name === "Transfer")).to.have.length(1);
      expect(await balances(alice, [b])).to.deep.equal([HELD + 5_400n - 17n]);
      expect((await readDeal(alice, first)).state).to.equal("open");
      expect((await readDeal(alice, second)).state).to.equal("closed");
    });

    it("refuses another total, another signer, another payee, and nothing", async () => {
      const deal = await opened();
      const signed = await signRelease(alice, { deal, total: 400n });
      for (const wrong of [{ ...signed, total: 401n }, await signRelease(bob, { deal, total: 400n })]) {
        const args = refusal(deal, { signer: a });
        await expectError(submitReleases(carol, { releases: [wrong] }), "HubInvalidSignature", args);
      }
      const other = await opened({ payee: c });
      const releases = [signed, await signRelease(alice, { deal: other })];
      const args = { index: 1n, id: dealIdOf(alice, other), payee: c, expected: b };
      await expectError(submitReleases(carol, { releases }), "HubDifferentPayee", args);
      await expectError(submitReleases(carol, { releases: [] }), "HubEmptyBatch", {});
    });
  });

  describe("disputeOrder and resolveOrder", () => {
    it("let the arbiter split the money", async () => {
      const deal = await opened({ arbiter: c });
      await expectError(disputeOrder(alice, { deal }), "HubWrongStatus", refusal(deal, { status: 1n }));
      await deliverOrder(bob, { deal });
      await expectError(disputeOrder(bob, { deal }), "HubUnauthorized", refusal(deal, { caller: b }));
      await expectError(resolveOrder(carol, { deal, total: 1n }), "HubWrongStatus", refusal(deal, { status: 2n }));
      await disputeOrder(alice, { deal, reason: id("half is missing") });
      const markedAt = await live().now();
      const decided = markedAt + ARBITRATION_PERIOD;
      const { state, times } = await readDeal(alice, deal);
      expect(state).to.equal("disputed");
      expect(times).to.deep.equal({ markedAt, resolveUntil: decided, refundableAfter: decided });
      await expectError(resolveOrder(alice, { deal, total: 0n }), "HubUnauthorized", refusal(deal, { caller: a }));
      const total = parseScv("0.5");
      const fee = feeOf(deal, total);
      const split = await resolveOrder(carol, { deal, total });
      expect(split).to.include({ toPayee: total, toPayer: PRICE - total, fee });
      expect(await balances(alice, [a, b, hub])).to.deep.equal([HELD - total, HELD + total - fee, fee]);
      expect((await readDeal(alice, deal)).state).to.equal("closed");
    });

    it("come too late after their time", async () => {
      const deal = await opened({ arbiter: c, window: 100n });
      await deliverOrder(bob, { deal });
      const end = (await live().now()) + 100n;
      await disputeOrder.simulate(alice, { deal });
      await live().pass(200);
      await expectError(disputeOrder(alice, { deal }), "HubTooLate", refusal(deal, { time: end }));
      const other = await opened({ arbiter: c });
      await deliverOrder(bob, { deal: other });
      await disputeOrder(alice, { deal: other });
      const decided = (await live().now()) + ARBITRATION_PERIOD;
      await live().pass(Number(ARBITRATION_PERIOD) + 60);
      const args = refusal(other, { time: decided });
      await expectError(resolveOrder(carol, { deal: other, total: 1n }), "HubTooLate", args);
      expect(await refundOrder(carol, { deal: other })).to.include({ amount: PRICE });
    });

    it("need an arbiter", async () => {
      const deal = await opened({ window: 100n });
      await deliverOrder(bob, { deal });
      expect((await readDeal(alice, deal)).times).to.not.have.property("disputeUntil");
      await expectError(disputeOrder(alice, { deal }), "HubUnauthorized", refusal(deal, { caller: a }));
    });
  });

  describe("claimOrder", () => {
    it("pays the payee after the window, regardless of the caller", async () => {
      const deal = await opened({ arbiter: c, window: 100n });
      await expectError(claimOrder(carol, { deal }), "HubWrongStatus", refusal(deal, { status: 1n }));
      await deliverOrder(bob, { deal });
      const end = (await live().now()) + 100n;
      await expectError(claimOrder(carol, { deal }), "HubTooEarly", refusal(deal, { time: end }));
      expect((await readDeal(alice, deal)).due).to.equal(0n);
      await live().pass(200);
      expect((await readDeal(alice, deal)).due).to.equal(PRICE);
      const fee = feeOf(deal, PRICE);
      expect(await claimOrder(carol, { deal })).to.include({ amount: PRICE, fee });
      expect(await balances(alice, [a, b, c])).to.deep.equal([HELD - PRICE, HELD + PRICE - fee, HELD]);
    });
  });

  describe("refundOrder", () => {
    it("gives back what the payee wants, at any time and without a fee", async () => {
      const deal = await opened();
      const args = refusal(deal, { time: deal.deadline });
      await expectError(refundOrder(alice, { deal }), "HubTooEarly", args);
      expect(await refundOrder(bob, { deal, amount: 7n })).to.include({ amount: 7n });
      expect(await balances(alice, [a, b])).to.deep.equal([HELD - PRICE + 7n, HELD]);
      const invalid = refusal(deal, { amount: PRICE, available: PRICE - 7n });
      await expectError(refundOrder(bob, { deal, amount: PRICE }), "HubInvalidAmount", invalid);
      expect(await refundOrder(bob, { deal })).to.include({ amount: PRICE - 7n });
      expect(await readDeal(alice, deal)).to.include({ state: "closed", funded: 0n });
    });

    it("refunds an order that was not delivered in time, regardless of the caller", async () => {
      const deal = await opened();
      await live().pass(Number(7n * DAY) + 60);
      expect(await refundOrder(carol, { deal })).to.include({ amount: PRICE });
      expect(await balances(alice, [a, b, c, hub])).to.deep.equal([HELD, HELD, HELD, 0n]);
    });
  });
});
