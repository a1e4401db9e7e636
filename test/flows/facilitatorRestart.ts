import { HTTPFacilitatorClient } from "@x402/core/server";
import { expect } from "chai";
import path from "node:path";
import { startFacilitator, type RunningFacilitator } from "../../packages/gateway/src/facilitator/start.js";
import { readBalance, transfer } from "../../packages/sdk/src/coin/index.js";
import { Payer, withFolder, type Paid } from "../fixtures/facilitator.js";
import { onANode } from "../fixtures/live.js";
import { syncClock } from "../fixtures/liveGateway.js";

const INSUFFICIENT = "invalid_exact_evm_insufficient_balance";

onANode("flow: facilitator after a restart", (live) => {
  afterEach(() => live().node.request("evm_setAutomine", [true]));

  it("does not verify coins again that a payment of the earlier run, which is in flight, will spend", () =>
    withFolder(async (folder) => {
      await syncClock(live());
      const client = await live().client("stranger");
      const fixed = { client, journal: path.join(folder, "journal"), port: 0, drain: 0, patience: 200 };
      const balance = await readBalance(client, { account: live().wallet("alice").address });
      const payer = new Payer(live().wallet("alice"), live().deployment);
      const payee = live().wallet("bob").address;
      const [first, second] = [
        await payer.pay(payee, { amount: String(balance) }),
        await payer.pay(payee, { amount: "1" }),
      ];
      await live().node.request("evm_setAutomine", [false]);
      const run = async (use: (http: HTTPFacilitatorClient, running: RunningFacilitator) => Promise<void>) => {
        const running = await startFacilitator(fixed);
        try {
          await use(new HTTPFacilitatorClient({ url: running.url }), running);
        } finally {
          await running.stop();
        }
      };
      await run(async (http) => {
        const { errorReason } = await http.settle(first.payload, first.requirements);
        expect(errorReason).to.equal("settlement_pending");
      });
      await run(async (http, { resumed }) => {
        expect(resumed).to.equal(1);
        const { isValid, invalidReason } = await http.verify(second.payload, second.requirements);
        expect([isValid, invalidReason]).to.deep.equal([false, "invalid_exact_evm_insufficient_balance"]);
        await live().node.request("evm_mine");
        await live().node.request("evm_setAutomine", [true]);
        const { success } = await http.settle(first.payload, first.requirements);
        expect(success).to.equal(true);
      });
    }));

  /** Runs with two payments of alice that together exceed her balance by one base unit. */
  const withTwoPayments = (
    test: (
      payments: Paid[],
      run: (use: (http: HTTPFacilitatorClient) => Promise<void>) => Promise<void>,
    ) => Promise<void>,
  ) =>
    withFolder(async (folder) => {
      await syncClock(live());
      const client = await live().client("stranger");
      const { address } = live().wallet("alice");
      const balance = await readBalance(client, { account: address });
      const payer = new Payer(live().wallet("alice"), live().deployment);
      const payee = live().wallet("bob").address;
      const amounts = [balance, 1n];
      const payments = await Promise.all(amounts.map((amount) => payer.pay(payee, { amount: String(amount) })));
      await test(payments, async (use) => {
        const running = await startFacilitator({ client, journal: path.join(folder, "journal"), port: 0 });
        try {
          await use(new HTTPFacilitatorClient({ url: running.url }));
        } finally {
          await running.stop();
        }
      });
      // The next test needs coins again.
      const spent = balance - (await readBalance(client, { account: address }));
      await transfer(await live().client("bob"), { to: address, amount: spent });
    });
  const verify = async (http: HTTPFacilitatorClient, { payload, requirements }: Paid) =>
    (await http.verify(payload, requirements)).invalidReason ?? "valid";
  const settle = async (http: HTTPFacilitatorClient, { payload, requirements }: Paid) => {
    const { errorReason, transaction } = await http.settle(payload, requirements);
    return errorReason === undefined ? "settled" : `${errorReason} ${transaction}`;
  };

  it("settles what the earlier run verified, and reserves its coins again", () =>
    withTwoPayments(async ([first, second], run) => {
      if (first === undefined || second === undefined) throw new Error("expected two payments");
      await run(async (http) => {
        expect(await verify(http, first)).to.equal("valid");
        expect(await verify(http, second)).to.equal(INSUFFICIENT);
      });
      await run(async (http) => {
        expect(await verify(http, first)).to.equal("valid");
        expect(await verify(http, second)).to.equal(INSUFFICIENT);
        expect(await settle(http, first)).to.equal("settled");
        expect(await settle(http, first)).to.equal("settled");
        expect(await settle(http, second)).to.equal(`${INSUFFICIENT} `);
      });
    }));

  it("loses only the reservation: the payment verified first takes the coins, and nothing is sent for the other", () =>
    withTwoPayments(async ([first, second], run) => {
      if (first === undefined || second === undefined) throw new Error("expected two payments");
      await run(async (http) => {
        expect(await verify(http, first)).to.equal("valid");
      });
      const { provider } = live();
      const { address } = live().wallet("stranger");
      const sent = await provider.getTransactionCount(address);
      await run(async (http) => {
        expect(await verify(http, second)).to.equal("valid");
        expect(await settle(http, first)).to.equal(`${INSUFFICIENT} `);
        expect(await settle(http, second)).to.equal("settled");
        expect(await settle(http, first)).to.equal(`${INSUFFICIENT} `);
      });
      expect(await provider.getTransactionCount(address)).to.equal(sent + 1);
    }));
});
