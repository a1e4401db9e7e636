import { expect } from "chai";
import { type JsonRpcProvider, parseEther } from "ethers";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { localAccount } from "../../ignition/localAccounts.js";
import { Keeper } from "../../packages/keeper/src/keeper.js";
import { readPolicy } from "../../packages/keeper/src/policy/readPolicy.js";
import { type Client, connect, type Deployment } from "../../packages/sdk/src/core/client.js";
import { openProvider } from "../../packages/sdk/src/core/provider.js";
import { type LocalIndexer, startLocalIndexer } from "../../scripts/lib/localIndexer.js";
import { ACCOUNTS } from "../fixtures/live.js";
import { findAnvil, runScript, startAnvil, startHardhatNode, type Ended, type Node } from "../fixtures/processes.js";
import { runHere } from "../fixtures/scripts.js";

/** Output of the chapters about hub and services, independent of the clock. */
const SERVICE_STORY = [
  /The Treasury's money is in the hub: 0\.5 SCV for an audit, 0\.2 SCV of salary, 0\.3 SCV for hosting/,
  /anyone can claim: 0\.49875 SCV for the supplier, 0\.00125 SCV fee/,
  /The steward claims the salary so far, at 0\.001 SCV per second: 0\.0\d+ SCV/,
  /The steward leaves and cancels the stream: 0\.\d+ SCV, 0\.\d+ SCV back to the Treasury/,
  /Bob releases the money: 0\.9975 SCV for the supplier, 0\.0025 SCV fee/,
  /Erin splits the money: 0\.399 SCV for the supplier, 0\.001 SCV fee, 0\.6 SCV back to Dave/,
  /A stranger triggers the refund: 1 SCV, no fee/,
  /A different price is rejected: HubInvalidSignature/,
  /Carol pays with the quote, and releases after delivery: 0\.49875 SCV for the supplier/,
  /Anyone can claim all 50 for the supplier in one transaction: 0\.0249375 SCV, [\d,]+ gas per stream/,
  /The order costs, by the trading pair \(Uniswap V2\): 0\.010\d+ ETH for 1 SCV, price impact 1(?:\.\d+)? %\n/,
  /The customer buys the SCV and opens the order in one transaction: \d+ gas, no SCV left over\n/,
  /signs an offer of 1\.5 SCV: 0 SCV unsecured\n/,
  /The supplier can no longer refund the order: PayoutAccountPledged\n/,
  /Carol releases the money, and anyone makes the loan collect, Dave first: 1\.55 SCV for Dave\n/,
  /The supplier withdraws the rest: 0\.445 SCV\n/,
  /Bob repays half of it, and then the rest, before it is due: ended, repaid\n/,
  /Nothing can be collected before the due date: CreditNothingDue\n/,
  /Overdue: anyone makes the loan collect the allowance, then the collateral: 0\.55 SCV are left\n/,
  /the loan takes exactly what is left: 0\.55 SCV for Alice\n/,
  /The supplier withdraws the rest: 0\.4475 SCV\n/,
  /Bob offers a forecast for 0\.4 SCV: service \d/,
  /A stranger praises Erin without a payment: the feedback is public \(\d\), her paid rating is still 20\n/,
  /Erin cannot praise herself: ReputationSelfFeedback\n/,
  /Carol searches for the cheapest service rated 80 or more: 3 services found, she chooses the supplier's for 0\.3 SCV\n/,
  /Carol orders from it, pays its wallet, and rates it: 93 on average, from \d paying customers\n/,
  /Carol cannot rate Bob's service without a payment: ReputationUnpaidDeal\n/,
  /Carol finds it through the facilitator, before anyone has paid: 0\.0005 SCV per request\n/,
  /Without a payment there is no forecast: 402 Payment Required\n/,
  /Carol and Dave send 100 requests, 10 at once, and sign a payment for each: \d+ transactions, [\d,]+ gas per payment\n/,
  /The supplier has earned: 0\.05 SCV, exactly 100 times the price\n/,
  /Carol requests a city that does not exist, and is not charged: 404 Not Found\n/,
  /Both rate the service, with a payment as the proof: 93 on average, \d ratings\n/,
];

/** Final balance changes that do not depend on the clock. */
const CHANGES = {
  PaymentHub: 0n,
  Alice: parseEther("0.1"),
  Bob: parseEther("-1.05"),
  Carol: parseEther("-1.825"),
  Dave: parseEther("0.1"),
  Erin: parseEther("0.1995"),
  Supplier: parseEther("8.2566875"),
};

