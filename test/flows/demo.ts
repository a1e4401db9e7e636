import { expect } from "chai";
import { JsonRpcProvider, parseEther } from "ethers";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { localAccount } from "../../ignition/localAccounts.js";
import { Keeper } from "../../packages/keeper/src/keeper.js";
import { readPolicy } from "../../packages/keeper/src/policy/readPolicy.js";
import type { RoundReport } from "../../packages/keeper/src/round/report.js";
import { connect, type Deployment } from "../../packages/sdk/src/core/client.js";
import { serveIndex } from "../fixtures/keeper.js";
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

/** Runs the demo several times on one chain, and stops the node. @param after Called before the node stops. */
async function playOn(
  node: Node,
  times: number,
  after: (deployments: string) => Promise<void> = () => Promise.resolve(),
): Promise<Played> {
  const folder = await mkdtemp(path.join(tmpdir(), "servicecoin-demo-"));
  const env = { DEPLOYMENTS_ROOT: folder, SERVICECOIN_RPC_URL: node.url };
  const played: Played = [];
  try {
    for (let time = 1; time <= times; time++) played.push(await runScript("demo", "localhost", env));
    await after(folder);
  } finally {
    await node.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return played;
}

/** What a keeper finds and does after the demo, in one round, and what a second round finds. */
async function keepOn(node: Node, deployments: string): Promise<RoundReport[]> {
  const deployment = JSON.parse(await readFile(path.join(deployments, "deployments/31337.json"), "utf8")) as Deployment;
  const provider = new JsonRpcProvider(node.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
  const client = await connect(localAccount(ACCOUNTS.stranger).connect(provider), deployment);
  const served = await serveIndex(client, node.url);
  const policy = readPolicy(undefined, { lowestAmount: "0", highestGasPrice: "500", budgetPerDay: "10" });
  const keeper = await Keeper.open({ client, index: served.url, policy, journal: path.join(served.folder, "journal") });
  try {
    const first = await keeper.round();
    await served.follow();
    return [first, await keeper.round()];
  } finally {
    await keeper.stop();
    provider.destroy();
    await served.close();
  }
}

/** `npm run demo`, as a new user runs it. */
describe("flow: demo", function () {
  // Votes on a running chain take real time.
  this.timeout(300_000);

  let folder: string;
  let runs: Record<"hardhat" | "anvil", Promise<Played | undefined>>;
  let rounds: RoundReport[] = [];

  // Votes on a running chain take real time, so both nodes run at once.
  before(() => {
    const anvil = findAnvil();
    runs = {
      hardhat: startHardhatNode().then((node) => playOn(node, 2)),
      anvil:
        anvil === undefined
          ? Promise.resolve(undefined)
          : startAnvil(anvil).then((node) =>
              playOn(node, 1, async (deployments) => {
                rounds = await keepOn(node, deployments);
              }),
            ),
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

  it("leaves nothing due after one round of a keeper", async function () {
    if ((await runs.anvil) === undefined) this.skip();
    const [first, second] = rounds;
    expect(first?.obstacles).to.deep.equal([]);
    expect([first?.failed, first?.reverted, (first?.done ?? 0) + (first?.lost ?? 0)]).to.deep.equal([0, 0, first?.due]);
    expect(second).to.include({ due: 0, done: 0 });
  });

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
    const played = await runs.hardhat;
    expect(played).to.have.length(2);
    expectPlayed(played ?? []);
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
