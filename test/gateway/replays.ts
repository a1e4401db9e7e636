import { expect } from "chai";
import type { RequestHandler, Response as HandlerResponse } from "express";
import { PassThrough, pipeline, type Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { MemoryClaims, type Claimant, type KeptAnswer } from "../../packages/gateway/src/selling/claims.js";
import { onANode } from "../fixtures/live.js";
import { expectPaid, withGateway, type Selling } from "../fixtures/liveGateway.js";
import { fetchPaymentRequired, fetchWithPayment, paymentFor, settlementIn } from "../fixtures/payments.js";

const ID = "pay_0123456789abcdef";

onANode("gateway: one payment in several requests", (live) => {
  const gateway = withGateway(live);
  const alice = () => gateway().client("alice");
  const statuses = (responses: readonly Response[]) => responses.map(({ status }) => status).sort();

  async function reports(options?: Selling) {
    let count = 0;
    return gateway().shop(async (_request, response) => {
      count++;
      await setTimeout(30);
      response.set("X-Report", String(count)).json({ report: count });
    }, options);
  }

  it("runs the handler once and charges once when a payment arrives three times concurrently", async () => {
    const shop = await reports();
    const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url));
    await expectPaid(gateway(), "alice", 1, async () => {
      const responses = await Promise.all([1, 2, 3].map(() => fetchWithPayment(shop.url, header)));
      expect(statuses(responses)).to.deep.equal([200, 409, 409]);
      const rejected = responses.filter(({ status }) => status === 409);
      for (const response of rejected) {
        expect(response.headers.get("Retry-After")).to.match(/^[1-9]\d*$/);
        expect(await response.json()).to.deep.equal({ error: "payment_in_use" });
      }
    });
    expect(shop.runs).to.equal(1);
  });

  it("replays the response to a client that proves to have sent the request, and charges nothing", async () => {
    const shop = await reports();
    const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 1, async () => {
      const first = await fetchWithPayment(shop.url, header);
      const again = await fetchWithPayment(shop.url, header);
      expect([first.status, again.status]).to.deep.equal([200, 200]);
      expect(await again.text()).to.equal(await first.text());
      for (const name of ["X-Report", "Content-Type", "ETag"]) {
        expect(again.headers.get(name), name).to.equal(first.headers.get(name)).and.not.equal(null);
      }
      expect(settlementIn(again)).to.deep.equal(settlementIn(first));
      expect(again.headers.get("Cache-Control")).to.equal("private, no-store");
    });
    expect(shop.runs).to.equal(1);
  });

  it("does not replay it for another path, method, body or identifier, or without one", async () => {
    const shop = await reports();
    const required = await fetchPaymentRequired(`${shop.url}/report`);
    const nonce = `0x${"7".repeat(64)}`;
    const header = await paymentFor(alice(), required, { identifier: ID, authorization: { nonce } });
    const stranger = await paymentFor(alice(), required, { identifier: `${ID}0`, authorization: { nonce } });
    const nameless = await paymentFor(alice(), required, { authorization: { nonce } });
    await expectPaid(gateway(), "alice", 1, async () => {
      expect((await fetchWithPayment(`${shop.url}/report`, header)).status).to.equal(200);
      const json = { method: "POST", headers: { "content-type": "application/json" } };
      const others = [
        await fetchWithPayment(`${shop.url}/other`, header),
        await fetchWithPayment(`${shop.url}/report?page=2`, header),
        await fetchWithPayment(`${shop.url}/report`, header, { method: "POST" }),
        await fetchWithPayment(`${shop.url}/report`, header, { ...json, body: '{"a":1}' }),
        await fetchWithPayment(`${shop.url}/report`, stranger),
        await fetchWithPayment(`${shop.url}/report`, nameless),
      ];
      // The verification reports a used nonce.
      expect(statuses(others)).to.deep.equal(others.map(() => 402));
    });
    expect(shop.runs).to.equal(1);
  });

  it("charges a client that disconnects while the handler runs, and replays the response", async () => {
    let handlerResponse: HandlerResponse | undefined;
    const shop = await gateway().shop((_request, response) => {
      handlerResponse = response;
    });
    const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 1, async () => {
      const disconnect = new AbortController();
      const disconnected = fetchWithPayment(shop.url, header, { signal: disconnect.signal }).catch(() => "gone");
      while (handlerResponse === undefined) await setTimeout(5);
      disconnect.abort();
      expect(await disconnected).to.equal("gone");
      handlerResponse.json({ report: "late" });
      const again = await fetchWithPayment(shop.url, header);
      expect([again.status, await again.json()]).to.deep.equal([200, { report: "late" }]);
    });
    expect(shop.runs).to.equal(1);
  });

  /** Handlers that stop by themselves when the client has disconnected. */
  const STREAMS: Record<string, (source: Readable, response: HandlerResponse) => void> = {
    "pipe()": (source, response) => void source.pipe(response),
    "pipeline()": (source, response) => {
      pipeline(source, response, () => undefined);
    },
    "destroy()": (source, response) => {
      source.on("data", (chunk: Buffer) => response.write(chunk)).once("end", () => response.end());
      response.once("close", () => response.destroy());
    },
  };

  for (const flow of ["authorization", "upfront"] as const) {
    for (const [name, stream] of Object.entries(STREAMS)) {
      it(`accepts a payment again at once whose client disconnected from ${name} (${flow})`, async () => {
        const sources: PassThrough[] = [];
        const handler: RequestHandler = (_request, response) => {
          const source = new PassThrough();
          sources.push(source);
          stream(source, response);
          source.write("ra");
          if (sources.length > 1) source.end("in");
        };
        const shop = await gateway().shop(handler, { flow });
        const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url), { identifier: ID });
        await expectPaid(gateway(), "alice", 1, async () => {
          const disconnect = new AbortController();
          const disconnected = fetchWithPayment(shop.url, header, { signal: disconnect.signal }).catch(() => "gone");
          while (sources.length === 0) await setTimeout(5);
          disconnect.abort();
          expect(await disconnected).to.equal("gone");
          // The server hears of it a moment later.
          await setTimeout(100);
          const again = await fetchWithPayment(shop.url, header);
          expect([again.status, await again.text()]).to.deep.equal([200, "rain"]);
        });
        expect(shop.runs).to.equal(2);
      });
    }
  }

  it("stores the response before it requests the settlement, however long that takes", async () => {
    let isKept = false;
    class SlowClaims extends MemoryClaims {
      override async keep(claimant: Claimant, answer: KeptAnswer): Promise<void> {
        await setTimeout(100);
        await super.keep(claimant, answer);
        isKept = true;
      }
    }
    const shop = await reports({ claims: new SlowClaims() });
    const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 1, async () => {
      let second: Promise<Response> | undefined;
      const kept: boolean[] = [];
      gateway().instead = (request, _response, next) => {
        if (request.path === "/settle") {
          kept.push(isKept);
          // The first settlement was requested: from now on a repeated request must find the response.
          second ??= fetchWithPayment(shop.url, header);
        }
        next();
      };
      const first = await fetchWithPayment(shop.url, header);
      expect([first.status, (await second)?.status, kept]).to.deep.equal([200, 200, [true, true]]);
    });
    expect(shop.runs).to.equal(1);
  });

  it("charges nothing for a response that cannot be stored, and reports it to the seller only", async () => {
    class FullClaims extends MemoryClaims {
      override keep(): Promise<void> {
        return Promise.reject(new Error("The disk is full."));
      }
    }
    const errors: unknown[] = [];
    const shop = await reports({ claims: new FullClaims(), onError: (error) => errors.push(error) });
    const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 0, async () => {
      const response = await fetchWithPayment(shop.url, header);
      expect([response.status, await response.json()]).to.deep.equal([500, { error: "answer_not_kept" }]);
      expect([response.headers.get("X-Report"), response.headers.get("ETag")]).to.deep.equal([null, null]);
    });
    expect([String(errors), gateway().settles]).to.deep.equal(["Error: The disk is full.", 0]);
  });

  it("reports to the seller when a claim cannot be released, and continues", async () => {
    class StuckClaims extends MemoryClaims {
      override release(): Promise<void> {
        return Promise.reject(new Error("The store is gone."));
      }
    }
    const errors: unknown[] = [];
    const options = { claims: new StuckClaims(), onError: (error: unknown) => errors.push(error) };
    const shop = await gateway().shop((_request, response) => void response.status(500).send("broken"), options);
    const response = await fetchWithPayment(shop.url, await paymentFor(alice(), await fetchPaymentRequired(shop.url)));
    expect([response.status, await response.text(), String(errors)]).to.deep.equal([
      500,
      "broken",
      "Error: The store is gone.",
    ]);
  });

  it("accepts one payment once among all endpoints of the process", async () => {
    const sell = (text: string) =>
      gateway().shop((_request, response) => void response.send(text), { claims: undefined });
    const [rain, snow] = [await sell("rain"), await sell("snow")];
    const header = await paymentFor(alice(), await fetchPaymentRequired(rain.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 1, async () => {
      const responses = await Promise.all([rain, snow].map(({ url }) => fetchWithPayment(url, header)));
      expect(statuses(responses)).to.deep.equal([200, 409]);
      const [sold, other] = responses[0]?.status === 200 ? [rain, snow] : [snow, rain];
      // One endpoint does not replay the response of the other.
      const again = [await fetchWithPayment(sold.url, header), await fetchWithPayment(other.url, header)];
      expect(again.map(({ status }) => status)).to.deep.equal([200, 402]);
    });
    expect(rain.runs + snow.runs).to.equal(1);
  });

  it("reports delivered responses to the store, and none that the client disconnected from", async () => {
    const delivered: string[] = [];
    class RecordingClaims extends MemoryClaims {
      override delivered(claimant: Claimant): Promise<void> {
        delivered.push(claimant.key);
        return super.delivered(claimant);
      }
    }
    let handlerResponse: HandlerResponse | undefined;
    const shop = await gateway().shop(
      (_request, response) => {
        handlerResponse = response;
      },
      { claims: new RecordingClaims() },
    );
    const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url), { identifier: ID });
    const disconnect = new AbortController();
    const disconnected = fetchWithPayment(shop.url, header, { signal: disconnect.signal }).catch(() => "gone");
    while (handlerResponse === undefined) await setTimeout(5);
    disconnect.abort();
    await disconnected;
    handlerResponse.json({ report: "late" });
    gateway().instead = (request, response, next) => {
      if (request.path !== "/settle") next();
      else response.json({ success: false, errorReason: "x", transaction: "", network: "eip155:31337" });
    };
    expect((await fetchWithPayment(shop.url, header)).status).to.equal(402);
    gateway().instead = undefined;
    expect(delivered).to.deep.equal([]);
    expect((await fetchWithPayment(shop.url, header)).status).to.equal(200);
    while (delivered.length === 0) await setTimeout(5);
    expect([delivered.length, shop.runs]).to.deep.equal([1, 1]);
  });

  it("stores nothing for a client that cannot prove to have sent the request", async () => {
    class FullClaims extends MemoryClaims {
      override keep(): Promise<void> {
        return Promise.reject(new Error("The disk is full."));
      }
    }
    const shop = await reports({ claims: new FullClaims() });
    expect(
      (await fetchWithPayment(shop.url, await paymentFor(alice(), await fetchPaymentRequired(shop.url)))).status,
    ).to.equal(200);
  });

  it("removes public caching and settlement overrides, also from a replayed response", async () => {
    const shop = await gateway().shop((_request, response) => {
      response.set({ "Cache-Control": "public, max-age=3600", "Settlement-Overrides": "{}" }).send("rain");
    });
    const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url), { identifier: ID });
    for (let time = 1; time <= 2; time++) {
      const response = await fetchWithPayment(shop.url, header);
      expect(response.status).to.equal(200);
      expect(response.headers.get("Cache-Control"), `${time}`).to.include("private").and.not.include("public");
      expect(response.headers.get("Settlement-Overrides"), `${time}`).to.equal(null);
    }
  });

  it("responds 503 with Retry-After while the settlement is pending, and then settles the same payment", async () => {
    const shop = await reports();
    const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 1, async () => {
      gateway().instead = (request, response, next) => {
        if (request.path !== "/settle") {
          next();
          return;
        }
        const network = "eip155:31337";
        response.json({
          success: false,
          errorReason: "settlement_pending",
          transaction: `0x${"1".repeat(64)}`,
          network,
        });
      };
      const pending = await fetchWithPayment(shop.url, header);
      expect([pending.status, await pending.json()]).to.deep.equal([503, { error: "settlement_pending" }]);
      expect(pending.headers.get("Retry-After")).to.equal("1");
      expect(pending.headers.get("X-Report")).to.equal(null);
      const still = await fetchWithPayment(shop.url, header);
      expect([still.status, await still.json()]).to.deep.equal([503, { error: "settlement_pending" }]);
      gateway().instead = undefined;
      const settled = await fetchWithPayment(shop.url, header);
      expect([settled.status, await settled.json()]).to.deep.equal([200, { report: 1 }]);
    });
    expect(shop.runs).to.equal(1);
  });
});
