import { expect } from "chai";
import { encryptKeystoreJsonSync } from "ethers";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { dealIdOf, draftOrder, openOrder } from "../../packages/sdk/src/orders/index.js";
import { buildCli, folderWith, MAIN } from "../fixtures/cli.js";
import { onANode } from "../fixtures/live.js";
import { seenBy } from "../fixtures/liveHub.js";
import { findAnvil, startAnvil, type Node } from "../fixtures/processes.js";

const BOB = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
/** Gives a process a terminal; part of every Linux, elsewhere it takes other options. */
const SCRIPT = "/usr/bin/script";

onANode("cli: on a terminal", (live) => {
  let sepolia: Node | undefined;
  let cwd: string;

  before(async function () {
    const anvil = findAnvil();
    const isAnvil = /^anvil/.test((await live().node.request("web3_clientVersion")) as string);
    if (anvil === undefined || !isAnvil || process.platform !== "linux" || !existsSync(SCRIPT)) this.skip();
    buildCli();
    sepolia = await startAnvil(anvil, "--chain-id", "11155111");
    await sepolia.request("anvil_loadState", [await live().node.request("anvil_dumpState")]);
    cwd = await folderWith(live().deployment, 11_155_111);
    const { address, privateKey } = live().wallet("alice");
    const json = encryptKeystoreJsonSync({ address, privateKey }, "open sesame", { scrypt: { N: 1024 } });
    await writeFile(path.join(cwd, "key.json"), json);
  });

  after(async () => {
    await sepolia?.stop();
    if (sepolia !== undefined) await rm(cwd, { recursive: true });
  });

  /** Runs a transfer and answers the questions that the terminal shows. */
  const transfer = (
    answers: [question: string, answer: string][],
    password?: string,
    color: Record<string, string> = {},
  ): Promise<[code: number | null, shown: string]> => {
    const args = ["coin", "transfer", BOB, "1", "--keyfile", "key.json", "--rpc", sepolia?.url ?? ""];
    return onTerminal(args, answers, { SERVICECOIN_PASSWORD: password, ...color });
  };

  /** Runs a command and answers the questions that the terminal shows. */
  async function onTerminal(
    args: readonly string[],
    answers: [question: string, answer: string][],
    env: Record<string, string | undefined> = {},
    columns = 120,
  ): Promise<[code: number | null, shown: string]> {
    const words = [process.execPath, MAIN, ...args].map((arg) => `'${arg}'`).join(" ");
    const command = `stty cols ${columns}; exec ${words}`;
    const child = spawn(SCRIPT, ["-qec", command, "/dev/null"], {
      cwd,
      env: { PATH: process.env["PATH"], TERM: "xterm", SHELL: "/bin/sh", ...env },
      stdio: ["pipe", "pipe", "ignore"],
      timeout: 20_000,
      killSignal: "SIGKILL",
    });
    let shown = "";
    let unread = "";
    const left = [...answers];
    child.stdout.on("data", (chunk: Buffer) => {
      shown += chunk.toString();
      unread += chunk.toString();
      const [next] = left;
      if (next === undefined || !unread.includes(next[0])) return;
      unread = "";
      left.shift();
      child.stdin.write(next[1]);
    });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return [code, shown];
  }

  const balance = async () => {
    const data = `0x70a08231${BOB.slice(2).toLowerCase().padStart(64, "0")}`;
    const to = live().deployment.contracts.ServiceCoin.address;
    return BigInt((await sepolia?.request("eth_call", [{ to, data }, "latest"])) as string) / 10n ** 18n;
  };

  it("asks for the password without showing it, then for a yes, and sends", async () => {
    const answers: [string, string][] = [
      ["Password for key.json:", "open sesame\r"],
      ["Send it? [y/N]", "y\r"],
    ];
    const [code, raw] = await transfer(answers);
    const shown = stripVTControlCharacters(raw);
    expect(shown).to.include("maximum fee").and.include("Next: servicecoin coin balance").and.not.include("sesame");
    expect(raw, "colors").to.include("\u001b[2m");
    expect(code).to.equal(0);
    expect(await balance()).to.equal(17n);
  });

  it("asks twice for the password of a new key, and shows none of it", async () => {
    const answers = (again: string): [string, string][] => [
      ["New password for new.json:", "correct horse\r"],
      ["The same again:", `${again}\r`],
    ];
    const [refused, differing] = await onTerminal(["key", "new", "new.json"], answers("correct house"));
    expect([refused, existsSync(path.join(cwd, "new.json"))]).to.deep.equal([2, false]);
    expect(differing).to.include("The two passwords differ. Nothing was written.");
    const [code, raw] = await onTerminal(["key", "new", "new.json"], answers("correct horse"));
    expect(code).to.equal(0);
    expect(stripVTControlCharacters(raw)).to.include("Next: servicecoin doctor --keyfile new.json");
    expect(raw).to.not.include("horse");
  });

  it("fits a list into the terminal, and cuts no id", async () => {
    const alice = seenBy(live(), "alice");
    const deal = await draftOrder(alice, { payee: BOB, price: 5n });
    await openOrder(alice, { deal });
    await writeFile(path.join(cwd, "local.json"), JSON.stringify(live().deployment));
    const args = ["order", "list", "--rpc", live().node.url, "--deployment", "local.json"];
    const [code, raw] = await onTerminal(args, [], {}, 80);
    const lines = stripVTControlCharacters(raw).split(/\r?\n/);
    expect(code, raw).to.equal(0);
    // The first line begins with the progress, which the terminal has erased.
    expect(lines[0]).to.match(new RegExp(`deal {4}${dealIdOf(alice, deal)}$`));
    expect(lines).to.include(`payee   ${BOB}`);
    expect(Math.max(...lines.slice(1).map((line) => line.length))).to.be.at.most(80);
  });

  it("sends nothing after any other answer, Ctrl-D or Ctrl-C", async () => {
    const before = await balance();
    const cases: [string, number, string][] = [
      ["n\r", 2, "Not confirmed: nothing was sent."],
      ["\r", 2, "Not confirmed: nothing was sent."],
      ["\u0004", 2, "Not confirmed: nothing was sent."],
      ["\u0003", 130, "Canceled. Nothing was sent."],
    ];
    for (const [answer, exit, message] of cases) {
      const [code, shown] = await transfer([["Send it? [y/N]", answer]], "open sesame", { NO_COLOR: "1" });
      expect(shown).to.include(`Error: ${message}`);
      expect(code, JSON.stringify(answer)).to.equal(exit);
    }
    expect(await balance()).to.equal(before);
  });
});
