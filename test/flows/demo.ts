import { expect } from "chai";
import { parseEther } from "ethers";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Deployment } from "../../packages/sdk/src/core/client.js";
import { startLocalIndexer } from "../../scripts/lib/localIndexer.js";
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
  Alice: 0n,
  Bob: 0n,
  Carol: parseEther("0.175"),
  Dave: parseEther("0.05"),
  Erin: parseEther("0.1995"),
  Supplier: parseEther("4.3666875"),
};

/** The last column of the last table. */
function changes(stdout: string): Record<string, bigint> {
  const rows = [...stdout.matchAll(/^(\w+) +[\d.]+ SCV +[\d.]+ SCV +\+?(-?[\d.]+) SCV$/gm)];
  return Object.fromEntries(rows.map(([, who = "", change = ""]) => [who, parseEther(change)]));
}

/** The output of each run. */
type Played = Ended[];

/** Runs the demo several times on one chain, and stops the node. */
async function playOn(node: Node, times: number): Promise<Played> {
  return on(node, async (env) => {
    const played: Played = [];
    for (let time = 1; time <= times; time++) played.push(await runScript("demo", "localhost", env));
    return played;
  });
}

/** An answer of the API, by the words that the demo says of it. */
type Pages = Record<string, { status: number; data: unknown }>;

/** Runs the demo twice on one chain, the second time beside an indexer, and requests every URL that it prints. */
async function playIndexed(node: Node): Promise<{ played: Played; pages: Pages }> {
  return on(node, async (env) => {
    const first = await runScript("demo", "localhost", env);
    const record = await readFile(path.join(env.DEPLOYMENTS_ROOT, "deployments/31337.json"), "utf8");
    const faults: string[] = [];
    const indexer = await startLocalIndexer(node.url, JSON.parse(record) as Deployment, 0, (fault) =>
      faults.push(fault),
    );
    try {
      const second = await runScript("demo", "localhost", { ...env, SERVICECOIN_INDEXER_URL: indexer.url });
      await fetch(`${indexer.url}/status?minBlock=${Number(await node.request("eth_blockNumber", []))}`);
      const pages: Pages = {};
      for (const [, words = "", url = ""] of second.stdout.matchAll(/^(\S.*?) {2,}(http:\S+)$/gm)) {
        const answer = await fetch(url);
        const isJson = answer.headers.get("content-type")?.includes("json") === true;
        const { data } = isJson ? ((await answer.json()) as { data: unknown }) : { data: await answer.text() };
        pages[words] = { status: answer.status, data };
      }
      expect(faults).to.deep.equal([]);
      return { played: [first, second], pages };
    } finally {
      await indexer.stop();
    }
  });
}

/** Plays in a folder of its own, and stops the node. */
async function on<Result>(
  node: Node,
  play: (env: { DEPLOYMENTS_ROOT: string; SERVICECOIN_RPC_URL: string }) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), "servicecoin-demo-"));
  try {
    return await play({ DEPLOYMENTS_ROOT: folder, SERVICECOIN_RPC_URL: node.url });
  } finally {
    await node.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** `npm run demo`, as a new user runs it. */
describe("flow: demo", function () {
  // Votes on a running chain take real time.
  this.timeout(600_000);

  let folder: string;
  let runs: {
    hardhat: Promise<{ played: Played; pages: Pages }>;
    anvil: Promise<Played | undefined>;
  };

  // Votes on a running chain take real time, so both nodes run at once.
  before(() => {
    const anvil = findAnvil();
    runs = {
      hardhat: startHardhatNode().then(playIndexed),
      anvil: anvil === undefined ? Promise.resolve(undefined) : startAnvil(anvil).then((node) => playOn(node, 1)),
    };
    // The test that awaits it reports the error.
    for (const run of Object.values(runs)) run.catch(() => undefined);
  });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-demo-"));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const play = (network?: string, env: Record<string, string> = {}) =>
    runScript("demo", network, { DEPLOYMENTS_ROOT: folder, ...env });

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
    expect(Object.values(others).reduce((sum, change) => sum + change, Treasury + Steward)).to.equal(parseEther("10"));
    expect(stdout.trim()).to.match(/All steps succeeded\.$/);
  }

  function expectPlayed(played: Played): void {
    for (const [index, { code, stdout, stderr }] of played.entries()) {
      expect(stderr, `time ${index + 1}`).to.equal("");
      expectStory(stdout);
      expect(code).to.equal(0);
    }
  }

  it("runs on the in-process chain", async () => {
    const { code, stdout, stderr } = await play();
    expect(stderr).to.equal("");
    expectStory(stdout);
    for (const month of [1, 2, 3]) {
      expect(stdout).to.include(`Month ${month} of hosting begins, anyone can claim: 0.09975 SCV for the supplier`);
    }
    expect(code).to.equal(0);
  });

  it("runs on a Hardhat node, and again on the same chain", async () => {
    const { played } = await runs.hardhat;
    expect(played).to.have.length(2);
    expectPlayed(played);
  });

  it("prints URLs that tell the same story, where an indexer runs", async () => {
    const { pages } = await runs.hardhat;
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
    expect(pages["what the customer paid"]?.data).to.include({ account: "0x90F79bf6EB2c4f870365E785982E1f101E93b906" });
    expect(pages["who is the best forecaster"]?.data).to.have.property("matches").that.is.not.empty;
    expect(pages["everything else"]?.data).to.match(/^<!doctype html>/i);
  });

  it("runs on anvil", async function () {
    const played = await runs.anvil;
    if (played === undefined) this.skip();
    expect(played).to.have.length(1);
    expectPlayed(played);
  });

  it("names the failed step, and exits with code 1", async () => {
    const node = await startHardhatNode();
    try {
      const env = { SERVICECOIN_RPC_URL: node.url, DEPLOYMENTS_ROOT: folder };
      expect((await runHere("deploy", "localhost", env)).code).to.equal(0);
      // Bob cannot pay for gas any more.
      await node.request("hardhat_setBalance", ["0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", "0x0"]);
      const { code, stderr } = await play("localhost", env);
      expect(stderr).to.match(/^Error: Step 2 "Bob locks in one transaction \(ERC-1363\)" failed: .*\n$/);
      expect(code).to.equal(1);
    } finally {
      await node.stop();
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
