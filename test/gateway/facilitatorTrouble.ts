import { expect } from "chai";
import type { Response as Reply } from "express";
import { onANode } from "../fixtures/live.js";
import { expectPaid, withGateway } from "../fixtures/liveGateway.js";
import { fetchPaymentRequired, fetchWithPayment, paymentFor } from "../fixtures/payments.js";

const ID = "pay_0123456789abcdef";

onANode("gateway: facilitator failures", (live) => {
  const gateway = withGateway(live);
  const shopOf = (onError?: (error: unknown) => void) =>
    gateway().shop((_request, response) => {
      response.send("rain");
    }, onError && { onError });

  async function expectAgain(answer: Response, error: string): Promise<void> {
    expect([answer.status, answer.headers.get("Retry-After")]).to.deep.equal([503, "1"]);
    expect(await answer.json()).to.deep.equal({ error });
  }

  it("responds with Retry-After while the facilitator is down at the start, and sells once it is up", async () => {
    await gateway().stopFacilitator();
    const errors: unknown[] = [];
    const shop = await shopOf((error) => errors.push(error));
    for (let time = 1; time <= 2; time++) await expectAgain(await fetch(shop.url), "facilitator_unavailable");
    expect(errors).to.have.length(2);
    await gateway().startFacilitator();
    const header = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(shop.url));
    await expectPaid(gateway(), "alice", 1, async () => {
      expect((await fetchWithPayment(shop.url, header)).status).to.equal(200);
    });
  });

  it("responds with Retry-After if verification is impossible, and accepts the same payment later", async () => {
    const shop = await shopOf();
    const header = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(shop.url));
    await expectPaid(gateway(), "alice", 1, async () => {
      await gateway().stopFacilitator();
      await expectAgain(await fetchWithPayment(shop.url, header), "facilitator_unavailable");
      expect(shop.runs).to.equal(0);
      await gateway().startFacilitator();
      expect((await fetchWithPayment(shop.url, header)).status).to.equal(200);
    });
    expect(shop.runs).to.equal(1);
  });

  it("keeps the response if the facilitator fails before the settlement, and serves it once paid", async () => {
    const shop = await shopOf();
    const header = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(shop.url), {
      identifier: ID,
    });
    await expectPaid(gateway(), "alice", 1, async () => {
      gateway().instead = (request, _response, next) => {
        if (request.path === "/settle") request.socket.destroy();
        else next();
      };
      await expectAgain(await fetchWithPayment(shop.url, header), "facilitator_unavailable");
      gateway().instead = undefined;
      const answer = await fetchWithPayment(shop.url, header);
      expect([answer.status, await answer.text()]).to.deep.equal([200, "rain"]);
    });
    expect(shop.runs).to.equal(1);
  });

  it("serves the response if the settlement was made but its result lost", async () => {
    const shop = await shopOf();
    const header = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(shop.url), {
      identifier: ID,
    });
    await expectPaid(gateway(), "alice", 1, async () => {
      gateway().instead = (request, response, next) => {
        if (request.path === "/settle") response.json = () => (request.socket.destroy(), response);
        next();
      };
      await expectAgain(await fetchWithPayment(shop.url, header), "facilitator_unavailable");
      gateway().instead = undefined;
      expect((await fetchWithPayment(shop.url, header)).status).to.equal(200);
    });
    expect(shop.runs).to.equal(1);
  });

  /** How the result of a settlement that was made gets lost, and the seller's status. */
  const LOST: Record<string, [answer: (response: Reply) => void, status: number]> = {
    "an error page of a proxy": [(response) => void response.status(502).send("<h1>Bad gateway</h1>"), 503],
    "a status without a body": [(response) => void response.status(500).end(), 503],
    "an unknown reason": [(response) => void refuse(response, "other_side_closed"), 402],
    "a failed transaction": [(response) => void refuse(response, "invalid_exact_evm_transaction_failed"), 402],
    "a used nonce": [(response) => void refuse(response, "invalid_exact_evm_nonce_already_used"), 402],
    "no reason": [(response) => void refuse(response, undefined), 402],
  };
  const refuse = (response: Reply, errorReason: string | undefined) =>
    response.send(
      JSON.stringify({ success: false, errorReason, transaction: `0x${"1".repeat(64)}`, network: "eip155:31337" }),
    );

  /** Lets the facilitator settle, and replaces its response. */
  const answerSettlements = (answer: (response: Reply) => void) => {
    gateway().instead = (request, response, next) => {
      if (request.path === "/settle") {
        response.json = () => {
          answer(response.type("json"));
          return response;
        };
      }
      next();
    };
  };

  for (const [what, [answer, status]] of Object.entries(LOST)) {
    it(`keeps the response if the settlement was made and its result is ${what}`, async () => {
      const shop = await shopOf();
      const required = await fetchPaymentRequired(shop.url);
      const [header, nameless] = await Promise.all([
        paymentFor(gateway().client("alice"), required, { identifier: ID }),
        paymentFor(gateway().client("alice"), required),
      ]);
      await expectPaid(gateway(), "alice", 2, async () => {
        answerSettlements(answer);
        for (const asked of [header, header, nameless])
          expect((await fetchWithPayment(shop.url, asked)).status).to.equal(status);
        gateway().instead = undefined;
        expect((await fetchWithPayment(shop.url, header)).status).to.equal(200);
        expect((await fetchWithPayment(shop.url, nameless)).status).to.be.oneOf([402, 409]);
      });
      expect(shop.runs).to.equal(2);
    });
  }

  it("keeps the response if the settlement is first pending and then rejected", async () => {
    const shop = await shopOf();
    const header = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(shop.url), {
      identifier: ID,
    });
    await expectPaid(gateway(), "alice", 1, async () => {
      const reasons = ["settlement_pending", "invalid_exact_evm_insufficient_balance"];
      answerSettlements((response) => void refuse(response, reasons.shift()));
      await expectAgain(await fetchWithPayment(shop.url, header), "facilitator_unavailable");
      gateway().instead = undefined;
      expect([(await fetchWithPayment(shop.url, header)).status, reasons]).to.deep.equal([200, []]);
    });
    expect(shop.runs).to.equal(1);
  });

  it("keeps the response while the facilitator is busy, and serves it later", async () => {
    const shop = await shopOf();
    const header = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(shop.url), {
      identifier: ID,
    });
    gateway().instead = (request, response, next) => {
      if (request.path === "/settle") refuse(response.type("json"), "facilitator_busy");
      else next();
    };
    await expectAgain(await fetchWithPayment(shop.url, header), "facilitator_busy");
    gateway().instead = undefined;
    expect([(await fetchWithPayment(shop.url, header)).status, shop.runs]).to.deep.equal([200, 1]);
  });

  it("releases the payment if the reason guarantees that nothing is charged", async () => {
    const shop = await shopOf();
    const header = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(shop.url), {
      identifier: ID,
    });
    gateway().instead = (request, response, next) => {
      if (request.path === "/settle") refuse(response.type("json"), "invalid_exact_evm_insufficient_balance");
      else next();
    };
    expect((await fetchWithPayment(shop.url, header)).status).to.equal(402);
    gateway().instead = undefined;
    await expectPaid(gateway(), "alice", 1, async () => {
      expect((await fetchWithPayment(shop.url, header)).status).to.equal(200);
    });
    expect(shop.runs).to.equal(2);
  });

  it("passes on facilitator_busy", async () => {
    const shop = await shopOf();
    const header = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(shop.url));
    gateway().instead = (_request, response) => {
      response.status(503).json({ isValid: false, invalidReason: "facilitator_busy" });
    };
    await expectAgain(await fetchWithPayment(shop.url, header), "facilitator_busy");
  });

  for (const [what, status, body] of [
    ["an error page", 500, "<h1>Error at /srv/app.js:5</h1>"],
    ["a malformed body with status 200", 200, '{"isValid":"maybe"}'],
  ] as const) {
    it(`reveals nothing of ${what}`, async () => {
      const shop = await shopOf();
      const header = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(shop.url));
      gateway().instead = (_request, response) => {
        response.status(status).send(body);
      };
      await expectAgain(await fetchWithPayment(shop.url, header), "facilitator_unavailable");
    });
  }

  it("sells nothing through a facilitator of another chain, and keeps running", async () => {
    gateway().instead = (_request, response) => {
      response.json({ kinds: [{ x402Version: 2, scheme: "exact", network: "eip155:1" }], extensions: [], signers: {} });
    };
    const errors: unknown[] = [];
    const shop = await shopOf((error) => errors.push(error));
    await expectAgain(await fetch(shop.url), "facilitator_unavailable");
    expect(String(errors[0])).to.include("eip155:31337");
  });
});
