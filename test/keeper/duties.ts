import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { ZeroHash } from "ethers";
import { readBalance } from "../../packages/sdk/src/coin/index.js";
import type { DutyKind } from "../../packages/keeper/src/duties/duty.js";
import type { Keeper } from "../../packages/keeper/src/keeper.js";
import { DAY, NONE, packed, prepareCaps, prepareDeals, prepareProposals } from "../fixtures/dueThings.js";
import { EVERYTHING, withKeepers } from "../fixtures/keeper.js";
import { members, TO_QUEUE, TO_VOTE } from "../fixtures/proposals.js";
import { propose, queueProposal, vote } from "../../packages/sdk/src/proposals/index.js";
import { onANode } from "../fixtures/live.js";

const COUNTS = {
  ...{ claims: 3, expired: 2, disputes: 1, streams: 2, subscriptions: 2, ended: 1 },
  ...{ mandates: 2, queued: 1, passed: 1, caps: 2 },
};

/** More SCV than there is. */
const MAX = 10n ** 30n;

/** What a keeper has done since it was opened, by kind; kinds of which it did nothing are left out. */
async function doneBy(keeper: Keeper): Promise<Partial<Record<DutyKind, number>>> {
  const text = await keeper.metrics.all.text();
  const found = text.matchAll(/^servicecoin_keeper_done_total\{duty="(\w+)"\} (\d+)$/gm);
  const counts = [...found].map(([, duty = "", count]) => [duty, Number(count)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

onANode("keeper: duties", (live) => {
  const kept = withKeepers(live);

  it("does each kind of work once it is due, not before, and nothing twice", async function () {
    const payee = live().wallet("stranger").address;
    const alice = await prepareCaps(live(), COUNTS.caps);
    const things = await prepareDeals(live(), COUNTS, payee);
    await prepareProposals(live(), alice, COUNTS);
    await kept().follow();
    const keeper = await kept().keeper("stranger");
    const early = await keeper.round();
    expect(early.obstacles).to.deep.equal([]);
    expect([early.due, early.transactions, await doneBy(keeper)]).to.deep.equal([0, 0, {}]);

    // Votes and delays, windows, deadlines and starts are over; the last one is that of the ended stream.
    await live().pass(3 * DAY);
    await kept().follow();
    const round = await keeper.round();
    expect(round.obstacles).to.deep.equal([]);
    expect([round.failed, round.reverted, round.lost]).to.deep.equal([0, 0, 0]);
    expect(await doneBy(keeper)).to.deep.equal({
      ...{ claimOrders: 3, refundOrders: 2, claimAccruals: 5, refundAccruals: 1, chargeMandates: 2 },
      ...{ queueProposals: 1, executeProposals: 1, collectFees: 1 },
    });
    expect((await keeper.round()).transactions, "nothing twice, also before the index knows").to.equal(0);
    const { hub } = alice;
    for (const deal of [...things.orders, ...things.expired]) {
      expect((await hub.escrowOf(await hub.idOf(packed(deal)))).status, "closed").to.equal(4n);
    }

    await live().pass(8 * DAY);
    await kept().follow();
    await keeper.round();
    expect(await doneBy(keeper)).to.include({ applyCaps: COUNTS.caps, executeProposals: 1, claimOrders: 3 });

    await live().pass(31 * DAY);
    await kept().follow();
    await keeper.round();
    expect(await doneBy(keeper)).to.include({ refundOrders: 2 + COUNTS.disputes });
    expect(await hub.fees()).to.equal(0n);
  });

  it("pays all that is due to one payee in one transaction, and the payee alone", async () => {
    const things = await prepareDeals(live(), { ...NONE, claims: 4 }, live().wallet("stranger").address);
    await live().pass(3 * DAY);
    await kept().follow();
    const provider = await live().client("provider");
    const account = live().wallet("provider").address;
    const before = await readBalance(provider, { account });
    const keeper = await kept().keeper("stranger");
    const { done, transactions } = await keeper.round();
    expect([done, transactions]).to.deep.equal([4, 1]);
    const received = (await readBalance(provider, { account })) - before;
    expect(received).to.equal(things.orders.reduce((sum, { price }) => sum + price, 0n));
  });

  it("keeps to the policy: kinds, accounts, amounts, gas price, budget, and a dry run sends nothing", async () => {
    await prepareDeals(live(), { ...NONE, claims: 1, expired: 1 }, live().wallet("stranger").address);
    await live().pass(3 * DAY);
    await kept().follow();
    const dueWith = async (who: "stranger" | "bob" | "erin", policy: object) => {
      const keeper = await kept().keeper(who, { ...EVERYTHING, dryRun: true, ...policy });
      const report = await keeper.round();
      await keeper.stop();
      return report;
    };
    const [payer, payee] = [live().wallet("carol").address, live().wallet("provider").address];
    expect(await dueWith("stranger", {})).to.include({ due: 2, planned: 2, transactions: 0 });
    expect(await dueWith("stranger", { duties: ["claimOrders"] })).to.include({ due: 1 });
    expect(await dueWith("stranger", { for: [payer] })).to.include({ due: 1 });
    expect(await dueWith("stranger", { for: [payee, payer] })).to.include({ due: 2 });
    expect(await dueWith("stranger", { lowestAmount: "0.0100001" })).to.include({ due: 0 });
    const dear = await dueWith("bob", { dryRun: false, highestGasPrice: "0.000000001" });
    expect([dear.transactions, dear.obstacles.map(({ kind }) => kind)]).to.deep.equal([0, ["gasPrice"]]);
    const poor = await dueWith("erin", { dryRun: false, budgetPerDay: "0.000000001" });
    expect([poor.transactions, poor.obstacles.map(({ kind }) => kind)]).to.deep.equal([0, ["budget"]]);
  });

  it("leaves due things to others until its wait is over, whatever the clock of the chain says", async () => {
    await prepareDeals(live(), { ...NONE, claims: 2 }, live().wallet("stranger").address);
    await live().pass(3 * DAY);
    await kept().follow();
    const keeper = await kept().keeper("stranger", { ...EVERYTHING, wait: 1 });
    expect(await keeper.round()).to.include({ due: 2, waiting: 2, done: 0, transactions: 0 });
    await live().pass(DAY);
    await kept().follow();
    expect(await keeper.round()).to.include({ waiting: 2, done: 0 });
    await sleep(1_000);
    expect(await keeper.round()).to.include({ waiting: 0, done: 2 });
    expect(keeper.facts()).to.have.nested.property("lastDone.duty", "claimOrders");
  });

  it("sets a proposal aside whose call fails, also beyond a restart, and does the rest", async () => {
    const { alice } = await members(live());
    const { addresses, treasury } = alice;
    const data = treasury.interface.encodeFunctionData("pay", [
      addresses.ServiceCoin,
      addresses.Treasury,
      MAX,
      ZeroHash,
    ]);
    const draft = { description: "Pay what is not there", calls: [{ target: addresses.Treasury, value: 0n, data }] };
    const { proposalId } = await propose(alice, draft);
    await live().pass(TO_VOTE);
    await vote(alice, { proposalId, support: "for" });
    await live().pass(TO_QUEUE);
    await queueProposal(alice, draft);
    await prepareDeals(live(), { ...NONE, claims: 1 }, live().wallet("stranger").address);
    await live().pass(3 * DAY);
    await kept().follow();
    const keeper = await kept().keeper("stranger");
    expect(await keeper.round()).to.include({ due: 2, done: 1, failed: 1, reverted: 0 });
    await kept().follow();
    expect(await keeper.round(), "waits").to.include({ due: 1, done: 0, failed: 0 });
    await keeper.stop();
    const again = await kept().keeper("stranger");
    expect(await again.round(), "still waits").to.include({ due: 1, done: 0, failed: 0 });
    expect(again.facts()).to.have.nested.property("setAside[0].failures", 1);
  });

  it("starts without ether, is not ready and says so", async () => {
    await kept().follow();
    await live().node.request("hardhat_setBalance", [live().wallet("poor").address, "0x0"]);
    const keeper = await kept().keeper("poor");
    expect(keeper.readiness().ready).to.equal(false);
    const { transactions } = await keeper.round();
    expect(transactions).to.equal(0);
    const { ready, reasons } = keeper.readiness();
    expect(ready).to.equal(false);
    expect(reasons.join()).to.match(/has 0 wei, and needs at least/);
  });
});
