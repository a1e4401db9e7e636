import { expect } from "chai";
import express from "express";
import type { IncomingHttpHeaders, Server } from "node:http";
import { ExactClient } from "../../packages/gateway/src/buying/exactClient.js";
import { payingFetch } from "../../packages/gateway/src/buying/payingFetch.js";
import { receiptOf } from "../../packages/gateway/src/buying/receipt.js";
import { onANode } from "../fixtures/live.js";
import { close, expectPaid, listen, PRICE, withGateway } from "../fixtures/liveGateway.js";
import { fetchPaymentRequired, fetchWithPayment, firstRequirements } from "../fixtures/payments.js";
import { expectError } from "../fixtures/sdk.js";

onANode("gateway: redirects and payment requirements", (live) => {
  const gateway = withGateway(live);
  const servers: Server[] = [];

  afterEach(() => Promise.all(servers.splice(0).map(close)));

  /** Returns a paying fetch, and the payments it sends with their targets. */
  function spyingFetch(patience = 5) {
    const sent: [origin: string, header: string][] = [];
    const spy: typeof fetch = (input, init) => {
      const { url, headers } = input as Request;
      const header = headers.get("PAYMENT-SIGNATURE");
      if (header !== null) sent.push([new URL(url).origin, header]);
      return fetch(input, init);
    };
    const rules = { maxPerPayment: PRICE, maxPerDay: 2n * PRICE, patience, fetch: spy };
    return { sent, pay: payingFetch(gateway().client("alice"), rules) };
  }

  const shop = () =>
    gateway().shop((request, response) => {
      response.json({ path: request.path, body: (request.body ?? null) as unknown });
    });

  async function server(app: express.Express): Promise<string> {
    const listening = await listen(app);
    servers.push(listening.server);
    return listening.url;
  }

  /** A seller that redirects requests with (or without) a payment elsewhere. */
  function redirecting(to: string, seller: string, when: "paid" | "unpaid", status = 307): express.Express {
    const app = express();
    app.use(async (request, response) => {
      const isPaid = request.headers["payment-signature"] !== undefined;
      if (isPaid === (when === "paid")) response.redirect(status, to);
      else {
        const { status, headers } = await fetch(seller);
        response
          .status(status)
          .set("PAYMENT-REQUIRED", headers.get("PAYMENT-REQUIRED") ?? "")
          .end();
      }
    });
    return app;
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it(`does not send a signed payment to another origin after a ${status}`, async () => {
      const { url } = await shop();
      const seen: unknown[] = [];
      const thief = express();
      thief.use((request, response) => {
        seen.push(request.headers);
        response.send("thanks");
      });
      const target = await server(redirecting(await server(thief), url, "paid", status));
      const { pay, sent } = spyingFetch();
      await expectPaid(gateway(), "alice", 0, async () => {
        await expectError(pay(target), "PaymentRedirected");
      });
      expect([seen, sent.map(([origin]) => origin)]).to.deep.equal([[], [target]]);
    });
  }

  it("signs nothing if the first request was redirected to another origin", async () => {
    const { url } = await shop();
    const target = await server(redirecting(`${url}/report`, url, "unpaid"));
    const { pay, sent } = spyingFetch();
    await expectError(pay(target), "PaymentRedirected", { url: `${target}/`, target: `${url}/report` });
    expect(sent).to.deep.equal([]);
  });

  it("follows redirects within the origin, and resends the body where HTTP demands it", async () => {
    const { url } = await shop();
    const app = express();
    const hop =
      (status: number): express.RequestHandler =>
      (request, response) => {
        if (request.headers["payment-signature"] === undefined) response.redirect(307, `/shop`);
        else response.redirect(status, "/shop/here");
      };
    app.use("/307", hop(307));
    app.use("/303", hop(303));
    app.use("/loop", (request, response) => {
      response.redirect(307, request.headers["payment-signature"] === undefined ? "/shop" : "/loop");
    });
    app.use(express.text({ type: "*/*" }));
    app.use("/shop", async (request, response) => {
      const signature = request.headers["payment-signature"];
      const headers = {
        "content-type": "application/json",
        ...(signature && { "PAYMENT-SIGNATURE": String(signature) }),
      };
      const body = typeof request.body === "string" ? request.body : undefined;
      const { method } = request;
      const sellerResponse = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
      for (const name of ["PAYMENT-REQUIRED", "PAYMENT-RESPONSE"]) {
        const value = sellerResponse.headers.get(name);
        if (value !== null) response.set(name, value);
      }
      response.status(sellerResponse.status).send({ method, answer: await sellerResponse.json() });
    });
    const target = await server(app);
    const { pay } = spyingFetch();
    await expectPaid(gateway(), "alice", 2, async () => {
      const init = { method: "POST", body: '{"city":"Bern"}', headers: { "content-type": "application/json" } };
      const kept = await pay(`${target}/307`, init);
      expect(await kept.json()).to.deep.equal({ method: "POST", answer: { path: "/", body: { city: "Bern" } } });
      const dropped = await pay(`${target}/303`, init);
      expect(await dropped.json()).to.deep.equal({ method: "GET", answer: { path: "/", body: null } });
    });
    await expectError(pay(`${target}/loop`), "DailyLimitReached");
    const { pay: other } = spyingFetch();
    await expectError(other(`${target}/loop`), "PaymentRedirected");
  });

  it("follows a redirect that it has bought to any origin, without the payment and with the receipt", async () => {
    const seen: IncomingHttpHeaders[] = [];
    const storage = express();
    storage.use((request, response) => {
      seen.push(request.headers);
      response.send("the file");
    });
    const file = `${await server(storage)}/file`;
    const { url } = await gateway().shop((_request, response) => {
      response.redirect(file);
    });
    const { pay } = spyingFetch();
    await expectPaid(gateway(), "alice", 1, async () => {
      const secrets = { authorization: "secret", cookie: "secret", "x-api-key": "secret" };
      const harmless = { accept: "text/plain", "accept-language": "de", "user-agent": "buyer" };
      const response = await pay(url, { headers: { ...secrets, ...harmless } });
      expect([response.status, await response.text()]).to.deep.equal([200, "the file"]);
      expect(receiptOf(response)).to.include({ amount: PRICE, payer: live().wallet("alice").address });
    });
    expect(seen).to.have.length(1);
    expect(seen[0]).to.include({ accept: "text/plain", "accept-language": "de", "user-agent": "buyer" });
    expect(seen[0]).not.to.have.any.keys("payment-signature", "authorization", "cookie", "x-api-key");
  });

  it("selects the valid requirements among malformed ones", async () => {
    const { url } = await shop();
    const required = await fetchPaymentRequired(url);
    const malformed = [null, { scheme: "exact" }, { ...required.accepts[0], amount: "1", maxTimeoutSeconds: "60" }];
    const header = { ...required, accepts: [...malformed, ...required.accepts] };
    const app = express();
    app.use((request, response, next) => {
      if (request.headers["payment-signature"] !== undefined) next();
      else {
        const encoded = Buffer.from(JSON.stringify(header)).toString("base64");
        response.status(402).set("PAYMENT-REQUIRED", encoded).end();
      }
    });
    app.use(async (request, response) => {
      const sellerResponse = await fetchWithPayment(url, String(request.headers["payment-signature"]));
      response
        .status(sellerResponse.status)
        .set("PAYMENT-RESPONSE", sellerResponse.headers.get("PAYMENT-RESPONSE") ?? "")
        .end();
    });
    await expectPaid(gateway(), "alice", 1, async () => {
      expect((await spyingFetch().pay(await server(app))).status).to.equal(200);
    });
  });

  it("signs nothing if the requirements were changed after the first check", async () => {
    const client = new ExactClient(gateway().client("alice"), 300);
    const valid = firstRequirements(await fetchPaymentRequired((await shop()).url));
    const signed = (changes: object) => client.createPaymentPayload(2, { ...valid, ...changes });
    const changes = [{ maxTimeoutSeconds: "60" }, { maxTimeoutSeconds: 301 }, { maxTimeoutSeconds: 0.5 }];
    for (const change of [...changes, { maxTimeoutSeconds: 0 }, { amount: "-1" }, { asset: valid.payTo }]) {
      await expectError(signed(change), "InvalidArgument");
    }
    expect((await signed({})).payload).to.have.property("signature");
  });

  const coin = () => gateway().client("alice").addresses.ServiceCoin;
  const requiring = (changes: object) => {
    const payTo = live().wallet("provider").address;
    const terms = {
      scheme: "exact",
      network: "eip155:31337",
      asset: coin(),
      amount: "1",
      payTo,
      maxTimeoutSeconds: 60,
    };
    const extra = { name: "ServiceCoin", version: "1" };
    return { x402Version: 2, resource: { url: "x" }, accepts: [{ ...terms, extra, ...changes }] };
  };
  const UNPAYABLE: Record<string, [required: () => unknown, code: string]> = {
    "an unknown format": [() => ({ x: 1 }), "InvalidOffer"],
    "another version": [() => ({ ...requiring({}), x402Version: 1 }), "InvalidOffer"],
    "empty accepts": [() => ({ ...requiring({}), accepts: [] }), "InvalidOffer"],
    "no extra": [() => requiring({ extra: null }), "NoFittingOffer"],
    "an amount in dollars": [() => requiring({ amount: "$1" }), "NoFittingOffer"],
    "an invalid payee": [() => requiring({ payTo: "bob" }), "NoFittingOffer"],
    "another scheme": [() => requiring({ scheme: "upto" }), "NoFittingOffer"],
    Permit2: [
      () => requiring({ extra: { name: "ServiceCoin", version: "1", assetTransferMethod: "permit2" } }),
      "NoFittingOffer",
    ],
    "an unknown payment flow": [
      () => requiring({ extra: { name: "ServiceCoin", version: "1", paymentFlow: "escrow" } }),
      "NoFittingOffer",
    ],
    "an invalid extra": [() => requiring({ extra: "x" }), "InvalidOffer"],
    "an amount that is a number": [() => requiring({ amount: 1 }), "InvalidOffer"],
    "a timeout as text": [() => requiring({ maxTimeoutSeconds: "60" }), "InvalidOffer"],
    "a timeout in a list": [() => requiring({ maxTimeoutSeconds: [60] }), "InvalidOffer"],
    "no timeout": [() => requiring({ maxTimeoutSeconds: null }), "InvalidOffer"],
    "a timeout of half a second": [() => requiring({ maxTimeoutSeconds: 0.5 }), "InvalidOffer"],
    "a negative timeout": [() => requiring({ maxTimeoutSeconds: -60 }), "InvalidOffer"],
    "a timeout that is too long": [() => requiring({ maxTimeoutSeconds: 1e9 }), "NoFittingOffer"],
    "an infinite timeout": [
      () => Buffer.from(JSON.stringify(requiring({})).replace(":60,", ":1e999,")),
      "InvalidOffer",
    ],
    "another name of the coin": [() => requiring({ extra: { name: "Coin", version: "1" } }), "NoFittingOffer"],
  };

  for (const [what, [required, code]] of Object.entries(UNPAYABLE)) {
    it(`signs nothing for requirements with ${what}, and throws ${code}`, async () => {
      const app = express();
      app.use((_request, response) => {
        const content = required();
        const header = (Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content))).toString("base64");
        response.status(402).set("PAYMENT-REQUIRED", header).end();
      });
      const { pay, sent } = spyingFetch();
      await expectError(pay(await server(app)), code);
      expect(sent).to.deep.equal([]);
    });
  }
});
