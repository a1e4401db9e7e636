import { expect } from "chai";
import type { RequestHandler } from "express";
import { onANode } from "../fixtures/live.js";
import { expectPaid, withGateway } from "../fixtures/liveGateway.js";
import { fetchPaymentRequired, paymentFor } from "../fixtures/payments.js";
import { pipeline } from "../fixtures/rawHttp.js";

/** Handlers whose declared length is not that of what they write, and the response. */
const HANDLERS: Record<string, [handler: RequestHandler, status: number, body: string]> = {
  "writes a part and then fails": [
    (_request, response) => {
      response.write("half");
      throw new Error("secret");
    },
    500,
    '{"error":"broken"}',
  ],
  "writes two parts and then fails": [
    async (_request, response) => {
      response.write("half");
      response.write(" of it");
      await Promise.reject(new Error("secret"));
    },
    500,
    '{"error":"broken"}',
  ],
  "declares more than it writes": [
    (_request, response) => void response.writeHead(200, { "Content-Length": 100 }).end("rain"),
    200,
    "rain",
  ],
  "declares less than it writes": [
    (_request, response) => {
      response.set("Content-Length", "6").write("rain");
      response.end(" and snow");
    },
    200,
    "rain and snow",
  ],
  "declares a length and chunks": [
    (_request, response) => void response.set({ "Content-Length": "2", "Transfer-Encoding": "chunked" }).end("rain"),
    200,
    "rain",
  ],
  "declares an encoding that it does not write": [
    (_request, response) => void response.set("Transfer-Encoding", "gzip").end("rain"),
    200,
    "rain",
  ],
  "declares a length for no body": [
    (_request, response) => void response.status(204).set("Content-Length", "4").end(),
    204,
    "",
  ],
};

onANode("gateway: lengths of bodies", (live) => {
  const gateway = withGateway(live);
  const alice = () => gateway().client("alice");

  for (const flow of ["authorization", "upfront"] as const) {
    for (const [what, [handler, status, body]] of Object.entries(HANDLERS)) {
      it(`leaves the next response on the connection intact if the handler ${what} (${flow})`, async () => {
        const shop = await gateway().shop(handler, { flow });
        const identifier = "an_identifier_of_alice";
        const header = await paymentFor(alice(), await fetchPaymentRequired(shop.url), { identifier });
        const isPaid = flow === "upfront" || status < 400;
        await expectPaid(gateway(), "alice", isPaid ? 1 : 0, async () => {
          const paying = { "PAYMENT-SIGNATURE": header };
          for (let repetition = 1; repetition <= (isPaid ? 2 : 1); repetition++) {
            const [paid, next, ...rest] = await pipeline(shop.url, [paying, {}]);
            expect([paid?.status, paid?.body], "the handler's response").to.deep.equal([status, body]);
            expect([next?.status, rest.length], "the next response").to.deep.equal([402, 0]);
          }
          expect(shop.runs).to.equal(1);
        });
      });
    }
  }
});
