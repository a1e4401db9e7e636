import { x402Client } from "@x402/core/client";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { wrapFetchWithPayment } from "@x402/fetch";
import { expect } from "chai";
import { Wallet, type TypedDataField } from "ethers";
import express from "express";
import { payingFetch } from "../../packages/gateway/src/buying/payingFetch.js";
import { paidEndpoint } from "../../packages/gateway/src/selling/paidEndpoint.js";
import { formatScv } from "../../packages/sdk/src/core/amounts.js";
import { buildCli } from "../fixtures/cli.js";
import { inFlight, killPrograms, startProgram, withFolder, type Program } from "../fixtures/facilitator.js";
import { until } from "../fixtures/gateway.js";
import { onANode } from "../fixtures/live.js";
import { close, listen, syncClock } from "../fixtures/liveGateway.js";
import { freePort } from "../fixtures/freePort.js";

type Signer = ConstructorParameters<typeof ExactEvmScheme>[0];

const PAYERS = ["alice", "bob", "carol"] as const;
const REQUESTS = 300;
const IN_FLIGHT = 50;
/** Base units of SCV. */
const PRICE = 10n ** 15n;

/** Buys from an endpoint through a facilitator in a separate process. */
onANode("flow: 300 paid requests with 50 in flight", (live) => {
  before(function () {
    buildCli();
  });

  beforeEach(() => syncClock(live()));

  afterEach(killPrograms);

  /**
   * Buys 300 times, and expects 300 responses, 300 runs of the handler, and exactly 300 times the price for the seller.
   * @param disturb Runs meanwhile. Receives the facilitator, a function to restart it, and the number of responses so
   * far.
   */
  async function expectSales(
    buyers: readonly (typeof fetch)[],
    disturb: (first: Program, start: () => Promise<Program>, responseCount: () => number) => Promise<void>,
  ): Promise<void> {
    await withFolder(async (folder) => {
      const { node, deployment } = live();
      const port = String(await freePort());
      const key = live().wallet("stranger").privateKey;
      const args = ["--port", port, "--log-level", "error"];
      const start = () => startProgram({ node: node.url, deployment, key, folder, args });
      const first = await start();
      const client = await live().client("provider");
      const payTo = Wallet.createRandom().address;
      const terms = { client, payTo, facilitator: first.url, price: formatScv(PRICE), onError: () => undefined };
      let runs = 0;
      const app = express();
      app.get("/report", paidEndpoint(terms), (_request, response) => {
        runs++;
        response.json({ number: runs });
      });
      const shop = await listen(app);
      try {
        const statuses: number[] = [];
        const numbers = Array.from({ length: REQUESTS }, (_, number) => number);
        const all = inFlight(numbers, IN_FLIGHT, async (number) => {
          const buyer = buyers[number % buyers.length];
          if (buyer === undefined) throw new Error("There is no buyer.");
          const response = await buyer(`${shop.url}/report`);
          await response.text();
          statuses.push(response.status);
        });
        await Promise.all([all, disturb(first, start, () => statuses.length)]);
        expect(statuses.filter((status) => status === 200)).to.have.length(REQUESTS);
        expect(runs).to.equal(REQUESTS);
        expect(await client.coin.balanceOf(payTo)).to.equal(PRICE * BigInt(REQUESTS));
      } finally {
        await close(shop.server);
      }
    });
  }

  it("succeed with the unmodified official client", function () {
    const buyers = PAYERS.map((who) => {
      const wallet = live().wallet(who);
      const signer = {
        address: wallet.address as `0x${string}`,
        signTypedData: async ({ domain, types, message }: Parameters<Signer["signTypedData"]>[0]) =>
          (await wallet.signTypedData(domain, types as Record<string, TypedDataField[]>, message)) as `0x${string}`,
      };
      const asset = live().deployment.contracts.ServiceCoin.address;
      const client = new x402Client().register("eip155:*", new ExactEvmScheme(signer));
      client.setSpendControls({
        allowedAssets: [{ network: "eip155:31337", asset, maxAmountPerPayment: String(PRICE) }],
      });
      return wrapFetchWithPayment(fetch, client);
    });
    return expectSales(buyers, () => Promise.resolve());
  });

  it("succeed although the facilitator is killed twice meanwhile", async function () {
    const rules = { maxPerPayment: PRICE, maxPerDay: PRICE * BigInt(REQUESTS) };
    const buyers = await Promise.all(PAYERS.map(async (who) => payingFetch(await live().client(who), rules)));
    await expectSales(buyers, async (first, start, responseCount) => {
      let program = first;
      for (const least of [60, 180]) {
        await until(() => responseCount() >= least);
        await program.kill();
        program = await start();
      }
    });
  });
});
