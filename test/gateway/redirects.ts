import { expect } from "chai";
import express from "express";
import type { IncomingHttpHeaders, Server } from "node:http";
import { ExactClient } from "../../packages/gateway/src/buying/exactClient.js";
import { payingFetch } from "../../packages/gateway/src/buying/payingFetch.js";
import { receiptOf } from "../../packages/gateway/src/buying/receipt.js";
import { onANode } from "../fixtures/live.js";
import { close, expectPaid, listen, PRICE, withGateway } from "../fixtures/liveGateway.js";
import { askedBy, askWith } from "../fixtures/payments.js";
import { expectError } from "../fixtures/sdk.js";

onANode("gateway: places and offers", (live) => {
  const gateway = withGateway(live);
  const servers: Server[] = [];

  afterEach(() => Promise.all(servers.splice(0).map(close)));

  /** Pays, and writes down which payments went where. */
  function spying(patience = 5) {
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
      response.json({ asked: request.path, body: (request.body ?? null) as unknown });
    });

  async function server(app: express.Express): Promise<string> {
    const listening = await listen(app);
    servers.push(listening.server);
    return listening.url;
  }

  /** A seller that leads whoever has paid (or whoever has not) elsewhere. */
  function leading(to: string, seller: string, when: "paid" | "unpaid", status = 307): express.Express {
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
    it(`shows the payment to nobody whom a ${status} leads to after it was signed`, async () => {
      const { url } = await shop();
      const seen: unknown[] = [];
      const thief = express();
      thief.use((request, response) => {
        seen.push(request.headers);
        response.send("thanks");
      });
      const asked = await server(leading(await server(thief), url, "paid", status));
      const { pay, sent } = spying();
      await expectPaid(gateway(), "alice", 0, async () => {
        await expectError(pay(asked), "PaymentRedirected");
      });
      expect([seen, sent.map(([origin]) => origin)]).to.deep.equal([[], [asked]]);
    });
  }

  it("signs nothing for another place than was asked", async () => {
    const { url } = await shop();
    const asked = await server(leading(`${url}/report`, url, "unpaid"));
    const { pay, sent } = spying();
    await expectError(pay(asked), "PaymentRedirected", { url: `${asked}/`, target: `${url}/report` });
    expect(sent).to.deep.equal([]);
  });

  it("follows redirects at one place, with the body where it belongs to the request", async () => {
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
      const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
      for (const name of ["PAYMENT-REQUIRED", "PAYMENT-RESPONSE"]) {
        const value = answer.headers.get(name);
        if (value !== null) response.set(name, value);
      }
      response.status(answer.status).send({ method, answer: await answer.json() });
    });
    const asked = await server(app);
    const { pay } = spying();
    await expectPaid(gateway(), "alice", 2, async () => {
      const init = { method: "POST", body: '{"city":"Bern"}', headers: { "content-type": "application/json" } };
      const kept = await pay(`${asked}/307`, init);
      expect(await kept.json()).to.deep.equal({ method: "POST", answer: { asked: "/", body: { city: "Bern" } } });
      const dropped = await pay(`${asked}/303`, init);
      expect(await dropped.json()).to.deep.equal({ method: "GET", answer: { asked: "/", body: null } });
    });
    await expectError(pay(`${asked}/loop`), "DailyLimitReached");
    const { pay: other } = spying();
    await expectError(other(`${asked}/loop`), "PaymentRedirected");
  });

  it("follows a redirect that it has bought anywhere, without the payment and with the receipt", async () => {
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
    const { pay } = spying();
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

  it("takes the good one of several offers", async () => {
    const { url } = await shop();
    const required = await askedBy(url);
    const strange = [null, { scheme: "exact" }, { ...required.accepts[0], amount: "1", maxTimeoutSeconds: "60" }];
    const header = { ...required, accepts: [...strange, ...required.accepts] };
    const app = express();
    app.use((request, response, next) => {
      if (request.headers["payment-signature"] !== undefined) next();
      else {
        const encoded = Buffer.from(JSON.stringify(header)).toString("base64");
        response.status(402).set("PAYMENT-REQUIRED", encoded).end();
      }
    });
    app.use(async (request, response) => {
      const answer = await askWith(url, String(request.headers["payment-signature"]));
      response
        .status(answer.status)
        .set("PAYMENT-RESPONSE", answer.headers.get("PAYMENT-RESPONSE") ?? "")
        .end();
    });
    await expectPaid(gateway(), "alice", 1, async () => {
      expect((await spying().pay(await server(app))).status).to.equal(200);
    });
  });

  it("signs nothing that the official client has changed behind the check", async () => {
    const client = new ExactClient(gateway().client("alice"), 300);
    const [good] = (await askedBy((await shop()).url)).accepts;
    const signed = (changes: object) => client.createPaymentPayload(2, { ...good, ...changes });
    const changes = [{ maxTimeoutSeconds: "60" }, { maxTimeoutSeconds: 301 }, { maxTimeoutSeconds: 0.5 }];
    for (const change of [...changes, { maxTimeoutSeconds: 0 }, { amount: "-1" }, { asset: good.payTo }]) {
      await expectError(signed(change), "InvalidArgument");
    }
    expect((await signed({})).payload).to.have.property("signature");
  });

  const coin = () => gateway().client("alice").addresses.ServiceCoin;
  const offered = (changes: object) => {
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
  const STRANGE: Record<string, [required: () => unknown, code: string]> = {
    "no terms": [() => ({ x: 1 }), "InvalidOffer"],
    "another version": [() => ({ ...offered({}), x402Version: 1 }), "InvalidOffer"],
    "no offer": [() => ({ ...offered({}), accepts: [] }), "InvalidOffer"],
    "no extra": [() => offered({ extra: null }), "NoFittingOffer"],
    "an amount in dollars": [() => offered({ amount: "$1" }), "NoFittingOffer"],
    "a payee that is none": [() => offered({ payTo: "bob" }), "NoFittingOffer"],
    "another way to pay": [() => offered({ scheme: "upto" }), "NoFittingOffer"],
    Permit2: [
      () => offered({ extra: { name: "ServiceCoin", version: "1", assetTransferMethod: "permit2" } }),
      "NoFittingOffer",
    ],
    "an escrow": [
      () => offered({ extra: { name: "ServiceCoin", version: "1", paymentFlow: "escrow" } }),
      "NoFittingOffer",
    ],
    "an extra that is none": [() => offered({ extra: "x" }), "InvalidOffer"],
    "an amount that is a number": [() => offered({ amount: 1 }), "InvalidOffer"],
    "a time of text": [() => offered({ maxTimeoutSeconds: "60" }), "InvalidOffer"],
    "a time in a list": [() => offered({ maxTimeoutSeconds: [60] }), "InvalidOffer"],
    "no time": [() => offered({ maxTimeoutSeconds: null }), "InvalidOffer"],
    "half a second": [() => offered({ maxTimeoutSeconds: 0.5 }), "InvalidOffer"],
    "a time before now": [() => offered({ maxTimeoutSeconds: -60 }), "InvalidOffer"],
    "a time that is too long": [() => offered({ maxTimeoutSeconds: 1e9 }), "NoFittingOffer"],
    "a time beyond all numbers": [
      () => Buffer.from(JSON.stringify(offered({})).replace(":60,", ":1e999,")),
      "InvalidOffer",
    ],
    "another name of the coin": [() => offered({ extra: { name: "Coin", version: "1" } }), "NoFittingOffer"],
  };

  for (const [what, [required, code]] of Object.entries(STRANGE)) {
    it(`signs nothing for terms with ${what}`, async () => {
      const app = express();
      app.use((_request, response) => {
        const asked = required();
        const header = (Buffer.isBuffer(asked) ? asked : Buffer.from(JSON.stringify(asked))).toString("base64");
        response.status(402).set("PAYMENT-REQUIRED", header).end();
      });
      const { pay, sent } = spying();
      await expectError(pay(await server(app)), code);
      expect(sent).to.deep.equal([]);
    });
  }
});
