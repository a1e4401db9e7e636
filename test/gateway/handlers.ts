import { expect } from "chai";
import type { RequestHandler } from "express";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { onANode } from "../fixtures/live.js";
import { expectPaid, withGateway } from "../fixtures/liveGateway.js";
import { fetchPaymentRequired, fetchWithPayment, paymentFor, settlementIn } from "../fixtures/payments.js";

/** Handlers that fail, and the status that the buyer gets. */
const FAILING: Record<string, [handler: RequestHandler, status: number]> = {
  throws: [
    () => {
      throw new Error("secret");
    },
    500,
  ],
  rejects: [() => Promise.reject(new Error("secret")), 500],
  "forwards an error": [
    (_request, _response, next) => {
      next(new Error("secret"));
    },
    500,
  ],
  "responds 500": [(_request, response) => void response.status(500).json({ error: "broken" }), 500],
  "responds 404": [(_request, response) => void response.status(404).send("nothing"), 404],
  "writes a 503 through writeHead": [
    (_request, response) => void response.writeHead(503, { "X-A": "b" }).end("no"),
    503,
  ],
  "does not respond in time": [() => undefined, 504],
  "destroys its response": [(_request, response) => void response.destroy(), 500],
  "destroys its response after a part of it": [
    (_request, response) => {
      response.set({ "Content-Type": "text/plain", "Content-Length": "9" }).write("secret");
      response.destroy(new Error("secret"));
    },
    500,
  ],
  "pipes a stream that breaks": [(_request, response) => pipeline(breakingStream, response), 500],
  "pipes a stream that breaks, and catches the error": [
    (_request, response) => pipeline(breakingStream, response).catch(() => void response.status(500).json({ a: "b" })),
    500,
  ],
};

async function* breakingStream(): AsyncGenerator<string> {
  yield "secret";
  await Promise.reject(new Error("secret"));
}

/** Handlers that respond in every possible way, and their response. */
const RESPONDING: Record<string, [handler: RequestHandler, status: number, body: string]> = {
  "a text": [(_request, response) => void response.send("rain"), 200, "rain"],
  "a status below 400": [(_request, response) => void response.status(201).send("made"), 201, "made"],
  "no body": [(_request, response) => void response.status(204).end(), 204, ""],
  "chunks with encodings": [
    (_request, response) => {
      response.write("cmFpbg==", "base64");
      response.write(Buffer.from(" and "));
      response.end("736e6f77", "hex");
    },
    200,
    "rain and snow",
  ],
  "a body written through callbacks": [
    (_request, response) => {
      response.write("rain", () => {
        response.end(() => undefined);
      });
    },
    200,
    "rain",
  ],
  "a head written through writeHead": [
    (_request, response) => void response.writeHead(202, "Fine", { "Content-Type": "text/x-rain" }).end("rain"),
    202,
    "rain",
  ],
  "a stream of 2 MB": [
    async (_request, response) => {
      response.flushHeaders();
      await pipeline(Readable.from(Array.from({ length: 32 }, () => "x".repeat(65_536))), response);
    },
    200,
    "x".repeat(2_097_152),
  ],
};

