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
import { freePort } from "../fixtures/processes.js";

type Signer = ConstructorParameters<typeof ExactEvmScheme>[0];

const PAYERS = ["alice", "bob", "carol"] as const;
const REQUESTS = 300;
const IN_FLIGHT = 50;
/** Base units of SCV. */
const PRICE = 10n ** 15n;

/** Buys at an endpoint, through a facilitator in a process of its own. */
onANode("flow: 300 paid requests with 50 in flight", (live) => {
  before(function () {
    this.timeout(60_000);
    buildCli();
  });

  beforeEach(() => syncClock(live()));

  afterEach(killPrograms);

  /**
   * Buys 300 times, and expects 300 answers, as many runs of the handler, and exactly 300 times the price for the seller.
   * @param happen What else happens meanwhile: told the facilitator, how to start it again, and how many requests were answered.
   */
  async function sells(
    buyers: readonly (typeof fetch)[],
    happen: (first: Program, start: () => Promise<Program>, answered: () => number) => Promise<void>,
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
          const answer = await buyers[number % buyers.length](`${shop.url}/report`);
          await answer.text();
          statuses.push(answer.status);
        });
        await Promise.all([all, happen(first, start, () => statuses.length)]);
        expect(statuses.filter((status) => status === 200)).to.have.length(REQUESTS);
        expect(runs).to.equal(REQUESTS);
        expect(await client.coin.balanceOf(payTo)).to.equal(PRICE * BigInt(REQUESTS));
      } finally {
        await close(shop.server);
      }
    });
  }

  it("are answered by the official client, unmodified", function () {
    this.timeout(90_000);
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
    return sells(buyers, () => Promise.resolve());
  });

  it("are answered though the facilitator is killed twice in the middle", async function () {
    this.timeout(120_000);
    const rules = { maxPerPayment: PRICE, maxPerDay: PRICE * BigInt(REQUESTS) };
    const buyers = await Promise.all(PAYERS.map(async (who) => payingFetch(await live().client(who), rules)));
    await sells(buyers, async (first, start, answered) => {
      let program = first;
      for (const least of [60, 180]) {
        await until(() => answered() >= least);
        await program.kill();
        program = await start();
      }
    });
  });
});
