import { expect } from "chai";
import { setTimeout } from "node:timers/promises";
import type { RequestHandler } from "express";
import { MemoryClaims } from "../../packages/gateway/src/selling/claims.js";
import { onANode } from "../fixtures/live.js";
import { expectPaid, withGateway, type Selling } from "../fixtures/liveGateway.js";
import {
  fetchPaymentRequired,
  fetchWithPayment,
  firstRequirements,
  paymentFor,
  settlementIn,
} from "../fixtures/payments.js";

const ID = "pay_0123456789abcdef";

onANode("gateway: upfront flow", (live) => {
  const gateway = withGateway(live);
  const alice = () => gateway().client("alice");
  const shopOf = (handler: RequestHandler) => gateway().shop(handler, { flow: "upfront" });

  it("announces the flow, settles, and then runs the handler", async () => {
    const seen: bigint[] = [];
    const shop = await shopOf(async (_request, response) => {
      seen.push(await gateway().balance("provider"));
      response.send("rain");
    });
    const required = await fetchPaymentRequired(shop.url);
    expect(firstRequirements(required).extra).to.include({ paymentFlow: "upfront" });
    const before = await gateway().balance("provider");
    const header = await paymentFor(alice(), required);
    await expectPaid(gateway(), "alice", 1, async () => {
      const response = await fetchWithPayment(shop.url, header);
      expect([response.status, await response.text(), settlementIn(response)?.success]).to.deep.equal([
        200,
        "rain",
        true,
      ]);
    });
    expect(seen).to.deep.equal([before + BigInt(firstRequirements(required).amount)]);
  });

  it("runs the handler once and charges once when a payment arrives three times concurrently", async () => {
    const shop = await shopOf(async (_request, response) => {
      await setTimeout(30);
      response.send("rain");
    });
    const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url));
    await expectPaid(gateway(), "alice", 1, async () => {
      const responses = await Promise.all([1, 2, 3].map(() => fetchWithPayment(shop.url, header)));
      expect(responses.map(({ status }) => status).sort()).to.deep.equal([200, 409, 409]);
      expect((await fetchWithPayment(shop.url, header)).status).to.be.oneOf([402, 409]);
    });
    expect(shop.runs).to.equal(1);
  });

  it("charges for a handler that fails, with a receipt, and replays the failure", async () => {
    const shop = await shopOf((_request, response) => {
      response.status(500).json({ error: "broken" });
    });
    const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 1, async () => {
      for (let time = 1; time <= 2; time++) {
        const response = await fetchWithPayment(shop.url, header);
        expect([response.status, await response.json()]).to.deep.equal([500, { error: "broken" }]);
        expect(settlementIn(response)?.success).to.equal(true);
      }
    });
    expect(shop.runs).to.equal(1);
  });

  it("sends a paid response that cannot be stored, and does not run the handler again", async () => {
    class FullClaims extends MemoryClaims {
      override keep(): Promise<void> {
        return Promise.reject(new Error("The disk is full."));
      }
    }
    const errors: unknown[] = [];
    const options = { flow: "upfront", claims: new FullClaims(), onError: (error: unknown) => errors.push(error) };
    const shop = await gateway().shop((_request, response) => void response.send("rain"), options as Selling);
    const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 1, async () => {
      const response = await fetchWithPayment(shop.url, header);
      expect([response.status, await response.text(), String(errors)]).to.deep.equal([
        200,
        "rain",
        "Error: The disk is full.",
      ]);
      expect((await fetchWithPayment(shop.url, header)).status).to.equal(409);
    });
    expect(shop.runs).to.equal(1);
  });

  it("reserves a payment for its request when the settlement failed without certainty", async () => {
    const shop = await shopOf((_request, response) => {
      response.send("rain");
    });
    const required = await fetchPaymentRequired(shop.url);
    // Both must be one payment, also if they are signed in different seconds.
    const authorization = { nonce: `0x${"7".repeat(64)}`, validBefore: BigInt(Math.floor(Date.now() / 1000) + 300) };
    const header = await paymentFor(alice(), required, { identifier: ID, authorization });
    const stranger = await paymentFor(alice(), required, { identifier: `${ID}0`, authorization });
    gateway().instead = (request, response, next) => {
      const errorReason = "invalid_exact_evm_transaction_failed";
      if (request.path !== "/settle") next();
      else response.json({ success: false, errorReason, transaction: "", network: "eip155:31337" });
    };
    expect((await fetchWithPayment(shop.url, header)).status).to.equal(402);
    gateway().instead = undefined;
    await expectPaid(gateway(), "alice", 1, async () => {
      expect((await fetchWithPayment(shop.url, stranger)).status).to.equal(409);
      expect((await fetchWithPayment(shop.url, header)).status).to.equal(200);
    });
    expect(shop.runs).to.equal(1);
  });

  it("does not run the handler before the payment is settled", async () => {
    const shop = await shopOf((_request, response) => {
      response.send("rain");
    });
    const required = await fetchPaymentRequired(shop.url);
    await expectPaid(gateway(), "alice", 0, async () => {
      const poor = await fetchWithPayment(shop.url, await paymentFor(gateway().client("poor"), required));
      expect([poor.status, settlementIn(poor)?.success]).to.deep.equal([402, false]);
    });
    const header = await paymentFor(alice(), required, { identifier: ID });
    await expectPaid(gateway(), "alice", 1, async () => {
      for (const reason of ["facilitator_busy", "settlement_pending"]) {
        gateway().instead = (request, response, next) => {
          if (request.path !== "/settle") next();
          else response.json({ success: false, errorReason: reason, transaction: "", network: "eip155:31337" });
        };
        const response = await fetchWithPayment(shop.url, header);
        expect([response.status, response.headers.get("Retry-After"), shop.runs]).to.deep.equal([503, "1", 0]);
      }
      gateway().instead = undefined;
      expect((await fetchWithPayment(shop.url, header)).status).to.equal(200);
    });
    expect(shop.runs).to.equal(1);
  });

  it("reserves a payment with a lost settlement for the client that proves to have sent it", async () => {
    const shop = await shopOf((_request, response) => {
      response.send("rain");
    });
    const required = await fetchPaymentRequired(shop.url);
    // Both must be one payment, also if they are signed in different seconds.
    const authorization = { nonce: `0x${"7".repeat(64)}`, validBefore: BigInt(Math.floor(Date.now() / 1000) + 300) };
    const header = await paymentFor(alice(), required, { identifier: ID, authorization });
    const stranger = await paymentFor(alice(), required, { identifier: `${ID}0`, authorization });
    await expectPaid(gateway(), "alice", 1, async () => {
      gateway().instead = (request, _response, next) => {
        if (request.path === "/settle") request.socket.destroy();
        else next();
      };
      expect((await fetchWithPayment(shop.url, header)).status).to.equal(503);
      gateway().instead = undefined;
      expect((await fetchWithPayment(shop.url, stranger)).status).to.equal(409);
      expect((await fetchWithPayment(shop.url, header)).status).to.equal(200);
    });
    expect(shop.runs).to.equal(1);
  });
});