onANode("gateway: handlers", (live) => {
  const gateway = withGateway(live);
  const alice = () => gateway().client("alice");

  for (const [what, [handler, status]] of Object.entries(FAILING)) {
    it(`charges nothing when the handler ${what}, and accepts the same payment afterwards`, async () => {
      let isBroken = true;
      const shop = await gateway().shop(
        (request, response, next) =>
          isBroken ? handler(request, response, next) : void response.json({ report: "rain" }),
        { handlerTimeout: 0.2 },
      );
      const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url));
      await expectPaid(gateway(), "alice", 0, async () => {
        const failed = await fetchWithPayment(shop.url, header);
        expect([failed.status, settlementIn(failed)]).to.deep.equal([status, undefined]);
        expect(await failed.text()).not.to.include("secret");
        expect(gateway().settles).to.equal(0);
      });
      isBroken = false;
      await expectPaid(gateway(), "alice", 1, async () => {
        const paid = await fetchWithPayment(shop.url, header);
        expect([paid.status, await paid.json()]).to.deep.equal([200, { report: "rain" }]);
      });
      expect(shop.runs).to.equal(2);
    });
  }

  for (const [what, [handler, status, body]] of Object.entries(RESPONDING)) {
    it(`sells ${what}`, async () => {
      const shop = await gateway().shop(handler);
      const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url));
      await expectPaid(gateway(), "alice", 1, async () => {
        const paid = await fetchWithPayment(shop.url, header);
        expect(paid.status).to.equal(status);
        expect((await paid.text()) === body).to.equal(true);
        expect(settlementIn(paid)?.success).to.equal(true);
      });
    });
  }

  it("sells to HEAD requests, and to POST requests with a body for the handler", async () => {
    const shop = await gateway().shop((request, response) => {
      response.json({ received: (request.body ?? {}) as object });
    });
    const required = await fetchPaymentRequired(shop.url);
    await expectPaid(gateway(), "alice", 2, async () => {
      const head = await fetchWithPayment(shop.url, await paymentFor(alice(), required), { method: "HEAD" });
      expect([head.status, await head.text(), settlementIn(head)?.success]).to.deep.equal([200, "", true]);
      const post = { method: "POST", headers: { "content-type": "application/json" }, body: '{"city":"Bern"}' };
      const paid = await fetchWithPayment(shop.url, await paymentFor(alice(), required), post);
      expect([paid.status, await paid.json()]).to.deep.equal([200, { received: { city: "Bern" } }]);
    });
  });

  for (const flow of ["authorization", "upfront"] as const) {
    it(`survives handlers that respond after the timeout (${flow})`, async () => {
      let isOver = false;
      const shop = await gateway().shop(
        (_request, response) => {
          response.set({ "X-Early": "yes", "Content-Encoding": "gzip" });
          // Respond from a callback, where nobody would catch an exception.
          setTimeout(() => {
            response.status(201).set("X-Late", "yes");
            response.write("late");
            response.json({ report: "late" });
            response.writeHead(202).end("late");
            isOver = true;
          }, 100);
        },
        { handlerTimeout: 0.02, flow },
      );
      const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url));
      await expectPaid(gateway(), "alice", flow === "upfront" ? 1 : 0, async () => {
        const paid = await fetchWithPayment(shop.url, header);
        expect([paid.status, await paid.json()]).to.deep.equal([504, { error: "handler_timeout" }]);
        expect(paid.headers.get("X-Early")).to.equal(null);
        expect(settlementIn(paid)?.success).to.equal(flow === "upfront" ? true : undefined);
        while (!isOver) await new Promise(setImmediate);
      });
      expect((await fetch(shop.url)).status).to.equal(402);
    });
  }

  it("reveals nothing of the response when the payer has spent the money in the meantime", async () => {
    const { coin } = alice();
    const shop = await gateway().shop(async (_request, response) => {
      const all = await gateway().balance("alice");
      await (await coin.transfer(live().wallet("bob").address, all)).wait();
      response.set("X-Report", "rain").cookie("secret", "rain").send("rain");
    });
    const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url));
    const before = await gateway().balance("provider");
    const paid = await fetchWithPayment(shop.url, header);
    expect(paid.status).to.equal(402);
    expect(await paid.text()).not.to.include("rain");
    for (const name of ["X-Report", "Set-Cookie"]) expect(paid.headers.get(name), name).to.equal(null);
    expect(settlementIn(paid)).to.include({ success: false });
    expect(await gateway().balance("provider")).to.equal(before);
    // The next verification notices.
    expect([(await fetchWithPayment(shop.url, header)).status, shop.runs]).to.deep.equal([402, 1]);
  });

  for (const header of [
    "nonsense",
    Buffer.from('{"success":true,"transaction":"0x01","network":"eip155:1"}').toString("base64"),
  ]) {
    it(`removes payment headers that a handler sets: ${header.slice(0, 8)}`, async () => {
      let status = 500;
      const { url } = await gateway().shop((_request, response) => {
        response.set({ "PAYMENT-RESPONSE": header, "PAYMENT-REQUIRED": header }).status(status).send("rain");
      });
      const payment = await paymentFor(gateway().client("alice"), await fetchPaymentRequired(url));
      await expectPaid(gateway(), "alice", 0, async () => {
        const failed = await fetchWithPayment(url, payment);
        const { headers } = failed;
        expect([failed.status, headers.get("PAYMENT-RESPONSE"), headers.get("PAYMENT-REQUIRED")]).to.deep.equal([
          500,
          null,
          null,
        ]);
      });
      status = 200;
      // The payment was released.
      await expectPaid(gateway(), "alice", 1, async () => {
        const sold = await fetchWithPayment(url, payment);
        expect([sold.status, settlementIn(sold)?.network, sold.headers.get("PAYMENT-REQUIRED")]).to.deep.equal([
          200,
          "eip155:31337",
          null,
        ]);
      });
    });
  }
});
