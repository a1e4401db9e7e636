import { expect } from "chai";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, deliverOrder, draftOrder, openOrder, openProvider, readDeal } from "@servicecoin/sdk";
import { localAccount } from "../../ignition/localAccounts.js";
import { PROGRAMS } from "../../scripts/local/ports.js";
import type { DeploymentRecord } from "../../scripts/lib/record.js";
import { freePort } from "../fixtures/freePort.js";
import { until } from "../fixtures/gateway.js";
import { rpc, startScript, type Running } from "../fixtures/processes.js";
import { runHere } from "../fixtures/scripts.js";

describe("flow: npm start", function () {
  let folder: string;
  let running: Running | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-"));
  });

  afterEach(async () => {
    running?.child.kill("SIGKILL");
    await running?.ended;
    await rm(folder, { recursive: true });
  });

  async function startDev(port: number, env: Record<string, string> = {}): Promise<Running> {
    running = startScript("dev", undefined, { PORT: String(port), DEPLOYMENTS_ROOT: folder, ...env });
    await running.says("Ready. Press Ctrl-C to stop");
    return running;
  }

  async function record(): Promise<DeploymentRecord> {
    return JSON.parse(await readFile(path.join(folder, "deployments/31337.json"), "utf8")) as DeploymentRecord;
  }

  /** URLs of the programs, by the table. */
  function urlsIn(said: string): Record<string, string> {
    const rows = said.matchAll(/^(chain|indexer|facilitator|keeper|monitor|web page) +(http:\S+) ready /gm);
    return Object.fromEntries([...rows].map(([, name = "", url = ""]) => [name, url]));
  }

  /** @param use What happens while it runs. */
  async function expectCleanExit(
    signal: "SIGINT" | "SIGTERM",
    env: Record<string, string> = {},
    use: (dev: Running, url: string) => Promise<void> = () => Promise.resolve(),
  ): Promise<string> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const dev = await startDev(port, env);
    const { child, ended, stdout: said } = dev;
    const urls = urlsIn(said());
    expect(Object.keys(urls)).to.deep.equal(PROGRAMS);
    const api = /Indexer +(http:\S+)\/docs\n/.exec(said())?.[1] ?? "";

    expect(await rpc(url, "eth_chainId")).to.equal("0x7a69");
    const { contracts, genesisHash } = await record();
    const { address } = contracts.ServiceDAO;
    expect(await rpc(url, "eth_getCode", [address, "latest"])).to.have.length.above(2);

    await rpc(url, "evm_mine");
    const block = Number(await rpc(url, "eth_blockNumber"));
    const status = await (await fetch(`${api}/status?minBlock=${block}`)).json();
    expect(status).to.deep.include({ asOfBlock: block, ready: true });

    await use(dev, url);
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect(stderr).to.equal("");
    expect(stdout).to.include(address);
    expect(stdout).to.match(/ServiceDAO +0x/);
    expect(stdout).to.match(/1 +0x70997970C51812dc3A010C7d01b50e0d17dc79C8 +member +10000 +16\n/);
    expect(stdout).to.include("0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d");
    expect(stdout).to.include("These keys are public");
    expect(stdout).to.match(new RegExp(`RPC URL +${url}\n`));
    expect(stdout).to.match(/Chain id +31337\n/);
    const variables = `SERVICECOIN_RPC_URL=${url} SERVICECOIN_INDEXER_URL=${api}`;
    expect(stdout).to.include(`${variables} npm run demo -- --network localhost`);
    expect(stdout).to.not.include("restarted");
    expect(stdout).to.match(/10 +0xBcd4042DE499D14e55001CcbB24a551F3b954096 +facilitator +10000 +0\n/);
    expect(stdout).to.match(/11 +0x71bE63f3384f5fb98995898A86B02Fb2426c5788 +keeper +\d+ +0\n/);
    const order = ["web page", "facilitator", "keeper", "monitor", "indexer", "chain"];
    expect(stdout).to.match(new RegExp(`${order.map((name) => `${name}: stopped\n`).join("")}\nStopped\\.\n$`));
    const logs = path.join(folder, ".servicecoin", String(port), "logs");
    const files = PROGRAMS.filter((name) => name !== "chain").map((name) => `${name.replace(" ", "-")}.log`);
    expect((await readdir(logs)).sort()).to.deep.equal(files.sort());
    expect(await readFile(path.join(logs, "keeper.log"), "utf8")).to.match(/"msg":"started"\}/);
    // The monitor began when all was well.
    expect(await readFile(path.join(logs, "monitor.log"), "utf8")).to.not.include('"rule":"indexer"');
    expect(code).to.equal(0);
    expect(await rpc(url, "eth_chainId").catch(() => "closed")).to.equal("closed");
    for (const one of Object.values(urls)) expect(await fetch(one).catch(() => "closed"), one).to.equal("closed");
    return genesisHash;
  }

  it("deploys, runs all programs, exits cleanly on SIGINT and SIGTERM, and starts anew each time", async () => {
    const first = await expectCleanExit("SIGINT");
    const second = await expectCleanExit("SIGTERM", { KEEPER_WAIT: "0" }, leaveSomethingToTheKeeper);
    expect(second).to.not.equal(first);
  });

  /** The keeper claims an order after its window, tells when it cannot work, and the monitor tells of it. */
  async function leaveSomethingToTheKeeper(dev: Running, url: string): Promise<void> {
    const provider = await openProvider(url);
    try {
      const as = async (index: number) => connect(localAccount(index).connect(provider), await record());
      const [payer, payee] = [await as(1), await as(2)];
      const deal = await draftOrder(payer, { payee: localAccount(2).address, price: 10n ** 18n });
      const { dealId } = await openOrder(payer, { deal });
      await deliverOrder(payee, { deal });
      const { keeper = "" } = urlsIn(dev.stdout());
      await rpc(url, "evm_increaseTime", [30 * 86_400]);
      await rpc(url, "evm_mine");
      await until(async () => {
        const { lastDone } = (await (await fetch(`${keeper}/readyz`)).json()) as {
          lastDone: { keys: string[] } | null;
        };
        return lastDone?.keys[0] === `claimOrders:${dealId}`;
      });
      expect((await readDeal(payee, deal)).state).to.equal("closed");
      const { address } = localAccount(11);
      await rpc(url, "hardhat_setBalance", [address, "0x0"]);
      await dev.says(`keeper: down: ${address} has 0 wei, and needs at least 10000000000000000 wei for gas\n`);
      await dev.says(`monitor: ready: warning: keeper (${address}) has 0.0 ether, less than 0.05 ether.\n`);
      await rpc(url, "hardhat_setBalance", [address, "0x8ac7230489e80000"]);
      await dev.matches(/keeper: ready\n[^]*monitor: ready\n|monitor: ready\n[^]*keeper: ready\n/);
      expect(dev.stdout().split("Ready. Press")[1]?.match(/\n./g), "lines after the table").to.have.length(4);
    } finally {
      provider.destroy();
    }
  }

  it("names the program whose port is in use, and starts nothing", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const chain = await freePort();
    const env = { PORT: String(chain), KEEPER_PORT: String(port), DEPLOYMENTS_ROOT: folder };
    const { code, stdout, stderr } = await runHere("dev", undefined, env);
    other.close();
    expect(stderr).to.equal(
      `Error: Port ${port} of the keeper is in use: stop the program that uses it, ` +
        `or choose another port with "KEEPER_PORT=${port + 100} npm start".\n`,
    );
    expect([stdout, code]).to.deep.equal(["", 1]);
    expect(await rpc(`http://127.0.0.1:${chain}`, "eth_chainId").catch(() => "nothing")).to.equal("nothing");
  });

  it("names the port that is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const { code, stdout, stderr } = await runHere("dev", undefined, { PORT: String(port), DEPLOYMENTS_ROOT: folder });
    other.close();
    expect(stderr).to.equal(
      `Error: Port ${port} is in use, perhaps by another chain: stop it, ` +
        `or choose another port with "PORT=${port + 1} npm start".\n`,
    );
    expect(stdout.trim()).to.equal("");
    expect(code).to.equal(1);
  });

  for (const port of ["http", "0", "65536", ""]) {
    it(`refuses "${port}" as a port`, async () => {
      const { code, stderr } = await runHere("dev", undefined, { PORT: port, DEPLOYMENTS_ROOT: folder });
      expect(stderr).to.equal(`Error: PORT is "${port}" and must be a number between 1 and 65535.\n`);
      expect(code).to.equal(1);
    });
  }
});
