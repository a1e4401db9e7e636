import { expect } from "chai";
import { parseEther } from "ethers";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Reader, startApi, type RunningApi } from "@servicecoin/indexer";
import { runCli, runUntilInterrupted, type RunningCli } from "../fixtures/cli.js";
import { until } from "../fixtures/gateway.js";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";

onANode("cli: reading from an index", (live) => {
  const cli = withCli(live);
  let indexing: RunningCli | undefined;
  let reader: Reader | undefined;
  let api: RunningApi | undefined;

  afterEach(async () => {
    await api?.close();
    await reader?.close();
    indexing?.interrupt();
    await indexing?.ended;
    api = reader = indexing = undefined;
  });

  const database = () => path.join(cli().folder, "index.sqlite");
  const options = () => ({ cwd: cli().folder, env: { SERVICECOIN_RPC_URL: live().node.url } });

  /** A service, an order to it, and an index of both. */
  async function indexed(): Promise<{ url: string; dealId: string; wallet: string }> {
    const wallet = live().wallet("provider").address;
    const terms = [
      "--category",
      "weather",
      "--price",
      "0.01",
      "--unit",
      "request",
      "--endpoint",
      "https://rain.example",
    ];
    const named = ["--name", "Rain Report", "--description", "Rain by the hour"];
    await cli().text("provider", "service", "register", ...named, ...terms);
    const opened = await cli().json<{ dealId: string }>("alice", "order", "open", wallet, "2");
    await cli().text("alice", "order", "release", opened.dealId);
    const args = ["index", "--no-api", "--database", database()];
    const running = (indexing = runUntilInterrupted(args, options()));
    await until(() => running.stderr().includes("Ready at block"));
    reader = await Reader.open(database());
    api = await startApi(reader);
    return { url: api.url, dealId: opened.dealId, wallet };
  }

  const day = async () => new Date(Number(await live().now()) * 1000).toISOString().slice(0, 10);

  it("service and order list: the same as from the chain, and says of which block", async () => {
    const { url, dealId } = await indexed();
    for (const words of [
      ["service", "list"],
      ["service", "search", "weather", "--text", "rain"],
      ["order", "list", "--mine"],
      ["mandate", "list"],
    ]) {
      const chain = await cli().json("alice", ...words);
      expect(await cli().json("alice", ...words, "--indexer", url), words.join(" ")).to.deep.equal(chain);
      const { code, stdout, stderr } = await cli().run("alice", ...words, "--indexer", url);
      expect(code).to.equal(0);
      expect(stdout).to.include({ order: dealId, mandate: "No accepted mandates" }[words[0] ?? ""] ?? "Rain Report");
      expect(stderr).to.match(/^As of block \d+ \(\S+Z\), from the indexer at http:\/\/127\.0\.0\.1:\d+\.\n$/);
    }
  });

  it("events: the same past as from the chain, and says where it comes from", async () => {
    const { url } = await indexed();
    for (const [said, ...words] of [
      [/^As of block \d+ \(.*\), from the indexer at /, "--once"],
      [/^$/, "--once", "--contract", "PaymentHub", "--json"],
      [/Past ones come from the indexer at .*, new ones from the node/, "--from", "0", "--limit", "3"],
    ] as const) {
      const chain = await cli().run(undefined, "events", ...words);
      const { code, stdout, stderr } = await cli().run(undefined, "events", ...words, "--indexer", url);
      expect({ code, stdout }).to.deep.equal({ code: 0, stdout: chain.stdout });
      expect(stdout).to.not.equal("");
      expect(stderr).to.match(said);
    }
  });

  it("takes the indexer from SERVICECOIN_INDEXER_URL, and refuses what is no URL", async () => {
    const { url } = await indexed();
    const env = { ...options().env, SERVICECOIN_INDEXER_URL: url };
    const { stderr } = await runCli(["service", "list"], { ...options(), env });
    expect(stderr).to.include("from the indexer at");
    await cli().refuse(undefined, ["service", "list", "--indexer", "ftp://x"], 2, "BadUrl", /URL of the indexer/);
    const nowhere = ["service", "list", "--indexer", "http://127.0.0.1:1"];
    expect(await cli().refusal(3, undefined, ...nowhere)).to.equal("IndexerUnreachable");
  });

  it("service match: ranks, and explains each part of a score", async () => {
    const { wallet, url } = await indexed();
    const args = ["service", "match", "weather", "--budget", "0.02", "--database", database()];
    const asked = [...args.slice(0, -2), "--indexer", url];
    const [read, answered] = [await cli().run(undefined, ...args), await cli().run(undefined, ...asked)];
    expect(answered).to.deep.include({ code: 0, stdout: read.stdout });
    expect(read.stderr).to.equal("");
    expect(answered.stderr).to.match(/^As of block \d+ \(.*\), from the indexer at /);
    expect(await cli().json(undefined, ...asked)).to.deep.equal(await cli().json(undefined, ...args));
    const shown = await cli().text(undefined, ...args);
    expect(shown).to.match(/^1 service fits as of block \d+ \(<time>\)\. /);
    expect(shown)
      .to.include("of 1000  Rain Report\n")
      .and.match(new RegExp(`\\nwallet +${wallet}\\n`));
    expect(shown)
      .to.match(/\nprice +[\d.]+ +0\.01 SCV/)
      .and.match(/\nrating +[\d.]+ +no rating/);
    const { matches } = await cli().json<{ matches: { price: string; wallet: string }[] }>(undefined, ...args);
    expect(matches.map(({ price, wallet: paid }) => [price, paid])).to.deep.equal([
      [String(parseEther("0.01")), wallet],
    ]);
    const { found } = await cli().json<{ found: number }>(undefined, ...args.slice(0, 2), "maps", ...args.slice(3));
    expect(found).to.equal(0);
    for (const source of [args, asked]) {
      await cli().refuse(undefined, [...source, "--deadline", "2020-01-01"], 2, "BadNeed", /deadline .* is not after/);
    }
    await cli().refuse(undefined, [...args, "--indexer", url], 2, "ConflictingOptions", /--database and --indexer/);
  });

  it("facilitator: sells what the indexer lists, says so, and refuses the index of another system", async () => {
    const { url } = await indexed();
    const env = { ...options().env, SERVICECOIN_PRIVATE_KEY: live().wallet("stranger").privateKey };
    const words = ["facilitator", "--port", "0", "--json", "--journal", "journal", "--indexer", url];
    const selling = runUntilInterrupted(words, { ...options(), env });
    await until(() => selling.stdout().endsWith("}\n"));
    const { discovery, source } = JSON.parse(selling.stdout()) as { discovery: string; source: string };
    expect(source).to.equal(url);
    const { items } = (await (await fetch(discovery)).json()) as { items: { resource: string }[] };
    expect(items.map(({ resource }) => resource)).to.deep.equal(["https://rain.example/"]);
    selling.interrupt();
    expect((await selling.ended).code).to.equal(0);
    const other = { ...live().deployment.contracts, PaymentBatch: live().deployment.contracts.ServiceCoin };
    await writeFile(path.join(cli().folder, "other.json"), JSON.stringify({ ...live().deployment, contracts: other }));
    const refused = await runCli([...words, "--deployment", "other.json"], { ...options(), env });
    expect(refused.code).to.equal(2);
    expect(refused.stderr).to.match(/"code": "WrongIndex"/);
  });

  it("report: says what happened on a day, in words, as a table and as a page", async () => {
    await indexed();
    const args = ["report", "--day", await day(), "--database", database()];
    expect(await cli().text(undefined, ...args)).to.include(await day());
    expect((await cli().run(undefined, ...args, "--csv")).stdout.trim().split(/\r?\n/).length).to.be.above(2);
    expect(await cli().text(undefined, ...args, "--html", "day.html")).to.equal("Written: day.html\n");
    expect(await readFile(path.join(cli().folder, "day.html"), "utf8")).to.match(/^<!doctype html>/i);
    const wrong = ["report", "--day", "2026-02-30", "--database", database()];
    await cli().refuse(undefined, wrong, 2, "BadDay", /2026-02-30/);
    const future = ["report", "--day", "2090-01-01", "--database", database()];
    expect(await cli().refusal(1, undefined, ...future)).to.equal("BadDay");
  });
});
