import { expect } from "chai";
import { rm } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { buildCli, folderWith, golden, runCli, startCli } from "../fixtures/cli.js";
import { onANode } from "../fixtures/live.js";
import { rpc } from "../fixtures/processes.js";

const ALICE = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const BOB = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

onANode("cli", (live) => {
  let cwd: string;

  before(async function () {
    buildCli();
    cwd = await folderWith(live().deployment);
  });

  after(() => rm(cwd, { recursive: true }));

  const options = () => ({ cwd, env: { SERVICECOIN_RPC_URL: live().node.url } });
  const run = (...args: string[]) => runCli(args, options());
  const start = (...args: string[]) => startCli(args, options());

  /** Expects exactly this, with hashes, gas and fees replaced. */
  async function expectRun(args: string[], code: number, stdout: string, stderr = ""): Promise<void> {
    const ended = await run(...args);
    expect(golden(ended.stderr)).to.equal(stderr);
    expect(golden(ended.stdout)).to.equal(stdout);
    expect(ended.code).to.equal(code);
  }

  it("coin balance: of an account, and one's own", async () => {
    const text = `account  ${ALICE}\nbalance  16 SCV\nlocked   0 SCV\n`;
    await expectRun(["coin", "balance", ALICE.toLowerCase()], 0, text);
    await expectRun(["coin", "balance", "--account", "1"], 0, text);
    const json = { account: ALICE, balance: "16000000000000000000", locked: "0" };
    await expectRun(["coin", "balance", ALICE, "--json"], 0, `${JSON.stringify(json, null, 2)}\n`);
  });

  it("coin transfer: says what happened", async () => {
    const text = `Sent 1.5 SCV to ${BOB}.
transaction  <hash>
fee          <fee> ETH
Next: servicecoin coin balance ${BOB}
`;
    await expectRun(["coin", "transfer", BOB, "1.5", "--account", "1"], 0, text);
    const { stdout } = await run("coin", "balance", BOB);
    expect(stdout).to.include("17.5 SCV");
  });

  it("coin transfer --events: shows every event of it", async () => {
    const text = `Sent 1.5 SCV to ${BOB}.
Transfer     ServiceCoin
  from       ${ALICE}
  to         ${BOB}
  value      1.5 SCV
transaction  <hash>
gas used     <gas>
fee          <fee> ETH
Next: servicecoin coin balance ${BOB}
`;
    await expectRun(["coin", "transfer", BOB, "1.5", "--account", "1", "--events"], 0, text);
  });

  it("coin transfer: with a reference, signed by a key of the environment, in JSON", async () => {
    const key = live().wallet("alice").privateKey;
    const env = { SERVICECOIN_RPC_URL: live().node.url, SERVICECOIN_PRIVATE_KEY: key };
    const args = ["coin", "transfer", BOB, "0.25 SCV", "--ref", "invoice-7", "--json"];
    const { code, stdout, stderr } = await runCli(args, { cwd, env });
    expect([code, stderr]).to.deep.equal([0, ""]);
    const document = JSON.parse(stdout) as { events: { name: string; args: unknown }[]; hash: string; gasUsed: string };
    expect(document.events.map(({ name, args }) => [name, args])).to.deep.equal([
      ["TransferReference", { loggedReference: `0x${Buffer.from("invoice-7").toString("hex").padEnd(64, "0")}` }],
      ["Transfer", { from: ALICE, to: BOB, value: "250000000000000000" }],
    ]);
    expect(document.hash).to.match(/^0x[0-9a-f]{64}$/);
    expect(document.gasUsed).to.match(/^\d+$/);
  });

  it("coin info", async () => {
    const { ServiceCoin, ServiceDAO } = live().deployment.contracts;
    const text = `name             ServiceCoin (SCV)
address          ${ServiceCoin.address}
chain            31337
decimals         18
supply           200 SCV
maximum          10000000 SCV
locked           0 SCV
in the treasury  20 SCV
owner            ${ServiceDAO.address} (ServiceDAO)
`;
    await expectRun(["coin", "info"], 0, text);
  });

  it("coin transfer: what the chain refuses is said before anything is signed, as text and as JSON", async () => {
    const message = `${ALICE} has 16 SCV, but 99 SCV are needed.`;
    await expectRun(["coin", "transfer", BOB, "99", "--account", "1"], 1, "", `Error: ${message}\n`);
    const args = { sender: ALICE, balance: "16000000000000000000", needed: "99000000000000000000" };
    const error = { code: "ERC20InsufficientBalance", message, args };
    const json = `${JSON.stringify({ error }, null, 2)}\n`;
    await expectRun(["coin", "transfer", BOB, "99", "--account", "1", "--json"], 1, "", json);
  });

  it("events: what happened so far, as lines and as JSON Lines", async () => {
    await (await live().client("alice")).coin.transfer(BOB, 5n);
    const args = ["events", "--once", "--contract", "servicecoin", "--name", "Transfer"];
    const block = await live().provider.getBlockNumber();
    const line = `${block}  ServiceCoin.Transfer  from=${ALICE}  to=${BOB}  value=0.000000000000000005 SCV\n`;
    await expectRun([...args, "--from", String(block)], 0, line);
    const { stdout } = await run(...args, "--json");
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((json) => JSON.parse(json) as { name: string; args: { value: string } });
    expect(events.at(-1)?.args.value).to.equal("5");
    expect(new Set(events.map(({ name }) => name))).to.deep.equal(new Set(["Transfer"]));
    await expectRun([...args, "--from", String(block + 1), "--json"], 0, "");
  });

  it("events: follows until the limit", async () => {
    const ended = run("events", "--limit", "1", "--from", String((await live().provider.getBlockNumber()) + 1));
    await setTimeout(1000);
    await (await live().client("alice")).coin.transfer(BOB, 7n);
    const { code, stdout } = await ended;
    expect(code).to.equal(0);
    expect(stdout).to.match(/^\d+ {2}ServiceCoin\.Transfer .*value=0\.000000000000000007 SCV\n$/);
  });

  it("events: Ctrl-C, which ends it, leaves whole lines of JSON and is no error", async () => {
    const events = start("events", "--json", "--from", "start");
    while (!events.stdout().includes("OwnershipTransferred")) await setTimeout(20);
    events.interrupt();
    const { code, stdout, stderr } = await events.ended;
    expect([code, stderr]).to.deep.equal([0, ""]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((json) => JSON.parse(json) as unknown)).to.have.length.above(1);
  });

  it("Ctrl-C in the middle says what was sent", async () => {
    await live().node.request("evm_setAutomine", [false]);
    try {
      const transfer = start("coin", "transfer", BOB, "1", "--account", "1");
      const hash = await pendingHash(live().node.url);
      await setTimeout(500);
      transfer.interrupt();
      const { code, stdout, stderr } = await transfer.ended;
      expect(stderr).to.equal(`Error: Canceled. Transaction ${hash} was sent and may still be mined.\n`);
      expect([code, stdout]).to.deep.equal([130, ""]);
    } finally {
      await live().node.request("evm_setAutomine", [true]);
      await live().node.request("evm_mine");
    }
  });

  it("--timeout ends the waiting and says what was sent", async () => {
    await live().node.request("evm_setAutomine", [false]);
    try {
      const { code, stderr } = await run("coin", "transfer", BOB, "1", "--account", "1", "--timeout", "1s");
      expect(golden(stderr)).to.equal(
        "Error: The operation timed out; a transaction that was already sent may still be mined. Transaction <hash> was sent and may still be mined.\n",
      );
      expect(code).to.equal(3);
    } finally {
      await live().node.request("evm_setAutomine", [true]);
      await live().node.request("evm_mine");
    }
  });

  it("doctor: all is fine", async () => {
    const { code, stdout } = await run("doctor", "--account", "1");
    const lines = stdout.trim().split("\n");
    const names = ["node", "chain", "clock", "deployment", "contracts", "key", "ether", "coins"];
    expect(lines.map((line) => line.split(/\s+/).slice(0, 2))).to.deep.equal(names.map((name) => ["ok", name]));
    expect(lines.at(-1)).to.equal("ok    coins       16 SCV, and 0 SCV locked");
    expect(code).to.equal(0);
  });

  it("doctor: says what to fix", async () => {
    const env = { SERVICECOIN_RPC_URL: live().node.url };
    const { code, stdout } = await runCli(["doctor", "--json"], { cwd: "/", env });
    const { isFine, checks } = JSON.parse(stdout) as { isFine: boolean; checks: Record<string, string>[] };
    expect(isFine).to.equal(false);
    const found = new Map(checks.map(({ name, state, fix }) => [name, { state, fix }]));
    expect(found.get("deployment")?.state).to.equal("fail");
    expect(found.get("deployment")?.fix).to.include("Deploy first");
    expect(found.get("key")?.state).to.equal("warn");
    expect(code).to.equal(2);
  });
});

/** Hash of the only transaction that waits. */
async function pendingHash(url: string): Promise<string> {
  for (;;) {
    const block = (await rpc(url, "eth_getBlockByNumber", ["pending", false])) as { transactions: string[] };
    const [hash] = block.transactions;
    if (hash) return hash;
    await setTimeout(50);
  }
}
