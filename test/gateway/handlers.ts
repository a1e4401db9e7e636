import { expect } from "chai";
import type { RequestHandler } from "express";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { onANode } from "../fixtures/live.js";
import { expectPaid, withGateway } from "../fixtures/liveGateway.js";
import { askedBy, askWith, paymentFor, settlementIn } from "../fixtures/payments.js";

/** Handlers that fail, and what the buyer sees. */
const FAILING: Record<string, [handler: RequestHandler, status: number]> = {
  throws: [
    () => {
      throw new Error("secret");
    },
    500,
  ],
  rejects: [() => Promise.reject(new Error("secret")), 500],
  "passes an error on": [
    (_request, _response, next) => {
      next(new Error("secret"));
    },
    500,
  ],
  "answers 500": [(_request, response) => void response.status(500).json({ error: "broken" }), 500],
  "answers 404": [(_request, response) => void response.status(404).send("nothing"), 404],
  "writes the head of a 503 itself": [
    (_request, response) => void response.writeHead(503, { "X-A": "b" }).end("no"),
    503,
  ],
  "answers nothing in time": [() => undefined, 504],
};

/** Handlers that answer in all the ways that there are, and the answer. */
const ANSWERING: Record<string, [handler: RequestHandler, status: number, body: string]> = {
  "one text": [(_request, response) => void response.send("rain"), 200, "rain"],
  "a status below 400": [(_request, response) => void response.status(201).send("made"), 201, "made"],
  "no body": [(_request, response) => void response.status(204).end(), 204, ""],
  "pieces with encodings": [
    (_request, response) => {
      response.write("cmFpbg==", "base64");
      response.write(Buffer.from(" and "));
      response.end("736e6f77", "hex");
    },
    200,
    "rain and snow",
  ],
  "callbacks only": [
    (_request, response) => {
      response.write("rain", () => {
        response.end(() => undefined);
      });
    },
    200,
    "rain",
  ],
  "a head of its own": [
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
    it(`charges nothing when the handler ${what}, and takes the same payment afterwards`, async () => {
      let isBroken = true;
      const shop = await gateway().shop(
        (request, response, next) =>
          isBroken ? handler(request, response, next) : void response.json({ report: "rain" }),
        { handlerTimeout: 0.2 },
      );
      const header = await paymentFor(alice(), await askedBy(shop.url));
      await expectPaid(gateway(), "alice", 0, async () => {
        const failed = await askWith(shop.url, header);
        expect([failed.status, settlementIn(failed)]).to.deep.equal([status, undefined]);
        expect(await failed.text()).not.to.include("secret");
        expect(gateway().settles).to.equal(0);
      });
      isBroken = false;
      await expectPaid(gateway(), "alice", 1, async () => {
        const answer = await askWith(shop.url, header);
        expect([answer.status, await answer.json()]).to.deep.equal([200, { report: "rain" }]);
      });
      expect(shop.runs).to.equal(2);
    });
  }

  for (const [what, [handler, status, body]] of Object.entries(ANSWERING)) {
    it(`sells ${what}`, async () => {
      const shop = await gateway().shop(handler);
      const header = await paymentFor(alice(), await askedBy(shop.url));
      await expectPaid(gateway(), "alice", 1, async () => {
        const answer = await askWith(shop.url, header);
        expect(answer.status).to.equal(status);
        expect((await answer.text()) === body).to.equal(true);
        expect(settlementIn(answer)?.success).to.equal(true);
      });
    });
  }

  it("sells to HEAD, and to POST with a body that the handler gets", async () => {
    const shop = await gateway().shop((request, response) => {
      response.json({ asked: (request.body ?? {}) as object });
    });
    const required = await askedBy(shop.url);
    await expectPaid(gateway(), "alice", 2, async () => {
      const head = await askWith(shop.url, await paymentFor(alice(), required), { method: "HEAD" });
      expect([head.status, await head.text(), settlementIn(head)?.success]).to.deep.equal([200, "", true]);
      const post = { method: "POST", headers: { "content-type": "application/json" }, body: '{"city":"Bern"}' };
      const answer = await askWith(shop.url, await paymentFor(alice(), required), post);
      expect([answer.status, await answer.json()]).to.deep.equal([200, { asked: { city: "Bern" } }]);
    });
  });

  for (const flow of ["authorization", "upfront"] as const) {
    it(`survives handlers that answer after their time (${flow})`, async () => {
      let isOver = false;
      const shop = await gateway().shop(
        (_request, response) => {
          response.set({ "X-Early": "yes", "Content-Encoding": "gzip" });
          // From a callback: nobody would catch an exception.
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
      const header = await paymentFor(alice(), await askedBy(shop.url));
      await expectPaid(gateway(), "alice", flow === "upfront" ? 1 : 0, async () => {
        const answer = await askWith(shop.url, header);
        expect([answer.status, await answer.json()]).to.deep.equal([504, { error: "handler_timeout" }]);
        expect(answer.headers.get("X-Early")).to.equal(null);
        expect(settlementIn(answer)?.success).to.equal(flow === "upfront" ? true : undefined);
        while (!isOver) await new Promise(setImmediate);
      });
      expect((await fetch(shop.url)).status).to.equal(402);
    });
  }

  it("shows nothing of the answer when the payer has spent the money meanwhile", async () => {
    const { coin } = alice();
    const shop = await gateway().shop(async (_request, response) => {
      const all = await gateway().balance("alice");
      await (await coin.transfer(live().wallet("bob").address, all)).wait();
      response.set("X-Report", "rain").cookie("secret", "rain").send("rain");
    });
    const header = await paymentFor(alice(), await askedBy(shop.url));
    const before = await gateway().balance("provider");
    const answer = await askWith(shop.url, header);
    expect(answer.status).to.equal(402);
    expect(await answer.text()).not.to.include("rain");
    for (const name of ["X-Report", "Set-Cookie"]) expect(answer.headers.get(name), name).to.equal(null);
    expect(settlementIn(answer)).to.include({ success: false });
    expect(await gateway().balance("provider")).to.equal(before);
    // The next verification sees it.
    expect([(await askWith(shop.url, header)).status, shop.runs]).to.deep.equal([402, 1]);
  });

  for (const said of [
    "nonsense",
    Buffer.from('{"success":true,"transaction":"0x01","network":"eip155:1"}').toString("base64"),
  ]) {
    it(`passes on nothing of what a handler says of payments: ${said.slice(0, 8)}`, async () => {
      let status = 500;
      const { url } = await gateway().shop((_request, response) => {
        response.set({ "PAYMENT-RESPONSE": said, "PAYMENT-REQUIRED": said }).status(status).send("rain");
      });
      const header = await paymentFor(gateway().client("alice"), await askedBy(url));
      await expectPaid(gateway(), "alice", 0, async () => {
        const failed = await askWith(url, header);
        const { headers } = failed;
        expect([failed.status, headers.get("PAYMENT-RESPONSE"), headers.get("PAYMENT-REQUIRED")]).to.deep.equal([
          500,
          null,
          null,
        ]);
      });
      status = 200;
      // The payment was given back.
      await expectPaid(gateway(), "alice", 1, async () => {
        const sold = await askWith(url, header);
        expect([sold.status, settlementIn(sold)?.network, sold.headers.get("PAYMENT-REQUIRED")]).to.deep.equal([
          200,
          "eip155:31337",
          null,
        ]);
      });
    });
  }
});
