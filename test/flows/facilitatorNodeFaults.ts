import { HTTPFacilitatorClient } from "@x402/core/server";
import { expect } from "chai";
import path from "node:path";
import { Wallet } from "ethers";
import { startFacilitator } from "../../packages/gateway/src/facilitator/start.js";
import { PaymentChain } from "../../packages/gateway/src/settlement/paymentChain.js";
import type { Payment } from "../../packages/gateway/src/settlement/payment.js";
import { signTransfer, submitTransfer } from "../../packages/sdk/src/coin/index.js";
import { connect } from "../../packages/sdk/src/core/client.js";
import { Payer, PRICE, withFolder, type Paid } from "../fixtures/facilitator.js";
import { startFaultyNode, type Fault, type FaultyNode } from "../fixtures/faultyNode.js";
import { errorOf, parsePayment } from "../fixtures/gateway.js";
import { onANode } from "../fixtures/live.js";
import { syncClock } from "../fixtures/liveGateway.js";

const RATE_LIMIT: Fault = { error: { code: -32005, message: "rate limit exceeded" } };

onANode("flow: facilitator on a faulty node", (live) => {
  let node: FaultyNode;

  beforeEach(async () => {
    await syncClock(live());
    node = await startFaultyNode(live().node.url);
  });

  afterEach(() => node.stop());

  const wallet = () => new Wallet(live().wallet("stranger").privateKey, node.provider);

  const chainOf = async (blocksAtOnce?: number) => {
    const { addresses, chainId, fromBlock } = await live().client("stranger");
    return new PaymentChain({
      ...{ provider: node.provider, signer: wallet(), sender: wallet().address, chainId, blocksAtOnce },
      ...{ coin: addresses.ServiceCoin, batch: addresses.PaymentBatch, fromBlock },
    });
  };

  /** A payment that a stranger made, and its transaction. */
  const broughtByAStranger = async (): Promise<{ payment: Payment; hash: string }> => {
    const to = live().wallet("bob").address;
    const validBefore = (await live().now()) + 10n ** 6n;
    const transfer = await signTransfer(await live().client("alice"), { to, amount: PRICE, validBefore });
    const { hash } = await submitTransfer(await live().client("carol"), transfer);
    return { payment: parsePayment({ ...transfer.message, signature: transfer.signature, alone: false }), hash };
  };

  describe("given a node without a pending block", () => {
    for (const message of ["header not found", "unknown block", "pending is not available"]) {
      it(`counts the transactions of the latest block: ${message}`, async () => {
        const expected = await live().provider.getTransactionCount(wallet().address, "latest");
        node.faultOf = (method, times) =>
          method === "eth_getTransactionCount" && times === 0 ? { error: { code: -32000, message } } : undefined;
        expect(await (await chainOf()).transactionCount()).to.equal(expected);
      });
    }

    it("does not take a rate limit for it: transactions may be pending", async () => {
      node.faultOf = (method) => (method === "eth_getTransactionCount" ? RATE_LIMIT : undefined);
      expect(await errorOf((await chainOf()).transactionCount())).to.be.an("error");
    });
  });

  describe("given a payment that a stranger made", () => {
    for (const message of [
      "header not found",
      "block not found",
      "unknown block",
      "block range extends beyond current head block",
      "One of the blocks specified in filter (fromBlock, toBlock or blockHash) cannot be found.",
    ]) {
      it(`finds it though a lagging node refuses the last block: ${message}`, async () => {
        const { payment, hash } = await broughtByAStranger();
        node.faultOf = (method, times) =>
          method === "eth_getLogs" && times < 6 ? { error: { code: -32000, message } } : undefined;
        expect(await (await chainOf()).findPayment(payment, 0)).to.include({ hash });
      });
    }

    it("continues a search that a fault interrupted, instead of beginning again", async () => {
      const { payment, hash } = await broughtByAStranger();
      await live().node.request("hardhat_mine", ["0x28"]);
      const chain = await chainOf(3);
      // Every third request for logs fails: of 14 ranges, two can be read at a time.
      node.faultOf = (method, times) => (method === "eth_getLogs" && times % 3 === 2 ? RATE_LIMIT : undefined);
      let attempts = 0;
      for (let found; found === undefined; attempts++) {
        expect(attempts).to.be.below(10);
        found = await chain.findPayment(payment, 0).catch(() => undefined);
        if (found !== undefined) expect(found).to.include({ hash });
      }
      expect(attempts).to.be.above(2);
    });
  });

  describe("given a payment that is sent to the facilitator", () => {
    /** Faults as public nodes have them, and the words of the response that name them. */
    const FAULTS: [what: string, fault: Fault, words: string][] = [
      ["a rate limit", RATE_LIMIT, 'The node answered "rate limit exceeded" (-32005).'],
      [
        "a block that a lagging node lacks",
        { error: { code: -32000, message: "header not found" } },
        'The node answered "header not found" (-32000).',
      ],
      [
        "an error that quotes a key",
        { error: { code: -32016, message: "quota of key 0123456789abcdef0123456789abcdef: see https://n.example/k" } },
        'The node answered "quota of key ...: see ..." (-32016).',
      ],
      ["HTTP 403", { status: 403 }, "The node responded with HTTP 403."],
      // ethers repeats the request for longer than the facilitator waits.
      ["HTTP 429", { status: 429 }, "The node did not respond within 700 ms."],
    ];

    const post = async (url: string, endpoint: string, { payload, requirements }: Paid) => {
      const body = JSON.stringify({ x402Version: 2, paymentPayload: payload, paymentRequirements: requirements });
      const headers = { "content-type": "application/json" };
      const response = await fetch(`${url}${endpoint}`, { method: "POST", headers, body });
      const retryAfter = response.headers.get("retry-after");
      return { status: response.status, retryAfter, body: (await response.json()) as Record<string, unknown> };
    };

    for (const [what, fault, words] of FAULTS) {
      const methods = fault === RATE_LIMIT ? ["eth_call", "eth_getCode", "eth_getTransactionCount"] : ["eth_call"];
      for (const method of methods) {
        it(`responds with 503 and names ${what} at ${method}, and settles the same payment afterwards`, () =>
          withFolder(async (folder) => {
            const client = await connect(wallet(), live().deployment);
            const fixed = { client, journal: path.join(folder, "journal"), port: 0, drain: 0 };
            const facilitator = await startFacilitator({ ...fixed, answerWithin: 700 });
            try {
              const seconds = Number(await live().now()) - Math.floor(Date.now() / 1000) + 3_600;
              const payer = new Payer(live().wallet("alice"), live().deployment);
              const paid = await payer.pay(live().wallet("bob").address, {}, seconds);
              node.faultOf = (asked) => (asked === method ? fault : undefined);
              const message = `The facilitator cannot reach the chain. ${words} Retry with the same payment.`;
              const problem = { error: "facilitator_unavailable", message };
              // The nonce is read at the settlement only.
              for (const endpoint of method === "eth_getTransactionCount" ? ["/settle"] : ["/verify", "/settle"]) {
                const { status, retryAfter, body } = await post(facilitator.url, endpoint, paid);
                expect([status, retryAfter], endpoint).to.deep.equal([503, "5"]);
                expect(body, endpoint).to.include(problem);
              }
              node.faultOf = () => undefined;
              const http = new HTTPFacilitatorClient({ url: facilitator.url });
              expect(await http.verify(paid.payload, paid.requirements)).to.include({ isValid: true });
              expect(await http.settle(paid.payload, paid.requirements)).to.include({ success: true });
            } finally {
              await facilitator.stop();
            }
          }));
      }
    }
  });
});
