import { expect } from "chai";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ZeroAddress, type TransactionReceipt } from "ethers";
import type { Client } from "../../packages/sdk/src/core/client.js";
import { claimOrder, refundOrder } from "../../packages/sdk/src/orders/index.js";
import { chargeMany } from "../../packages/sdk/src/mandates/index.js";
import { executeProposal, queueProposal } from "../../packages/sdk/src/proposals/index.js";
import { claimStream, refundStream } from "../../packages/sdk/src/streams/index.js";
import { applyCap } from "../../packages/sdk/src/treasury/index.js";
import { at } from "../fixtures/at.js";
import { buildCli, folderWith, MAIN } from "../fixtures/cli.js";
import { DAY, HOUR, prepareCaps, prepareDeals, prepareProposals, type DueThings } from "../fixtures/dueThings.js";
import { EVERYTHING, withKeepers, type Kept } from "../fixtures/keeper.js";
import { onANode, type Live } from "../fixtures/live.js";
import { start, type Running } from "../fixtures/processes.js";

/** One of most kinds is done by hand, to compare its gas. */
const COUNTS = {
  ...{ claims: 61, expired: 31, disputes: 10, streams: 26, subscriptions: 15, ended: 16 },
  ...{ mandates: 21, queued: 6, passed: 6, caps: 2 },
};
const KILLS = 10;

/** Gas of each kind of work, done by hand. */
type ByHand = Record<string, bigint>;

async function doByHand(
  live: Live,
  things: DueThings,
  proposals: { queued: bigint[]; passed: bigint[] },
): Promise<ByHand> {
  const [dave, payee] = [await live.client("dave"), await live.client("stranger")];
  const gasOf = async (sending: Promise<{ receipt: TransactionReceipt }>) => (await sending).receipt.gasUsed;
  const ended = { deal: at(things.ended, 0) };
  return {
    "Claimed (order)": await gasOf(claimOrder(dave, { deal: at(things.orders, 0) })),
    Refunded: await gasOf(refundOrder(dave, { deal: at(things.expired, 0) })),
    "Claimed (stream)": await gasOf(claimStream(dave, { deal: at(things.accruals, 0) })),
    "Refunded (stream)": (await gasOf(claimStream(dave, ended))) && (await gasOf(refundStream(dave, ended))),
    Charged: await gasOf(
      chargeMany(payee, { charges: [{ mandate: at(things.mandates, 0), amount: at(things.mandates, 0).limit }] }),
    ),
    ProposalQueued: await gasOf(queueProposal(dave, { proposalId: at(proposals.passed, 0) })),
    ProposalExecuted: await gasOf(executeProposal(dave, { proposalId: at(proposals.queued, 0) })),
    CapSet: await gasOf(applyCap(dave, { asset: ZeroAddress })),
  };
}

/** A keeper of the command line, in a process of its own. */
async function startProcess(live: Live, kept: Kept, folder: string): Promise<{ running: Running; sent: () => number }> {
  const deployment = path.join(folder, "deployments/31337.json");
  const duties = (EVERYTHING.duties ?? []).flatMap((kind) => ["--duty", kind]);
  const running = start(
    process.execPath,
    [
      ...[MAIN, "keeper", "--deployment", deployment, "--indexer", kept.index, "--port", "0", "--interval", "1"],
      ...["--lowest-amount", "0", "--highest-gas-price", "500", "--budget", "10", ...duties],
      ...["--journal", path.join(kept.folder, "killed.journal")],
    ],
    { SERVICECOIN_RPC_URL: live.node.url, SERVICECOIN_PRIVATE_KEY: live.wallet("stranger").privateKey },
  );
  let log = "";
  running.child.stderr?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  await running.says("listening");
  return { running, sent: () => log.split('"msg":"sent"').length - 1 };
}

/** Transactions of the keepers after a block. */
async function sentBy(live: Live, accounts: readonly string[], after: number): Promise<TransactionReceipt[]> {
  const receipts: TransactionReceipt[] = [];
  const last = await live.provider.getBlockNumber();
  for (let block = after + 1; block <= last; block++) {
    const found = (await live.node.request("eth_getBlockByNumber", [`0x${block.toString(16)}`, true])) as {
      transactions: { from: string; hash: string }[];
    };
    for (const { from, hash } of found.transactions) {
      if (!accounts.includes(from.toLowerCase())) continue;
      const receipt = await live.provider.getTransactionReceipt(hash);
      if (receipt !== null) receipts.push(receipt);
    }
  }
  return receipts;
}

/** What one transaction did, by its events. */
function thingsIn({ hub, dao, treasury }: Client, receipt: TransactionReceipt): { kind: string; key: string }[] {
  return receipt.logs.flatMap((log) => {
    const event = [hub, dao, treasury].map((one) => one.interface.parseLog(log)).find((parsed) => parsed !== null);
    const key = String(event?.args[0] ?? "");
    return event === undefined ? [] : [{ kind: event.name, key }];
  });
}

const DONE = ["Claimed", "Refunded", "Charged", "ProposalQueued", "ProposalExecuted", "CapSet", "Collected"];

