import { expect } from "chai";
import express from "express";
import type { Server } from "node:http";
import { payingFetch } from "../../packages/gateway/src/buying/payingFetch.js";
import { receiptOf } from "../../packages/gateway/src/buying/receipt.js";
import { onANode } from "../fixtures/live.js";
import { close, expectPaid, listen, PRICE, withGateway } from "../fixtures/liveGateway.js";
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
});
