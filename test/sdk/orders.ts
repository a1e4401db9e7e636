import { expect } from "chai";
import { id, toBeHex, ZeroAddress, ZeroHash } from "ethers";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { createClient, type Client } from "../../packages/sdk/src/core/client.js";
import { packTerms, toDeal, unpackTerms, type Deal } from "../../packages/sdk/src/deals.js";
import { quoteDigestOf, quoteIdOf } from "../../packages/sdk/src/hub/ids.js";
import {
  ARBITRATION_PERIOD,
  dealIdOf,
  draftOrder,
  findDeal,
  listDeals,
  openOrder,
  openOrders,
  openOrderWithAllowance,
  readDeal,
  signOrder,
  signOrderPayment,
  submitOrderPayment,
  submitSignedOrder,
  voidDeal,
  type OpenedDeal,
  type OrderDraft,
} from "../../packages/sdk/src/orders/index.js";
import { at } from "../fixtures/at.js";
import { onEveryNode } from "../fixtures/live.js";
import { balances, DAY, expectNow, seenBy, setFee } from "../fixtures/liveHub.js";
import { numbers } from "../fixtures/random.js";
import { expectError, take } from "../fixtures/sdk.js";
import { cancelAuthorizationData, domainOf, sign } from "../fixtures/signatures.js";

const PRICE = parseScv("2");