onANode("keeper: two at work", (live) => {
  const kept = withKeepers(live);

  before(function () {
    this.timeout(180_000);
    buildCli();
  });

  it("does 200 things once each, although one keeper is killed ten times at work", async function () {
    // A dozen processes start one after the other, which takes long on a busy machine.
    this.timeout(600_000);
    const [killed, other] = [live().wallet("stranger").address, live().wallet("guardian").address];
    const alice = await prepareCaps(live(), COUNTS.caps);
    const things = await prepareDeals(live(), COUNTS, killed);
    await live().pass(33 * DAY);
    const proposals = await prepareProposals(live(), alice, COUNTS);
    await live().pass(3 * HOUR);
    const byHand = await doByHand(live(), things, proposals);
    const begun = await live().provider.getBlockNumber();
    await kept().follow();
    const counter = await kept().keeper(
      "stranger",
      { ...EVERYTHING, dryRun: true },
      { journal: `${kept().folder}/dry` },
    );
    const { planned } = await counter.round();
    expect(planned).to.be.at.least(200);

    // Blocks come in their own time, so that transactions stay in flight for a while.
    await live().node.request("evm_setAutomine", [false]);
    const stopping = new AbortController();
    const mining = (async () => {
      while (!stopping.signal.aborted) {
        await live().node.request("evm_mine");
        await sleep(250);
      }
    })();
    const stopFollowing = kept().keepFollowing();
    const folder = await folderWith(live().deployment);
    const slow = await kept().keeper("guardian", EVERYTHING, { atOnce: 1, spread: 5_000 });
    let lives = 0;
    const working = (async () => {
      // The other one leaves something for all lives.
      while (!stopping.signal.aborted && lives < KILLS / 2) await sleep(50);
      while (!stopping.signal.aborted) await slow.round().then(() => sleep(300));
    })();
    try {
      let killedAtWork = 0;
      for (let life = 0; life < KILLS; life++) {
        const { running, sent } = await startProcess(live(), kept(), folder);
        const wanted = life % 4;
        for (let wait = 0; wait < 200 && sent() < wanted; wait++) await sleep(10);
        await sleep((life * 37) % 150);
        if (sent() > 0) killedAtWork += 1;
        running.child.kill("SIGKILL");
        await running.ended;
        lives += 1;
      }
      expect(killedAtWork, "lives that ended at work").to.be.at.least(3);
      const last = await startProcess(live(), kept(), folder);
      for (let wait = 0; wait < 300; wait++) {
        if ((await counter.round()).planned === 0) break;
        await sleep(1_000);
      }
      expect((await counter.round()).planned, "still due").to.equal(0);
      last.running.child.kill("SIGTERM");
      await last.running.ended;
    } finally {
      stopping.abort();
      await slow.stop();
      await Promise.all([working.catch(() => undefined), mining, stopFollowing()]);
      await live().node.request("evm_setAutomine", [true]);
    }

    const receipts = await sentBy(
      live(),
      [killed, other].map((account) => account.toLowerCase()),
      begun,
    );
    const done = receipts.flatMap((receipt) => thingsIn(alice, receipt)).filter(({ kind }) => DONE.includes(kind));
    const names = done.map(({ kind, key }) => `${kind} ${key}`).filter((name) => !name.startsWith("Collected"));
    expect(new Set(names).size, "each thing once").to.equal(names.length);
    expect(names.length).to.be.at.least(200);
    const reverted = receipts.filter(({ status }) => status === 0);
    const shares = [killed, other].map((account) => receipts.filter(({ from }) => from === account).length);
    console.log(
      `      ${names.length} things, ${receipts.length} transactions (${shares.join(" and ")}), ${reverted.length} reverted`,
    );
    expect(reverted.length, "lost races that cost a transaction").to.be.at.most(2);
    const each = gasPerThing(alice, receipts);
    const shown = (gas: Record<string, bigint>) =>
      Object.entries(gas)
        .map(([kind, of]) => `${kind} ${of}`)
        .join(", ");
    console.log(`      gas per thing, by keepers: ${shown(each)}`);
    console.log(`      gas per thing, by hand:    ${shown(byHand)}`);
    // Things that share a transaction cost less than each by itself; nothing costs more than by hand.
    expect(each["Claimed"]).to.be.below(Number(byHand["Claimed (stream)"]));
    expect(each["Charged"]).to.be.below(Number(byHand["Charged"]));
  });
});

/** Gas per thing and kind, over all transactions of the kind. */
function gasPerThing(client: Client, receipts: readonly TransactionReceipt[]): Record<string, bigint> {
  const sums = new Map<string, { gas: bigint; things: bigint }>();
  for (const receipt of receipts) {
    const done = thingsIn(client, receipt).filter(({ kind }) => DONE.includes(kind));
    const [first] = done;
    if (first === undefined) continue;
    const kind = first.kind;
    const sum = sums.get(kind) ?? { gas: 0n, things: 0n };
    sums.set(kind, { gas: sum.gas + receipt.gasUsed, things: sum.things + BigInt(done.length) });
  }
  return Object.fromEntries([...sums].map(([kind, { gas, things }]) => [kind, gas / things]));
}
