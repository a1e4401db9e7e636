import { expect } from "chai";
import express from "express";
import type { Server } from "node:http";
import { payingFetch } from "../../packages/gateway/src/buying/payingFetch.js";
import { receiptOf } from "../../packages/gateway/src/buying/receipt.js";
import { onANode } from "../fixtures/live.js";
import { close, expectPaid, listen, PRICE, withGateway } from "../fixtures/liveGateway.js";
import { expectError } from "../fixtures/sdk.js";

onANode("gateway: repeating a payment", (live) => {
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

  it("sends the same payment again while the seller demands it, and is charged once", async () => {
    const sold = await shop();
    const { pay, sent } = spyingFetch();
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

  it("reports an unknown outcome, and sends the same payment when the request is repeated", async () => {
    const { url } = await shop();
    const { pay, sent } = spyingFetch(0);
    gateway().instead = (request, response, next) => {
      // The payment is settled, but the response is lost.
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

  it("does not repeat a POST if the seller cannot recognize repetitions", async () => {
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
    const { pay, sent } = spyingFetch();
    await expectPaid(gateway(), "alice", 0, async () => {
      await expectError(pay(await server(proxy), { method: "POST" }), "PaymentUnclear");
    });
    expect(sent).to.have.length(1);
  });

  it("ends when the caller aborts", async () => {
    const { url } = await shop();
    const { pay, sent } = spyingFetch();
    gateway().instead = (request, _response, next) => {
      if (request.path === "/settle") request.socket.destroy();
      else next();
    };
    const stop = new AbortController();
    const paying = pay(url, { signal: stop.signal }).catch((error: unknown) => error);
    while (sent.length === 0) await new Promise(setImmediate);
    stop.abort(new Error("enough"));
    expect(String(await paying)).to.include("enough");
  });

  it("sends the same payment again when the connection breaks after the settlement", async () => {
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
      const response = await payingFetch(gateway().client("alice"), rules)(url);
      expect([response.status, receiptOf(response)?.amount]).to.deep.equal([200, PRICE]);
    });
    expect([headers.length, new Set(headers).size]).to.deep.equal([2, 1]);
  });

  it("sends the same payment again when the response body breaks off or was canceled", async () => {
    const { url } = await shop();
    let truncated = 0;
    const app = express();
    app.use(async (request, response) => {
      const signature = request.headers["payment-signature"];
      const sold = await fetch(
        url,
        signature === undefined ? {} : { headers: { "PAYMENT-SIGNATURE": String(signature) } },
      );
      for (const [name, value] of sold.headers) if (name.startsWith("payment-")) response.set(name, value);
      const body = await sold.text();
      response.status(sold.status).set("Content-Length", String(body.length));
      if (signature === undefined || truncated-- <= 0) response.end(body);
      else response.write(body.slice(0, 5), () => setTimeout(() => request.socket.destroy(), 50));
    });
    const target = await server(app);
    const { pay, sent } = spyingFetch();
    const text = '{"path":"/","body":null}';
    await expectPaid(gateway(), "alice", 1, async () => {
      truncated = 1;
      const broken = await pay(target);
      expect(broken.url).to.equal(`${target}/`);
      expect(await broken.text().catch(String)).to.match(/terminated|aborted/);
      await (await pay(target)).body?.cancel();
      const whole = await pay(target);
      expect([await whole.text(), receiptOf(whole)?.amount]).to.deep.equal([text, PRICE]);
    });
    expect([sent.length, new Set(sent.map(([, header]) => header)).size]).to.deep.equal([3, 1]);
    await expectPaid(gateway(), "alice", 1, async () => {
      expect(await (await pay(target)).text()).to.equal(text);
    });
  });

  for (const status of [429, 502, 504]) {
    it(`does not take a ${status} of a proxy for the seller's response`, async () => {
      const sold = await shop();
      let failures = 1;
      const proxy = express();
      proxy.use(async (request, response) => {
        const signature = request.headers["payment-signature"];
        const headers = signature === undefined ? {} : { "PAYMENT-SIGNATURE": String(signature) };
        const sellerResponse = await fetch(sold.url, { headers });
        const body = await sellerResponse.text();
        if (signature !== undefined && failures-- > 0) {
          response.status(status).send("no response in time");
          return;
        }
        for (const [name, value] of sellerResponse.headers) {
          if (name.startsWith("payment-")) response.set(name, value);
        }
        response.status(sellerResponse.status).send(body);
      });
      const target = await server(proxy);
      const { pay, sent } = spyingFetch();
      const { pay: hasty } = spyingFetch(0);
      await expectPaid(gateway(), "alice", 1, async () => {
        expect(await (await pay(target)).json()).to.deep.equal({ path: "/", body: null });
      });
      expect([sold.runs, sent.length, new Set(sent.map(([, header]) => header)).size]).to.deep.equal([1, 2, 1]);
      failures = 1;
      await expectPaid(gateway(), "alice", 1, async () => {
        const { args } = await expectError(hasty(target), "PaymentUnclear");
        expect(args["reason"]).to.equal(`status_${status}`);
        expect(await (await hasty(target)).json()).to.deep.equal({ path: "/", body: null });
      });
      expect(sold.runs).to.equal(2);
    });
  }

  it("pays separately for identical concurrent requests", async () => {
    const sold = await shop();
    const { pay, sent } = spyingFetch();
    await expectPaid(gateway(), "alice", 2, async () => {
      const responses = await Promise.all([pay(sold.url), pay(sold.url)]);
      expect(responses.map(({ status }) => status)).to.deep.equal([200, 200]);
    });
    expect([sold.runs, new Set(sent.map(([, header]) => header)).size]).to.deep.equal([2, 2]);
  });

  it("continues when open payments cannot be stored or dropped, and reports it", async () => {
    const { url } = await shop();
    const errors: unknown[] = [];
    const failing = (text: string) => () => Promise.reject(new Error(text));
    const open = { find: () => Promise.resolve([]), keep: failing("keep"), drop: failing("drop") };
    const rules = { maxPerPayment: PRICE, maxPerDay: PRICE, open, onError: (error: unknown) => errors.push(error) };
    await expectPaid(gateway(), "alice", 1, async () => {
      const response = await payingFetch(gateway().client("alice"), rules)(url);
      expect([response.status, await response.json()]).to.deep.equal([200, { path: "/", body: null }]);
    });
    expect(errors.map(String)).to.deep.equal(["Error: keep", "Error: drop"]);
  });
});
