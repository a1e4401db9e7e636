import { expect } from "chai";
import { encodeBytes32String, parseEther } from "ethers";
import { quoteCheckout, readLiquidity } from "../../packages/sdk/src/checkout/index.js";
import { findPayments, transfer } from "../../packages/sdk/src/coin/index.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import type { Client } from "../../packages/sdk/src/core/client.js";
import { draftOrder, openOrder } from "../../packages/sdk/src/orders/index.js";
import { readDeal } from "../../packages/sdk/src/hub/readDeal.js";
import { draftStream, openStream, readStream, topUpStream } from "../../packages/sdk/src/streams/index.js";
import { onEveryNode } from "../fixtures/live.js";
import { balances, seenBy } from "../fixtures/liveHub.js";
import { provideLiquidity } from "../fixtures/liveLiquidity.js";
import { expectError } from "../fixtures/sdk.js";

const ONE = parseScv("1");

onEveryNode("sdk: paying with ether", (live) => {
  let guest: Client;
  let [buyer, payee] = ["", ""];

  beforeEach(() => {
    guest = seenBy(live(), "provider");
    [buyer, payee] = [live().wallet("provider").address, live().wallet("bob").address];
  });

  describe("given a pair without liquidity", () => {
    it("quotes nothing", async () => {
      const args = { amount: ONE, coinReserve: 0n, etherReserve: 0n };
      await expectError(quoteCheckout(guest, { amount: ONE }), "CheckoutInsufficientLiquidity", args);
      const { totalSupply, tokens, share } = await readLiquidity(guest);
      expect([totalSupply, tokens, share.coins, share.wei]).to.deep.equal([0n, 0n, 0n, 0n]);
    });
  });

  describe("given a pair of 8 SCV and 0.08 ether", () => {
    beforeEach(async () => {
      await provideLiquidity(seenBy(live(), "alice"));
    });

    it("quotes the price with fee, slippage and price impact", async () => {
      // 0.08 * 1 / 7 with the fee of 0.3 %, rounded up.
      const input = (80n * 10n ** 18n) / (7n * 997n) + 1n;
      const quote = await quoteCheckout(guest, { amount: ONE });
      expect(quote).to.include({ amount: ONE, input, pairFee: (input * 3n) / 1000n, isPriceImpactHigh: true });
      expect(quote).to.include({ maxInput: input + input / 100n, priceImpactBps: 1_250n });
      expect(quote).to.include({ coinReserve: 8n * ONE, etherReserve: parseEther("0.08") });
      expect(quote.validUntil - (await live().now())).to.be.within(1_200n, 1_210n);
      const small = await quoteCheckout(guest, { amount: ONE / 10n, slippageBps: 0n });
      expect(small).to.include({ isPriceImpactHigh: false, maxInput: small.input });
    });

    it("rejects impossible requests", async () => {
      await expectError(quoteCheckout(guest, { amount: 0n }), "CheckoutZeroAmount");
      await expectError(quoteCheckout(guest, { amount: ONE, slippageBps: 10_001n }), "InvalidArgument", {
        argument: "slippageBps",
        value: 10_001n,
      });
      await expectError(quoteCheckout(guest, { amount: ONE, validFor: 0n }), "InvalidArgument", {
        argument: "validFor",
        value: 0n,
      });
    });

    it("opens an order, opens a stream and tops it up, without SCV and exactly", async () => {
      const order = await draftOrder(guest, { payee, price: ONE });
      const before = await live().provider.getBalance(buyer);
      const withEther = await quoteCheckout(guest, { amount: ONE });
      const { receipt } = await openOrder(guest, { deal: order, withEther });
      const spent = before - (await live().provider.getBalance(buyer)) - receipt.fee;
      expect(spent).to.equal(withEther.input);
      expect(await readDeal(guest, order)).to.include({ state: "open", funded: ONE });

      const stream = await draftStream(guest, { payee, perSecond: 1_000n });
      await openStream(guest, {
        deal: stream,
        amount: 5_000n,
        withEther: await quoteCheckout(guest, { amount: 5_000n }),
      });
      await topUpStream(guest, { deal: stream, amount: 7n, withEther: await quoteCheckout(guest, { amount: 7n }) });
      expect(await readStream(guest, stream)).to.include({ funded: 5_007n });
      expect(await balances(guest, [buyer, guest.addresses.Checkout])).to.deep.equal([0n, 0n]);
    });

    it("pays an account, with and without a reference", async () => {
      const [before = 0n] = await balances(guest, [payee]);
      const reference = encodeBytes32String("invoice 17");
      await transfer(guest, { to: payee, amount: ONE, withEther: await quoteCheckout(guest, { amount: ONE }) });
      const withEther = await quoteCheckout(guest, { amount: 3n });
      await transfer(guest, { to: payee, amount: 3n, reference, withEther });
      expect(await balances(guest, [payee])).to.deep.equal([before + ONE + 3n]);
      const [payment] = await findPayments(guest, { reference });
      expect(payment).to.include({ to: payee, amount: 3n });
    });

    it("sends nothing when the price rose above the maximum, or the time is over", async () => {
      const quote = await quoteCheckout(guest, { amount: ONE, slippageBps: 0n });
      const withEther = await quoteCheckout(seenBy(live(), "bob"), { amount: ONE / 10n });
      await transfer(seenBy(live(), "bob"), { to: payee, amount: ONE / 10n, withEther });
      const { input } = await quoteCheckout(guest, { amount: ONE });
      const order = { deal: await draftOrder(guest, { payee, price: ONE }), withEther: quote };
      await expectError(openOrder(guest, order), "CheckoutInputAboveMaximum", { input, maxInput: quote.maxInput });
      const late = { ...order, withEther: { maxInput: 2n * input, validUntil: 1n } };
      await expectError(openOrder(guest, late), "CheckoutTooLate", { validUntil: 1n });
    });
  });
});
