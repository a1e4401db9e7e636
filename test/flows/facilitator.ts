import { HTTPFacilitatorClient } from "@x402/core/server";
import { expect } from "chai";
import type { Provider } from "ethers";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { buildCli } from "../fixtures/cli.js";
import {
  expectMadeOnce,
  inFlight,
  killPrograms,
  manyPayments,
  Payer,
  settle,
  startProgram,
  startStatefulAnvil,
  withFolder,
  type Program,
  type ProgramOptions,
  type StatefulNode,
} from "../fixtures/facilitator.js";
import { until } from "../fixtures/gateway.js";
import { startKillingProxy, type Death } from "../fixtures/killingProxy.js";
import { onANode, onEveryNode, type Live } from "../fixtures/live.js";
import { findAnvil } from "../fixtures/processes.js";

const QUIET = ["--log-level", "warn"];
/** The account that pays the gas. */
const OPERATOR = "stranger";

const payersOf = (live: Live): Payer[] =>
  (["alice", "bob", "carol"] as const).map((who) => new Payer(live.wallet(who), live.deployment));

const optionsOf = (live: Live, node: string, folder: string): ProgramOptions => ({
  ...{ node, folder, deployment: live.deployment, key: live.wallet(OPERATOR).privateKey, args: QUIET },
});

before(function () {
  buildCli();
});

afterEach(killPrograms);

onEveryNode("flow: facilitator", (live) => {
  it("settles 300 payments with 50 in flight, each once", async function () {
    const { node, deployment, provider } = live();
    const ahead = Math.max(0, Number(await live().now()) - Math.floor(Date.now() / 1000));
    await withFolder(async (folder) => {
      const program = await startProgram(optionsOf(live(), node.url, folder));
      const { payee, payments } = await manyPayments(payersOf(live()), 300, 3_600 + ahead);
      const client = new HTTPFacilitatorClient({ url: program.url });
      const hashes = new Set<string>();
      await inFlight(payments, 50, async ({ payload, requirements }) => {
        const { isValid, invalidReason } = await client.verify(payload, requirements);
        expect(isValid, invalidReason).to.equal(true);
        const { success, errorReason, transaction } = await client.settle(payload, requirements);
        expect(success, errorReason).to.equal(true);
        hashes.add(transaction);
      });
      await expectMadeOnce(provider, deployment, payee, payments);
      // They were sent in batches.
      expect(hashes.size).to.be.below(150);
      const { code, stderr } = await program.stop();
      expect([code, stderr]).to.deep.equal([0, ""]);
    });
  });
});

onANode("flow: facilitator failures", (live) => {
  beforeEach(function () {
    if (findAnvil() === undefined) this.skip();
  });

  /** Runs with a node of its own and the options of a facilitator on it. @param args Options of anvil. */
  async function withNode(
    run: (parts: { folder: string; node: StatefulNode; options: ProgramOptions }) => Promise<void>,
    ...args: string[]
  ): Promise<void> {
    await withFolder(async (folder) => {
      const node = await startStatefulAnvil(live(), folder, ...args);
      try {
        await run({ folder, node, options: optionsOf(live(), node.url, folder) });
      } finally {
        await killPrograms();
        await node.stop();
      }
    });
  }

  /** Waits until a transaction of the facilitator is pending. */
  async function untilPending(provider: Provider): Promise<void> {
    const { address } = live().wallet(OPERATOR);
    const nonceAt = (block: string) => provider.getTransactionCount(address, block);
    await until(async () => (await nonceAt("pending")) > (await nonceAt("latest")));
  }

  /** Requests 300 payments, triggers a failure in between, and expects that each payment is made once. */
  async function through(
    node: StatefulNode,
    first: Program,
    happen: (settled: () => number, take: (next: Program) => void) => Promise<void>,
  ): Promise<void> {
    let program = first;
    let settled = 0;
    const { payee, payments } = await manyPayments(payersOf(live()), 300);
    const all = inFlight(payments, 50, async (payment) => {
      await settle(() => program.url, payment);
      settled++;
    });
    await Promise.all([
      all,
      happen(
        () => settled,
        (next) => (program = next),
      ),
    ]);
    await expectMadeOnce(node.provider, live().deployment, payee, payments);
    // Settled payments are known: requesting them again pays nothing.
    await inFlight(payments, 50, async (payment) => {
      await settle(() => program.url, payment);
    });
    await expectMadeOnce(node.provider, live().deployment, payee, payments);
  }

  it("settles 300 payments although it is killed twice", function () {
    return withNode(
      async ({ node, options }) => {
        const first = await startProgram(options);
        let resumed = 0;
        await through(node, first, async (settled, take) => {
          let program = first;
          for (const least of [60, 160]) {
            await until(() => settled() >= least);
            await untilPending(node.provider);
            await program.kill();
            program = await startProgram(options);
            resumed += program.resumed;
            take(program);
          }
        });
        expect(resumed).to.be.above(0);
      },
      "--block-time",
      "1",
    );
  });

  it("settles 300 payments although the node restarts and drops pending transactions", function () {
    return withNode(
      async ({ node, options }) => {
        await through(node, await startProgram(options), async (settled) => {
          await until(() => settled() >= 100);
          await untilPending(node.provider);
          await node.restart();
        });
      },
      "--block-time",
      "1",
    );
  });

  const deaths: [death: Death, title: string][] = [
    ["unsent", "between journaling a batch and broadcasting it"],
    ["unnoted", "after the node accepted a batch"],
    ["unconfirmed", "while a batch is pending"],
  ];
  for (const [death, title] of deaths) {
    it(`loses nothing if it is killed ${title}`, () =>
      withNode(async ({ node, options, folder }) => {
        const proxy = await startKillingProxy(node.url);
        try {
          const first = await startProgram({ ...options, node: proxy.url });
          let program = first;
          let killed: Promise<unknown> | undefined;
          proxy.arm(death, () => {
            killed ??= first.kill();
          });
          const { payee, payments } = await manyPayments(payersOf(live()), 20);
          const all = inFlight(payments, 20, async (payment) => {
            await settle(() => program.url, payment);
          });
          await first.ended;
          await killed;
          proxy.arm(undefined, () => undefined);
          expect(await readFile(path.join(folder, "journal"), "utf8")).to.include('"type":"sent"');
          program = await startProgram({ ...options, node: proxy.url });
          expect(program.resumed).to.be.above(0);
          await all;
          await expectMadeOnce(node.provider, live().deployment, payee, payments);
        } finally {
          await proxy.stop();
        }
      }));
  }

  it("continues if a foreign transaction takes a nonce of its account", () =>
    withNode(async ({ node, options }) => {
      const program = await startProgram(options);
      await node.provider.send("evm_setAutomine", [false]);
      const { payee, payments } = await manyPayments(payersOf(live()), 40);
      const all = inFlight(payments, 20, async (payment) => {
        await settle(() => program.url, payment);
      });
      const operator = live().wallet(OPERATOR).connect(node.provider);
      const nonce = await operator.getNonce("latest");
      await until(async () => (await operator.getNonce("pending")) > nonce);
      const fees = { maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 10n ** 11n };
      await operator.sendTransaction({ to: operator.address, nonce, ...fees });
      await node.provider.send("evm_mine", []);
      await node.provider.send("evm_setAutomine", [true]);
      await node.provider.send("evm_mine", []);
      await all;
      await expectMadeOnce(node.provider, live().deployment, payee, payments);
    }));
});
