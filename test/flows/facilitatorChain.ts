import { HTTPFacilitatorClient } from "@x402/core/server";
import { expect } from "chai";
import path from "node:path";
import { JsonRpcProvider } from "ethers";
import { healthReader, type HealthParts } from "../../packages/gateway/src/facilitator/health.js";
import { startFacilitator, type RunningFacilitator } from "../../packages/gateway/src/facilitator/start.js";
import type { FacilitatorOptions } from "../../packages/gateway/src/facilitator/settings.js";
import { Payer, PRICE, withFolder } from "../fixtures/facilitator.js";
import { errorOf, until } from "../fixtures/gateway.js";
import { onANode, type Live } from "../fixtures/live.js";

const GWEI = 10n ** 9n;

onANode("flow: facilitator and the chain", (live) => {
  let facilitator: RunningFacilitator | undefined;

  afterEach(async () => {
    // A snapshot restores the blocks, but not the base fee that was set for the next one.
    await live().node.request("hardhat_setNextBlockBaseFeePerGas", [`0x${GWEI.toString(16)}`]);
    await live().node.request("evm_setAutomine", [true]);
    await facilitator?.stop();
    facilitator = undefined;
  });

  const mine = (baseFee?: bigint) => mineOn(live(), baseFee);
  const pending = () => live().provider.getTransactionCount(live().wallet("stranger").address, "pending");

  /** Runs with a facilitator of the stranger and a function that requests the settlement of a payment by Alice. */
  async function withPayment(
    options: Partial<FacilitatorOptions>,
    run: (settle: () => Promise<{ status: string; transaction: string }>, payee: string) => Promise<void>,
  ): Promise<void> {
    await withFolder(async (folder) => {
      const client = await live().client("stranger");
      const fixed = { client, journal: path.join(folder, "new", "journal"), port: 0, drain: 0 };
      facilitator = await startFacilitator({ ...fixed, ...options });
      const http = new HTTPFacilitatorClient({ url: facilitator.url });
      const payee = live().wallet("bob").address;
      const seconds = Math.max(0, Number(await live().now()) - Math.floor(Date.now() / 1000)) + 3_600;
      const { payload, requirements } = await new Payer(live().wallet("alice"), live().deployment).pay(
        payee,
        {},
        seconds,
      );
      const settle = async () => {
        const { success, errorReason, transaction } = await http.settle(payload, requirements);
        return { status: success ? "settled" : String(errorReason), transaction };
      };
      await run(settle, payee);
      await facilitator.stop();
    });
  }

  it("bumps the fees of a pending transaction with the base fee, and pays once", () =>
    withPayment({ resend: 50 }, async (settle, payee) => {
      const { coin } = await live().client("bob");
      const before = await coin.balanceOf(payee);
      const nonce = await pending();
      await live().node.request("evm_setAutomine", [false]);
      const settled = settle();
      await until(async () => (await pending()) > nonce);
      await mine(500n * GWEI);
      // A block at that base fee excludes the first transaction; the next one includes the replacement.
      let block = 0;
      await until(async () => {
        await mine(500n * GWEI);
        block++;
        return (await live().provider.getTransactionCount(live().wallet("stranger").address)) > nonce || block > 200;
      });
      const { status, transaction } = await settled;
      expect(status).to.equal("settled");
      const { maxFeePerGas } = (await live().provider.getTransaction(transaction)) ?? {};
      expect(Number(maxFeePerGas)).to.be.at.least(Number(500n * GWEI));
      expect((await coin.balanceOf(payee)) - before).to.equal(PRICE);
    }));

  it("uses up the nonce of a payment that expires before a block includes it", () =>
    withPayment({ resend: 50 }, async (settle, payee) => {
      const { address } = live().wallet("stranger");
      const { coin } = await live().client("bob");
      const before = await coin.balanceOf(payee);
      const nonce = await pending();
      await live().node.request("evm_setAutomine", [false]);
      const settled = settle();
      await until(async () => (await pending()) > nonce);
      await live().node.request("evm_increaseTime", [10_000]);
      await mine(500n * GWEI);
      await until(async () => {
        await mine(500n * GWEI);
        return (await live().provider.getTransactionCount(address)) > nonce;
      });
      const { status, transaction } = await settled;
      expect(status).to.equal("invalid_exact_evm_payload_authorization_valid_before");
      expect(transaction).to.equal("");
      expect(await live().provider.getTransactionCount(address)).to.equal(nonce + 1);
      expect(await coin.balanceOf(payee)).to.equal(before);
    }));

  it("sends nothing if gas costs more than the fee cap", () =>
    withPayment({ maxFeePerGas: 1n, resend: 50 }, async (settle) => {
      const error = await errorOf(settle());
      expect(error).to.include({ statusCode: 503 });
      expect(await pending()).to.equal(await live().provider.getTransactionCount(live().wallet("stranger").address));
    }));

  it("waits for the requested confirmations", () =>
    withPayment({ confirmations: 3, patience: 300 }, async (settle) => {
      expect(await settle()).to.include({ status: "settlement_pending" });
      await mine();
      expect(await settle()).to.include({ status: "settlement_pending" });
      await mine();
      expect(await settle()).to.include({ status: "settled" });
    }));

  it("reports its health and metrics", () =>
    withPayment({}, async (settle) => {
      const url = facilitator?.url ?? "";
      const account = live().wallet("stranger").address;
      await settle();
      const response = await fetch(`${url}/healthz`);
      const health = (await response.json()) as Record<string, Record<string, unknown>>;
      expect(response.status).to.equal(200);
      expect(health["node"]).to.deep.include({ reachable: true, chainId: "31337", expected: "31337" });
      expect(health["journal"]).to.deep.equal({ writable: true });
      expect(health["account"]).to.deep.include({ address: account, funded: true });
      expect(health).to.deep.include({ healthy: true, payments: 0, batches: 0, capacity: 1_000 });
      const metrics = await (await fetch(`${url}/metrics`)).text();
      for (const line of [
        'settlements_total{outcome="settled",reason=""} 1',
        "settlement_seconds_count 1",
        "batch_payments_sum 1",
        "payments_in_flight 0",
        "batches_open 0",
      ]) {
        expect(metrics).to.include(`servicecoin_facilitator_${line}\n`);
      }
      expect(Number(/^servicecoin_facilitator_gas_used_total (\d+)$/m.exec(metrics)?.[1])).to.be.within(
        50_000,
        200_000,
      );
    }));

  describe("health", () => {
    const healthWith = async (changes: Partial<HealthParts>) => {
      const settler = {
        check: () => Promise.resolve(),
        load: { payments: 0, batches: 0, capacity: 1 },
        obstacle: undefined,
      };
      const account = live().wallet("stranger").address;
      const read = healthReader({
        ...{ provider: live().provider, settler, chainId: 31337n, account },
        leastBalance: 1n,
        ...changes,
      });
      return read();
    };

    it("is good on a working node with a funded account", async () => {
      expect(await healthWith({})).to.include({ healthy: true });
    });

    it("reports a node on another chain", async () => {
      const { healthy, node } = await healthWith({ chainId: 1n });
      expect(healthy).to.equal(false);
      expect(node).to.include({ reachable: true, chainId: "31337", expected: "1" });
    });

    it("reports a node that does not respond", async () => {
      const provider = new JsonRpcProvider("http://127.0.0.1:1", 31337, { staticNetwork: true });
      const { healthy, node, account } = await healthWith({ provider });
      expect(healthy).to.equal(false);
      expect(node).to.deep.equal({ reachable: false, chainId: null, expected: "31337", block: null });
      expect(account).to.include({ balance: null, funded: false });
    });

    it("reports an account with too low a balance", async () => {
      const balance = await live().provider.getBalance(live().wallet("stranger").address);
      expect(await healthWith({ leastBalance: balance })).to.include({ healthy: true });
      const { healthy, account } = await healthWith({ leastBalance: balance + 1n });
      expect(healthy).to.equal(false);
      expect(account).to.include({ balance: String(balance), least: String(balance + 1n), funded: false });
    });
  });
});

/** Mines a block. @param baseFee Of that block, in wei per gas. */
async function mineOn({ node }: Live, baseFee?: bigint): Promise<void> {
  if (baseFee !== undefined) {
    await node.request("hardhat_setNextBlockBaseFeePerGas", [`0x${baseFee.toString(16)}`]);
  }
  await node.request("evm_mine");
}
