import { expect } from "chai";
import { decodePaymentRequiredHeader } from "@x402/core/http";
import { payingFetch } from "../../packages/gateway/src/buying/payingFetch.js";
import { MemoryOpenPayments } from "../../packages/gateway/src/buying/openPayments.js";
import { until } from "../fixtures/gateway.js";
import { onANode } from "../fixtures/live.js";
import { expectPaid, PRICE, withGateway } from "../fixtures/liveGateway.js";
import { fetchPaymentRequired, fetchWithPayment, paymentFor } from "../fixtures/payments.js";

const TOO_EARLY = "invalid_exact_evm_payload_authorization_valid_after";

onANode("gateway: validity", (live) => {
  const gateway = withGateway(live);
  const alice = () => gateway().client("alice");
  const shopFor = (flow: "authorization" | "upfront") =>
    gateway().shop((_request, response) => void response.send("rain"), { flow });
  /** Signs a payment that the next block accepts, and the latest one does not. */
  const validFromNextBlock = async (url: string) => {
    const validAfter = await live().now();
    // By the clock of this machine it is valid. Otherwise the official verification rejects it without the chain.
    await until(() => BigInt(Math.floor(Date.now() / 1000)) > validAfter);
    const differences = { authorization: { validAfter }, identifier: "an_identifier_of_alice" };
    return paymentFor(alice(), await fetchPaymentRequired(url), differences);
  };

  for (const flow of ["authorization", "upfront"] as const) {
    it(`asks for a payment again while it is not valid yet, and takes it with the next block (${flow})`, async () => {
      const shop = await shopFor(flow);
      const header = await validFromNextBlock(shop.url);
      await expectPaid(gateway(), "alice", 1, async () => {
        const early = await fetchWithPayment(shop.url, header);
        expect([early.status, early.headers.get("Retry-After"), await early.json()]).to.deep.equal([
          503,
          "1",
          { error: TOO_EARLY },
        ]);
        await live().pass(1);
        const sold = await fetchWithPayment(shop.url, header);
        expect([sold.status, await sold.text(), shop.runs]).to.deep.equal([200, "rain", 1]);
      });
    });
  }

  it("sends a payment again until it is valid", async () => {
    const shop = await shopFor("authorization");
    const open = new MemoryOpenPayments();
    const header = await validFromNextBlock(shop.url);
    const page = { url: shop.url, amount: PRICE, payTo: shop.url, description: "", isUpfront: false };
    await open.keep(`GET ${shop.url}/ `, { page, header, until: Date.now() + 60_000, isRepeatable: true });
    const rules = { maxPerPayment: PRICE, maxPerDay: PRICE, open };
    let attempts = 0;
    const counted: typeof fetch = async (...args) => {
      const response = await fetch(...args);
      if (++attempts === 1) await live().pass(1);
      return response;
    };
    await expectPaid(gateway(), "alice", 1, async () => {
      const response = await payingFetch(alice(), { ...rules, fetch: counted })(shop.url);
      expect([response.status, await response.text(), attempts]).to.deep.equal([200, "rain", 2]);
    });
  });

  it("names the clock and the times of a payment that ends too early for the seller", async () => {
    const shop = await shopFor("authorization");
    const validBefore = BigInt(Math.floor(Date.now() / 1000)) + 140n;
    const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url), { authorization: { validBefore } });
    const response = await fetchWithPayment(shop.url, header);
    const { error = "" } = decodePaymentRequiredHeader(response.headers.get("PAYMENT-REQUIRED") ?? "");
    expect(response.status).to.equal(402);
    expect(error).to.match(
      new RegExp(
        `^invalid_exact_evm_payload_authorization_valid_before: ends at ${validBefore}, ` +
          String.raw`and must end from \d{10} to \d{10}; by the seller's clock it is \d{10}$`,
      ),
    );
  });
});
