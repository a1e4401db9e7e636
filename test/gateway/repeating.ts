import { expect } from "chai";
import express from "express";
import type { IncomingHttpHeaders, Server } from "node:http";
import { ExactClient } from "../../src/gateway/buying/exactClient.js";
import { payingFetch } from "../../src/gateway/buying/payingFetch.js";
import { receiptOf } from "../../src/gateway/buying/receipt.js";
import { onANode } from "../fixtures/live.js";
import { close, expectPaid, listen, PRICE, withGateway } from "../fixtures/liveGateway.js";
import { askedBy, askWith } from "../fixtures/payments.js";
import { expectError } from "../fixtures/sdk.js";

onANode("gateway: a payment on its way", (live) => {
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

  it("sends the same payment again while the seller says to, and is charged once", async () => {
    const sold = await shop();
    const { pay, sent } = spying();
    let failures = 2;
    gateway().instead = (request, _response, next) => {
      if (request.path === "/settle" && failures-- > 0) request.socket.destroy();
      else next();
    };
    await expectPaid(gateway(), "alice", 1, async () => {
      expect((await pay(sold.url, { method: "POST", body: "{}" })).status).to.equal(200);
    });
    expect(sent).to.have.length(3);
    expect(new Set(sent.map(([, header]) => header)).size).to.equal(1);
    expect(sold.runs).to.equal(1);
  });

  it("says when it does not know, and sends the same payment when the same is asked again", async () => {
    const { url } = await shop();
    const { pay, sent } = spying(0);
    gateway().instead = (request, response, next) => {
      // The settlement is made, and nobody hears of it.
      if (request.path === "/settle") response.json = () => (request.socket.destroy(), response);
      next();
    };
    await expectPaid(gateway(), "alice", 1, async () => {
      const payTo = live().wallet("provider").address;
      const args = { url: `${url}/`, amount: PRICE, payTo, reason: "facilitator_unavailable" };
      await expectError(pay(url), "PaymentUnclear", args);
      gateway().instead = undefined;
      expect((await pay(url)).status).to.equal(200);
      expect(new Set(sent.map(([, header]) => header)).size).to.equal(1);
    });
    await expectPaid(gateway(), "alice", 1, async () => {
      expect((await pay(url)).status).to.equal(200);
    });
    expect(new Set(sent.map(([, header]) => header)).size).to.equal(2);
  });

  it("repeats nothing that changes something where the seller cannot tell repetitions", async () => {
    const { url } = await shop();
    const proxy = express();
    proxy.use(async (request, response) => {
      if (request.headers["payment-signature"] !== undefined) {
        request.socket.destroy();
        return;
      }
      const header = (await fetch(url)).headers.get("PAYMENT-REQUIRED") ?? "";
      const required = JSON.parse(Buffer.from(header, "base64").toString()) as Record<string, unknown>;
      delete required["extensions"];
      response
        .status(402)
        .set("PAYMENT-REQUIRED", Buffer.from(JSON.stringify(required)).toString("base64"))
        .end();
    });
    const { pay, sent } = spying();
    await expectPaid(gateway(), "alice", 0, async () => {
      await expectError(pay(await server(proxy), { method: "POST" }), "PaymentUnclear");
    });
    expect(sent).to.have.length(1);
  });

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

  it("ends when whoever asked does not want it any more", async () => {
    const { url } = await shop();
    const { pay, sent } = spying();
    gateway().instead = (request, _response, next) => {
      if (request.path === "/settle") request.socket.destroy();
      else next();
    };
    const stop = new AbortController();
    const asked = pay(url, { signal: stop.signal }).catch((error: unknown) => error);
    while (sent.length === 0) await new Promise(setImmediate);
    stop.abort(new Error("enough"));
    expect(String(await asked)).to.include("enough");
  });

  it("sends the same payment again when the connection breaks behind the settlement", async () => {
    const { url } = await shop();
    const headers: (string | null)[] = [];
    const breaking: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      const header = (input as Request).headers.get("PAYMENT-SIGNATURE");
      if (header !== null && headers.push(header) === 1) throw new TypeError("fetch failed");
      return response;
    };
    const rules = { maxPerPayment: PRICE, maxPerDay: PRICE, fetch: breaking };
    await expectPaid(gateway(), "alice", 1, async () => {
      const answer = await payingFetch(gateway().client("alice"), rules)(url);
      expect([answer.status, receiptOf(answer)?.amount]).to.deep.equal([200, PRICE]);
    });
    expect([headers.length, new Set(headers).size]).to.deep.equal([2, 1]);
  });

  it("sends the same payment again when the answer breaks in its middle, or nobody wants the rest", async () => {
    const { url } = await shop();
    let pieces = 0;
    const app = express();
    app.use(async (request, response) => {
      const signature = request.headers["payment-signature"];
      const answer = await fetch(
        url,
        signature === undefined ? {} : { headers: { "PAYMENT-SIGNATURE": String(signature) } },
      );
      for (const [name, value] of answer.headers) if (name.startsWith("payment-")) response.set(name, value);
      const body = await answer.text();
      response.status(answer.status).set("Content-Length", String(body.length));
      if (signature === undefined || pieces-- <= 0) response.end(body);
      else response.write(body.slice(0, 5), () => setTimeout(() => request.socket.destroy(), 50));
    });
    const asked = await server(app);
    const { pay, sent } = spying();
    const text = '{"asked":"/","body":null}';
    await expectPaid(gateway(), "alice", 1, async () => {
      pieces = 1;
      const broken = await pay(asked);
      expect(broken.url).to.equal(`${asked}/`);
      expect(await broken.text().catch(String)).to.match(/terminated|aborted/);
      await (await pay(asked)).body?.cancel();
      const whole = await pay(asked);
      expect([await whole.text(), receiptOf(whole)?.amount]).to.deep.equal([text, PRICE]);
    });
    expect([sent.length, new Set(sent.map(([, header]) => header)).size]).to.deep.equal([3, 1]);
    await expectPaid(gateway(), "alice", 1, async () => {
      expect(await (await pay(asked)).text()).to.equal(text);
    });
  });

  for (const status of [429, 502, 504]) {
    it(`does not take a ${status} from before the seller for its answer`, async () => {
      const sold = await shop();
      let failures = 1;
      const front = express();
      front.use(async (request, response) => {
        const signature = request.headers["payment-signature"];
        const headers = signature === undefined ? {} : { "PAYMENT-SIGNATURE": String(signature) };
        const answer = await fetch(sold.url, { headers });
        const body = await answer.text();
        if (signature !== undefined && failures-- > 0) {
          response.status(status).send("no answer in time");
          return;
        }
        for (const [name, value] of answer.headers) if (name.startsWith("payment-")) response.set(name, value);
        response.status(answer.status).send(body);
      });
      const asked = await server(front);
      const { pay, sent } = spying();
      const { pay: hasty } = spying(0);
      await expectPaid(gateway(), "alice", 1, async () => {
        expect(await (await pay(asked)).json()).to.deep.equal({ asked: "/", body: null });
      });
      expect([sold.runs, sent.length, new Set(sent.map(([, header]) => header)).size]).to.deep.equal([1, 2, 1]);
      failures = 1;
      await expectPaid(gateway(), "alice", 1, async () => {
        const { args } = await expectError(hasty(asked), "PaymentUnclear");
        expect(args["reason"]).to.equal(`status_${status}`);
        expect(await (await hasty(asked)).json()).to.deep.equal({ asked: "/", body: null });
      });
      expect(sold.runs).to.equal(2);
    });
  }

  it("pays for each of those that ask the same at once", async () => {
    const sold = await shop();
    const { pay, sent } = spying();
    await expectPaid(gateway(), "alice", 2, async () => {
      const answers = await Promise.all([pay(sold.url), pay(sold.url)]);
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
    });
    expect([sold.runs, new Set(sent.map(([, header]) => header)).size]).to.deep.equal([2, 2]);
  });

  it("goes on when what is open cannot be kept or dropped, and says so", async () => {
    const { url } = await shop();
    const errors: unknown[] = [];
    const failing = (text: string) => () => Promise.reject(new Error(text));
    const open = { find: () => Promise.resolve([]), keep: failing("keep"), drop: failing("drop") };
    const rules = { maxPerPayment: PRICE, maxPerDay: PRICE, open, onError: (error: unknown) => errors.push(error) };
    await expectPaid(gateway(), "alice", 1, async () => {
      const answer = await payingFetch(gateway().client("alice"), rules)(url);
      expect([answer.status, await answer.json()]).to.deep.equal([200, { asked: "/", body: null }]);
    });
    expect(errors.map(String)).to.deep.equal(["Error: keep", "Error: drop"]);
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
