import { expect } from "chai";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DeploymentRecord } from "../../scripts/lib/record.js";
import { freePort } from "../fixtures/freePort.js";
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

  async function startDev(port: number): Promise<Running> {
    running = startScript("dev", undefined, { PORT: String(port), DEPLOYMENTS_ROOT: folder });
    await running.says("Ready. Press Ctrl-C to stop");
    return running;
  }

  async function record(): Promise<DeploymentRecord> {
    return JSON.parse(await readFile(path.join(folder, "deployments/31337.json"), "utf8")) as DeploymentRecord;
  }

  async function expectCleanExit(signal: "SIGINT" | "SIGTERM"): Promise<string> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const { child, ended, stdout: said } = await startDev(port);
    const api = /Indexer +(http:\S+)\/docs\n/.exec(said())?.[1] ?? "";

    expect(await rpc(url, "eth_chainId")).to.equal("0x7a69");
    const { contracts, genesisHash } = await record();
    const { address } = contracts.ServiceDAO;
    expect(await rpc(url, "eth_getCode", [address, "latest"])).to.have.length.above(2);

    await rpc(url, "evm_mine");
    const block = Number(await rpc(url, "eth_blockNumber"));
    const status = await (await fetch(`${api}/status?minBlock=${block}`)).json();
    expect(status).to.deep.include({ asOfBlock: block, ready: true });

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
    expect(stdout.trimEnd()).to.match(/Stopped\.$/);
    expect(code).to.equal(0);
    expect(await rpc(url, "eth_chainId").catch(() => "closed")).to.equal("closed");
    expect(await fetch(api).catch(() => "closed")).to.equal("closed");
    return genesisHash;
  }

  it("deploys, indexes, responds, exits cleanly on SIGINT and SIGTERM, and starts anew each time", async () => {
    const first = await expectCleanExit("SIGINT");
    const second = await expectCleanExit("SIGTERM");
    expect(second).to.not.equal(first);
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