onEveryNode("sdk: opening orders", (live) => {
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

  const order = (terms: Partial<OrderDraft> = {}) => draftOrder(alice, { payee: b, price: PRICE, ...terms });

  /** Expects an open order with its whole price in the hub, paid by Alice. */
  async function expectOpen(deal: Deal, dealId: string) {
    expect(dealId).to.equal(await alice.hub.idOf(toDeal(deal)));
    expect(await alice.hub.escrowOf(dealId)).to.deep.equal([deal.price, 0n, 0n, 1n]);
    expect(await balances(alice, [a, b, hub])).to.deep.equal([parseScv("14"), parseScv("16"), deal.price]);
  }

  describe("draftOrder", () => {
    it("fills in what was not said, with three days to review the delivery", async () => {
      await setFee(live(), 25n);
      const { ref, deadline, ...deal } = await order();
      expect(deal).to.deep.equal({
        ...{ payer: a, payee: b, arbiter: ZeroAddress, price: PRICE, period: 0n, start: 0n },
        ...{ window: 3n * DAY, feeBps: 25n },
      });
      await expectNow(live(), deadline - 7n * DAY);
      expect(ref)
        .to.match(/^0x[0-9a-f]{64}$/)
        .and.not.equal((await order()).ref);
      expect((await order({ arbiter: c })).window).to.equal(3n * DAY);
      await expectNow(live(), (await order({ deliverWithin: 60n })).deadline - 60n);
    });

    it("keeps what was said", async () => {
      const said = { payer: c, payee: a, arbiter: b, price: 1n, deadline: 2n, window: 3n, ref: id("invoice") };
      const deal = await draftOrder(alice, { ...said, payee: a.toLowerCase(), deliverWithin: 9n });
      expect(deal).to.deep.equal({ ...said, period: 0n, start: 0n, feeBps: 0n });
    });

    it("refuses what cannot be", async () => {
      await expectError(order({ price: 0n }), "InvalidArgument", { argument: "price", value: 0n });
      await expectError(order({ payee: "0x12" }), "InvalidArgument", { argument: "address", value: "0x12" });
      const reader = createClient(live().provider, live().deployment);
      await expectError(draftOrder(reader, { payee: b, price: 1n }), "NoSigner", {});
      expect((await draftOrder(reader, { payer: a, payee: b, price: 1n })).payer).to.equal(a);
    });
  });

  describe("dealIdOf", () => {
    it("is what the hub computes, for any deal", async () => {
      const next = numbers("deals");
      const deals = Array.from({ length: 25 }, (): Deal => {
        const [payer, payee, arbiter] = [toBeHex(next(160n), 20), toBeHex(next(160n), 20), toBeHex(next(160n), 20)];
        const [price, period, start, deadline] = [next(96n), next(32n), next(40n), next(40n)];
        const [window, feeBps, ref] = [next(32n), next(16n), toBeHex(next(256n), 32)];
        return { payer, payee, arbiter, price, period, start, deadline, window, feeBps, ref };
      });
      await Promise.all(
        deals.map(async (deal) => {
          expect(dealIdOf(alice, deal)).to.equal(await alice.hub.idOf(toDeal(deal)));
          expect(quoteDigestOf(alice, deal)).to.equal(await alice.hub.quoteOf(toDeal(deal)));
          expect(quoteIdOf(alice, deal)).to.equal(await alice.hub.idOf(toDeal({ ...deal, payer: ZeroAddress })));
          const { price, period, start, deadline, window, feeBps } = deal;
          expect(unpackTerms(packTerms(deal))).to.deep.equal({ price, period, start, deadline, window, feeBps });
        }),
      );
    });
  });

  describe("openOrder", () => {
    it("pays in one transaction, without an allowance", async () => {
      const deal = await order();
      const { dealId, receipt } = await openOrder(alice, { deal });
      expect(receipt.to).to.equal(alice.addresses.ServiceCoin);
      await expectOpen(deal, dealId);
    });

    it("lets someone else pay, who gets no refunds", async () => {
      const deal = await order();
      const { dealId } = await openOrder(carol, { deal });
      expect(await balances(alice, [a, c, hub])).to.deep.equal([parseScv("16"), parseScv("14"), PRICE]);
      expect((await readDeal(alice, dealId)).deal.payer).to.equal(a);
    });

    it("passes on why the hub refuses", async () => {
      const deal = await order();
      const dealId = dealIdOf(alice, deal);
      for (const form of [openOrder, openOrder.simulate, openOrder.estimateGas]) {
        const wrong = { ...deal, deadline: 1n };
        const args = { index: 0n, id: dealIdOf(alice, wrong), terms: packTerms(wrong) };
        await expectError(form(alice, { deal: wrong }), "HubInvalidTerms", args);
      }
      const self = { ...deal, payee: a };
      const parties = { payer: a, payee: a, arbiter: ZeroAddress };
      await expectError(openOrder(alice, { deal: self }), "HubInvalidParties", {
        ...{ index: 0n, id: dealIdOf(alice, self) },
        ...parties,
      });
      const dear = { ...deal, price: parseScv("17") };
      const needed = { sender: a, balance: parseScv("16"), needed: parseScv("17") };
      await expectError(openOrder(alice, { deal: dear }), "ERC20InsufficientBalance", needed);
      await openOrder(alice, { deal });
      await expectError(openOrder(alice, { deal }), "HubWrongStatus", { index: 0n, id: dealId, status: 1n });
      await setFee(live(), 10n);
      const late = await order({ price: 1n });
      const old = { ...late, feeBps: 0n };
      const fees = { index: 0n, id: dealIdOf(alice, old), feeBps: 0n, current: 10n };
      await expectError(openOrder(alice, { deal: old }), "HubFeeMismatch", fees);
      await expectError(openOrder(alice, { deal: { ...deal, price: -1n } }), "InvalidArgument");
    });
  });

  describe("openOrderWithAllowance", () => {
    it("takes the coins out of the allowance, and says when there is too little", async () => {
      const deal = await order();
      const args = { spender: hub, allowance: 0n, needed: PRICE };
      await expectError(openOrderWithAllowance(alice, { deal }), "ERC20InsufficientAllowance", args);
      await (await alice.coin.approve(hub, PRICE)).wait();
      expect(await openOrderWithAllowance.simulate(alice, { deal })).to.equal(dealIdOf(alice, deal));
      const { dealId } = await openOrderWithAllowance(alice, { deal });
      await expectOpen(deal, dealId);
    });
  });

  describe("openOrders", () => {
    it("opens many with one transfer, or none", async () => {
      const deals = [await order({ price: 5n }), await order({ price: 7n, payee: c })];
      await (await alice.coin.approve(hub, 100n)).wait();
      const [first, second] = take(deals, 2);
      const spoiled = { orders: [{ deal: first }, { deal: { ...second, deadline: 1n } }] };
      const error = await expectError(openOrders(alice, spoiled), "HubInvalidTerms");
      expect(error.args["index"]).to.equal(1n);
      const { dealIds, events } = await openOrders(alice, { orders: deals.map((deal) => ({ deal })) });
      expect(dealIds).to.deep.equal(await Promise.all(deals.map((deal) => alice.hub.idOf(toDeal(deal)))));
      expect(events.map(({ name }) => name)).to.deep.equal(["Opened", "Opened", "Transfer"]);
      for (const [i, dealId] of dealIds.entries()) {
        expect(await alice.hub.escrowOf(dealId)).to.deep.equal([deals.at(i)?.price, 0n, 0n, 1n]);
      }
      expect(await balances(alice, [hub])).to.deep.equal([12n]);
      await expectError(openOrders(alice, { orders: [] }), "HubEmptyBatch", {});
    });
  });

  describe("signOrder and submitSignedOrder", () => {
    it("lets anyone open what the payer signed, once, and nothing else", async () => {
      const deal = await order();
      await (await alice.coin.approve(hub, parseScv("10"))).wait();
      const signed = await signOrder(alice, { deal });
      const changed = { ...deal, price: PRICE + 1n };
      await expectError(submitSignedOrder(carol, { ...signed, deal: changed }), "HubInvalidSignature", {
        ...{ index: 0n, id: dealIdOf(alice, changed), signer: a },
      });
      await expectError(submitSignedOrder(carol, await signOrder(bob, { deal })), "HubInvalidSignature");
      const { dealId } = await submitSignedOrder(carol, signed);
      await expectOpen(deal, dealId);
      await expectError(submitSignedOrder(carol, signed), "HubWrongStatus", { index: 0n, id: dealId, status: 1n });
    });
  });

  describe("signOrderPayment and submitOrderPayment", () => {
    it("lets anyone bring the payer's signed coins, without an allowance", async () => {
      const deal = await order();
      const signed = await signOrderPayment(alice, { deal });
      expect(signed).to.include({ deal, amount: PRICE });
      await expectNow(live(), signed.validBefore - 3600n);
      const { dealId } = await submitOrderPayment(carol, signed);
      await expectOpen(deal, dealId);
    });

    it("counts for these terms and this time only", async () => {
      const deal = await order();
      const signed = await signOrderPayment(alice, { deal });
      const changed = { ...deal, payee: c };
      await expectError(submitOrderPayment(carol, { ...signed, deal: changed }), "ERC3009InvalidSignature");
      const validBefore = await live().now();
      const over = await signOrderPayment(alice, { deal, validBefore });
      const error = await expectError(submitOrderPayment(carol, over), "ERC3009InvalidAuthorizationTime");
      expect(error.args).to.include({ validAfter: 0n, validBefore });
      const cancel = alice.coin["cancelAuthorization(address,bytes32,bytes)"];
      await (await cancel(a, dealIdOf(alice, deal), await cancellation(deal))).wait();
      await expectError(submitOrderPayment(carol, signed), "ERC3009UsedAuthorization", {
        ...{ authorizer: a, nonce: dealIdOf(alice, deal) },
      });
    });

    /** Alice's signature that takes the payment back. */
    async function cancellation(deal: Deal): Promise<string> {
      const message = { authorizer: a, nonce: dealIdOf(alice, deal) };
      return sign(live().wallet("alice"), cancelAuthorizationData(await domainOf(alice.coin), message));
    }
  });

  describe("voidDeal", () => {
    it("makes every signature worthless, by the parties only", async () => {
      const deal = await order();
      const signed = await signOrderPayment(alice, { deal });
      const dealId = dealIdOf(alice, deal);
      await expectError(voidDeal(carol, { deal }), "HubUnauthorized", { index: 0n, id: dealId, caller: c });
      await voidDeal(bob, { deal });
      const args = { index: 0n, id: dealId, status: 4n };
      await expectError(submitOrderPayment(carol, signed), "HubWrongStatus", args);
      await expectError(voidDeal(alice, { deal }), "HubWrongStatus", args);
      expect((await readDeal(alice, deal)).state).to.equal("closed");
    });
  });

  describe("findDeal, listDeals, readDeal", () => {
    it("read deals back from their events", async () => {
      const deals = [
        await order({ price: 1n, arbiter: c }),
        await order({ price: 2n, payee: c }),
        await draftOrder(bob, { price: 3n, payee: c }),
      ];
      const rows: OpenedDeal[] = [];
      for (const [i, deal] of deals.entries()) {
        const { hash: transactionHash, receipt } = await openOrder(at([alice, alice, bob], i), { deal });
        const { blockNumber } = receipt;
        rows.push({ dealId: dealIdOf(alice, deal), deal, amount: deal.price, blockNumber, transactionHash });
      }
      const [first, second, third] = take(rows, 3);
      expect(await findDeal(alice, first.dealId)).to.deep.equal(deals[0]);
      expect(await listDeals(alice)).to.deep.equal([first, second, third]);
      expect(await listDeals(alice, { payer: a })).to.deep.equal([first, second]);
      expect(await listDeals(alice, { payee: c })).to.deep.equal([second, third]);
      expect(await listDeals(alice, { payer: b, payee: c })).to.deep.equal([third]);
      expect(await listDeals(alice, { payer: c })).to.deep.equal([]);
      await expectError(findDeal(alice, ZeroHash), "DealNotFound", { id: ZeroHash });
      await expectError(readDeal(alice, ZeroHash), "DealNotFound", { id: ZeroHash });
    });

    it("tell where an order stands", async () => {
      const deal = await order({ arbiter: c });
      const { deadline } = deal;
      const dealId = dealIdOf(alice, deal);
      const money = { funded: 0n, paid: 0n, left: 0n, due: 0n, refundable: 0n };
      const standing = { dealId, deal, kind: "order", ...money };
      expect(await readDeal(alice, deal)).to.deep.equal({ ...standing, state: "none", times: {} });
      await openOrder(alice, { deal });
      const open = { ...standing, state: "open", funded: PRICE, left: PRICE };
      const times = { deliverUntil: deadline, refundableAfter: deadline };
      expect(await readDeal(alice, dealId)).to.deep.equal({ ...open, times });
      await live().pass(Number(7n * DAY) + 60);
      expect(await readDeal(alice, dealId)).to.deep.equal({ ...open, times, refundable: PRICE });
      expect(ARBITRATION_PERIOD).to.equal(await alice.hub.ARBITRATION_PERIOD());
    });
  });
});