/** The last column of the last table. */
function changes(stdout: string): Record<string, bigint> {
  const rows = [...stdout.matchAll(/^(\w+) +[\d.]+ SCV +[\d.]+ SCV +\+?(-?[\d.]+) SCV$/gm)];
  return Object.fromEntries(rows.map(([, who = "", change = ""]) => [who, parseEther(change)]));
}

/** An answer of the API, by the words that the demo says of it. */
type Pages = Record<string, { status: number; data: unknown }>;

/** `npm run demo`, as a new user runs it. */
describe("flow: demo", function () {
  // Votes on a running chain take real time.
  this.timeout(600_000);

  let folder: string;
  let anvilFolder: string | undefined;
  let onAnvil: Promise<Ended> | undefined;
  let node: Node | undefined;

  // Votes on a running chain take real time, so anvil runs beside the other tests; in a process of its own, as a user
  // runs it. The others run in this process, which saves the seconds that a process takes to start.
  before(async () => {
    const anvil = findAnvil();
    if (anvil === undefined) return;
    node = await startAnvil(anvil);
    anvilFolder = await mkdtemp(path.join(tmpdir(), "servicecoin-demo-"));
    onAnvil = runScript("demo", "localhost", { DEPLOYMENTS_ROOT: anvilFolder, SERVICECOIN_RPC_URL: node.url });
    // The test that awaits it reports the error.
    onAnvil.catch(() => undefined);
  });

  after(async () => {
    await node?.stop();
    if (anvilFolder !== undefined) await rm(anvilFolder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-demo-"));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const play = (network?: string, env: Record<string, string> = {}) =>
    runHere("demo", network, { DEPLOYMENTS_ROOT: folder, ...env });

  function expectStory(stdout: string): void {
    expect(stdout).to.include("Carol signs, a relayer pays the gas (ERC-3009): 4 SCV, no gas");
    expect(stdout).to.include("Alice now votes with 8 SCV");
    expect(stdout).to.include("A payment above the budget is rejected: TreasuryBudgetExceeded\n");
    expect(stdout).to.include("A payment above the cap is rejected: TreasuryCapExceeded\n");
    for (const line of SERVICE_STORY) expect(stdout).to.match(line);
    // The salary depends on the clock, so only the sum of Treasury and steward is known.
    const { Treasury = 0n, Steward = 0n, ...others } = changes(stdout);
    expect(others).to.deep.equal(CHANGES);
    expect(Steward).to.be.above(0n);
    // Ten were created, and one was bought from the trading pair.
    expect(Object.values(others).reduce((sum, change) => sum + change, Treasury + Steward)).to.equal(parseEther("11"));
    expect(stdout.trim()).to.match(/All steps succeeded\.$/);
  }

  function expectPlayed({ code, stdout, stderr }: Ended): void {
    expect(stderr).to.equal("");
    expectStory(stdout);
    expect(code).to.equal(0);
  }

  it("runs on the in-process chain", async () => {
    const played = await play();
    expectPlayed(played);
    for (const month of [1, 2, 3]) {
      expect(played.stdout).to.include(
        `Month ${month} of hosting begins, anyone can claim: 0.09975 SCV for the supplier`,
      );
    }
  });

  describe("on a Hardhat node, and again on the same chain, where an indexer runs", () => {
    let hardhat: Node;
    let indexer: LocalIndexer;
    let again: Ended;
    const faults: string[] = [];

    before(async () => {
      hardhat = await startHardhatNode();
      const shared = await mkdtemp(path.join(tmpdir(), "servicecoin-demo-"));
      // Anvil and the walk of the README take the real time.
      const env = { DEPLOYMENTS_ROOT: shared, SERVICECOIN_RPC_URL: hardhat.url, DEMO_JUMPS: "1" };
      try {
        expectPlayed(await play("localhost", env));
        const record = await readFile(path.join(shared, "deployments/31337.json"), "utf8");
        const deployment = JSON.parse(record) as Deployment;
        indexer = await startLocalIndexer(hardhat.url, deployment, 0, (fault) => faults.push(fault));
        again = await play("localhost", { ...env, SERVICECOIN_INDEXER_URL: indexer.url });
        client = await connect(localAccount(ACCOUNTS.stranger).connect(await openProvider(hardhat.url)), deployment);
      } finally {
        await rm(shared, { recursive: true, force: true });
      }
    });

    let client: Client;

    after(async () => {
      await indexer.stop();
      (client.runner.provider as JsonRpcProvider).destroy();
      await hardhat.stop();
    });

    /** Waits until the index has the chain's last block. */
    const follow = async () => {
      await fetch(`${indexer.url}/status?minBlock=${Number(await hardhat.request("eth_blockNumber", []))}`);
    };

    it("plays the same", () => {
      expectPlayed(again);
    });

    it("prints URLs that tell the same story", async () => {
      await follow();
      const pages: Pages = {};
      for (const [, words = "", url = ""] of again.stdout.matchAll(/^(\S.*?) {2,}(http:\S+)$/gm)) {
        const answer = await fetch(url);
        const isJson = answer.headers.get("content-type")?.includes("json") === true;
        const { data } = isJson ? ((await answer.json()) as { data: unknown }) : { data: await answer.text() };
        pages[words] = { status: answer.status, data };
      }
      expect(faults).to.deep.equal([]);
      const statuses = Object.entries(pages).map(([words, { status }]) => `${words}: ${status}`);
      expect(statuses).to.deep.equal([
        ...["what was decided: 200", "who voted: 200", "where the money of the DAO went: 200"],
        ...["orders, streams, subscriptions: 200", "what the supplier earned: 200", "what the customer paid: 200"],
        ...["services and their ratings: 200", "who is the best forecaster: 200", "the figures of the day: 200"],
        "everything else: 200",
      ]);
      const rows = (words: string) => pages[words]?.data as Record<string, unknown>[];
      const distinct = (words: string, name: string) => [...new Set(rows(words).map((row) => row[name]))].sort();
      expect(distinct("what was decided", "state")).to.include("executed");
      expect(distinct("where the money of the DAO went", "kind")).to.include.members(["paid", "spent"]);
      expect(distinct("orders, streams, subscriptions", "kind")).to.include.members(["order", "stream"]);
      expect(distinct("what the supplier earned", "kind")).to.include.members(["order", "x402"]);
      const [best] = rows("services and their ratings") as { rating: { average: string } }[];
      expect(BigInt(best?.rating.average ?? 0)).to.be.above(0n);
      const customer = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
      expect(pages["what the customer paid"]?.data).to.include({ account: customer });
      expect(pages["who is the best forecaster"]?.data).to.have.property("matches").that.is.not.empty;
      expect(pages["everything else"]?.data).to.match(/^<!doctype html>/i);
    });

    it("leaves nothing due after one round of a keeper", async () => {
      await follow();
      const policy = readPolicy(undefined, { lowestAmount: "0", highestGasPrice: "500", budgetPerDay: "10" });
      const keeper = await Keeper.open({ client, index: indexer.url, policy, journal: path.join(folder, "journal") });
      try {
        const { due, done, lost, failed, reverted, obstacles } = await keeper.round();
        expect({ obstacles, failed, reverted, done: done + lost }).to.deep.equal({
          ...{ obstacles: [], failed: 0, reverted: 0, done: due },
        });
        await follow();
        expect(await keeper.round()).to.include({ due: 0, done: 0 });
      } finally {
        await keeper.stop();
      }
    });
  });

  it("runs on anvil", async function () {
    if (onAnvil === undefined) this.skip();
    expectPlayed(await onAnvil);
  });

  it("names the failed step, and exits with code 1", async () => {
    const hardhat = await startHardhatNode();
    try {
      const env = { SERVICECOIN_RPC_URL: hardhat.url, DEPLOYMENTS_ROOT: folder };
      expect((await runHere("deploy", "localhost", env)).code).to.equal(0);
      // Bob cannot pay for gas any more.
      await hardhat.request("hardhat_setBalance", ["0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", "0x0"]);
      const { code, stderr } = await play("localhost", env);
      expect(stderr).to.match(/^Error: Step 2 "Bob locks in one transaction \(ERC-1363\)" failed: .*\n$/);
      expect(code).to.equal(1);
    } finally {
      await hardhat.stop();
    }
  });

  it("reports that it needs a local chain", async () => {
    const { code, stderr } = await play("sepolia");
    expect(stderr).to.equal(
      "Error: The demo needs the accounts of a local chain, and sepolia is not local. Try localhost.\n",
    );
    expect(code).to.equal(1);
  });
});
