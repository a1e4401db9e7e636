import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { Invocation } from "../../packages/cli/src/session/invocation.js";
import { createProgram } from "../../packages/cli/src/program.js";
import { buildCli, folderWith, ioOf, MAIN, Sink, startCli } from "../fixtures/cli.js";
import { onANode } from "../fixtures/live.js";

const ALICE = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
/** Writes the URL of each module that is loaded to stderr. */
const REPORT_MODULES = `data:text/javascript,${encodeURIComponent(
  'import { registerHooks } from "node:module";' +
    "registerHooks({ load(url, context, next) { console.error(url); return next(url, context); } });",
)}`;

/** Runs the built program in this process: all nouns load the same hundreds of modules. */
async function runBuilt(args: readonly string[]) {
  const load = (file: string): Promise<unknown> => import(new URL(file, pathToFileURL(MAIN)).href);
  const built = (await load("session/invocation.js")) as typeof import("../../packages/cli/src/session/invocation.js");
  const { run } = (await load("program.js")) as typeof import("../../packages/cli/src/program.js");
  const [stdout, stderr] = [new Sink(), new Sink()];
  const code = await run(new built.Invocation(args, ioOf({ stdout, stderr })));
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

describe("cli: the built program", function () {
  before(() => {
    buildCli();
  });

  it("shows the help of the program and of every noun: exit code 0", async () => {
    const program = await createProgram(new Invocation([], ioOf()));
    const nouns = program.commands.map((command) => command.name());
    expect(nouns).to.have.length(28);
    for (const args of [["--help"], ...nouns.map((noun) => [noun, "--help"])]) {
      const { code, stdout, stderr } = args.length === 1 ? await startCli(args).ended : await runBuilt(args);
      expect([code, stderr], args.join(" ")).to.deep.equal([0, ""]);
      expect(stdout, args.join(" "))
        .to.include("--network <name>")
        .and.include(`Usage: servicecoin${args.length > 1 ? ` ${String(args[0])}` : ""}`)
        .and.match(/Examples:\n {2}servicecoin /);
    }
  });

  for (const args of [["--version"], ["--help"], ["coni"]]) {
    it(`loads no library but commander for "servicecoin ${args.join(" ")}"`, async () => {
      const { stderr } = await startCli(args, { env: { NODE_OPTIONS: `--import "${REPORT_MODULES}"` } }).ended;
      const libraries = [...stderr.matchAll(/^file:.*\/node_modules\/((?:@[^/]+\/)?[^/\n]+)/gm)].map(
        ([, name]) => name,
      );
      expect(new Set(libraries)).to.deep.equal(new Set(["commander"]));
    });
  }
});

onANode("cli: the built program", (live) => {
  let cwd: string;

  before(async function () {
    buildCli();
    cwd = await folderWith(live().deployment);
  });

  after(() => rm(cwd, { recursive: true }));

  const start = (...args: string[]) => startCli(args, { cwd, env: { SERVICECOIN_RPC_URL: live().node.url } });

  it("ends with 0 when it is done, 1 when the chain refuses, 2 on wrong usage, 3 without a node", async () => {
    const transfer = ["coin", "transfer", ALICE, "99", "--account", "2"];
    const cases: [args: string[], code: number, error: string | undefined][] = [
      [["coin", "balance", ALICE], 0, undefined],
      [transfer, 1, "ERC20InsufficientBalance"],
      [["coin", "balance", "0x12"], 2, "BadAddress"],
      [["coin", "balance", ALICE, "--rpc", "http://127.0.0.1:1"], 3, "Unreachable"],
    ];
    for (const [args, code, error] of cases) {
      const ended = await start(...args, "--json").ended;
      expect(ended.code, ended.stderr).to.equal(code);
      const [full, empty] = error === undefined ? [ended.stdout, ended.stderr] : [ended.stderr, ended.stdout];
      expect(empty).to.equal("");
      const document = JSON.parse(full) as { account?: string; error?: { code: string } };
      expect(document.error?.code).to.equal(error);
    }
  });

  it("uses no colors when it is piped", async () => {
    const runs = [start("doctor").ended, start("coin", "balance", ALICE).ended, start("coin", "x").ended];
    for (const { stdout, stderr } of await Promise.all(runs)) expect(stdout + stderr).to.not.include("\u001b");
  });

  it("ends with 1 when the output cannot be written", async function () {
    if (!existsSync("/dev/full")) this.skip();
    const full = openSync("/dev/full", "w");
    try {
      for (const args of [["coin", "balance", ALICE], ["--help"], ["events", "--once", "--json"]]) {
        const child = spawn(process.execPath, [MAIN, ...args, "--rpc", live().node.url], {
          cwd,
          stdio: ["ignore", full, "pipe"],
        });
        let stderr = "";
        child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
        expect(await once(child, "close"), args.join(" ")).to.deep.equal([1, null]);
        expect(stderr, args.join(" ")).to.match(/^Error: The output cannot be written: .*ENOSPC.*\n$/);
      }
    } finally {
      closeSync(full);
    }
  });

  it("ends quietly when nobody reads any more", async () => {
    const args = [MAIN, "events", "--json", "--from", "start", "--rpc", live().node.url];
    const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = once(child, "close");
    await once(child.stdout, "data");
    child.stdout.destroy();
    await (await live().client("alice")).coin.transfer(ALICE, 1n);
    expect(await ended).to.deep.equal([0, null]);
    expect(stderr).to.equal("");
  });
});
