import { expect } from "chai";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { freePort } from "../fixtures/freePort.js";
import { start, startScript, type Ended, type Running } from "../fixtures/processes.js";

const ROOT = path.join(import.meta.dirname, "../..");
const MAIN = path.join(ROOT, "packages/cli/dist/main.js");

/** The programs and commands of docs/getting-started.md as they stand there, but for the ports. */
describe("flow: the first steps of docs/getting-started.md", function () {
  const started: Running[] = [];
  let folder: string;
  let text: string;
  let url: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-steps-"));
    // The programs find the packages as in the clone.
    await symlink(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
    text = await readFile(path.join(ROOT, "docs/getting-started.md"), "utf8");
    const ports = [await freePort(), await freePort(), await freePort()];
    for (const [index, port] of [8545, 4402, 4410].entries()) {
      text = text.replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${ports[index]}`);
      text = text.replaceAll(`listen(${port},`, `listen(${ports[index]},`);
    }
    url = `http://127.0.0.1:${ports[0]}`;
    const env = { PORT: String(ports[0]), FACILITATOR_PORT: String(ports[1]), DEPLOYMENTS_ROOT: folder };
    const chain = startScript("dev", undefined, env);
    started.push(chain);
    await chain.says("Ready. Press Ctrl-C to stop");
    await writeFile(path.join(folder, "pay.ts"), program("pay.ts"));
    await writeFile(path.join(folder, "shop.ts"), program("shop.ts"));
  });

  after(async () => {
    for (const { child } of started) child.kill("SIGKILL");
    for (const { ended } of started) await ended;
    await rm(folder, { recursive: true });
  });

  /** The first block of TypeScript after the sentence that names the file. */
  function program(file: string): string {
    const [, found] = new RegExp(`ave this as \`${file}\`[^]*?\`\`\`ts\n([^]*?)\`\`\``).exec(text) ?? [];
    if (found === undefined) throw new Error(`docs/getting-started.md has no program ${file}`);
    return found;
  }

  /** The line of a shell block that begins like this. */
  function command(beginning: string): string {
    const found = text.split("\n").find((line) => line.startsWith(beginning));
    if (found === undefined) throw new Error(`docs/getting-started.md has no command ${beginning}`);
    return found;
  }

  /** Runs a line in the folder of the chain's record, without npx, whose process would hide the one to end. */
  function run(line: string): Running {
    const direct = line.replace(/^npx servicecoin /, `"${process.execPath}" "${MAIN}" `).replace(/^npx node /, "node ");
    const env = { SERVICECOIN_RPC_URL: url, XDG_STATE_HOME: path.join(folder, "state") };
    const running = start("/bin/sh", ["-c", `cd "${folder}" && exec ${direct}`], env);
    started.push(running);
    return running;
  }

  async function succeed(line: string): Promise<Ended> {
    const ended = await run(line).ended;
    expect(ended.code, `${line}\n${ended.stdout}${ended.stderr}`).to.equal(0);
    return ended;
  }

  /** Starts the shop, waits until it sells, and returns what the customer sees. */
  async function buyFrom(shop: Running): Promise<Ended> {
    const [, page = ""] = /curl -i "(.*?)"/.exec(command("curl -i ")) ?? [];
    for (;;) {
      const response = await fetch(page).catch(() => undefined);
      if (response !== undefined) {
        expect(response.status).to.equal(402);
        break;
      }
      if (shop.child.exitCode !== null) throw new Error((await shop.ended).stderr);
      await setTimeout(50);
    }
    return succeed(command("npx servicecoin get "));
  }

  it("pays with pay.ts", async () => {
    const { stdout } = await succeed("npx node pay.ts");
    expect(stdout).to.match(/^0x[0-9a-f]{64} 2000000000000000000n\n/);
  });

  it("sells with shop.ts, which registers one service however often it starts", async () => {
    for (let starts = 0; starts < 2; starts++) {
      const shop = run("npx node shop.ts");
      const { stdout } = await buyFrom(shop);
      expect(stdout).to.include("sunny").and.include("Paris");
      shop.child.kill("SIGKILL");
      await shop.ended;
    }
    const { stdout } = await succeed("npx servicecoin service list --json");
    expect(stdout.match(/\/forecast"/g)).to.have.length(1);
  });
});
