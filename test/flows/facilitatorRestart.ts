import { HTTPFacilitatorClient } from "@x402/core/server";
import { expect } from "chai";
import path from "node:path";
import { startFacilitator, type RunningFacilitator } from "../../packages/gateway/src/facilitator/start.js";
import { readBalance } from "../../packages/sdk/src/coin/index.js";
import { Payer, withFolder } from "../fixtures/facilitator.js";
import { onANode } from "../fixtures/live.js";
import { syncClock } from "../fixtures/liveGateway.js";

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
});
