import { expect } from "chai";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Keeper, readPolicy } from "@servicecoin/keeper";
import { connect, openProvider } from "@servicecoin/sdk";
import { localAccount } from "../../ignition/localAccounts.js";
import type { DeploymentRecord } from "../../scripts/lib/record.js";
import { freePort } from "../fixtures/freePort.js";
import { rpc, startScript, type Running } from "../fixtures/processes.js";
import { runHere } from "../fixtures/scripts.js";

const ROOT = path.join(import.meta.dirname, "../..");
/** Gives a process a terminal; part of every Linux, elsewhere it takes other options. */
const SCRIPT = "/usr/bin/script";
const ALICE = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const BOB = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const CAROL = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";

/** What the reader sees after each command of the walk, in the order of the README. */
const SEEN: [command: RegExp, shown: RegExp[]][] = [
  [/^npx servicecoin doctor /, [/ok {4}node/, /ok {4}deployment/]],
  [/^npx servicecoin coin transfer /, [/Sent 0\.5 SCV to 0x3C44\w+\./, /Next: servicecoin coin balance 0x3C44/]],
  [
    /^npx servicecoin order open /,
    [/you cannot dispute the delivery/, /Paid 1 SCV into escrow/, /Next: servicecoin order release 0x\w{64} /],
  ],
  [/^npx servicecoin order deliver /, [/Marked the order as delivered\./, /Next: servicecoin order claim 0x\w{64} /]],
  [/^npx servicecoin order release /, [/Released/, /Next: servicecoin order show 0x\w{64}/]],
  [/^npx servicecoin votes lock /, [/Locked 6 SCV\./, /Next: servicecoin proposal list/]],
  [/^npx servicecoin votes lock /, [/Locked 6 SCV\./]],
  [/^npx servicecoin proposal pay /, [/proposal +1\b/, /Next: servicecoin proposal vote 1 for /]],
  [/^npx servicecoin proposal vote /, [/Voted for proposal 1\./, /Next: servicecoin proposal queue 1 /]],
  [/^npx servicecoin proposal vote /, [/Voted for proposal 1\./]],
  [/^npx servicecoin proposal queue /, [/Queued proposal 1\./, /Next: servicecoin proposal execute 1 /]],
  [/^npx servicecoin proposal execute /, [/Executed proposal 1/, /Next: servicecoin proposal show 1/]],
  [/^npx servicecoin coin balance /, [/18 SCV/]],
];

/** The walk of the README, command by command as it stands there, on a terminal. */
describe("flow: the first walk of the README", function () {
  this.timeout(400_000);

  let folder: string;
  let chain: Running | undefined;
  let url: string;

  before(async function () {
    if (process.platform !== "linux" || !existsSync(SCRIPT)) {
      console.log(`    Skipped: ${SCRIPT}, which gives a terminal, is not here, or this is not Linux.`);
      this.skip();
    }
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-readme-"));
    // For `npx servicecoin`, as in the clone.
    await symlink(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    // The keeper has its usual patience.
    chain = startScript("dev", undefined, { PORT: String(port), DEPLOYMENTS_ROOT: folder });
    await chain.says("Ready. Press Ctrl-C to stop");
  });

  after(async () => {
    chain?.child.kill("SIGKILL");
    await chain?.ended;
    if (chain !== undefined) await rm(folder, { recursive: true });
  });

  async function onTerminal(command: string): Promise<[code: number | null, shown: string]> {
    const child = spawn(SCRIPT, ["-qec", `stty cols 80; ${command}`, "/dev/null"], {
      cwd: folder,
      env: { PATH: process.env["PATH"], HOME: folder, TERM: "xterm", SHELL: "/bin/sh", SERVICECOIN_RPC_URL: url },
      stdio: ["ignore", "pipe", "ignore"],
    });
    let shown = "";
    child.stdout.on("data", (chunk: Buffer) => (shown += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return [code, stripVTControlCharacters(shown)];
  }

  async function balanceOf(account: string): Promise<bigint> {
    const record = await readFile(path.join(folder, "deployments/31337.json"), "utf8");
    const { contracts } = JSON.parse(record) as DeploymentRecord;
    const data = `0x70a08231${account.slice(2).toLowerCase().padStart(64, "0")}`;
    return BigInt((await rpc(url, "eth_call", [{ to: contracts.ServiceCoin.address, data }, "latest"])) as string);
  }

  it("shows what it says, and leaves enough for the demo", async () => {
    const readme = await readFile(path.join(ROOT, "README.md"), "utf8");
    const [, block = ""] = /## A first walk\n[^]*?```sh\n([^]*?)```/.exec(readme) ?? [];
    // Builds run before the tests: another would write what other tests read.
    const commands = block.split("\n").filter((line) => line !== "" && line !== "npm run build");
    const expected = [...SEEN];
    let deal = "<deal>";
    for (const line of commands) {
      const [code, shown] = await onTerminal(line.replace("<deal>", deal));
      expect(code, `${line}\n${shown}`).to.equal(0);
      deal = /order release (0x\w{64})/.exec(shown)?.[1] ?? deal;
      if (/^sleep \d/.test(line)) continue;
      const [command = /^$/, sentences = []] = expected.shift() ?? [];
      expect(line).to.match(command);
      for (const sentence of sentences) expect(shown).to.match(sentence);
    }
    expect(expected, "what the README left out").to.deep.equal([]);
    // The demo needs 4 SCV of each member.
    for (const member of [ALICE, BOB, CAROL]) {
      expect((await balanceOf(member)) >= 4n * 10n ** 18n, `balance of ${member}`).to.equal(true);
    }
    expect(block).to.include(BOB);
  });

  it("lets the demo play on the same chain beside the keeper, which then finds nothing that it cannot do", async () => {
    const [, index = ""] = /SERVICECOIN_INDEXER_URL=(\S+)/.exec(chain?.stdout() ?? "") ?? [];
    const env = { DEPLOYMENTS_ROOT: folder, SERVICECOIN_RPC_URL: url, SERVICECOIN_INDEXER_URL: index };
    const { code, stdout, stderr } = await runHere("demo", "localhost", env);
    expect([code, stderr], stdout).to.deep.equal([0, ""]);
    expect(stdout.trim()).to.match(/All steps succeeded\.$/);

    const record = await readFile(path.join(folder, "deployments/31337.json"), "utf8");
    const provider = await openProvider(url);
    const client = await connect(localAccount(9).connect(provider), JSON.parse(record) as DeploymentRecord);
    const policy = readPolicy(undefined, { lowestAmount: "0", highestGasPrice: "500", budgetPerDay: "10" });
    const keeper = await Keeper.open({ client, index, policy, journal: path.join(folder, "journal") });
    try {
      const follow = async () => fetch(`${index}/status?minBlock=${await provider.getBlockNumber()}`);
      await follow();
      expect(await keeper.round()).to.include({ failed: 0, reverted: 0 });
      await follow();
      expect(await keeper.round()).to.include({ due: 0, done: 0 });
    } finally {
      await keeper.stop();
      provider.destroy();
    }
    // All programs worked all the time. Proposals that change power can fire and be resolved.
    const [, later = ""] = chain?.stdout().split("the chain is gone then.\n") ?? [];
    const lines = later.split("\n").filter((line) => line !== "");
    expect(
      lines.filter((line) => !/^monitor: ready(: warning: Proposal .* would change power|$)/.test(line)),
    ).to.deep.equal([]);
  });
});
