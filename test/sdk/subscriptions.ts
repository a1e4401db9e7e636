import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import type { Client } from "../../packages/sdk/src/core/client.js";
import { packTerms, toDeal, type Deal } from "../../packages/sdk/src/deals.js";
import { coveredUntil, owedAt } from "../../packages/sdk/src/hub/accrual.js";
import { dealIdOf, signOrder, submitSignedOrder } from "../../packages/sdk/src/orders/index.js";
import { draftStream } from "../../packages/sdk/src/streams/index.js";
import {
  cancelSubscription,
  claimSubscription,
  draftSubscription,
  openSubscription,
  openSubscriptions,
  readSubscription,
  refundSubscription,
  topUpSubscription,
} from "../../packages/sdk/src/subscriptions/index.js";
import { at } from "../fixtures/at.js";
import { onEveryNode } from "../fixtures/live.js";
import { balances, DAY, expectNow, feeOf, seenBy, setFee } from "../fixtures/liveHub.js";
import { expectError, take } from "../fixtures/sdk.js";

const HELD = parseScv("16");
const PRICE = parseScv("1");
const MONTH = 30n * DAY;

onEveryNode("sdk: subscriptions", (live) => {
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
    await setFee(live(), 100n);
  });

  const draft = (terms: { periods?: bigint; start?: bigint } = {}) =>
    draftSubscription(alice, { payee: b, price: PRICE, period: MONTH, ...terms });

  /** Alice's subscription for a month each, with this in it. */
  async function opened(amount: bigint, terms?: { periods?: bigint }): Promise<Deal> {
    const deal = await draft(terms);
    await openSubscription(alice, { deal, amount });
    return deal;
  }

  const refusal = (deal: Deal, args: object) => ({ index: 0n, id: dealIdOf(alice, deal), ...args });

  describe("draftSubscription", () => {
    it("takes a price per period, for ever or for so many", async () => {
      const { ref, start, ...deal } = await draft();
      expect(ref).to.have.length(66);
      await expectNow(live(), start);
      expect(deal).to.deep.equal({
        ...{ payer: a, payee: b, arbiter: ZeroAddress, price: PRICE, period: MONTH },
        ...{ deadline: 0n, window: 0n, feeBps: 100n },
      });
      expect(await draft({ periods: 3n, start: 50n })).to.include({ start: 50n, deadline: 50n + 3n * MONTH });
    });

    it("refuses what is none", async () => {
      const short = draftSubscription(alice, { payee: b, price: 1n, period: 1n });
      await expectError(short, "InvalidArgument", { argument: "period", value: 1n });
      await expectError(draft({ periods: 0n }), "InvalidArgument", { argument: "periods", value: 0n });
    });
  });

  describe("owedAt and coveredUntil", () => {
    it("agree: a period is owed when it begins", () => {
      const deal = { payer: a, payee: b, arbiter: ZeroAddress, window: 0n, feeBps: 0n, ref: "0x" };
      const months = { ...deal, price: 5n, period: 10n, start: 100n, deadline: 0n };
      const owed = [99n, 100n, 109n, 110n, 119n, 120n].map((time) => owedAt(months, time));
      expect(owed).to.deep.equal([0n, 5n, 5n, 10n, 10n, 15n]);
      expect(coveredUntil(months, 14n)).to.equal(120n);
      const two = { ...months, deadline: 120n };
      expect([119n, 120n, 999n].map((time) => owedAt(two, time))).to.deep.equal([10n, 10n, 10n]);
      expect(owedAt({ ...months, deadline: 121n }, 999n)).to.equal(15n);
    });
  });

  describe("openSubscription, topUpSubscription, claimSubscription", () => {
    it("pay the period that has begun, and the next ones as they begin", async () => {
      const deal = await draft();
      const { dealId } = await openSubscription(alice, { deal, amount: PRICE });
      expect(dealId).to.equal(await alice.hub.idOf(toDeal(deal)));
      await expectError(openSubscription(alice, { deal, amount: 1n }), "HubWrongStatus", refusal(deal, { status: 1n }));
      const fee = feeOf(deal, PRICE);
      expect(await claimSubscription(carol, { deal })).to.include({ amount: PRICE, fee });
      await expectError(claimSubscription(carol, { deal }), "HubNothingDue", refusal(deal, { paid: PRICE }));
      await live().pass(Number(MONTH));
      await topUpSubscription(carol, { deal, amount: PRICE + 7n });
      expect(await claimSubscription(carol, { deal })).to.include({ amount: PRICE, fee });
      const held = [HELD - PRICE, HELD + 2n * (PRICE - fee), HELD - PRICE - 7n, 2n * fee + 7n];
      expect(await balances(alice, [a, b, c, hub])).to.deep.equal(held);
    });

    it("top up nothing that is not open", async () => {
      const deal = await draft();
      const args = refusal(deal, { status: 0n });
      await expectError(topUpSubscription(alice, { deal, amount: 1n }), "HubWrongStatus", args);
    });
  });

  describe("openSubscriptions", () => {
    it("opens many with one transfer", async () => {
      await (await alice.coin.approve(hub, 30n)).wait();
      const subscriptions = [
        { deal: await draft(), amount: 10n },
        { deal: await draft(), amount: 20n },
      ];
      const { dealIds, events } = await openSubscriptions(alice, { subscriptions });
      expect(events.map(({ name }) => name)).to.deep.equal(["Opened", "Opened", "Transfer"]);
      for (const [i, { deal, amount }] of subscriptions.entries()) {
        expect(dealIds[i]).to.equal(dealIdOf(alice, deal));
        expect((await readSubscription(alice, at(dealIds, i))).funded).to.equal(amount);
      }
    });
  });

  describe("a signed subscription", () => {
    it("takes all that it will owe until its deadline, and needs one", async () => {
      await (await alice.coin.approve(hub, parseScv("10"))).wait();
      const deal = await draft({ periods: 3n });
      const { dealId } = await submitSignedOrder(carol, await signOrder(alice, { deal }));
      expect((await readSubscription(alice, dealId)).funded).to.equal(3n * PRICE);
      const endless = await draft();
      const args = refusal(endless, { terms: packTerms(endless) });
      const signed = await signOrder(alice, { deal: endless });
      await expectError(submitSignedOrder(carol, signed), "HubInvalidTerms", args);
    });
  });

  describe("cancelSubscription", () => {
    it("pays the period that has begun in full and gives back the rest", async () => {
      const deal = await opened(3n * PRICE);
      await expectError(cancelSubscription(carol, { deal }), "HubUnauthorized", refusal(deal, { caller: c }));
      await live().pass(Number(MONTH));
      const fee = feeOf(deal, 2n * PRICE);
      const split = { toPayee: 2n * PRICE, toPayer: PRICE, fee };
      expect(await cancelSubscription(bob, { deal })).to.include(split);
      const held = [HELD - 2n * PRICE, HELD + 2n * PRICE - fee, fee];
      expect(await balances(alice, [a, b, hub])).to.deep.equal(held);
    });
  });

  describe("refundSubscription", () => {
    it("gives back what the payee wants, and after the deadline what is not owed", async () => {
      const deal = await opened(3n * PRICE, { periods: 1n });
      expect(await refundSubscription(bob, { deal, amount: PRICE })).to.include({ amount: PRICE });
      const early = refusal(deal, { time: deal.deadline });
      await expectError(refundSubscription(carol, { deal }), "HubTooEarly", early);
      await live().pass(Number(MONTH) + 60);
      expect(await refundSubscription(carol, { deal })).to.include({ amount: PRICE });
      expect((await readSubscription(alice, deal)).left).to.equal(PRICE);
    });
  });

  describe("readSubscription", () => {
    it("tells what is owed, due and missing, as the chain does", async () => {
      const deal = await opened(PRICE + 3n, { periods: 4n });
      const dealId = dealIdOf(alice, deal);
      const [funded, { start, deadline }] = [PRICE + 3n, deal];
      const standing = {
        ...{ dealId, deal, kind: "subscription", state: "open", funded, paid: 0n, left: funded, refundable: 0n },
        ...{ times: { refundableAfter: deadline }, fundedUntil: start + MONTH },
      };
      const first = { owed: PRICE, due: PRICE, arrears: 0n };
      expect(await readSubscription(alice, dealId)).to.deep.equal({ ...standing, ...first });
      await live().pass(Number(MONTH));
      const second = { owed: 2n * PRICE, due: funded, arrears: PRICE - 3n };
      expect(await readSubscription(alice, deal)).to.deep.equal({ ...standing, ...second });
      expect(await alice.hub.dueOf(toDeal(deal))).to.equal(funded);
    });

    it("is for subscriptions", async () => {
      const stream = await draftStream(alice, { payee: b, perSecond: 1n });
      await expectError(readSubscription(alice, stream), "HubWrongKind", refusal(stream, { terms: packTerms(stream) }));
    });
  });
});
