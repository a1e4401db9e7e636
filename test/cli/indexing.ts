import { expect } from "chai";
import { DatabaseSync } from "node:sqlite";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { folderWith, runCli, runUntilInterrupted, type RunningCli } from "../fixtures/cli.js";
import { until } from "../fixtures/gateway.js";
import { onANode } from "../fixtures/live.js";
import { postgresServer } from "../fixtures/postgres.js";
import { freePort } from "../fixtures/freePort.js";

onANode("cli: index", (live) => {
  let folder: string;
  const running = new Set<RunningCli>();

  beforeEach(async () => {
    folder = await folderWith(live().deployment);
  });

  afterEach(async () => {
    for (const one of running) {
      one.interrupt();
      await one.ended;
    }
    running.clear();
    await rm(folder, { recursive: true });
  });

  const options = () => ({
    cwd: folder,
    env: { SERVICECOIN_RPC_URL: live().node.url, SERVICECOIN_DATA: path.join(folder, "data") },
  });
  const run = (...args: string[]) => runCli(["index", ...args], options());

  /** Runs the indexer until it says that it is ready. */
  async function indexed(...args: string[]): Promise<RunningCli> {
    const one = runUntilInterrupted(["index", "--no-api", ...args], options());
    running.add(one);
    let hasEnded = false;
    void one.ended.then(() => (hasEnded = true));
    await until(() => hasEnded || one.stderr().includes("Ready at block"));
    return one;
  }

  async function stop(one: RunningCli) {
    running.delete(one);
    one.interrupt();
    return one.ended;
  }

  const status = async (...args: string[]) => {
    const { code, stdout, stderr } = await run("status", ...args, "--json");
    expect(stderr).to.equal("");
    return { code, ...(JSON.parse(stdout) as { isReady: boolean; reason?: string; block: number; database: string }) };
  };
  const refusal = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args, "--json");
    expect(stdout, stderr).to.equal("");
    const { error } = JSON.parse(stderr) as { error: { code: string; message: string } };
    return { exit: code, ...error };
  };

  it("indexes into a file of the data folder, follows new blocks, and ends with 0 on Ctrl-C", async () => {
    const one = await indexed();
    expect(one.stdout()).to.match(
      /^database {4}\S+\/data\/index-31337-[0-9a-f]{8}\.sqlite\nchain {7}31337\nfrom block {2}\d+\nAPI {9}none\n$/,
    );
    const alice = await live().client("alice");
    const sent = await (await alice.coin.transfer(live().wallet("bob").address, 7n)).wait();
    await until(async () => (await status()).block >= (sent?.blockNumber ?? Infinity));
    expect(await status()).to.include({ code: 0, isReady: true });
    const file = new DatabaseSync((await status()).database, { readOnly: true });
    const found = file.prepare("SELECT amount FROM transfers WHERE transaction_hash = ?").all(sent?.hash ?? "");
    file.close();
    expect(found.map(({ amount }) => BigInt(amount as string))).to.deep.equal([7n]);
    const { code, stderr } = await stop(one);
    expect(code).to.equal(0);
    expect(stderr).to.match(/Ready at block \d+ of \d{4}-\d\d-\d\dT[\d:]+Z\.\nStopped\.\n$/);
  });

  it("goes on where it ended, and starts anew with --from-scratch", async () => {
    await stop(await indexed("--database", "here.sqlite"));
    const first = await status("--database", "here.sqlite");
    await live().pass(5);
    await stop(await indexed("--database", "here.sqlite"));
    expect((await status("--database", "here.sqlite")).block).to.equal(first.block + 1);
    await stop(await indexed("--database", "here.sqlite", "--from-scratch"));
    expect((await status("--database", "here.sqlite")).block).to.equal(first.block + 1);
  });

  it("says that nothing was indexed, in words and by exit code 1 when no indexer runs", async () => {
    expect(await refusal("status")).to.deep.include({ exit: 2, code: "BadDatabase" });
    await stop(await indexed("--database", "old.sqlite"));
    const file = new DatabaseSync(path.join(folder, "old.sqlite"));
    file.exec(`UPDATE meta SET value = json_set(value, '$.savedAt', 1000) WHERE key = 'status'`);
    file.close();
    const { code, isReady, reason } = await status("--database", "old.sqlite");
    expect([code, isReady]).to.deep.equal([1, false]);
    expect(reason).to.match(/^its indexer has said nothing for \d+ seconds: it does not run$/);
    expect((await run("status", "--database", "old.sqlite")).stdout).to.match(/\nready +no: its indexer has said/);
  });

  it("verify: says that every value is the chain's, or names those that are not", async () => {
    await stop(await indexed("--database", "exact.sqlite"));
    const exact = await run("verify", "--database", "exact.sqlite");
    expect(exact).to.deep.include({ code: 0, stderr: "" });
    expect(exact.stdout).to.match(
      /^Compared \S+exact\.sqlite with the contracts at block \d+ \(.*\): .*\d+ of balances/,
    );
    expect(exact.stdout).to.match(/\nEvery value is the same\.\n$/);
    const file = new DatabaseSync(path.join(folder, "exact.sqlite"));
    const alice = live().wallet("alice").address.toLowerCase();
    file.prepare("UPDATE balances SET balance = ? WHERE account = ?").run("7".padStart(78, "0"), alice);
    file.close();
    const { code, stdout } = await run("verify", "--database", "exact.sqlite", "--json");
    const { isExact, differences } = JSON.parse(stdout) as { isExact: boolean; differences: unknown[] };
    expect([code, isExact]).to.deep.equal([1, false]);
    expect(differences).to.deep.include({
      ...{ table: "balances", key: alice, column: "balance" },
      ...{ indexed: "7", onChain: "16000000000000000000" },
    });
    const shown = (await run("verify", "--database", "exact.sqlite")).stdout;
    expect(shown).to.match(new RegExp(`\\n2 values differ:\\n\\n.*\\n.*\\nbalances  ${alice}`));
  });

  it("refuses a second indexer on one file", async () => {
    await indexed("--database", "one.sqlite");
    const { exit, code, message } = await refusal("--database", "one.sqlite");
    expect([exit, code]).to.deep.equal([2, "BadDatabase"]);
    expect(message).to.match(/one\.sqlite is being written by another indexer, which holds \S+one\.sqlite-lock\.$/);
  });

  it("refuses an index of another chain with the same id, and touches nothing", async () => {
    await stop(await indexed("--database", "other.sqlite"));
    const file = new DatabaseSync(path.join(folder, "other.sqlite"));
    file.exec(`UPDATE meta SET value = json_set(value, '$.genesisHash', '0x12') WHERE key = 'identity'`);
    file.close();
    const { exit, code, message } = await refusal("--database", "other.sqlite");
    expect([exit, code]).to.deep.equal([2, "BadDatabase"]);
    expect(message).to.match(
      /other\.sqlite is another index: its chain 31337 begins with block 0x12, not 0x[0-9a-f]{64}/,
    );
    expect(message).to.include("--from-scratch");
  });

  it("refuses a file that is no database, and a folder that cannot be made", async () => {
    await writeFile(path.join(folder, "text"), "not a database, but a text that is longer than its header".repeat(9));
    expect(await refusal("--database", "text")).to.deep.include({ exit: 2, code: "BadDatabase" });
    expect(await refusal("--database", "text/index.sqlite")).to.deep.include({ exit: 2, code: "UnwritableFile" });
    await mkdir(path.join(folder, "folder"));
    expect(await refusal("--database", "folder")).to.deep.include({ exit: 2, code: "BadDatabase" });
  });

  it("indexes into PostgreSQL, answers questions about it, and goes on where it ended", async function () {
    const server = await postgresServer();
    if (server === undefined) this.skip();
    const url = await server.newUrl();
    const database = ["--database", url.replace("postgres@", "postgres:secret@")];
    const first = await indexed(...database);
    expect(first.stdout())
      .to.match(/^database +postgres:\/\/postgres@127\.0\.0\.1:/)
      .and.to.not.include("secret");
    expect((await stop(first)).code).to.equal(0);
    const before = await status(...database);
    expect(before).to.include({ code: 0, isReady: true });
    await live().pass(5);
    expect((await stop(await indexed(...database))).code).to.equal(0);
    expect((await status(...database)).block).to.equal(before.block + 1);
    expect((await run("verify", ...database)).stdout).to.match(/\nEvery value is the same\.\n$/);
    const matching = await runCli(["service", "match", ...database], options());
    expect(matching.stdout, matching.stderr).to.match(/^0 services fit as of block \d+ /);
  });

  it("never shows the password of a database", async () => {
    const url = `postgres://me:secret@127.0.0.1:${await freePort()}/none`;
    const { exit, code, message } = await refusal("--database", url);
    expect([exit, code]).to.deep.equal([2, "BadDatabase"]);
    expect(message).to.match(/^postgres:\/\/me@127\.0\.0\.1:\d+\/none cannot be opened: /);
    expect((await refusal("status", "--database", url)).message).to.not.include("secret");
  });

  it("reads from the next node when one does not respond, and refuses when none does", async () => {
    const dead = `http://127.0.0.1:${await freePort()}`;
    const one = await indexed("--database", "nodes.sqlite", "--node", dead, "--node", live().node.url);
    expect((await stop(one)).stderr).to.match(/^The node at http:\S+ does not respond now\.\n(.*\n)*Ready at block/);
    const none = await refusal("--node", dead);
    expect(none).to.deep.include({ exit: 3, code: "Unreachable" });
  });

  it("refuses what it cannot understand before it asks the chain", async () => {
    for (const [option, value, kind] of [
      ["--verification", "sometimes", "Choice"],
      ["--node", "ftp://key@node.example", "Url"],
      ["--database", "", "Text"],
      ["--port", "65536", "Number"],
      ["--allow-origin", "app.example", "Url"],
    ] as const) {
      const { exit, code, message } = await refusal(option, value, "--rpc", "http://127.0.0.1:1");
      expect([exit, code], message).to.deep.equal([2, `Bad${kind}`]);
      expect(message).to.not.include("key@");
    }
    const { code, message } = await refusal("--personal", "--allow-origin", "*", "--rpc", "http://127.0.0.1:1");
    expect([code, message]).to.deep.equal([
      "MissingOption",
      "--personal needs --allow-origin with the site where users sign in: * does not name one.",
    ]);
  });
});
